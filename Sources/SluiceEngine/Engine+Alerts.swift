internal import HeapModule
internal import SluiceModel

/// Instances that begin late, run longer than they may, or longer than they usually do: somebody is
/// told, and they go on.
extension Engine {
    /// Runs of a job whose lengths are kept: their median is the usual one.
    package static let usualRuns = 20
    /// With fewer nothing is usual.
    static let fewestRuns = 5

    // MARK: - What is usual

    /// Lets a new instance know how long its job takes; what is not known is read first.
    mutating func wantDurations(for id: InstanceID) {
        guard let instance = instances[id], instance.tellsOfSlowRuns else { return }
        if let known = durations[instance.job] {
            instances[id]?.usualMilliseconds = Self.usual(known)
        } else if !wantedDurations.contains(instance.job) {
            wantedDurations.append(instance.job)
        }
    }

    /// What the store knows of a job comes in.
    mutating func take(_ stored: [Int64], of job: JobID) {
        wantedDurations.removeAll { $0 == job }
        durations[job] = stored
        let usual = Self.usual(stored)
        for id in (liveByJob[job] ?? []).sorted() where instances[id]?.tellsOfSlowRuns == true {
            instances[id]?.usualMilliseconds = usual
            if let alarm = instances[id]?.alarmOfSlowRun { alarms.insert(alarm) }
        }
    }

    /// A first run counts, where nobody forced its success: what is run again is often a part.
    mutating func noteDuration(of instance: Instance) {
        guard instance.run.number == 1, !instance.forceSuccess,
            let length = instance.run.milliseconds, var known = durations[instance.job]
        else { return }
        known.append(length)
        durations[instance.job] = known.suffix(Self.usualRuns)
    }

    /// The median; nil: they are too few.
    private static func usual(_ durations: [Int64]) -> Int64? {
        guard durations.count >= fewestRuns else { return nil }
        let sorted = durations.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    // MARK: - Alerts

    mutating func tellOfLateStart(_ id: InstanceID, _ now: Now, _ effects: inout Effects) {
        guard let instance = instances[id], instance.alarmOfLateStart != nil else { return }
        let late = now.wall.milliseconds - instance.planTime.milliseconds
        alert(id, .lateStart, "not started \(late / 1_000) s after its plan time", now, &effects)
    }

    mutating func tellOfLongRun(
        _ id: InstanceID, _ run: Int, _ now: Now, _ effects: inout Effects,
    ) {
        guard let instance = instances[id], instance.run.number == run,
            instance.alarmOfLongRun != nil, let start = instance.run.start
        else { return }
        let length = now.wall.milliseconds - start.milliseconds
        alert(id, .longRun, "still running after \(length / 1_000) s", now, &effects)
    }

    mutating func tellOfSlowRun(_ id: InstanceID, _ now: Now, _ effects: inout Effects) {
        guard let instance = instances[id], instance.alarmOfSlowRun != nil,
            let start = instance.run.start, let usual = instance.usualMilliseconds
        else { return }
        let length = now.wall.milliseconds - start.milliseconds
        let words = "still running after \(length.seconds) s, usually done after \(usual.seconds) s"
        alert(id, .slowRun, words, now, &effects)
    }

    private mutating func alert(
        _ id: InstanceID, _ kind: AlertsTold, _ words: String, _ now: Now,
        _ effects: inout Effects,
    ) {
        withInstance(id, now, &effects) { instance, _ in instance.alertsTold.formUnion(kind) }
        tell(.alert(id), reason: words, now, &effects)
        notify(.late, of: id, because: words, now, &effects)
    }
}

/// What was told of an instance, so that it is told once, also over a restart. The raw value is
/// stored.
package struct AlertsTold: OptionSet, Hashable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    static let lateStart = AlertsTold(rawValue: 1)
    /// Of the present run.
    static let longRun = AlertsTold(rawValue: 2)
    static let slowRun = AlertsTold(rawValue: 4)
}

extension Instance {
    /// When it is to have begun; nil: whenever, or it has, or somebody was told.
    var alarmOfLateStart: Alarm? {
        guard type == .scheduled, run.number == 1, run.start == nil, stage != .ended,
            !alertsTold.contains(.lateStart),
            let within = graph.definition.schedule?.startWithinMilliseconds, within > 0
        else { return nil }
        let due = Timestamp(milliseconds: planTime.milliseconds + within)
        return Alarm(due: due, subject: .startWithin(id))
    }

    /// When its present run is to have ended; nil: whenever, or it has not begun, or somebody was
    /// told.
    var alarmOfLongRun: Alarm? {
        guard stage != .ended, let start = run.start, !alertsTold.contains(.longRun),
            let within = graph.definition.schedule?.endWithinMilliseconds, within > 0
        else { return nil }
        let due = Timestamp(milliseconds: start.milliseconds + within)
        return Alarm(due: due, subject: .endWithin(id, run: run.number))
    }

    /// Milliseconds over the usual length that are nothing to speak of.
    private static let slackMilliseconds: Int64 = 1_000

    /// When its first run is slow; nil: nobody wants to know, or nothing is usual.
    var alarmOfSlowRun: Alarm? {
        guard tellsOfSlowRuns, run.number == 1, stage != .ended, let start = run.start,
            !alertsTold.contains(.slowRun), let usual = usualMilliseconds
        else { return nil }
        let percent = Int64(graph.definition.schedule?.slowPercent ?? 0)
        let (product, overflow) = usual.multipliedReportingOverflow(by: percent)
        guard !overflow else { return nil }
        let length = max(product / 100, usual + Self.slackMilliseconds)
        return Alarm(
            due: Timestamp(milliseconds: start.milliseconds + length), subject: .slow(id))
    }

    fileprivate var tellsOfSlowRuns: Bool { graph.definition.schedule?.slowPercent ?? 0 > 0 }
}

extension Int64 {
    /// Milliseconds as seconds for people: whole ones, or `1.5` below ten.
    fileprivate var seconds: String {
        self < 10_000 && self % 1_000 >= 100
            ? "\(self / 1_000).\(self % 1_000 / 100)" : "\(self / 1_000)"
    }
}
