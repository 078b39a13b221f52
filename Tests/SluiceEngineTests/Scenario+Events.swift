import SluiceEngine
import SluiceModel

/// Jobs that run by events, and instances that wait for a file.
///
/// ```
/// job in trigger=file:/in/*.csv      or trigger=job:etl:success, trigger=call; `disabled`
/// job daily cron=… file=/in/${day}:10m   waits for a file, ten minutes at most
/// found in all /in/a.csv#1 /in/b.csv#2~  all that there is for a job; ~: not complete yet
/// found 3 some /in/a.csv#1               what has just appeared, for an instance
/// call report id=order-1 data=x
/// watched                                the files that are looked for
/// ```
extension Scenario {
    func trigger(_ pairs: [(String, String)]) -> TriggerDefinition? {
        guard let text = pairs.first(where: { $0.0 == "trigger" })?.1 else { return nil }
        let parts = text.split(separator: ":").map(String.init)
        let isEnabled = !pairs.contains { $0.0 == "disabled" }
        switch parts[0] {
        case "file": return TriggerDefinition(.file(pattern: parts[1]), isEnabled: isEnabled)
        case "job":
            let end = parts.count > 2 ? TriggerDefinition.End(rawValue: parts[2]) : nil
            let source = TriggerDefinition.Source.job(
                name: parts[1], workspace: "", end: end ?? .success)
            return TriggerDefinition(source, isEnabled: isEnabled)
        default: return TriggerDefinition(.call, isEnabled: isEnabled)
        }
    }

    /// `/in/a.csv:10m`
    func file(_ text: String) -> FileListening {
        let parts = text.split(separator: ":").map(String.init)
        var file = FileListening(path: parts[0])
        if parts.count > 1 { file.scanDurationMilliseconds = milliseconds(parts[1]) }
        return file
    }

    func call(_ arguments: [String]) -> Command {
        let pairs = arguments.dropFirst().map(pair)
        let value = { (name: String) in pairs.first { $0.0 == name }?.1 ?? "" }
        return .triggerJob(
            TriggerJob(
                scope: .standard, jobName: arguments[0], eventID: value("id"),
                data: value("data")))
    }

    func found(_ arguments: [String]) -> [String] {
        guard let owner = owner(arguments[0]), let watch = engine.fileWatches[owner] else {
            return ["nobody looks for files there"]
        }
        let report = FileReport(
            owner: owner, pattern: watch.pattern,
            files: arguments.dropFirst(2).map { text in
                let parts = text.split(separator: "#").map(String.init)
                return FoundFile(
                    path: parts[0], mark: parts[1], isSettled: !parts[1].hasSuffix("~"))
            }, isComplete: arguments[1] == "all")
        do {
            try hydrate { engine in engine.needs(of: report) }
        } catch {
            return ["the journal failed"]
        }
        return batch { engine, effects in engine.observe(report, at: self.now, into: &effects) }
    }

    private func owner(_ text: String) -> FileWatch.Owner? {
        if let instance = id(text) { return .instance(instance) }
        return engine.job(named: text).map { .job($0) }
    }

    func watched() -> [String] {
        engine.fileWatches.values.map { watch in
            let minutes = watch.intervalMilliseconds / 60_000
            switch watch.owner {
            case .job(let job): return "job \(job): \(watch.pattern) every \(minutes) min"
            case .instance(let id): return "instance \(id): \(watch.pattern) every \(minutes) min"
            }
        }.sorted()
    }
}

extension Engine {
    fileprivate func job(named name: String) -> JobID? {
        try? jobToRetry(.standard, name).id
    }
}
