import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Calls as tests make them.
extension Sluice {
    @discardableResult func submit(_ source: String) async throws(Status) -> SubmitJobResponse {
        try await jobs.submitJob(SubmitJobRequest(options: .once(), source: source))
    }

    /// Runs a job by hand; the id of the instance.
    func run(_ job: String, _ params: [String: String] = [:]) async throws(Status) -> Int64 {
        let pairs = params.sorted { $0.key < $1.key }.map { KeyValue(key: $0.key, value: $0.value) }
        return try await instances.runJob(
            RunJobRequest(options: .once(), jobName: job, params: pairs)
        ).instanceId
    }

    func stop(_ instance: Int64) async throws(Status) {
        _ = try await instances.stopInstances(
            StopInstancesRequest(options: .once(), instanceIds: [instance]))
    }

    func retry(
        _ job: String, _ instance: Int64, _ location: RetryLocation = .errorNode, node: String = "",
        params: [KeyValue] = [],
    ) async throws(Status) {
        _ = try await instances.retryInstances(
            RetryInstancesRequest(
                options: .once(), jobName: job, retryLocation: location, nodeName: node,
                retryTaskVersion: .original, taskRetrys: [TaskRetry(instanceId: instance)],
                params: params))
    }

    func details(of instance: Int64) async throws(Status) -> GetInstanceResponse {
        try await details(GetInstanceRequest(instanceId: instance))
    }

    /// Details of an instance as soon as they fit; an error when nothing has happened to it for a
    /// time much longer than anything here takes.
    func details(
        of instance: Int64, when fits: (GetInstanceResponse) -> Bool,
    ) async throws(Status) -> GetInstanceResponse {
        var seen = try await latestEvent()
        while true {
            let found = try await details(of: instance)
            if fits(found) { return found }
            let after = seen
            let reply = try await persistently { () async throws(Status) in
                try await events.waitEvents(
                    WaitEventsRequest(afterSeq: after, waitMs: 60_000, instanceId: instance))
            }
            guard !reply.events.isEmpty else {
                throw Status(.deadlineExceeded, "it stays \(found.picture)")
            }
            seen = reply.latestSeq
        }
    }

    /// Details of an instance when it has ended.
    func ended(_ instance: Int64) async throws(Status) -> GetInstanceResponse {
        try await details(of: instance) { $0.isFinal }
    }

    func attempts(of instance: Int64, _ node: String) async throws(Status) -> [Attempt] {
        try await instances.listAttempts(
            ListAttemptsRequest(instanceId: instance, nodeName: node)
        ).attempts
    }

    /// Every event so far.
    func allEvents() async throws(Status) -> [Event] {
        try await events.waitEvents(WaitEventsRequest(max: 10_000)).events
    }
}

extension GetInstanceResponse {
    var status: InstanceStatus { instance?.status ?? .unspecified }

    /// Status of each node, by name.
    var statuses: [String: NodeStatus] {
        Dictionary(uniqueKeysWithValues: nodes.map { ($0.nodeName, $0.status) })
    }

    func node(_ name: String) throws -> NodeInstance {
        try #require(nodes.first { $0.nodeName == name })
    }
}

/// What the daemon refuses a call with; fails the test where it does not.
func refusal<Reply>(
    sourceLocation: SourceLocation = #_sourceLocation,
    _ call: () async throws(Status) -> Reply,
) async throws -> Status {
    do throws(Status) {
        let reply = try await call()
        Issue.record("answered \(reply)", sourceLocation: sourceLocation)
    } catch {
        return error
    }
    throw Child.Failure(description: "not refused")
}
