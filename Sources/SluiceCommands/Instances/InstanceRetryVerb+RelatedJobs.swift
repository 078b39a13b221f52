import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

/// Jobs whose instances run again with those of the job that is named.
struct RelatedJobs: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Jobs before or after it; of another workspace as workspace/job.",
            valueName: "job,job,…"),
        completion: TargetHelp.jobs)
    var with: [String] = []

    @Option(help: ArgumentHelp("Instances at work at once, 1 to 128; else 1.", valueName: "number"))
    var concurrent: Int32?

    var isEmpty: Bool { with.isEmpty }

    func check() throws(Failure) {
        guard isEmpty, concurrent != nil else { return }
        throw .usage(
            "--concurrent goes with other jobs",
            hint: "sluice retry JOB --with JOB,JOB --planned A..B --concurrent 2")
    }

    fileprivate var jobs: [RetryJob] {
        with.flatMap { $0.split(separator: ",") }.map { text in
            guard let slash = text.firstIndex(of: "/") else {
                return RetryJob(jobName: String(text))
            }
            return RetryJob(
                jobName: String(text[text.index(after: slash)...]),
                workspaceId: String(text[..<slash]))
        }
    }
}

extension InstanceRetryVerb {
    /// Runs the instances of several jobs again, in the order of their dependencies.
    func retryRelated(_ session: Session) async throws(Failure) -> Outcome {
        let request = try relatedRequest(session)
        guard !waiting.follow else {
            throw .usage(
                "--follow shows the logs of one instance",
                hint: "--wait, then: sluice log INSTANCE/NODE")
        }
        let change = Change { (options) async throws(Failure) in
            var request = request
            request.options = options
            let reply = try await session.call { (sluice) async throws(Status) in
                try await sluice.instances.retryInstances(request)
            }
            return BackfillPlan(reply.backfill, reply.cycles, reply.result)
        } result: {
            $0.result
        }
        var flags = BackfillWaitFlags()
        flags.wait = waiting.wait
        flags.timeout = waiting.timeout
        return try await session.begin(change, self.change, flags)
    }

    private func relatedRequest(_ session: Session) throws(Failure) -> RetryInstancesRequest {
        let form = "sluice retry JOB --with JOB,JOB --planned A..B"
        guard targets.count == 1, let job = targets.first else {
            throw .usage("with --with one job is named, and no instance", hint: form)
        }
        guard let planned = selector.planned, selector.hasOnlyPlanned else {
            throw .usage("with --with the range of plan times says which instances", hint: form)
        }
        let (begin, before) = try session.times.readRange(planned)
        guard begin > 0, before > 0 else {
            throw .usage("the range '\(planned)' is open", hint: "--planned A..B, or a day")
        }
        let (location, node) = location
        guard node.isEmpty else {
            throw .usage(
                "several jobs have no node '\(node)' in common", hint: "--from first, or failed")
        }
        return RetryInstancesRequest(
            workspace: session.workspace, environment: session.environment, jobName: job,
            retryLocation: location, retryTaskVersion: version.wire,
            ignoreObsMonitor: listen ? false : nil,
            params: try pairs(param, of: "--param"), jobs: related.jobs, beginTime: begin,
            endTime: before - 1, concurrent: related.concurrent)
    }
}

extension Selector {
    fileprivate var hasOnlyPlanned: Bool {
        job == nil && status.isEmpty && started == nil && label.isEmpty && limit == nil
    }
}
