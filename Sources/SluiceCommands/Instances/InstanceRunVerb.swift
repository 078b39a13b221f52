import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct InstanceRunVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs a job; a job file is submitted first.",
        discussion: """
            Without --planned it runs at once and waits for no other job. With --planned it waits
            for that time, and for the instances of the same time of the jobs it depends on.

            EXAMPLES
              sluice run etl
              sluice run etl --planned 2026-11-20T02:00
              sluice run etl --param day=2026-11-20 --wait
              sluice run etl.yaml --follow        submits the file, runs the job, shows the logs
              id=$(sluice run etl -o name)
            """)
    static let methods = [InstanceServiceMethods.runJob]

    @Argument(
        help: ArgumentHelp("The job, or a job file.", valueName: "job|file"),
        completion: TargetHelp.jobs)
    var job: String

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Another value for a parameter; may be repeated.", valueName: "key=value"))
    var param: [String] = []

    @Option(
        name: [.customLong("planned"), .customLong("plan-time")],
        help: ArgumentHelp(
            "The time that the run is for: it waits for it and for other jobs. Else now.",
            valueName: "time"))
    var planTime: String?

    @Option(help: ArgumentHelp("A label of the instance; may be repeated.", valueName: "key=value"))
    var label: [String] = []

    @Option(help: ArgumentHelp("Version of the job; else the latest.", valueName: "number"))
    var version: Int32 = 0

    @OptionGroup var waiting: WaitFlags
    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = try await request(session)
        let change = Change { (options) async throws(Failure) in
            var request = request
            request.options = options
            return try await session.call { (sluice) async throws(Status) in
                try await sluice.instances.runJob(request)
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
        return try await session.report(reply, reply.instanceId, of: request.jobName, waiting)
    }

    private func request(_ session: Session) async throws(Failure) -> RunJobRequest {
        var request = RunJobRequest(
            workspace: session.workspace, environment: session.environment)
        request.params = try pairs(param, of: "--param")
        request.labels = try pairs(label, of: "--label")
        if let planTime { request.planTime = try session.times.read(planTime).start }
        request.version = version
        request.jobName = try await jobName(session)
        return request
    }

    /// The job as it was typed, or that of the file, which becomes its latest version.
    private func jobName(_ session: Session) async throws(Failure) -> String {
        guard session.isJobFile(job) else { return job }
        let submission = try session.submission(of: job)
        guard !change.dryRun else { return submission.jobName }
        let reply = try await session.submit(submission, options: session.once(change))
        session.remark(reply.sentence)
        return reply.jobName
    }
}

extension Session {
    /// Tells of a new instance, and with `--wait` of its end.
    func report(
        _ reply: some JSONValue, _ id: Int64, of job: String, _ waiting: WaitFlags,
    ) async throws(Failure) -> Outcome {
        if waiting.isOn, printer.format != .name, !printer.isForPeople {
            return try await finish(id, waiting) { (details) throws(Failure) in
                try show(details)
            }
        }
        try printer.show(reply, name: String(id)) {
            let text = "instance \(id) of \(job) started"
            waiting.isOn ? remark(text) : console.writeLine(text)
        }
        guard waiting.isOn else {
            if printer.isForPeople, console.remarksAreTerminal {
                remark("its progress: sluice show \(id), or sluice instance watch \(id)")
            }
            return .done
        }
        return try await finish(id, waiting) { _ in }
    }

    /// Waits for the end of an instance, shows it, and tells how it went.
    func finish(
        _ instanceID: Int64, _ flags: WaitFlags,
        show: (GetInstanceResponse) throws(Failure) -> Void,
    ) async throws(Failure) -> Outcome {
        let details = try await awaitEnd(
            of: instanceID, follow: flags.follow, timeout: flags.timeout)
        try show(details)
        return details.outcome
    }
}
