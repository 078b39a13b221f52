import ArgumentParser
import SluiceRPC
import SluiceWire

struct JobSubmitVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Submits job files; a file that differs makes a new version.",
        discussion: """
            Nothing is submitted unless every file is right. Jobs that others of them depend on are
            submitted first.

            EXAMPLES
              sluice job submit etl.yaml --comment 'two more retries'
              sluice job submit jobs/*.yaml --yes
              generate-job | sluice job submit -
            """)
    static let methods = [JobServiceMethods.submitJob]

    @Argument(
        help: ArgumentHelp("Job files; - is the standard input.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml", "json"]))
    var files: [String]

    @Option(help: ArgumentHelp("Why; kept with the version.", valueName: "text"))
    var comment: String?

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let submissions = SubmissionOrder(try submissions(session)).order
        let names = Set(submissions.map { DevelopedObject(name: $0.jobName, isFile: false) })
        let changes = submissions.map { submission in
            Change { (options) async throws(Failure) in
                do throws(Failure) {
                    return try await session.submit(
                        submission, options: options, comment: comment ?? "")
                } catch {
                    guard options.dryRun, submission.waits(for: names, as: error) else {
                        throw error
                    }
                    return SubmitJobResponse(jobName: submission.jobName, changed: true)
                }
            } result: {
                $0.result ?? ChangeResult()
            }
        }
        let extent = Extent(targets: submissions.count, areSelected: false)
        let replies = try await session.carryOut(changes, extent, change) {
            ChangeCount($0.count, "job")
        } show: { (replies, printer) throws(Failure) in
            try printer.show(replies, as: .submissions)
        }
        guard let replies else { return .done }
        let printer = session.printer
        guard printer.isForPeople else {
            try printer.show(replies, as: .submissions)
            return .done
        }
        for reply in replies { session.console.writeLine(reply.sentence) }
        session.remarkOnPending(replies)
        return .done
    }

    private func submissions(_ session: Session) throws(Failure) -> [Submission] {
        var checks: [FileCheck] = []
        for file in files { checks.append(try session.check(file)) }
        let wrong = checks.filter { !$0.report.problems.isEmpty }
        for check in wrong { session.list(check, to: session.console.remarks) }
        guard wrong.isEmpty else { throw session.wrong(wrong) }
        return checks.map(Submission.init)
    }
}

extension Listing where Row == SubmitJobResponse {
    static var submissions: Self {
        Self(
            name: { $0.jobName },
            columns: [
                .text("jobName", "JOB", canShrink: true) { $0.jobName },
                .number("version", "VERSION") { $0.version > 0 ? Int64($0.version) : nil },
                .text("changed", "CHANGED") { $0.changed ? "yes" : "no" },
                .number("itemId", "ITEM", isWide: true) { $0.itemId > 0 ? $0.itemId : nil },
            ])
    }
}
