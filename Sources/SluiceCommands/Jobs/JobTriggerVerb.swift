import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct JobTriggerVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "trigger", abstract: "Calls a job whose trigger is a call.",
        discussion: """
            The instance is told the data: #{Job.eventData}, and SLUICE_EVENT of its processes. An
            event with an id makes one instance however often it is sent.

            EXAMPLES
              sluice job trigger report
              sluice job trigger report --data '{"day": "2026-11-20"}'
              sluice job trigger report --data @order.json --event-id order-4711
            """)
    static let methods = [ScheduleServiceMethods.triggerJob]

    @Argument(help: "The job; it has 'trigger: {call: true}'.", completion: TargetHelp.jobs)
    var job: String

    @Option(
        help: ArgumentHelp("What the instance is told, at most 64 KiB.", valueName: "text|@file"))
    var data = ""

    @Option(help: ArgumentHelp("Names the event: a second one makes nothing.", valueName: "id"))
    var eventID = ""

    @OptionGroup var waiting: WaitFlags
    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = TriggerJobRequest(
            workspace: session.workspace, environment: session.environment, jobName: job,
            eventId: eventID, data: try content(session))
        let change = Change { (options) async throws(Failure) in
            var request = request
            request.options = options
            return try await session.call { (sluice) async throws(Status) in
                try await sluice.schedules.triggerJob(request)
            }
        } result: {
            $0.result ?? ChangeResult()
        }
        let replies = try await session.carryOut([change], .one, self.change) {
            ChangeCount($0.count, "instance")
        } show: { (replies, printer) throws(Failure) in
            try printer.show(replies.compactMap(\.result), .instances)
        }
        guard let reply = replies?.first else { return .done }
        return try await session.report(reply, reply.instanceId, of: job, waiting)
    }

    private func content(_ session: Session) throws(Failure) -> String {
        guard data.hasPrefix("@") else { return data }
        return try session.console.text(of: String(data.dropFirst()))
    }
}
