internal import SluiceEngine
internal import SluiceModel
internal import SluiceRuntime
internal import SluiceWire

// The columns into which the engine's cases are laid, and back.

/// A phase as the columns `status`, `detail` and `retry_at` of a node.
struct StoredPhase {
    var status: Int
    var detail = 0
    var retryAt: Timestamp?

    init(_ phase: Phase) {
        status = phase.status.rawValue
        switch phase {
        case .waiting(let wait):
            detail = wait.reason.rawValue
            if case .retryDelay(_, let at) = wait { retryAt = at }
        case .running(let running): detail = running.stopping?.rawValue ?? 0
        case .fail(let cause): detail = cause.rawValue
        case .skip(let cause): detail = cause.rawValue
        case .success, .manualStop: break
        }
    }

    init(status: Int, detail: Int, retryAt: Timestamp?) {
        self.status = status
        self.detail = detail
        self.retryAt = retryAt
    }

    /// The phase, given what its attempt's row says; nil where the columns make no sense.
    func phase(start: Timestamp?, incarnation: Incarnation?) -> Phase? {
        switch SluiceModel.NodeStatus(rawValue: status) {
        case .waiting: return wait.map { .waiting($0) }
        case .running:
            guard let start else { return nil }
            let stopping = StopIntent(rawValue: detail)
            guard detail == 0 || stopping != nil else { return nil }
            return .running(
                Running(start: start, incarnation: incarnation, stopping: stopping))
        case .success: return .success
        case .fail: return FailCause(rawValue: detail).map { .fail($0) }
        case .skip: return SkipCause(rawValue: detail).map { .skip($0) }
        case .manualStop: return .manualStop
        case .pause, nil: return nil
        }
    }

    private var wait: Wait? {
        switch SluiceModel.WaitReason(rawValue: detail) {
        case .upstream: .upstream
        case .slot: .slot
        // The engine computes the boot time anew from the wall clock's.
        case .retryDelay:
            retryAt.map { .retryDelay(until: BootTime(nanoseconds: 0), at: $0) }
        case .confirm, .crossJob, .planTime, .file, nil: nil
        }
    }
}

/// An outcome as the columns `outcome`, `exit_code`, `signal` and `outcome_text` of an attempt.
struct StoredOutcome {
    /// The number on the wire.
    var code: Int64
    var exitCode: Int64?
    var signal: Int32
    var text: String?

    init(_ result: AttemptResult) {
        exitCode = result.exitCode.map(Int64.init)
        signal = result.signal
        let outcome: AttemptOutcome
        switch result.outcome {
        case .success: outcome = .success
        case .exit(let code):
            outcome = .exit
            exitCode = Int64(code)
        case .signal(let number):
            outcome = .signal
            signal = number
        case .timeout: outcome = .timeout
        case .lost: outcome = .lost
        case .couldNotStart(let why):
            outcome = .couldNotStart
            text = why
        case .stopped: outcome = .stopped
        case .badOutput(let why):
            outcome = .badOutput
            text = why
        case .calledFailed(let which):
            outcome = .calledFailed
            text = which
        }
        code = Int64(outcome.rawValue)
    }

    /// The outcome that was stored, for its words; nil where the number means nothing.
    static func outcome(
        code: Int32, exitCode: Int32?, signal: Int32, text: String,
    ) -> Outcome? {
        switch AttemptOutcome(rawValue: code) {
        case .success: .success
        case .exit: .exit(code: exitCode ?? 0)
        case .signal: .signal(number: signal)
        case .timeout: .timeout
        case .lost: .lost
        case .couldNotStart: .couldNotStart(text)
        case .stopped: .stopped
        case .badOutput: .badOutput(text)
        case .calledFailed: .calledFailed(text)
        case .unspecified, .unrecognized: nil
        }
    }
}

/// The subject of an event as its columns.
struct StoredSubject {
    /// The number on the wire.
    var type: Int64
    var instance: Int64?
    var ordinal: Int64?
    var attempt: Int64?
    var from: Int64?
    var to: Int64?
    var job: Int64?
    var version: Int64?
    /// Of what is about no job.
    var workspace: String?
    var environment: Int64?

    init(_ subject: EventRecord.Subject) {
        let type: EventType
        switch subject {
        case .jobSubmitted(_, let id, _, let number):
            type = .jobSubmitted
            job = id.rawValue
            version = Int64(number)
        case .jobDeleted(_, let id, _):
            type = .jobDeleted
            job = id.rawValue
        case .jobSchedule(_, let id, _):
            type = .jobSchedule
            job = id.rawValue
        case .workspace(let name, let half):
            type = .workspace
            workspace = name
            environment = half.map { Int64($0.rawValue) }
        case .alert(let id):
            type = .alert
            instance = id.rawValue
        case .instanceCreated(let id):
            type = .instanceCreated
            instance = id.rawValue
        case .instance(let id, let old, let new):
            type = .instanceStatus
            instance = id.rawValue
            from = Int64(old.rawValue)
            to = Int64(new.rawValue)
        case .node(let ref, let number, let old, let new):
            type = .nodeStatus
            instance = ref.instance.rawValue
            ordinal = Int64(ref.ordinal)
            attempt = Int64(number)
            from = Int64(old.rawValue)
            to = Int64(new.rawValue)
        case .operation(let id, let number):
            type = .operation
            instance = id.rawValue
            ordinal = number.map(Int64.init)
        }
        self.type = Int64(type.rawValue)
    }
}

extension SluiceModel.JobDefinition {
    /// As the column `definition` has it: the message, encoded.
    var stored: [UInt8] {
        get throws(JournalError) {
            do {
                return try SluiceWire.JobDefinition(self).encoded()
            } catch {
                throw .refused("job '\(name)' cannot be stored: \(error)")
            }
        }
    }

    /// Throws where the bytes are no definition that an instance could run; `words` name the row.
    init(stored bytes: [UInt8], _ words: @autoclosure () -> String) throws(JournalError) {
        let message: SluiceWire.JobDefinition
        do {
            message = try SluiceWire.JobDefinition(decoding: bytes)
        } catch {
            throw .corrupt("\(words()): \(error)")
        }
        guard let definition = SluiceModel.JobDefinition(message) else {
            throw .corrupt("\(words()): it has a node of an unknown type")
        }
        guard Set(definition.nodes.map(\.name)).count == definition.nodes.count else {
            throw .corrupt("\(words()): two of its nodes have the same name")
        }
        self = definition
    }
}
