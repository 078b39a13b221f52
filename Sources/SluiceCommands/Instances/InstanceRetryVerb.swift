import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

/// The version whose nodes and parameters a retry takes.
enum RetryVersion: String, ExpressibleByArgument, CaseIterable {
    case original
    case current

    var wire: RetryTaskVersion {
        switch self {
        case .original: .original
        case .current: .current
        }
    }
}

struct InstanceRetryVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Runs ended instances again: from what failed, from the first or from a node.",
        discussion: """
            With --with the target is a job: its instances in the range of --planned run again, and
            so do those of the jobs that are named, which come before or after it; each after the
            ones that it depends on, so many at once as --concurrent says. It is a backfill: see
            sluice backfill.

            EXAMPLES
              sluice retry 12
              sluice retry 12 --from load --wait
              sluice retry 12 --from first --version current
              sluice retry 12 --param day=2026-11-19
              sluice retry 12 --listen            waits for its file again
              sluice retry --job etl --status fail --planned yesterday
              sluice retry etl --with load,report --planned 2026-11-20 --concurrent 2
            """)
    static let methods = [InstanceServiceMethods.retryInstances]

    @Argument(help: TargetHelp.instance, completion: TargetHelp.instances)
    var targets: [String] = []

    @Option(
        help: ArgumentHelp(
            "Where to start: failed (errorNode), first (firstNode), or a node.", valueName: "where")
    )
    var from = "failed"

    @Option(help: "Version and parameters: those of the instance, or the job's latest.")
    var version = RetryVersion.original

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Another value for a parameter, from now on; may be repeated.", valueName: "key=value"))
    var param: [String] = []

    @Flag(
        help: "Wait again for the files that their schedules name (waitForFile); else they do not.")
    var listen = false

    @OptionGroup(title: "With other jobs") var related: RelatedJobs
    @OptionGroup(title: "Selection") var selector: Selector
    @OptionGroup var waiting: WaitFlags
    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try related.check()
        guard related.isEmpty else { return try await retryRelated(session) }
        let instances = try await instances(session)
        guard !instances.isEmpty else {
            session.remark("no instance fits")
            return .done
        }
        let changes = try requests(for: instances, session).map { request in
            session.resultChange { (options, sluice) async throws(Status) in
                var request = request
                request.options = options
                return try await sluice.instances.retryInstances(request).result
            }
        }
        let extent = Extent(targets: instances.count, areSelected: targets.isEmpty)
        return try await session.conclude(
            changes, .instances, extent, Manner(change: change, waiting: waiting))
    }

    private func instances(_ session: Session) async throws(Failure) -> [Instance] {
        guard !targets.isEmpty else {
            return try await session.selected(selector, usual: Selector.retriable)
        }
        try selector.excludeTargets()
        var found: [Instance] = []
        for text in targets {
            let instance = try await session.head(of: try Target(text).withoutNode())
            if !found.contains(where: { $0.instanceId == instance.instanceId }) {
                found.append(instance)
            }
        }
        return found
    }

    /// One call a job: a retry names the job of its instances.
    private func requests(
        for instances: [Instance], _ session: Session,
    ) throws(Failure) -> [RetryInstancesRequest] {
        let params = try pairs(param, of: "--param")
        var jobs: [String] = []
        for instance in instances where !jobs.contains(instance.jobName) {
            jobs.append(instance.jobName)
        }
        return jobs.map { job in
            var request = RetryInstancesRequest(
                workspace: session.workspace, environment: session.environment, jobName: job)
            (request.retryLocation, request.nodeName) = location
            request.retryTaskVersion = version.wire
            request.taskRetrys = instances.filter { $0.jobName == job }
                .map { TaskRetry(instanceId: $0.instanceId) }
            request.params = params
            if listen { request.ignoreObsMonitor = false }
            return request
        }
    }

    var location: (RetryLocation, node: String) {
        switch from {
        case "failed", "errorNode": (.errorNode, "")
        case "first", "firstNode": (.firstNode, "")
        default: (.specifiedNode, from)
        }
    }
}
