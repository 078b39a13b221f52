import SluiceAlmanac
import SluiceClient
import SluiceExpression
import SluiceModel
import SluiceRPC
import SluiceRuntime
import SluiceWire

/// Jobs that run by themselves, and jobs that wait for jobs.
extension Bench {
    private static let scheduledJobs = 10_000
    private static let dependents = 1_000

    /// The next fire time of usual expressions in a zone whose clocks change.
    func fireTimes() throws {
        let almanac = SystemAlmanac()
        let texts = [
            "* * * * *", "0 0 2 * * ?", "0 30 8 ? * MON-FRI", "0 0 1 L * ?", "0 15 10 ? * 6#3",
            "0 0 12 15W * ?",
        ]
        var times: [Double] = []
        for text in texts {
            let definition = ScheduleDefinition(cron: text, timeZone: "Europe/Berlin")
            let schedule = try Schedule(definition, from: almanac)
            var found: Int64 = 0
            let start = ContinuousClock.now
            // Over a year, every 53 minutes.
            for number in 0..<10_000 as Range<Int64> {
                let time = Timestamp(milliseconds: 1_700_000_000_000 + number * 53 * 60_000)
                found += schedule.next(after: time) == nil ? 0 : 1
            }
            precondition(found == 10_000, "'\(text)' fires for ever")
            times.append((ContinuousClock.now - start) / .microseconds(10_000))
        }
        show("fire times: the next one, median of \(texts.count) expressions", times.median, "µs")
        show("fire times: the next one, worst of them", times.max() ?? 0, "µs")
    }

    /// Many jobs that fire each minute, watched over two of them.
    func schedules(_ daemon: BenchDaemon) async throws {
        try await daemon.each(of: Self.scheduledJobs) { daemon, number in
            try await daemon.submit(
                "minute-\(number)", ["{name: n, type: Dummy}"],
                keys: "schedule: {cron: '* * * * *', timeZone: UTC}")
        }
        // The minutes in which they were submitted are not whole.
        let first = (Self.now / 60_000 + 1) * 60_000
        try await sleep(until: first - 1_000)
        let before = try daemon.processorSeconds()
        try await sleep(until: first + 119_000)
        let used = try daemon.processorSeconds() - before
        show("schedules: 10,000 jobs a minute, share of a core", used / 120, "", "aim 0.5")
        for minute in [first, first + 60_000] {
            let late = try await daemon.lateness(ofCycle: minute)
            show("schedules: cycles made of 10,000", Double(late.count), "")
            show("schedules: made after their minute began, p50", late.median, "ms")
            show("schedules: made after their minute began, the last", late.max() ?? 0, "ms")
        }
    }

    /// Instances that wait for one, from its call to the end of the last of them.
    func dependents(_ daemon: BenchDaemon) async throws {
        let planTime = Self.now / 1_000 * 1_000
        try await daemon.submit("upstream", ["{name: n, type: Dummy}"])
        try await daemon.each(of: Self.dependents) { daemon, number in
            let name = "after-\(number)"
            try await daemon.submit(
                name, ["{name: n, type: Dummy}"], keys: "dependJobs: [upstream]")
            try await daemon.run(name, planTime: planTime)
        }
        let start = ContinuousClock.now
        let moments = try await daemon.momentsOfEnds(count: Self.dependents + 1) {
            try await daemon.run("upstream", planTime: planTime)
        }
        let time = (ContinuousClock.now - start) / .milliseconds(1)
        show("dependents: 1,000 freed by one, until the last has ended", time, "ms")
        show("dependents: batches that this took", Double(Set(moments).count), "")
    }

    /// Unix milliseconds.
    private static var now: Int64 { SystemClock.now().wall.milliseconds }

    private func sleep(until time: Int64) async throws {
        // A measurement over real minutes: there is nothing else to wait on.
        try await Task.sleep(for: .milliseconds(max(0, time - Self.now)))
    }
}
