import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Logs of attempts, read and followed through the socket.
@Suite(.timeLimit(.minutes(10))) struct LogTests {
    @Test func `a log is followed while it grows, to its end`() async throws {
        try await World.withDaemon { world, daemon in
            let gate = Gate(world)
            try await daemon.sluice.submit(
                """
                name: talks
                nodes:
                  - name: a
                    type: Shell
                    script: |
                      echo first
                      \(gate.arrive)
                      \(gate.pass)
                      echo second
                """)
            let id = try await daemon.sluice.run("talks")
            try await gate.arrived()
            var text = ""
            let log = daemon.sluice.followLog(FollowLogRequest(instanceId: id, nodeName: "a"))
            for try await piece in log {
                text += String(decoding: piece.data, as: UTF8.self)
                // The process goes on only when its first line has been seen.
                if text == "first\n" { gate.open() }
            }
            #expect(text == "first\nsecond\n")
        }
    }

    @Test func `a long log arrives whole`() async throws {
        try await World.withDaemon { _, daemon in
            try await daemon.sluice.submit(
                """
                name: long
                nodes: [{name: a, type: Shell, script: "seq -w 1 450000"}]
                """)
            let id = try await daemon.sluice.run("long")
            var bytes: [UInt8] = []
            let log = daemon.sluice.followLog(FollowLogRequest(instanceId: id, nodeName: "a"))
            for try await piece in log {
                #expect(piece.offset == Int64(bytes.count))
                bytes += piece.data
            }
            #expect(bytes.count == 450_000 * 7)
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            #expect(lines.first == "000001" && lines.last == "450000" && lines.count == 450_000)
        }
    }

    @Test func `a piece can be read from either end, of any attempt, in any script`() async throws {
        try await World.withDaemon { _, daemon in
            try await daemon.sluice.submit(
                """
                name: tries
                nodes:
                  - name: 节点
                    type: Shell
                    retryTimes: 1
                    retryInterval: 0s
                    script: |
                      echo "第 $SLUICE_ATTEMPT 次 🌊"
                      [ "$SLUICE_ATTEMPT" = 2 ]
                """)
            let id = try await daemon.sluice.run("tries")
            #expect(try await daemon.sluice.ended(id).status == .success)
            func read(
                _ offset: Int64, _ max: Int32 = 0, attempt: Int32 = 0,
            ) async throws -> (reply: ReadLogResponse, text: String) {
                let reply = try await daemon.sluice.instances.readLog(
                    ReadLogRequest(
                        instanceId: id, nodeName: "节点", attempt: attempt, offset: offset,
                        maxBytes: max))
                return (reply, String(decoding: reply.data, as: UTF8.self))
            }
            let (whole, text) = try await read(0)
            #expect(text == "第 2 次 🌊\n" && whole.end && whole.attempt == 2)
            #expect(whole.size == Int64(text.utf8.count) && whole.nextOffset == whole.size)
            #expect(try await read(0, attempt: 1).text == "第 1 次 🌊\n")
            #expect(try await read(-5).text == "🌊\n")
            #expect(try await read(-1_000).text == text)
            let (part, beginning) = try await read(0, 5)
            #expect(beginning == "第 2" && part.nextOffset == 5 && !part.end)
            #expect(try await read(whole.size).text == "")
            let status = try await refusal { () async throws(Status) in
                try await daemon.sluice.instances.readLog(
                    ReadLogRequest(instanceId: id, nodeName: "节点", attempt: 3))
            }
            #expect(status.code == .notFound)
        }
    }
}
