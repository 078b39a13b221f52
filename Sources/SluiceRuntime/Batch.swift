internal import SluiceEngine
internal import SluiceModel

/// What one step gathers until it is committed.
struct Batch {
    typealias Respond = @Sendable (Result<Answer, SluiceError>) -> Void

    let now: Now
    var effects = Effects()
    var answers: [(respond: Respond, result: Result<Answer, SluiceError>)] = []

    /// Those whose look at a list is remembered with the batch.
    var visitors: [@Sendable () -> Void] = []
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
        for done in visitors { done() }
        visitors = []
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
}
