/// Status of a job instance: exactly these seven (`S99`–`S107`). The raw value is the number on the
/// wire and in the store.
package enum InstanceStatus: Int, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    case waiting = 1
    case running = 2
    case success = 3
    case fail = 4
    case runningException = 5
    case pause = 6
    case manualStop = 7

    /// Nothing happens any more without an operation.
    package var isFinal: Bool {
        switch self {
        case .success, .fail, .manualStop: true
        case .waiting, .running, .runningException, .pause: false
        }
    }

    /// The sources' exact string.
    package var description: String {
        switch self {
        case .waiting: "waiting"
        case .running: "running"
        case .success: "success"
        case .fail: "fail"
        case .runningException: "running-exception"
        case .pause: "pause"
        case .manualStop: "manual-stop"
        }
    }
}

/// Status of a node instance: exactly these seven (`S115`–`S123`). The raw value is the number on
/// the wire and in the store.
package enum NodeStatus: Int, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    case waiting = 1
    case running = 2
    case success = 3
    case fail = 4
    case skip = 5
    case pause = 6
    case manualStop = 7

    /// The sources' exact string.
    package var description: String {
        switch self {
        case .waiting: "waiting"
        case .running: "running"
        case .success: "success"
        case .fail: "fail"
        case .skip: "skip"
        case .pause: "pause"
        case .manualStop: "manual-stop"
        }
    }
}

/// The first obstacle of a waiting node, in this order. The sources call `crossJob` and `upstream`
/// 未运行 and all others 等待中.
package enum WaitReason: Int, Sendable, Hashable, CaseIterable, Comparable {
    case confirm = 1
    case crossJob = 2
    case planTime = 3
    case file = 4
    case upstream = 5
    case retryDelay = 6
    case slot = 7

    package static func < (left: WaitReason, right: WaitReason) -> Bool {
        left.rawValue < right.rawValue
    }

    /// The name on the wire and for people: `RETRY_DELAY`.
    package var name: String {
        switch self {
        case .confirm: "CONFIRM"
        case .crossJob: "CROSS_JOB"
        case .planTime: "PLAN_TIME"
        case .file: "FILE"
        case .upstream: "UPSTREAM"
        case .retryDelay: "RETRY_DELAY"
        case .slot: "SLOT"
        }
    }
}

/// What the failure of a node means for the rest of its instance.
package enum FailPolicy: Int, Sendable, Hashable, CaseIterable {
    case fail = 1
    case ignore = 2
    case suspend = 3
    case failChild = 4

    /// The name in job files and on the wire.
    package var name: String {
        switch self {
        case .fail: "FAIL"
        case .ignore: "IGNORE"
        case .suspend: "SUSPEND"
        case .failChild: "FAIL_CHILD"
        }
    }
}

/// What made an instance.
package enum InstanceType: Int, Sendable, Hashable {
    case scheduled = 1
    case manual = 2
    case backfill = 3
    case subJob = 4
    case once = 5
}

/// What a node does.
package enum NodeType: String, Sendable, Hashable, CaseIterable {
    case dummy = "Dummy"
    case shell = "Shell"
    case python = "Python"
    case sql = "SQL"
    /// An instance of another job.
    case subJob = "SubJob"
    /// An instance of another job for each element of a list.
    case forEach = "ForEach"

    /// An attempt of it waits for its turn among those that are ready; a dummy's is over at once.
    package var takesTurns: Bool { self != .dummy }

    /// Its attempts are instances of another job, and no processes.
    package var callsJob: Bool {
        switch self {
        case .subJob, .forEach: true
        case .dummy, .shell, .python, .sql: false
        }
    }
}

/// How changes of a workspace reach production. The raw value is the number on the wire and in the
/// store.
package enum WorkspaceMode: Int, Sendable, Hashable, CaseIterable {
    /// A submitted job is effective at once.
    case basic = 1
    /// Two environments; only published jobs reach production.
    case devProd = 2

    package var name: String {
        switch self {
        case .basic: "BASIC"
        case .devProd: "DEV_PROD"
        }
    }
}
