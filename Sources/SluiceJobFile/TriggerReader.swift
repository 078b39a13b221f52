import SluiceModel

/// Reads which events make runs of a job.
struct TriggerReader {
    private let section: Section<TriggerKey>
    private let jobName: String

    init(_ value: SourceValue, of jobName: String, findings: Findings) {
        section = Section(
            value, path: JobKey.trigger.rawValue, findings: findings,
            hint: "write 'file: /srv/in/*.csv' below it, or 'job: etl', or 'call: true'")
        self.jobName = jobName
    }

    /// Nil where nothing says what the events are; that is reported.
    func read() -> TriggerDefinition? {
        guard section.isMap else { return nil }
        let isEnabled = section.flag(.enabled, otherwise: true)
        let sources = [TriggerKey.file, .job, .call].filter { section[$0] != nil }
        guard let source = sources.first else {
            section.report(
                .file, "the trigger says nothing of its events",
                hint: "write 'file: /srv/in/*.csv', 'job: etl' or 'call: true'")
            return nil
        }
        for other in sources.dropFirst() {
            section.report(
                other, "the trigger has both \(source.rawValue) and \(other.rawValue)",
                hint: "keep one of them")
        }
        checkJobKeys()
        return self.source(source).map { TriggerDefinition($0, isEnabled: isEnabled) }
    }

    private func source(_ key: TriggerKey) -> TriggerDefinition.Source? {
        switch key {
        case .file: return readFile()
        case .job: return readJob()
        case .call, .workspace, .on, .enabled:
            guard section.flag(.call, otherwise: true) else {
                section.report(.call, "the trigger takes no calls", hint: "write 'call: true'")
                return nil
            }
            return .call
        }
    }

    private func checkJobKeys() {
        guard section[.job] == nil else { return }
        for key in [TriggerKey.workspace, .on] where section[key] != nil {
            section.report(
                key, "the trigger has '\(key.rawValue)' and no job",
                hint: "write 'job: NAME' or remove it")
        }
    }

    private func readFile() -> TriggerDefinition.Source? {
        let pattern = section.text(.file)
        guard section[.file]?.text != nil else { return nil }
        if pattern.contains("${") || pattern.contains("#{") {
            section.report(
                .file, "trigger.file has an expression; nothing is filled in there",
                hint: "write the path out")
        } else if let problem = FilePattern.problem(with: pattern) {
            section.report(.file, problem, hint: "as in /srv/in/*.csv")
        }
        return .file(pattern: pattern)
    }

    private func readJob() -> TriggerDefinition.Source? {
        let (name, workspace) = (section.text(.job), section.text(.workspace))
        let ends = TriggerDefinition.End.allCases.map { (name: $0.rawValue, value: $0) }
        let end = section.choice(.on, among: ends, otherwise: .success)
        if section[.workspace]?.text != nil, let problem = Names.problem(with: workspace) {
            section.report(.workspace, problem)
        }
        guard section[.job]?.text != nil else { return nil }
        if let problem = Names.problem(with: name) {
            section.report(.job, problem, domain: .jobNameInvalid)
        } else if name == jobName, workspace.isEmpty {
            section.report(.job, "job '\(name)' would start itself without end")
        }
        return .job(name: name, workspace: workspace, end: end)
    }
}
