import SluiceModel

/// Reads which jobs come before a job: a list of names, or of maps that say which of its instances
/// are meant and what a failure means.
struct DependencyReader {
    private let section: Section<JobKey>
    private let findings: Findings
    private let jobName: String

    init(_ section: Section<JobKey>, of jobName: String, findings: Findings) {
        self.section = section
        self.jobName = jobName
        self.findings = findings
    }

    func read() -> [JobDependency] {
        guard let value = section[.dependJobs] else { return [] }
        guard case .list(let list) = value.content else {
            section.report(
                .dependJobs, "dependJobs is \(value.words); a list is needed", hint: "write [a, b]")
            return []
        }
        if list.count > Limits.dependJobs {
            section.report(
                .dependJobs,
                "dependJobs has \(list.count) entries; at most \(Limits.dependJobs) are allowed")
        }
        let entries = list.prefix(Limits.dependJobs).enumerated().compactMap { index, entry in
            read(entry, path: "dependJobs[\(index)]")
        }
        check(entries)
        return entries.map(\.dependency)
    }

    /// A dependency with the place of its name.
    private typealias Entry = (dependency: JobDependency, mark: Mark, path: String)

    /// Nil where nothing names a job; that is reported.
    private func read(_ value: SourceValue, path: String) -> Entry? {
        if let name = value.text { return (JobDependency(jobName: name), value.mark, path) }
        guard case .map = value.content else {
            findings.add(
                value.mark, path,
                "\(path) is \(value.words); the name of a job is needed, "
                    + "or a map with 'job'",
                hint: "write {job: a, onFailure: ignore}")
            return nil
        }
        let section = Section<DependencyKey>(value, path: path, findings: findings)
        let policies: [(name: String, value: FailPolicy)] = [
            ("fail", .fail), ("ignore", .ignore), ("suspend", .suspend),
        ]
        let policy = section.choice(.onFailure, among: policies, otherwise: .fail)
        let periods = JobDependency.Period.allCases.map { (name: $0.rawValue, value: $0) }
        let period = section.choice(.period, among: periods, otherwise: .same)
        let workspace = section.text(.workspace)
        if section[.workspace]?.text != nil, let problem = Names.problem(with: workspace) {
            section.report(.workspace, problem)
        }
        guard section[.job] != nil else {
            section.report(.job, "\(path) has no job", hint: "write 'job: NAME'")
            return nil
        }
        let name = section.text(.job)
        if name.isEmpty, section[.job]?.text == nil { return nil }
        return (
            JobDependency(
                jobName: name, workspace: workspace, period: period, failPolicy: policy),
            section.mark(of: .job), section.path(of: .job)
        )
    }

    private func check(_ entries: [Entry]) {
        var seen: Set<[String]> = []
        for (dependency, mark, path) in entries {
            let name = dependency.jobName
            if let problem = Names.problem(with: name) {
                findings.add(mark, path, problem, domain: .jobNameInvalid)
            } else if name == jobName, dependency.workspace.isEmpty {
                findings.add(
                    mark, path, "job '\(name)' depends on itself",
                    hint: "to wait for its cycle before, write schedule.dependPrePeriod: true")
            } else if !seen.insert([dependency.workspace, name]).inserted {
                findings.add(mark, path, "'\(name)' is listed twice", hint: "remove one")
            }
        }
    }
}
