import SluiceClient
import SluiceRPC
import SluiceWire

/// Why a command did not do what it was asked: one line what, one line what would be right.
struct Failure: Error, Hashable {
    var outcome: Outcome
    var message: String
    /// The domain's code, `DLF.0137`; empty where it has none.
    var code = ""
    /// Why in one word, as the daemon has it: `JOB_NOT_FOUND`; else empty.
    var reason = ""
    /// What would be right, with the command to type where there is one; may be empty.
    var hint = ""
    /// The daemon knows no job of this name; the nearest name is worth a look.
    var unknownJob: String?
    /// The instance has no such node; the nearest name is worth a look.
    var unknownNode: NodeTarget?

    init(
        _ outcome: Outcome, _ message: String, code: String = "", hint: String = "",
        unknownJob: String? = nil,
    ) {
        self.outcome = outcome
        self.message = message
        self.code = code
        self.hint = hint
        self.unknownJob = unknownJob
    }

    static func usage(_ message: String, hint: String = "") -> Failure {
        Failure(.wrongUsage, message, hint: hint)
    }
}

extension Failure {
    /// What the daemon, or the way to it, answered.
    init(_ status: Status) {
        let meanwhile = status.code == .aborted ? "it changed meanwhile: " : ""
        self.init(
            status.outcome, meanwhile + status.message, code: status.errorCode,
            hint: Self.hint(for: status))
        reason = status.reason
        switch status.reason {
        case "JOB_NOT_FOUND": unknownJob = status.subject.afterFirstWord
        case "NODE_NOT_FOUND", "NODE_NOT_IN_INSTANCE":
            unknownNode = Self.node(in: status.subject.afterFirstWord)
        default: break
        }
    }

    /// The node of `12/load`.
    private static func node(in text: String) -> NodeTarget? {
        guard let slash = text.firstIndex(of: "/"), let id = Int64(text[..<slash]) else {
            return nil
        }
        return NodeTarget(instanceId: id, nodeName: String(text[text.index(after: slash)...]))
    }

    private static func hint(for status: Status) -> String {
        let subject = status.subject.afterFirstWord
        switch status.reason {
        case "JOB_NOT_FOUND": return "the jobs: sluice job list"
        case "JOB_VERSION_NOT_FOUND": return "the versions: sluice job versions JOB"
        case "INSTANCE_NOT_FOUND": return "the latest instances: sluice ps"
        case "INSTANCE_STATUS": return hintForStatus(of: subject, status.message)
        case "NODE_STATUS": return "what can be done with it: sluice node allowed \(subject)"
        case "INSTANCE_OF_ANOTHER_JOB": return "its job: sluice show \(subject)"
        case "NOTHING_TO_RETRY": return "every node again: sluice retry \(subject) --from first"
        case "NODE_NOT_IN_JOB", "NODE_NOT_IN_INSTANCE", "NODE_NOT_FOUND":
            return "the nodes: sluice show INSTANCE"
        case "UNKNOWN_PARAMETER": return "the parameters: sluice job show JOB"
        case "JOB_HAS_LIVE_INSTANCES": return "stop them first: sluice stop --job \(subject)"
        case "JOB_STATUS", "JOB_NOT_SCHEDULED": return "the schedules: sluice schedule list"
        case "BACKFILL_NOT_FOUND": return "all of them: sluice backfill list"
        case "NO_CYCLES": return "when it runs: sluice schedule preview \(subject)"
        case "POOL_NOT_FOUND", "POOL_TOO_SMALL": return "the pools: sluice pool list"
        case "POOL_IN_USE": return "submit the jobs without it first"
        case "ITEM_NOT_FOUND", "ITEM_NOT_PENDING", "NOT_TO_PUBLISH_AGAIN", "NOT_PENDING":
            return "what is pending: sluice publish list"
        case "PUBLISH_NOT_FOUND", "NO_HISTORY": return "what was published: sluice publish records"
        case "PUBLISH_IN_DEVELOPMENT_ONLY":
            return "leave out --env; the mode of the workspace: sluice workspace show"
        case "PRODUCTION_BY_PUBLISH_ONLY": return "--env dev, and then: sluice publish run"
        case "WORKSPACE_NOT_FOUND": return "the workspaces: sluice workspace list"
        case "ROLE_MISSING": return "your roles: sluice workspace list"
        case "GRANT_OF_FILE", "GRANT_NOT_FOUND":
            return "who has which: sluice workspace grants"
        case "TOO_MANY_LIVE_NODES": return "wait until some have ended: sluice ps --status running"
        default: return hint(for: status.code)
        }
    }

    private static func hintForStatus(of instance: String, _ message: String) -> String {
        let live = Selector.live.compactMap(\.text).flatMap { ["[\($0)]", "is \($0)"] }
        guard message.contains("cannot be retried"), live.contains(where: message.contains) else {
            return "what can be done with it: sluice instance allowed \(instance)"
        }
        return "sluice stop \(instance), or wait: sluice instance wait \(instance)"
    }

    private static func hint(for code: StatusCode) -> String {
        switch code {
        case .aborted: "look again: repeat the command"
        case .unimplemented: "the daemon is older than this command; compare: sluice server info"
        case .resourceExhausted: "what is short: sluice doctor"
        case .deadlineExceeded: "a change may have been made all the same; look: sluice ps"
        case .ok, .cancelled, .unknown, .invalidArgument, .notFound,
            .alreadyExists, .permissionDenied, .failedPrecondition, .outOfRange, .internalError,
            .unavailable, .dataLoss, .unauthenticated:
            ""
        }
    }
}

extension Status {
    var outcome: Outcome {
        switch code {
        case .invalidArgument, .outOfRange: .wrongUsage
        case .notFound: .notFound
        case .alreadyExists, .failedPrecondition, .aborted, .resourceExhausted: .refused
        case .permissionDenied, .unauthenticated: .notPermitted
        case .unavailable: .unreachable
        case .deadlineExceeded: .timedOut
        case .ok, .cancelled, .unknown, .unimplemented, .internalError, .dataLoss: .internalError
        }
    }
}

extension String {
    /// `812` of `instance 812`, `etl` of `job 'etl'`; all of it where it is one word.
    fileprivate var afterFirstWord: String {
        guard let space = firstIndex(of: " ") else { return self }
        return String(self[index(after: space)...].filter { $0 != "'" && $0 != "\"" })
    }
}
