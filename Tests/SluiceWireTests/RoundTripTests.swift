import Testing

@testable import SluiceWire

@Suite struct RoundTripTests {
    @Test func `every message reads and writes each of its fields`() throws {
        for type in allMessages {
            let type = try #require(type as? any CBacked.Type)
            for seed in 0..<50 {
                try expectSameBytes(type, seed: UInt64(seed))
            }
        }
    }

    private func expectSameBytes<M: CBacked>(_ type: M.Type, seed: UInt64) throws {
        var writer = RandomMessage(random: SplitMix(state: seed))
        let bytes = unsafe writer.bytes(of: type.descriptor)
        let message = try M(decoding: bytes)
        #expect(try message.encoded() == bytes, "\(M.messageName), seed \(seed)")
        #expect(try M(decoding: message.encoded()) == message)
    }

    @Test func `no bytes are the empty message, and the other way round`() throws {
        for type in allMessages {
            #expect(try type.init(decoding: []).encoded() == [])
        }
    }

    @Test func `messages come from the schema once each`() {
        let names = allMessages.map { $0.messageName }
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.hasPrefix("sluice.v1.") })
    }

    @Test func `a message larger than the first block of memory survives`() throws {
        let nodes = (0..<10_000).map {
            NodeInstance(nodeName: "node_\($0)", logPath: "/logs/\($0)", dependsOn: ["node_0"])
        }
        let response = GetInstanceResponse(instance: Instance(total: 10_000), nodes: nodes)
        #expect(try GetInstanceResponse(decoding: response.encoded()) == response)
    }

    @Test func `an absent value is not the same as zero`() throws {
        let absent = NodeInstance()
        let zero = NodeInstance(endTime: 0, inputRowCount: 0, speed: 0, logPath: "", exitCode: 0)
        #expect(try NodeInstance(decoding: absent.encoded()) == absent)
        #expect(try NodeInstance(decoding: zero.encoded()) == zero)
        #expect(absent != zero)
        #expect(try absent.encoded().isEmpty)
        #expect(try RetryInstancesRequest(decoding: []).ignoreObsMonitor == nil)
    }

    @Test func `an absent message is not the same as an empty one`() throws {
        let empty = Instance(counts: NodeCounts())
        #expect(try Instance(decoding: empty.encoded()).counts == NodeCounts())
        #expect(try Instance(decoding: Instance().encoded()).counts == nil)
    }

    @Test func `an unknown enumeration number is kept`() throws {
        let instance = Instance(status: .unrecognized(4711))
        let back = try Instance(decoding: instance.encoded())
        #expect(back.status == .unrecognized(4711))
        #expect(back.status.rawValue == 4711)
        #expect(
            try Instance(decoding: Instance(status: .unrecognized(-1)).encoded()).status
                == .unrecognized(-1))
    }

    @Test func `unknown fields of every wire type are skipped`() throws {
        let unknown = bytes(
            hex: "f87f01" + "f97f0102030405060708" + "fa7f03010203" + "fd7f01020304")
        let known = try KeyValue(key: "a", value: "b").encoded()
        #expect(try KeyValue(decoding: unknown + known + unknown) == KeyValue(key: "a", value: "b"))
    }

    @Test func `fields in any order are read, and the last of a plain field counts`() throws {
        let message = try KeyValue(decoding: bytes(hex: "120162" + "0a0161" + "120163"))
        #expect(message == KeyValue(key: "a", value: "c"))
    }

    @Test func `numbers are read packed and one by one`() throws {
        let packed = try StopInstancesRequest(decoding: bytes(hex: "22020102"))
        let single = try StopInstancesRequest(decoding: bytes(hex: "20012002"))
        #expect(packed.instanceIds == [1, 2])
        #expect(single == packed)
    }
}
