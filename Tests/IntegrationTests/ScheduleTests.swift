import Foundation
import Glibc
import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Jobs that run by themselves. No test waits for the clock: a database whose cycles lie in the
/// past makes those that are due at the start.
@Suite(.timeLimit(.minutes(10))) struct ScheduleTests {
    private static let hour: Int64 = 3_600_000

    private static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1_000) }

    /// Fires every day in twelve hours, so that nothing is due while a test runs.
    private static func daily(_ name: String, _ more: String = "") -> String {
        let hour = (now / Self.hour + 12) % 24
        return """
            name: \(name)
            schedule: {cron: "0 0 \(hour) * * ?", timeZone: UTC\(more)}
            nodes: [{name: a, type: Shell, script: "true"}]
            """
    }

    /// Ends the daemon, has every cycle be planned up to 80 hours ago, and starts a new one: three
    /// cycles were missed.
    private func downFor80Hours(_ world: World, _ daemon: Daemon) async throws -> Daemon {
        try await daemon.stop(attempts: false)
        try world.change("UPDATE job SET planned_until = \(Self.now - 80 * Self.hour)")
        return try await world.startDaemon()
    }

    /// The instances of a job as soon as it has some.
    private func instances(
        of job: String, _ daemon: Daemon,
    ) async throws -> [Instance] {
        var seen: Int64 = 0
        while true {
            let found = try await daemon.sluice.instances.listInstances(
                ListInstancesRequest(jobGlob: job)
            ).instances
            if !found.isEmpty { return found }
            let reply = try await daemon.sluice.events.waitEvents(
                WaitEventsRequest(afterSeq: seen, waitMs: 60_000, jobName: job))
            try #require(!reply.events.isEmpty)
            seen = reply.latestSeq
        }
    }

    private func schedule(of job: String, _ daemon: Daemon) async throws -> JobSchedule {
        let found = try await daemon.sluice.schedules.listSchedules(
            ListSchedulesRequest(jobGlob: job))
        return try #require(found.schedules.first)
    }

    private func skipped(_ daemon: Daemon) async throws -> [SkippedCycles] {
        try await daemon.sluice.schedules.listSkippedCycles(ListSkippedCyclesRequest()).skipped
    }

    @Test func `a job that is submitted with a schedule is listed with its next cycle`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let file = try world.write(Self.daily("nightly"), to: "nightly.yaml")
            #expect(try await world.sluice("job", "submit", file).code == 0)
            let found = try await schedule(of: "nightly", daemon)
            #expect(found.enabled && found.problem.isEmpty)
            #expect((11 * Self.hour...13 * Self.hour).contains(found.nextTime - Self.now))
            #expect(
                try await world.sluice("schedule", "list", "-o", "name").output == "nightly\n")
            let preview = try await world.sluice("schedule", "preview", "nightly", "--next", "3")
            #expect(preview.code == 0)
            #expect(preview.output.split(separator: "\n").count == 5)
        }
    }

    @Test func `after a downtime the newest missed cycle runs at once, the others are listed`()
        async throws
    {
        try await World.withDaemon { world, first in
            try await first.sluice.submit(Self.daily("nightly"))
            let daemon = try await downFor80Hours(world, first)
            let found = try await instances(of: "nightly", daemon)
            #expect(found.map(\.instanceType) == [.scheduled])
            let instance = try #require(found.first)
            #expect((11 * Self.hour...13 * Self.hour).contains(Self.now - instance.planTime))
            #expect(try await daemon.sluice.ended(instance.instanceId).status == .success)
            let entries = try await skipped(daemon)
            let entry = try #require(entries.first)
            #expect(entries.count == 1)
            #expect(entry.count == 2 && entry.cause == "missed")
            #expect(entry.firstTime == instance.planTime - 48 * Self.hour)
            #expect(entry.lastTime == instance.planTime - 24 * Self.hour)
            let schedule = try await schedule(of: "nightly", daemon)
            #expect(schedule.lastInstanceId == instance.instanceId)
            #expect(schedule.plannedUntil == instance.planTime)
            #expect(schedule.skippedTotal == 2)
            try await showsToPeople(world, instance)
        }
    }

    private func showsToPeople(_ world: World, _ instance: Instance) async throws {
        let missed = try await world.sluice("schedule", "missed", "--job", "nightly")
        #expect(missed.output.contains("missed") && missed.output.contains("catchup is latest"))
        let show = try await world.sluice("show", String(instance.instanceId))
        #expect(show.output.contains("made by   its schedule\n"))
        let list = try await world.sluice("ps", "-o", "wide")
        #expect(list.output.contains("scheduled"))
        let events = try await world.sluice("event", "list", "--job", "nightly")
        #expect(events.output.contains("job nightly: 2 cycles were skipped: "))
    }

    @Test func `every missed cycle runs where the job says so, oldest first`() async throws {
        try await World.withDaemon { world, first in
            try await first.sluice.submit(Self.daily("all", ", catchup: all"))
            let daemon = try await downFor80Hours(world, first)
            let found = try await instances(of: "all", daemon)
            for instance in found { _ = try await daemon.sluice.ended(instance.instanceId) }
            let times = found.map(\.planTime)
            #expect(times.count == 3)
            // Newest first.
            #expect(zip(times, times.dropFirst()).allSatisfy { $0 - $1 == 24 * Self.hour })
            #expect(try await skipped(daemon).isEmpty)
        }
    }

    @Test func `what a disabled job did not run is listed once it is enabled, and only then`()
        async throws
    {
        try await World.withDaemon { world, first in
            try await first.sluice.submit(Self.daily("nightly"))
            #expect(try await world.sluice("job", "disable", "nightly").code == 0)
            #expect(try await world.sluice("job", "enable", "nightly").code == 0)
            #expect(try await skipped(first).isEmpty)
            #expect(try await world.sluice("job", "disable", "nightly").code == 0)
            let daemon = try await downFor80Hours(world, first)
            #expect(try await schedule(of: "nightly", daemon).problem == "disabled")
            #expect(try await skipped(daemon).isEmpty)
            let enabled = try await world.sluice("job", "enable", "nightly")
            #expect(enabled.output.hasPrefix("job nightly: enabled, next "))
            #expect(try await skipped(daemon).map(\.cause) == ["disabled"])
            #expect(try await skipped(daemon).map(\.count) == [3])
            let made = try await daemon.sluice.instances.listInstances(ListInstancesRequest())
            #expect(made.instances.isEmpty)
            #expect(try await world.sluice("job", "enable", "nightly").code == 4)
        }
    }

    @Test func `a paused job makes its cycles, and they begin when it is resumed`() async throws {
        try await World.withDaemon { world, first in
            try await first.sluice.submit(Self.daily("nightly"))
            #expect(try await world.sluice("job", "pause", "nightly").code == 0)
            let daemon = try await downFor80Hours(world, first)
            #expect(try await schedule(of: "nightly", daemon).paused)
            let instance = try #require(try await instances(of: "nightly", daemon).first)
            #expect(instance.startTime == 0)
            let other = try await world.startAgain(daemon)
            #expect(try await schedule(of: "nightly", other).paused)
            let waiting = try await other.sluice.details(of: instance.instanceId)
            #expect(waiting.status == .waiting)
            #expect(try await world.sluice("job", "resume", "nightly").code == 0)
            let end = try await other.sluice.ended(instance.instanceId)
            #expect(end.status == .success)
        }
    }

    @Test func `a wrong expression is refused with its place, an unknown zone with its name`()
        async throws
    {
        try await World.withDaemon { world, _ in
            let cron = try world.write(
                """
                name: wrong
                schedule:
                  cron: "0 61 * * * ?"
                nodes: [{name: a, type: Dummy}]
                """, to: "cron.yaml")
            let badCron = try await world.sluice("job", "submit", cron)
            #expect(badCron.code == 2)
            #expect(badCron.errors.contains("cron.yaml:3:"))
            #expect(badCron.errors.contains("'61'"))
            let zone = try world.write(
                """
                name: wrong
                schedule: {cron: "0 0 2 * * ?", timeZone: Europe/Berln}
                nodes: [{name: a, type: Dummy}]
                """, to: "zone.yaml")
            let badZone = try await world.sluice("job", "submit", zone)
            #expect(badZone.code == 2)
            #expect(badZone.errors.contains("'Europe/Berln' is unknown"))
            #expect(badZone.errors.contains("did you mean 'Europe/Berlin'?"))
        }
    }

    @Test func `calendars are those of the folder that the daemon is given`() async throws {
        try await World.run { world in
            let folder = world.folder + "/days"
            try await world.shell("mkdir \(folder)")
            let refused = try await world.spawnDaemon(["--calendars", folder + "x"]).result
            #expect(refused.code == 1 && refused.errors.contains("there is no folder"))
            let daemon = try await world.startDaemon(["--calendars", folder])
            let unknown = try await refusal { () async throws(Status) in
                try await daemon.sluice.submit(Self.daily("days", ", calendar: moon"))
            }
            #expect(unknown.errorDetail?.reason == "CALENDAR_UNKNOWN")
            #expect(unknown.message.contains(folder))
            let today = Self.now / (24 * Self.hour) * 24 * Self.hour
            _ = try world.write("weekdays: MON-FRI\n", to: "days/cn.txt")
            try await daemon.sluice.submit(Self.daily("days", ", calendar: cn"))
            let cycles = try await daemon.sluice.schedules.previewSchedule(
                PreviewScheduleRequest(jobName: "days", count: 5, afterTime: today)
            ).cycles
            // Five working days are never within five days of seven.
            let span = try #require(cycles.last).planTime - (cycles.first?.planTime ?? 0)
            #expect(span >= 4 * 24 * Self.hour)
            let days = cycles.map { ($0.planTime / (24 * Self.hour) + 4) % 7 }
            #expect(days.allSatisfy { (1...5).contains($0) })
        }
    }
}

extension World {
    /// Another daemon in the place of one.
    fileprivate func startAgain(_ daemon: Daemon) async throws -> Daemon {
        try await daemon.stop(attempts: false)
        return try await startDaemon()
    }
}
