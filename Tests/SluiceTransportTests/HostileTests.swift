import SluiceRPC
import SluiceTransport
import Testing

/// Peers that break the protocol, stop halfway or do not listen.
struct HostileTests {
    @Test func `an oversized frame is skipped and answered 8`() async throws {
        try await World.run { world in
            let client = try world.raw()
            let long = Frame(.request, stream: 1, data: [UInt8](repeating: 0, count: 5 << 20))
            try await client.send(long)
            #expect(try await client.code(stream: 1) == .resourceExhausted)
            try await client.call("Echo", stream: 3)
            #expect(try await client.code(stream: 3) == nil)
        }
    }

    @Test func `a frame beyond every limit closes the connection`() async throws {
        try await World.run { world in
            let client = try world.raw()
            try await client.send([0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 1, 1, 0])
            #expect(try await client.receive() == nil)
            await world.probe.until { $0.closes == [.frameTooLong(.max)] }
        }
    }

    @Test func `a frame that stays cut closes the connection`() async throws {
        try await World.run({ $0.limits.partialFrame = .milliseconds(1) }) { world in
            let client = try world.raw()
            try await client.send([0, 0, 0])
            #expect(try await client.receive() == nil)
            await world.probe.until { $0.closes == [.partialFrame] }
        }
    }

    @Test func `a request that does not parse is answered 3`() async throws {
        try await World.run { world in
            let client = try world.raw()
            try await client.send(Frame(.request, stream: 1, data: [9, 9, 9]))
            #expect(try await client.code(stream: 1) == .invalidArgument)
        }
    }

    @Test func `garbage on one connection leaves the others alone`() async throws {
        try await World.run { world in
            let calm = try world.raw()
            for seed: UInt8 in 0..<20 {
                let rude = try world.raw()
                try? await rude.send((0..<200).map { UInt8(truncatingIfNeeded: $0 &* 31) ^ seed })
            }
            try await calm.call("Echo", stream: 1)
            #expect(try await calm.code(stream: 1) == nil)
        }
    }

    @Test func `a half-close cancels every call`() async throws {
        try await World.run { world in
            let client = try world.raw()
            for id: UInt32 in [1, 3, 5] { try await client.call("Wait", stream: id) }
            await world.probe.untilBegan(3)
            client.halfClose()
            await world.probe.untilEnded(3)
            #expect(try await client.receive() == nil)
        }
    }

    @Test func `a client that is gone cancels its calls`() async throws {
        try await World.run { world in
            try await begin("Wait", world)
            await world.probe.untilEnded(1)
        }
    }

    /// Starts a call and drops the connection.
    private func begin(_ name: String, _ world: World) async throws {
        let client = try world.raw()
        try await client.call(name, stream: 1)
        await world.probe.untilBegan(1)
    }

    @Test func `a client that does not read its stream is closed`() async throws {
        try await World.run({ $0.limits.stalledWriter = .milliseconds(20) }) { world in
            let client = try world.raw()
            try await client.call("Flood", stream: 1, flags: .remoteClosed)
            await world.probe.untilEnded(1)
            await world.probe.until { $0.closes == [.stalledWriter] }
        }
    }

    @Test func `a client that reads slowly gets its whole stream`() async throws {
        try await World.run({
            $0.limits.outgoingFrames = 4; $0.limits.writeWindowBytes = 100
        }) {
            world in
            let client = try world.raw()
            try await client.call("Count", Array("500".utf8), stream: 1, flags: .remoteClosed)
            #expect(try await client.receiveAll(stream: 1).count == 501)
        }
    }

    @Test func `a client that never reads its answers is not read any more`() async throws {
        try await World.run({
            $0.limits.backlogBytes = 1 << 20
            $0.limits.stalledWriter = .milliseconds(20)
        }) { world in
            let client = try world.raw()
            let request = Array("1000000".utf8)
            for id: UInt32 in 0..<20 {
                // The server may close while the requests are still being sent.
                try? await client.call("Large", request, stream: id * 2 + 1)
            }
            await world.probe.until { $0.closes == [.stalledWriter] }
        }
    }

    @Test func `connections beyond the limit are closed and the others live`() async throws {
        try await World.run({ $0.maximumConnections = 3 }) { world in
            let clients = try world.raw(3)
            for client in clients { try await client.call("Echo", stream: 1) }
            for client in clients { #expect(try await client.code(stream: 1) == nil) }
            #expect(try await world.raw().receive() == nil)
            await world.probe.until { $0.refused == 1 }
            try await clients[0].call("Echo", stream: 3)
            #expect(try await clients[0].code(stream: 3) == nil)
        }
    }

    @Test func `four hundred connections are served at once`() async throws {
        try await World.run { world in
            let clients = try world.raw(400)
            for client in clients { try await client.call("Echo", [1], stream: 1) }
            for client in clients { #expect(try await client.code(stream: 1) == nil) }
            #expect(world.server.connectionCount == 400)
        }
    }
}
