import Testing

@testable import SluiceWire

/// What anyone may send: every refusal has a reason, and none takes long.
@Suite struct HostileBytesTests {
    @Test(arguments: [
        ("0a", WireError.Fault.truncated),
        ("0a05616263", .truncated),
        ("0affffffff0f61", .truncated),
        ("0a8080808080808080808001", .overlongVarint),
        ("0affffffffffffffffff0161", .truncated),
        ("8a", .truncated),
        ("808080808080808080808001", .overlongVarint),
        ("0201", .badFieldNumber),
        ("8280808080808080800161", .badFieldNumber),
        ("0801", .wrongWireType),
        ("0b0c", .wrongWireType),
        ("0f", .wrongWireType),
        ("f97f010203", .truncated),
        ("fd7f0102", .truncated),
        ("0a01ff", .notUTF8),
        ("0a02c080", .notUTF8),
        ("0a03eda080", .notUTF8),
        ("0a04f4908080", .notUTF8),
        ("0a02e282", .notUTF8),
        ("0a03610062", .nulInText),
        ("0a0961616161616161610a00", .badFieldNumber),
        ("0a09616161616161616100", .nulInText),
    ])
    func `broken bytes are refused with a reason`(hex: String, fault: WireError.Fault) {
        let error = #expect(throws: WireError.self) { try KeyValue(decoding: bytes(hex: hex)) }
        #expect(error?.fault == fault)
        #expect(error?.message == "sluice.v1.KeyValue")
    }

    @Test func `the reason names the message and the field`() {
        let inner = field(2, [0xff])
        let error = #expect(throws: WireError.self) {
            try RunJobRequest(decoding: field(5, inner))
        }
        #expect(error?.description == "sluice.v1.KeyValue, field 2: the text is not UTF-8")
    }

    @Test(
        arguments: [
            [0x7f], Array("é".utf8), Array("作业".utf8), Array("😀".utf8), Array("aaaaaaaé".utf8),
            [0xee, 0x80, 0x80], [0xf4, 0x8f, 0xbf, 0xbf], [0xe0, 0xa0, 0x80],
        ] as [[UInt8]])
    func `good UTF-8 is taken`(text: [UInt8]) throws {
        let message = try KeyValue(decoding: field(1, text))
        #expect(Array(message.key.utf8) == text)
    }

    @Test func `every prefix of a message is read or refused`() throws {
        let bytes = try GetInstanceResponse(
            instance: Instance(jobName: "j", endTime: 5, params: [KeyValue(key: "a", value: "b")]),
            nodes: [NodeInstance(nodeName: "n", speed: 0.5)]
        ).encoded()
        for length in 0..<bytes.count {
            do {
                _ = try GetInstanceResponse(decoding: Array(bytes.prefix(length)))
            } catch {
                #expect(error.fault == .truncated)
            }
        }
    }

    @Test func `random damage is read or refused`() throws {
        var random = SplitMix(state: 8134)
        for type in allMessages {
            let type = try #require(type as? any CBacked.Type)
            for seed in 0..<100 {
                var writer = RandomMessage(random: SplitMix(state: UInt64(seed)))
                var bytes = unsafe writer.bytes(of: type.descriptor)
                guard !bytes.isEmpty else { continue }
                for _ in 0..<3 {
                    bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(random.next() & 255)
                }
                _ = try? type.init(decoding: bytes)
            }
        }
    }

    @Test func `a message may come once only where there is one`() {
        let error = #expect(throws: WireError.self) {
            try GetInstanceResponse(decoding: field(1, []) + field(1, []))
        }
        #expect(error?.fault == .duplicateMessage)
        #expect(error?.field == 1)
    }

    @Test func `nesting beyond 64 levels is refused`() throws {
        // No message of the schema contains itself, so the depth is tried on a table that does.
        let depth = WireLimits.depth
        #expect(throws: Never.self) { try checkNested(depth - 1) }
        let error = #expect(throws: WireError.self) { try checkNested(depth) }
        #expect(error?.fault == .tooDeep)
        #expect(throws: WireError.self) { try checkNested(12_000) }
    }
}
