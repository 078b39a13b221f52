import SluiceClient
import SluiceWire

/// Every state of a node that admission tells apart, brought about through the socket. The node is
/// `b`; `a` comes before it and `c` after it.
enum Situation: String, CaseIterable {
    case success
    case fail
    case skip
    case running
    case waitsForUpstream
    case waitsForOtherJob
    case waitsForConfirmation
    case waitsForPlanTime
    case waitsForRetry
    case waitsForSlot
    case stoppedAfterAnAttempt
    case stoppedWithoutAnAttempt

    /// An instance of its own in which `b` is in this state.
    ///
    /// - Parameter job: a name that no other job has.
    func run(_ world: World, _ daemon: Daemon, _ job: String, paused: Bool = false) async throws
        -> Run
    {
        try await daemon.sluice.submit("name: never\nnodes: [{name: x, type: Dummy}]")
        let pipeline = try await Pipeline(world, daemon, job, nodes, keys: keys)
        let run = try await pipeline.run(planTime: planTime)
        try await advance(run)
        if paused { try await run.operate(.pause, "b") }
        return run
    }

    private var nodes: [String] {
        switch self {
        case .waitsForRetry: ["a", "b < a; retryTimes: 1, retryInterval: 1h", "c < b"]
        case .waitsForSlot: ["a", "holder < a", "b < a", "c < b"]
        default: ["a", "b < a", "c < b"]
        }
    }

    private var keys: String {
        switch self {
        case .waitsForOtherJob: "dependJobs: [never]"
        case .waitsForConfirmation: "confirmBeforeRun: true"
        case .waitsForSlot: "maxParallelNodes: 1"
        default: ""
        }
    }

    private var planTime: Int64 {
        switch self {
        case .waitsForOtherJob: 1_700_000_000_000
        // The year 2100.
        case .waitsForPlanTime: 4_102_444_800_000
        default: 0
        }
    }

    private func advance(_ run: Run) async throws {
        switch self {
        case .success:
            try await run.end(["a", "b", "c"])
            _ = try await run.end
        case .fail:
            try await run.end("a")
            try await run.end("b", exit: 3)
            _ = try await run.end
        case .skip:
            try await run.begun("a")
            try await run.operate(.skip, "b")
            try await run.finish("a")
            try await run.end("c")
            _ = try await run.end
        case .running:
            try await run.end("a")
            try await run.begun("b")
        case .waitsForUpstream: try await run.begun("a")
        case .waitsForOtherJob, .waitsForConfirmation, .waitsForPlanTime: break
        case .waitsForRetry:
            try await run.end("a")
            try await run.end("b", exit: 3)
        case .waitsForSlot:
            try await run.end("a")
            try await run.begun("holder")
        case .stoppedAfterAnAttempt:
            try await run.end("a")
            try await run.begun("b")
            try await stop(run)
        case .stoppedWithoutAnAttempt:
            try await run.begun("a")
            try await stop(run)
        }
    }

    private func stop(_ run: Run) async throws {
        try await run.operate(.stop)
        _ = try await run.end
    }
}

extension Situation {
    /// How the sources call it (S52).
    enum RunState: String, CaseIterable {
        case succeeded = "成功"
        case failed = "失败"
        case running = "运行中"
        case waiting = "等待中"
        case notRun = "未运行"
    }

    var runState: RunState {
        switch self {
        case .success, .skip: .succeeded
        case .fail, .stoppedAfterAnAttempt: .failed
        case .running: .running
        case .waitsForConfirmation, .waitsForPlanTime, .waitsForRetry, .waitsForSlot: .waiting
        case .waitsForUpstream, .waitsForOtherJob, .stoppedWithoutAnAttempt: .notRun
        }
    }

    /// As the details show it, where it is not paused.
    var shown: (status: NodeStatus, waitReason: WaitReason) {
        switch self {
        case .success: (.success, .unspecified)
        case .fail: (.fail, .unspecified)
        case .skip: (.skip, .unspecified)
        case .running: (.running, .unspecified)
        case .waitsForUpstream: (.waiting, .upstream)
        case .waitsForOtherJob: (.waiting, .crossJob)
        case .waitsForConfirmation: (.waiting, .confirm)
        case .waitsForPlanTime: (.waiting, .planTime)
        case .waitsForRetry: (.waiting, .retryDelay)
        case .waitsForSlot: (.waiting, .slot)
        case .stoppedAfterAnAttempt, .stoppedWithoutAnAttempt: (.manualStop, .unspecified)
        }
    }
}
