import Glibc
import SluiceRPC
import SluiceSimulation
import SluiceTransport
import Testing

/// The socket's file, start and shutdown.
struct LifetimeTests {
    @Test func `folder and socket are closed to others`() async throws {
        try await World.run { world in
            let folder = String(world.path.dropLast("/socket".count))
            #expect(World.mode(of: folder) == 0o750 & ~World.umask)
            #expect(World.mode(of: world.path) == 0o660)
        }
    }

    @Test func `a path of 107 bytes works and one of 108 is refused by name`() async throws {
        let longest = longPath(107)
        defer { World.clear(longest) }
        let server = try await start(longest)
        await server.shutDown(grace: .zero)
        let tooLong = longPath(108)
        await #expect(throws: SocketError.pathTooLong(tooLong)) { try await start(tooLong) }
        #expect(SocketError.pathTooLong(tooLong).description.contains("at most 107"))
    }

    @Test func `a second server on the path of a live one is refused`() async throws {
        try await World.run { world in
            await #expect(throws: SocketError.alreadyServed(world.path)) {
                try await start(world.path)
            }
            let client = try world.raw()
            try await client.call("Echo", stream: 1)
            #expect(try await client.code(stream: 1) == nil)
        }
    }

    @Test func `a socket that nobody serves is replaced`() async throws {
        let path = World.freshPath()
        defer { World.clear(path) }
        try RawClient.leaveStaleSocket(at: path)
        let server = try await start(path)
        #expect(throws: Never.self) { try RawClient(path) }
        await server.shutDown(grace: .zero)
    }

    @Test func `a file that is no socket is left alone`() async throws {
        let path = World.freshPath()
        defer { World.clear(path) }
        RawClient.makeFolder(of: path)
        let file = unsafe open(path, O_CREAT | O_WRONLY, 0o600)
        close(file)
        await #expect(throws: SocketError.notASocket(path)) { try await start(path) }
        #expect(World.mode(of: path) == 0o600)
    }

    @Test func `a shutdown removes the socket`() async throws {
        let path = World.freshPath()
        defer { World.clear(path) }
        let server = try await start(path)
        await server.shutDown(grace: .zero)
        #expect(World.mode(of: path) == nil)
    }

    @Test func `a shutdown lets active calls end and answers new ones 14`() async throws {
        try await World.run { world in
            let client = try world.raw()
            try await client.call("Stubborn", [4], stream: 1)
            await world.probe.untilBegan(1)
            async let down: Void = world.server.shutDown(grace: .seconds(60))
            // Every connection learns of the shutdown by its loop; until then it takes requests.
            var id: UInt32 = 3
            var code: StatusCode?
            while code == nil {
                try await client.call("Echo", stream: id)
                code = try await client.code(stream: id)
                id += 2
            }
            #expect(code == .unavailable)
            world.probe.release()
            #expect(try await client.answer().1 == .success(payload: [4]))
            #expect(try await client.receive() == nil)
            await down
        }
    }

    @Test(arguments: ["Wait", "Stubborn"])
    func `a shutdown answers 14 what outlives the grace time`(_ name: String) async throws {
        try await World.run { world in
            let client = try world.raw()
            try await client.call(name, stream: 1)
            await world.probe.untilBegan(1)
            async let down: Void = world.server.shutDown(grace: .milliseconds(1))
            #expect(try await client.code(stream: 1) == .unavailable)
            #expect(try await client.receive() == nil)
            world.probe.release()
            await down
        }
    }

    private func start(_ path: String) async throws(SocketError) -> Server {
        try await Server.start(
            Server.Configuration(socketPath: path), table: ServiceTable(), codec: TinyCodec())
    }

    private func longPath(_ length: Int) -> String {
        let start = World.freshPath()
        return start + String(repeating: "x", count: length - start.utf8.count)
    }
}
