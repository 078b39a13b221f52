internal import SluiceEngine
internal import SluiceModel
internal import SluiceWire

/// The columns of a node's row that say how it stands, and how that is shown.
struct NodeStanding {
    /// The run status, which knows no pause.
    var runStatus: SluiceWire.NodeStatus
    /// By status: the wait reason, the intent to stop, the cause.
    var detail: Int32
    var flags: NodeFlags

    /// Three columns: `status`, `detail`, `flags`.
    init(_ row: SQLStatement) {
        runStatus = SluiceWire.NodeStatus(rawValue: row.int32())
        detail = row.int32()
        flags = NodeFlags(rawValue: row.int())
    }

    /// The same as a term of SQL, for conditions.
    static let statusTerm = """
        CASE WHEN node.status = 1 AND node.flags & 1 THEN 6 ELSE node.status END
        """

    var isPaused: Bool { flags.contains(.paused) }

    /// A pause shows where it holds something that is not final.
    var status: SluiceWire.NodeStatus {
        runStatus == .waiting && isPaused ? .pause : runStatus
    }

    /// The first obstacle of a node that waits: what its whole instance waits for comes before the
    /// node's own, except for the instance's turn.
    func waitReason(in instance: SluiceWire.WaitReason) -> SluiceWire.WaitReason {
        guard runStatus == .waiting else { return .unspecified }
        switch instance {
        case .confirm, .crossJob, .planTime, .file: return instance
        case .unspecified, .upstream, .retryDelay, .slot, .unrecognized:
            return SluiceWire.WaitReason(rawValue: detail)
        }
    }

    /// True where it no longer holds back what comes after it.
    func isPassed(_ policy: SluiceWire.FailPolicy?) -> Bool {
        guard !isPaused else { return false }
        switch runStatus {
        case .success, .skip: return true
        case .fail:
            return !overridesPolicy && (policy == .ignore || flags.contains(.passedOver))
        case .waiting, .running, .pause, .manualStop, .unspecified, .unrecognized: return false
        }
    }

    /// It holds back what comes after it whatever its policy.
    private var overridesPolicy: Bool {
        FailCause(rawValue: Int(detail))?.overridesPolicy ?? false
    }
}
