import SluiceExpression
import SluiceWire

extension SluiceWire.Schedule {
    /// When the job runs by itself, in words.
    func facts(_ moment: Moment) -> [(name: String, value: String)] {
        [
            ("schedule", "\(words), \(timeZone.isEmpty ? "the daemon's time" : timeZone)"),
            ("cron", cron),
            ("fires", bounds(moment)),
            ("calendar", calendar.isEmpty ? "" : "\(calendar): \(calendarRule.words)"),
            ("missed", missed),
            ("overlap", overlap.words),
            ("cycles", dependsOnPrevious ? "each waits for the success of the one before" : ""),
            ("file", waitForFile.map(\.words) ?? ""),
            ("told of", limits),
            ("waiting", longestWait),
            ("at first", enabled == false ? "disabled" : ""),
        ]
    }

    /// `at 02:00 every day`
    private var words: String {
        // A later daemon may know more expressions than this program; `cron` shows them.
        guard let expression = try? CronExpression(cron) else { return "as cron says" }
        return expression.words
    }

    private func bounds(_ moment: Moment) -> String {
        let from = startTime.map { "from \(moment.text($0))" }
        let until = endTime.map { "until \(moment.text($0))" }
        return [from, until].compactMap { $0 }.joined(separator: " ")
    }

    private var missed: String {
        switch catchup {
        case .none: "cycles are skipped"
        case .unspecified, .latest: "the newest cycle runs"
        case .all: "the newest \(counted(Int(catchupLimit), "cycle")) at most run, oldest first"
        case .unrecognized: catchup.word
        }
    }

    private var longestWait: String {
        cancelWaitingAfterMs > 0
            ? "for more than \(DurationText.write(cancelWaitingAfterMs)): it is stopped" : ""
    }

    private var limits: String {
        let start = startWithinMs > 0 ? "no start in \(DurationText.write(startWithinMs))" : ""
        let end = endWithinMs > 0 ? "a run of more than \(DurationText.write(endWithinMs))" : ""
        let slow = slowPercent > 0 ? "one of \(times) times the usual" : ""
        return [start, end, slow].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// `2`, `1.5`, `1.25`
    private var times: String {
        let (whole, rest) = (slowPercent / 100, slowPercent % 100)
        if rest == 0 { return "\(whole)" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest / 10)\(rest % 10)"
    }
}

extension NotificationRule {
    /// `failure: logger it failed`
    var words: String {
        let target = webhook.isEmpty ? command.joined(separator: " ") : webhook
        return "\(occasion.word.lowercased()): \(target)"
    }
}

extension FileListening {
    /// `/srv/in/*.csv, looked for every 1m, at most 24h`
    fileprivate var words: String {
        "\(path), looked for every \(DurationText.write(scanIntervalMs)), "
            + "at most \(DurationText.write(scanDurationMs))"
    }
}

extension Trigger {
    /// `file /srv/in/*.csv`, `success of etl`, `call`
    var words: String {
        switch source {
        case .file: "file \(file)"
        case .job: "\(on.words) of \(workspace.isEmpty ? jobName : "\(workspace)/\(jobName)")"
        case .call: "call"
        case .unspecified, .unrecognized: source.word
        }
    }
}

extension TriggerEnd {
    fileprivate var words: String {
        switch self {
        case .unspecified, .success: "success"
        case .fail: "fail"
        case .any: "end"
        case .unrecognized: word
        }
    }
}

extension SluiceWire.CalendarRule {
    fileprivate var words: String {
        switch self {
        case .unspecified, .only: "on working days only"
        case .next: "on the next working day instead of another day"
        case .previous: "on the working day before instead of another day"
        case .count: "days are counted in working days"
        case .unrecognized: word
        }
    }
}

extension Overlap {
    fileprivate var words: String {
        switch self {
        case .unspecified, .wait: "the later cycle waits"
        case .skip: "the later cycle is skipped"
        case .stopOld: "the earlier cycles are stopped"
        case .unrecognized: word
        }
    }
}

extension JobDependency {
    /// `other/extract (previous cycle, ignore)`
    var words: String {
        let name = workspace.isEmpty ? jobName : "\(workspace)/\(jobName)"
        let cycle = period == .previous ? "previous cycle, " : ""
        return "\(name) (\(cycle)\(failPolicy.word.lowercased()))"
    }
}

extension NodeDefinition {
    /// `a: #{…} or b: #{…}; else it alone is skipped`; empty where it has no conditions.
    var conditionText: String {
        guard !conditions.isEmpty else { return "" }
        let list = conditions.map { "\($0.nodeName): \($0.expression)" }
            .joined(separator: join == .and ? " and " : " or ")
        return skipsDownstream == false ? "\(list); else it alone is skipped" : list
    }
}
