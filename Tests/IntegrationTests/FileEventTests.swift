import Foundation
import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Files that make instances, and files that instances wait for.
@Suite(.timeLimit(.minutes(10))) struct FileEventTests {
    private static func importer(_ world: World) -> String {
        """
        name: importer
        trigger: {file: '\(world.folder)/in/*.csv'}
        nodes:
          - name: load
            type: Shell
            script: |
              echo "$SLUICE_EVENT #{Job.eventData}" >>'\(world.folder)/seen'
        """
    }

    /// As another program does it: written beside, moved in.
    private func deliver(_ world: World, _ name: String) throws {
        let file = try world.write("x", to: "part")
        try FileManager.default.moveItem(atPath: file, toPath: "\(world.folder)/in/\(name)")
    }

    /// The instances of a job as soon as there are so many, all of them ended.
    private func ended(
        _ count: Int, of job: String, _ daemon: Daemon,
    ) async throws -> [Instance] {
        var seen: Int64 = 0
        while true {
            let found = try await daemon.sluice.instances.listInstances(
                ListInstancesRequest(jobGlob: job)
            ).instances
            if found.count >= count, found.allSatisfy({ $0.endTime != nil }) { return found }
            let reply = try await daemon.sluice.events.waitEvents(
                WaitEventsRequest(afterSeq: seen, waitMs: 60_000, jobName: job))
            try #require(!reply.events.isEmpty)
            seen = reply.latestSeq
        }
    }

    private func seen(_ world: World) -> [String] { world.lines(of: "seen").sorted() }

    private func lines(_ world: World, _ names: [String]) -> [String] {
        names.map { "\(world.folder)/in/\($0) \(world.folder)/in/\($0)" }
    }

    @Test func `a file that appears makes one instance, also after kill -9`() async throws {
        try await World.withDaemon { world, first in
            try await world.shell("mkdir in")
            try await first.sluice.submit(Self.importer(world))
            try deliver(world, "1.csv")
            let made = try await ended(1, of: "importer", first)
            #expect(made.map(\.status) == [.success])
            #expect(made.map(\.eventData) == ["\(world.folder)/in/1.csv"])
            try await first.kill()
            try deliver(world, "2.csv")
            let second = try await world.startDaemon()
            #expect(try await ended(2, of: "importer", second).count == 2)
            try deliver(world, "3.csv")
            #expect(try await ended(3, of: "importer", second).count == 3)
            #expect(seen(world) == lines(world, ["1.csv", "2.csv", "3.csv"]))
            let show = try await world.sluice("show", "importer@latest")
            #expect(show.output.contains("made by   its trigger\n"))
            #expect(show.output.contains("event     \(world.folder)/in/3.csv\n"))
        }
    }

    @Test func `a disabled job takes what lies there once it is enabled, and nothing twice`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            try await world.shell("mkdir in")
            try await daemon.sluice.submit(Self.importer(world))
            try deliver(world, "1.csv")
            _ = try await ended(1, of: "importer", daemon)
            #expect(try await world.sluice("job", "disable", "importer").code == 0)
            try deliver(world, "2.csv")
            #expect(try await world.sluice("job", "enable", "importer").code == 0)
            _ = try await ended(2, of: "importer", daemon)
            #expect(seen(world) == lines(world, ["1.csv", "2.csv"]))
            let list = try await world.sluice("schedule", "list")
            #expect(list.output.contains("file \(world.folder)/in/*.csv"))
        }
    }

    @Test func `one job starts another, and a call a third, once for each event`() async throws {
        try await World.withDaemon { world, daemon in
            let node = "nodes: [{name: a, type: Shell, script: 'echo #{Job.eventData}'}]"
            try await daemon.sluice.submit("name: first\nnodes: [{name: a, type: Dummy}]")
            try await daemon.sluice.submit("name: second\ntrigger: {job: first}\n\(node)")
            try await daemon.sluice.submit("name: third\ntrigger: {call: true}\n\(node)")
            let id = try await daemon.sluice.run("first")
            let second = try await ended(1, of: "second", daemon)
            #expect(second.map(\.eventData) == [String(id)])
            let call = ["job", "trigger", "third", "--data", "x", "--event-id", "e1"]
            let made = try await world.sluice(call + ["--wait"])
            #expect(made.code == 0)
            let again = try await world.sluice(call)
            #expect(again.code == 4)
            #expect(again.errors.contains("led to instance"))
            let log = try await world.sluice("log", "third@latest/a")
            #expect(log.output == "x\n")
            let refused = try await world.sluice("job", "trigger", "first")
            #expect(refused.code == 4)
            #expect(refused.errors.contains("DLF.30111"))
            #expect(try await ended(1, of: "third", daemon).count == 1)
        }
    }

    // MARK: - Instances that wait

    /// Waits for the file of its day once its plan time has come.
    private static func daily(_ world: World) -> String {
        """
        name: daily
        schedule:
          cron: "0 0 0 1 1 ?"
          timeZone: UTC
          waitForFile: {path: '\(world.folder)/in/#{Job.getPlanTime("yyyy")}.csv', scanDuration: 1m}
        nodes: [{name: a, type: Shell, script: "true"}]
        """
    }

    private func waiting(_ daemon: Daemon) async throws -> Int64 {
        let reply = try await daemon.sluice.instances.runJob(
            RunJobRequest(options: .once(), jobName: "daily", planTime: 1_700_000_000_000))
        let id = reply.instanceId
        _ = try await daemon.sluice.details(of: id) { $0.instance?.waitReason == .file }
        return id
    }

    @Test func `an instance waits for its file, says so, and goes on when it comes`() async throws {
        try await World.withDaemon { world, first in
            try await world.shell("mkdir in")
            try await first.sluice.submit(Self.daily(world))
            let id = try await waiting(first)
            let why = try await world.sluice("why", "\(id)")
            #expect(why.output.contains("waits for a file: \(world.folder)/in/2023.csv"))
            #expect(why.output.contains("sluice instance run-without-dependencies \(id)"))
            try await first.kill()
            let second = try await world.startDaemon()
            try deliver(world, "2023.csv")
            #expect(try await second.sluice.ended(id).status == .success)
            // What is there already is found as well, and a retry asks for it only where told to.
            try await second.sluice.retry("daily", id, .firstNode)
            #expect(try await second.sluice.ended(id).status == .success)
            try await world.shell("rm in/2023.csv")
            let again = try await world.sluice("retry", "\(id)", "--from", "first", "--listen")
            #expect(again.code == 0)
            _ = try await second.sluice.details(of: id) { $0.instance?.waitReason == .file }
            let freed = try await world.sluice(
                "instance", "run-without-dependencies", "\(id)")
            #expect(freed.code == 0)
            #expect(try await second.sluice.ended(id).status == .success)
        }
    }

    @Test func `an instance whose file does not come fails once its time is over`() async throws {
        try await World.withDaemon { world, first in
            try await world.shell("mkdir in")
            try await first.sluice.submit(Self.daily(world))
            let id = try await waiting(first)
            // As if the daemon had been down for an hour: nobody waits here for a minute.
            try await first.stop(attempts: false)
            try world.change(
                "UPDATE instance SET awaited_since = awaited_since - 3600000 WHERE id = \(id)")
            let second = try await world.startDaemon()
            let found = try await second.sluice.ended(id)
            #expect(found.status == .fail)
            #expect(found.instance?.reason.contains("appeared within 1 min") == true)
            #expect(found.statuses == ["a": .fail])
        }
    }
}
