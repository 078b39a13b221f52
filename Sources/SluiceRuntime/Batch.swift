internal import SluiceEngine
internal import SluiceModel

/// What one step gathers until it is committed.
struct Batch {
    typealias Respond = @Sendable (Result<Answer, SluiceError>) -> Void

    let now: Now
    var effects = Effects()
    var answers: [(respond: Respond, result: Result<Answer, SluiceError>)] = []

    /// The keeper whose census was taken in.
    var census: Incarnation?

    init(now: Now) {
        self.now = now
    }

    /// A census says what the keeper knew when it was taken. What this batch wanted started before
    /// was meant for that keeper or the one before it: the engine decides anew, and a start that
    /// was ordered twice could be carried out after its attempt was given up.
    mutating func dropStarts() {
        effects.actions.removeAll { action in
            if case .start = action { true } else { false }
        }
    }

    mutating func answer() {
        for (respond, result) in answers { respond(result) }
        answers = []
    }

    /// Nothing was committed: what looked like a success is this error.
    mutating func fail(_ error: SluiceError) {
        answers = answers.map { respond, result in
            switch result {
            case .success: (respond, .failure(error))
            case .failure: (respond, result)
            }
        }
    }

    /// Number of the latest event of the batch.
    var latestEvent: Int64? {
        effects.records.reversed().lazy.compactMap { record in
            if case .event(let event) = record { event.seq } else { nil }
        }.first
    }

    // MARK: - Request ids

    mutating func remember(_ submission: Submission, _ done: Done) {
        guard !submission.options.requestID.isEmpty else { return }
        effects.records.append(
            .answer(
                AnswerRecord(
                    uid: submission.caller.uid, requestID: submission.options.requestID,
                    digest: submission.options.digest,
                    response: submission.options.encode(done), time: now.wall)))
    }

    /// The answer that this very batch gave to a request id.
    func remembered(uid: UInt32, requestID: String) -> AnswerRecord? {
        for case .answer(let answer) in effects.records
        where answer.uid == uid && answer.requestID == requestID {
            return answer
        }
        return nil
    }

    // MARK: - Operation log

    mutating func log(_ submission: Submission, changes: [InstanceChange]) {
        if changes.isEmpty { log(submission, change: nil, refusal: "") }
        for change in changes { log(submission, change: change, refusal: "") }
    }

    mutating func log(_ submission: Submission, refusal: SluiceError) {
        log(submission, change: nil, refusal: refusal.message)
    }

    private mutating func log(
        _ submission: Submission, change: InstanceChange?, refusal: String,
    ) {
        effects.records.append(
            .operation(
                OperationRecord(
                    time: now.wall, caller: submission.caller,
                    operation: submission.command.name, scope: submission.command.scope,
                    jobName: change?.jobName ?? submission.command.jobName,
                    instance: change?.instance, from: change?.from?.description ?? "",
                    to: change?.to.description ?? "", detail: submission.command.detail,
                    reason: submission.options.reason, refusal: refusal)))
    }
}

extension Command {
    fileprivate var jobName: String {
        switch self {
        case .createWorkspace, .stopInstances: ""
        case .submitJob(let command): command.definition.name
        case .deleteJob(let command): command.name
        case .runJob(let command): command.jobName
        case .retryInstances(let command): command.jobName
        }
    }

    /// What was asked for, in words.
    fileprivate var detail: String {
        switch self {
        case .createWorkspace(let command): command.name
        case .submitJob(let command): command.comment
        case .deleteJob: ""
        case .runJob(let command): command.params.words
        case .stopInstances(let command):
            command.instances.map(\.description).joined(separator: " ")
        case .retryInstances(let command):
            switch command.location {
            case .specifiedNode(let node): "node \(node) \(command.params.words)"
            case .firstNode, .errorNode: command.params.words
            }
        }
    }
}

extension [Pair] {
    fileprivate var words: String {
        map { "\($0.name)=\($0.value)" }.joined(separator: " ")
    }
}
