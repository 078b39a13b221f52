import SluiceRPC
import SluiceSimulation
import SluiceTransport
import Testing

struct ClientTests {
    @Test func `where nobody listens the error names the path`() async throws {
        let path = World.freshPath()
        defer { World.clear(path) }
        await #expect(throws: Status(.unavailable, "no daemon listens on \(path)")) {
            try await ClientConnection.connect(to: path, codec: TinyCodec())
        }
    }

    @Test func `a socket that nobody serves is no daemon either`() async throws {
        let path = World.freshPath()
        defer { World.clear(path) }
        try RawClient.leaveStaleSocket(at: path)
        await #expect(throws: Status(.unavailable, "no daemon listens on \(path)")) {
            try await ClientConnection.connect(to: path, codec: TinyCodec())
        }
    }

    @Test func `a path that is too long is refused with the limit`() async throws {
        let path = "/tmp/" + String(repeating: "x", count: 110)
        let error = await #expect(throws: Status.self) {
            try await ClientConnection.connect(to: path, codec: TinyCodec())
        }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains("115 bytes; the system allows at most 107") == true)
    }

    @Test func `the server's error is thrown with code and message`() async throws {
        try await World.run { world in
            let client = try await world.client()
            await #expect(
                throws: Status(.unimplemented, "test.Echo has no method Nothing")
            ) {
                try await client.unary(World.method("Nothing"), [], CallOptions())
            }
        }
    }

    @Test func `a deadline ends the call with 4 on both sides`() async throws {
        try await World.run { world in
            let client = try await world.client()
            let error = await #expect(throws: Status.self) {
                let options = CallOptions(timeout: .milliseconds(5))
                return try await client.unary(World.method("Wait"), [], options)
            }
            #expect(error?.code == .deadlineExceeded)
            await world.probe.untilEnded(1)
        }
    }

    @Test func `cancelling the task cancels the call on the server`() async throws {
        try await World.run { world in
            let client = try await world.client()
            let call = Task { try await client.unary(World.method("Wait"), [], CallOptions()) }
            await world.probe.untilBegan(1)
            call.cancel()
            let error = await #expect(throws: Status.self) { try await call.value }
            #expect(error?.code == .cancelled)
            await world.probe.untilEnded(1)
        }
    }

    @Test func `a task that is cancelled already sends nothing`() async throws {
        try await World.run { world in
            let client = try await world.client()
            let call = Task {
                unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                return try await client.unary(World.method("Echo"), [], CallOptions())
            }
            let error = await #expect(throws: Status.self) { try await call.value }
            #expect(error?.code == .cancelled)
            #expect(world.probe.facts.records == [])
        }
    }

    @Test func `a call is refused before it is sent where it is too long`() async throws {
        try await World.run { world in
            let client = try await world.client()
            let error = await #expect(throws: Status.self) {
                let long = [UInt8](repeating: 0, count: 4 << 20)
                return try await client.unary(World.method("Echo"), long, CallOptions())
            }
            #expect(error?.code == .resourceExhausted)
        }
    }

    @Test func `a stream that is not read any more ends on the server`() async throws {
        try await World.run { world in
            let client = try await world.client()
            try await readOne(client)
            await world.probe.untilEnded(1)
        }
    }

    /// Reads the first message of an endless stream and drops the stream.
    private func readOne(_ client: ClientConnection) async throws {
        let stream = try await client.serverStreaming(
            World.method("Flood", .serverStreaming), [], CallOptions())
        #expect(try await stream.next()?.count == 65_536)
    }

    @Test func `cancelling a task that waits for a message ends the stream`() async throws {
        try await World.run { world in
            let client = try await world.client()
            let stream = try await client.serverStreaming(
                World.method("Silent", .serverStreaming), [], CallOptions())
            let reader = Task { try await stream.next() }
            await world.probe.untilBegan(1)
            reader.cancel()
            let error = await #expect(throws: Status.self) { try await reader.value }
            #expect(error?.code == .cancelled)
            await world.probe.untilEnded(1)
        }
    }

    @Test func `a call made between the messages of a flood is answered`() async throws {
        try await World.run { world in
            let client = try await world.client()
            let stream = try await client.serverStreaming(
                World.method("Flood", .serverStreaming), [], CallOptions())
            for _ in 0..<2 {
                #expect(try await stream.next()?.count == 65_536)
                let reply = try await client.unary(World.method("Echo"), [1], CallOptions())
                #expect(reply == [1])
            }
            stream.cancel()
            await world.probe.untilEnded(1)
        }
    }

    @Test func `many calls on one connection do not mix`() async throws {
        try await World.run { world in
            let client = try await world.client()
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<500 {
                    group.addTask {
                        let request = Array(String(number).utf8)
                        let method = World.method(number % 2 == 0 ? "Echo" : "Hop")
                        return try await client.unary(method, request, CallOptions()) == request
                    }
                }
                for try await same in group { #expect(same) }
            }
        }
    }

    @Test func `a server that goes away ends the calls with 14`() async throws {
        try await World.run { world in
            let client = try await world.client()
            let call = Task { try await client.unary(World.method("Wait"), [], CallOptions()) }
            await world.probe.untilBegan(1)
            await world.server.shutDown(grace: .zero)
            let error = await #expect(throws: Status.self) { try await call.value }
            #expect(error?.code == .unavailable)
            let later = await #expect(throws: Status.self) {
                try await client.unary(World.method("Echo"), [], CallOptions())
            }
            #expect(later?.code == .unavailable)
        }
    }

    @Test func `a connection that was closed refuses calls with 14`() async throws {
        try await World.run { world in
            let client = try await world.client()
            await client.close()
            let error = await #expect(throws: Status.self) {
                try await client.unary(World.method("Echo"), [], CallOptions())
            }
            #expect(error?.code == .unavailable)
        }
    }
}
