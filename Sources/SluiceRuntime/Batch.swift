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
    /// The answers that this batch gave to request ids.
    private var remembered: [RequestKey: AnswerRecord] = [:]

    private struct RequestKey: Hashable {
        var uid: UInt32
        var requestID: String
    }

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
        let answer = AnswerRecord(
            uid: submission.caller.uid, requestID: submission.options.requestID,
            digest: submission.options.digest, response: submission.options.encode(done),
            time: now.wall)
        effects.records.append(.answer(answer))
        remembered[RequestKey(uid: answer.uid, requestID: answer.requestID)] = answer
    }

    /// The answer that this very batch gave to a request id.
    func remembered(uid: UInt32, requestID: String) -> AnswerRecord? {
        remembered[RequestKey(uid: uid, requestID: requestID)]
    }

    // MARK: - Operation log

    mutating func log(_ submission: Submission, changes: [InstanceChange]) {
        let detail = submission.command.detail
        if changes.isEmpty { log(submission, change: nil, detail, refusal: "") }
        for change in changes { log(submission, change: change, detail, refusal: "") }
    }

    mutating func log(_ submission: Submission, refusal: SluiceError) {
        let command = submission.command
        let asked = [command.instanceWords, command.detail].filter { !$0.isEmpty }
        log(
            submission, change: nil, asked.joined(separator: " ").shortened,
            refusal: refusal.message)
    }

    private mutating func log(
        _ submission: Submission, change: InstanceChange?, _ detail: String, refusal: String,
    ) {
        effects.records.append(
            .operation(
                OperationRecord(
                    time: now.wall, caller: submission.caller,
                    operation: submission.command.name, scope: submission.command.scope,
                    jobName: change?.jobName ?? submission.command.jobName,
                    instance: change?.instance, from: change?.from?.description ?? "",
                    to: change?.to.description ?? "", detail: detail,
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

    /// What was asked for, in words; the instance has a column of its own.
    fileprivate var detail: String {
        switch self {
        case .createWorkspace(let command): command.name
        case .submitJob(let command): command.comment
        case .deleteJob, .stopInstances: ""
        case .runJob(let command): command.params.words.shortened
        case .retryInstances(let command):
            switch command.location {
            case .specifiedNode(let node): "node \(node) \(command.params.words)".shortened
            case .firstNode, .errorNode: command.params.words.shortened
            }
        }
    }

    /// The instances that a command names, for the entry of a refusal, which is of all of them.
    fileprivate var instanceWords: String {
        switch self {
        case .createWorkspace, .submitJob, .deleteJob, .runJob: ""
        case .stopInstances(let command):
            command.instances.map(\.description).joined(separator: " ")
        case .retryInstances(let command):
            command.targets.map { target in
                switch target {
                case .instance(let id): id.description
                case .triple(let job, let planTime, let submitTime):
                    "\(job)/\(planTime.milliseconds)/\(submitTime.milliseconds)"
                }
            }.joined(separator: " ")
        }
    }
}

extension String {
    /// An entry of the log has room for so much: a call may name a thousand long values.
    fileprivate var shortened: String {
        guard utf8.count > Limits.reasonBytes else { return self }
        return String(decoding: utf8.prefix(Limits.reasonBytes), as: UTF8.self) + "…"
    }
}

extension [Pair] {
    fileprivate var words: String {
        map { "\($0.name)=\($0.value)" }.joined(separator: " ")
    }
}
