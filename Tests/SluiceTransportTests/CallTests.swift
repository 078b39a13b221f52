import SluiceRPC
import SluiceTransport
import Testing

struct CallTests {
    @Test(arguments: ["Echo", "Hop"])
    func `a unary call returns what the handler returns`(_ name: String) async throws {
        try await World.run { world in
            let client = try await world.client()
            let reply = try await client.unary(World.method(name), [1, 2, 3], CallOptions())
            #expect(reply == [1, 2, 3])
        }
    }

    @Test func `a stream delivers every message in order and then ends`() async throws {
        try await World.run { world in
            let client = try await world.client()
            let stream = try await client.serverStreaming(
                World.method("Count", .serverStreaming), Array("2000".utf8), CallOptions())
            var count = 0
            while let message = try await stream.next() {
                #expect(message == Array(String(count).utf8))
                count += 1
            }
            #expect(count == 2_000)
        }
    }
}
