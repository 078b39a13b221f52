import SluiceClient
import SluiceRPC
import SluiceWire

/// 2026-11-20T12:00:00Z, the hour in which the tests are.
let noon: Int64 = 1_795_176_000_000

extension Instance {
    static func sample(
        _ id: Int64, job: String = "etl", _ status: InstanceStatus = .success,
    ) -> Instance {
        Instance(
            jobName: job, instanceId: id, status: status, planTime: noon - 600_000,
            startTime: noon - 600_000, endTime: status.isFinal ? noon - 408_000 : nil,
            executeTime: status.isFinal ? 192_000 : 600_000, total: 3, version: 4,
            params: [KeyValue(key: "day", value: "2026-11-19")], run: 1,
            counts: NodeCounts(success: status == .success ? 3 : 1, fail: status == .fail ? 1 : 0),
            user: "ada")
    }
}

extension NodeInstance {
    static func sample(
        _ name: String, _ status: NodeStatus, attempt: Int32 = 1, reason: String = "",
        waits: WaitReason = .unspecified, for others: String = "",
    ) -> NodeInstance {
        NodeInstance(
            nodeName: name, status: status, startTime: attempt > 0 ? noon - 600_000 : 0,
            executeTime: attempt > 0 ? 4_200 : nil, type: "Shell", instanceId: 12,
            waitReason: waits, attempt: attempt, reason: reason, waitsFor: others)
    }
}

extension Event {
    static func node(
        _ name: String, _ from: NodeStatus, _ to: NodeStatus, seq: Int64, at time: Int64 = noon,
        reason: String = "",
    ) -> Event {
        Event(
            seq: seq, time: time, type: .nodeStatus, jobName: "etl", instanceId: 12,
            nodeName: name, attempt: 1, nodeFrom: from, nodeTo: to, reason: reason)
    }

    static func instance(_ from: InstanceStatus, _ to: InstanceStatus, seq: Int64) -> Event {
        Event(
            seq: seq, time: noon, type: .instanceStatus, jobName: "etl", instanceId: 12,
            instanceFrom: from, instanceTo: to)
    }
}

extension Status {
    static func domain(
        _ code: StatusCode, _ message: String, code error: String = "", reason: String,
        subject: String,
    ) -> Status {
        Status(
            code, message,
            detail: ErrorDetail(errorCode: error, reason: reason, subject: subject))
    }
}

/// An instance whose second node failed.
let failedDetails = GetInstanceResponse(
    instance: .sample(12, .fail),
    nodes: [
        .sample("extract", .success),
        .sample("load", .fail, attempt: 2, reason: "exit 3"),
        .sample("report", .waiting, attempt: 0, waits: .upstream, for: "load"),
    ],
    runs: [InstanceRun(run: 1, startTime: noon - 600_000, status: .fail, version: 4, cause: "run")])

extension String {
    /// The text without the colours.
    var withoutStyles: String {
        var text = ""
        var rest = self[...]
        while let escape = rest.firstIndex(of: "\u{1B}") {
            text += rest[..<escape]
            rest = rest[escape...].drop { !$0.isLetter }.dropFirst()
        }
        return text + rest
    }
}
