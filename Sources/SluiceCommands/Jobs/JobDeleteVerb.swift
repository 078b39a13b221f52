import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct JobDeleteVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Deletes jobs; their instances stay until their time is over.",
        discussion: """
            EXAMPLES
              sluice job delete etl --reason 'replaced by etl2'
              sluice job delete old-1 old-2 --dry-run
            """)
    static let methods = [JobServiceMethods.deleteJob]

    @Argument(help: "The jobs.", completion: TargetHelp.jobs)
    var jobs: [String]

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let changes = jobs.map { job in
            Change { (options) async throws(Failure) in
                let request = DeleteJobRequest(
                    workspace: session.workspace, environment: session.environment,
                    options: options, jobName: job)
                return try await session.call { (sluice) async throws(Status) in
                    try await sluice.jobs.deleteJob(request)
                }
            } result: {
                $0.result ?? ChangeResult()
            }
        }
        let extent = Extent(targets: jobs.count, areSelected: false)
        let replies = try await session.carryOut(changes, extent, change) {
            ChangeCount($0.count, "job")
        } show: { (_, printer) throws(Failure) in
            for job in jobs { printer.console.writeLine("job \(job) would be deleted") }
        }
        guard let replies else { return .done }
        guard session.printer.isForPeople || session.printer.format == .name else {
            try session.printer.show(replies, as: .deletions)
            return .done
        }
        for job in jobs {
            session.console.writeLine(session.printer.format == .name ? job : "job \(job) deleted")
        }
        return .done
    }
}

extension Listing where Row == DeleteJobResponse {
    static var deletions: Self {
        Self(name: { String($0.jobId) }, columns: [.number("jobId", "ID") { $0.jobId }])
    }
}
