import Foundation
import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Jobs that tell somebody: the real daemon, real commands.
@Suite(.timeLimit(.minutes(10))) struct NotificationTests {
    /// The notifications of an instance once none of them waits. A daemon that ends waits for what
    /// is on its way, so that nothing here waits for the clock.
    private func settled(
        _ id: Int64, _ world: World, _ first: Daemon,
    ) async throws -> (daemon: Daemon, told: [SluiceWire.Notification]) {
        var daemon = first
        while true {
            let told = try await daemon.sluice.notifications.listNotifications(
                ListNotificationsRequest(instanceId: id)
            ).notifications
            if !told.isEmpty, told.allSatisfy({ $0.state != .pending }) { return (daemon, told) }
            try await daemon.stop(attempts: false)
            daemon = try await world.startDaemon()
        }
    }

    @Test func `a failing job writes what happened into a file`() async throws {
        try await World.withDaemon { world, daemon in
            try await daemon.sluice.submit(
                """
                name: nightly
                params: {day: "2026-11-20"}
                onFailure: {command: [sh, -c, "cat >>'\(world.folder)/${day}.json'"]}
                onSuccess: {command: [touch, '\(world.folder)/success']}
                nodes: [{name: load, type: Shell, script: exit 3}]
                """)
            let id = try await daemon.sluice.run("nightly")
            _ = try await daemon.sluice.ended(id)
            let told = try await settled(id, world, daemon).told
            #expect(told.map(\.state) == [.delivered])
            let lines = world.lines(of: "2026-11-20.json")
            let json = try #require(
                try JSONSerialization.jsonObject(with: Data(lines.joined().utf8))
                    as? [String: Any])
            #expect(json["occasion"] as? String == "FAILURE")
            #expect(json["status"] as? String == "fail")
            #expect(json["jobName"] as? String == "nightly")
            #expect(json["instanceId"] as? Int64 == id)
            #expect(json["reason"] as? String == "node 'load' failed: exit 3")
            #expect((json["failedNodes"] as? [[String: String]])?.first?["reason"] == "exit 3")
            #expect(world.lines(of: "success").isEmpty)
        }
    }

    @Test func `what cannot be delivered is listed, shown with its instance and sent again`()
        async throws
    {
        try await World.withDaemon { world, first in
            let script = "cat '\(world.folder)/door' >'\(world.folder)/told'"
            try await first.sluice.submit(
                """
                name: nightly
                onSuccess: {command: [sh, -c, "\(script)"], retryTimes: 0}
                nodes: [{name: a, type: Dummy}]
                """)
            let id = try await first.sluice.run("nightly")
            let (daemon, told) = try await settled(id, world, first)
            #expect(told.map(\.state) == [.failed])
            #expect(told.first?.error.contains("No such file") == true)
            let show = try await world.sluice("show", String(id))
            #expect(show.output.contains("1 notification could not be delivered"))
            let list = try await world.sluice("notification", "list", "--state", "failed")
            #expect(list.output.contains("success") && list.output.contains("nightly"))
            let names = try await world.sluice(
                "notification", "list", "--instance", String(id), "-o", "name")
            let number = String(names.output.dropLast())
            _ = try world.write("open\n", to: "door")
            let again = try await world.sluice("notification", "retry", number)
            #expect(again.code == 0)
            #expect(try await settled(id, world, daemon).told.map(\.state) == [.delivered])
            #expect(world.lines(of: "told") == ["open"])
            let twice = try await world.sluice("notification", "retry", number)
            #expect(twice.code == 4 && twice.errors.contains("was delivered"))
            #expect(try await world.sluice("notification", "retry", "99").code == 3)
        }
    }

    @Test func `what was on its way at a crash is sent again, under the same number`() async throws
    {
        try await World.withDaemon { world, first in
            let gate = Gate(world)
            try await first.sluice.submit(
                """
                name: nightly
                onSuccess:
                  command:
                    - sh
                    - -c
                    - |
                      \(gate.arrive)
                      \(gate.pass)
                      echo "$SLUICE_NOTIFICATION $SLUICE_STATUS" >>'\(world.folder)/told'
                nodes: [{name: a, type: Dummy}]
                """)
            let id = try await first.sluice.run("nightly")
            try await gate.arrived()
            try await first.kill()
            // It ends with its daemon.
            try await gate.deserted()

            let second = try await world.startDaemon()
            gate.open()
            #expect(try await settled(id, world, second).told.map(\.state) == [.delivered])
            #expect(world.lines(of: "told") == ["1 success"])
        }
    }

    @Test func `a daemon that ends lets what is on its way end`() async throws {
        try await World.withDaemon { world, daemon in
            let gate = Gate(world)
            try await daemon.sluice.submit(
                """
                name: nightly
                onSuccess:
                  command: [bash, -c, "\(gate.arrive); \(gate.pass)"]
                nodes: [{name: a, type: Dummy}]
                """)
            let id = try await daemon.sluice.run("nightly")
            try await gate.arrived()
            gate.open()
            try await daemon.stop(attempts: false)
            let second = try await world.startDaemon()
            let told = try await settled(id, world, second).told
            #expect(told.map(\.state) == [.delivered] && told.first?.tries == 1)
        }
    }

    @Test func `a URL that names no server is refused`() async throws {
        try await World.withDaemon { world, _ in
            let file = try world.write(
                """
                name: nightly
                onFailure: {webhook: "ftp://host/x"}
                nodes: [{name: a, type: Dummy}]
                """, to: "job.yaml")
            let result = try await world.sluice("job", "submit", file)
            #expect(result.code == 2)
            #expect(
                result.errors.contains("'ftp://host/x' does not begin with http:// or https://"))
        }
    }
}
