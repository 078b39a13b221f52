import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

/// What the operations on schedules of jobs take.
struct JobBatch: ParsableArguments {
    @Argument(help: "The jobs.", completion: TargetHelp.jobs)
    var jobs: [String]

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(
        _ session: Session, _ make: @escaping JobsCall.Make,
    ) async throws(Failure) -> Outcome {
        let change = Change { (options) async throws(Failure) in
            let call = JobsCall(
                workspace: session.workspace, environment: session.environment, options: options,
                jobNames: jobs)
            return try await session.call { (sluice) async throws(Status) in
                try await make(call, sluice.schedules)
            }
        } result: {
            $0.result ?? ChangeResult()
        }
        let extent = Extent(targets: Set(jobs).count, areSelected: false)
        let replies = try await session.carryOut([change], extent, self.change) { replies in
            ChangeCount(replies.reduce(0) { $0 + $1.schedules.count }, "job")
        } show: { (replies, printer) throws(Failure) in
            for reply in replies { try printer.show(reply) }
        }
        for reply in replies ?? [] { try session.printer.show(reply) }
        return .done
    }
}

/// What every operation on schedules of jobs is told.
struct JobsCall: Sendable {
    typealias Make =
        @Sendable (JobsCall, ScheduleServiceClient) async throws(Status) -> JobsReply

    var workspace: String
    var environment: SluiceWire.Environment
    var options: ChangeOptions
    var jobNames: [String]
}

/// What every operation on schedules of jobs answers.
struct JobsReply: JSONValue, Sendable {
    var schedules: [JobSchedule]
    var result: ChangeResult?

    func writeJSON(into json: inout JSONWriter) {
        json.beginObject()
        json.field("schedules", list: schedules)
        json.field("result", ifPresent: result)
        json.endObject()
    }
}

extension Printer {
    /// The schedules as they are now, or would be.
    fileprivate func show(_ reply: JobsReply) throws(Failure) {
        switch format {
        case .json, .jsonl, .yaml, .dot, .mermaid, .svg: try show(reply, name: "") {}
        case .csv, .name: try showRows(reply.schedules, as: .schedules)
        case .table, .wide:
            guard reply.result?.dryRun != true, let only = reply.schedules.first,
                reply.schedules.count == 1
            else {
                let verb = reply.result?.dryRun == true ? "would be" : "are"
                console.writeLine("\(counted(reply.schedules.count, "job")) \(verb):")
                writeTable(try table(reply.schedules, as: .schedules))
                return
            }
            console.writeLine(only.sentence(moment))
        }
    }
}
