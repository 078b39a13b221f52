import SluiceEngine
import SluiceModel
import SluiceRuntime
import SluiceSimulation
import Synchronization

/// A conductor at a desk: every port writes down when it is used, and nothing happens but by
/// `step`.
final class Desk {
    let journal: TracingJournal
    let inbox = Inbox()
    let trace = Trace()
    /// Patterns of the files that were to be watched, each time that they became others.
    let watched = Trace()
    private(set) var conductor: Conductor
    private(set) var now = Now(
        wall: Timestamp(milliseconds: 1_700_000_000_000), boot: BootTime(nanoseconds: 0))

    static let ann = Caller(uid: 1_000, gid: 1_000, pid: 7, user: "ann")

    init(slots: Int = 4) throws {
        journal = TracingJournal(trace)
        let (trace, watched) = (trace, watched)
        let known = Known()
        conductor = try Conductor(
            journal: journal, performer: TracingPerformer(trace), courier: TracingPerformer(trace),
            inbox: inbox, settings: EngineSettings(slots: slots),
            listener: Conductor.Listener(
                eventsCommitted: { trace.add("events to \($0)") },
                writabilityChanged: { trace.add($0 == nil ? "writable" : "not writable") },
                fileWatchesChanged: { watches in
                    watched.add(watches.values.map(\.pattern).sorted().joined(separator: " "))
                },
                grantsChanged: { grants in
                    let words = grants.map { "\($0.grantee) \($0.role.name)" }
                        .joined(separator: " ")
                    guard known.change(to: words) else { return }
                    trace.add("grants \(words)")
                }),
            at: now)
        _ = inbox.put(.census(AttemptCensus(incarnation: Incarnation("k1"))))
        conductor.step(at: now)
    }

    /// What the ports were used for since the last look, in order.
    func step(after milliseconds: Int64 = 0) -> [String] {
        now.wall.milliseconds += milliseconds
        now.boot = now.boot.advanced(milliseconds: milliseconds)
        conductor.step(at: now)
        return trace.take()
    }

    /// Hands a command in; its answer comes with a step and is kept under `name`.
    @discardableResult
    func submit(
        _ command: Command, _ options: Submission.Options = Submission.Options(),
        as name: String = "call",
    ) -> Promised {
        let promised = Promised()
        let trace = trace
        let submission = Submission(command: command, caller: Self.ann, options: options)
        let isTaken = inbox.put(
            .submission(submission) { result in
                trace.add("answer \(name)")
                promised.keep(result)
            })
        precondition(isTaken, "the inbox of a desk has room")
        return promised
    }

    /// Submits a job of shell nodes that depend on nothing, and takes a step.
    func haveJob(_ name: String, _ nodes: [NodeDefinition] = [.shell("a")]) throws {
        submit(.job(name, nodes))
        _ = step()
    }
}

extension Command {
    static func job(_ name: String, _ nodes: [NodeDefinition] = [.shell("a")]) -> Command {
        .submitJob(
            SubmitJob(
                scope: .standard, definition: JobDefinition(name: name, nodes: nodes), source: "",
                comment: ""))
    }

    static func run(_ name: String) -> Command {
        .runJob(RunJob(scope: .standard, jobName: name))
    }

    static func stop(_ ids: Int64...) -> Command {
        .operateInstances(
            OperateInstances(
                scope: .standard, operation: .stop, instances: ids.map { InstanceID($0) }))
    }
}

extension NodeDefinition {
    static func shell(_ name: String, retries: Int = 0) -> NodeDefinition {
        var node = NodeDefinition(name: name, type: .shell)
        node.retry.times = retries
        node.retry.intervalMilliseconds = 5_000
        return node
    }
}

/// The answer of a submission, once it has come.
final class Promised: Sendable {
    private let result = Mutex<Result<Answer, SluiceError>?>(nil)

    func keep(_ new: Result<Answer, SluiceError>) { result.withLock { $0 = new } }

    var answer: Result<Answer, SluiceError>? { result.withLock { $0 } }

    var done: Done? {
        if case .success(.done(let done)) = answer { done } else { nil }
    }

    var repeated: [UInt8]? {
        if case .success(.repeated(let bytes)) = answer { bytes } else { nil }
    }

    var refusal: SluiceError? {
        if case .failure(let error) = answer { error } else { nil }
    }
}

/// What was told last.
private final class Known: Sendable {
    private let words = Mutex("")

    /// False: it is the same.
    func change(to new: String) -> Bool {
        words.withLock { words in
            defer { words = new }
            return words != new
        }
    }
}

final class Trace: Sendable {
    private let lines = Mutex<[String]>([])

    func add(_ line: String) { lines.withLock { $0.append(line) } }

    func take() -> [String] {
        lines.withLock { lines in
            defer { lines = [] }
            return lines
        }
    }
}

/// A journal in memory that writes down its commits.
final class TracingJournal: Journal {
    let memory = MemoryJournal()
    /// The records of the latest commit.
    private(set) var latest: [Record] = []
    private let trace: Trace

    init(_ trace: Trace) {
        self.trace = trace
    }

    func load() throws(JournalError) -> Restored { try memory.load() }

    func supply(for need: Need) throws(JournalError) -> Supply { try memory.supply(for: need) }

    func answer(
        uid: UInt32, requestID: String, at now: Timestamp,
    ) throws(JournalError) -> AnswerRecord? {
        try memory.answer(uid: uid, requestID: requestID, at: now)
    }

    func prune(_ expired: Expired, limit: Int) throws(JournalError) -> [InstanceID] {
        trace.add("prune")
        return []
    }

    func commit(_ records: [Record]) throws(JournalError) {
        do throws(JournalError) {
            try memory.commit(records)
        } catch {
            trace.add("commit refused")
            throw error
        }
        trace.add(records.isEmpty ? "probe" : "commit")
        latest = records
    }
}

/// A performer that carries nothing out and writes down what was asked.
final class TracingPerformer: Performer, Courier {
    private let trace: Trace

    init(_ trace: Trace) {
        self.trace = trace
    }

    func start(_ attempt: AttemptStart) { trace.add("start \(attempt.id)") }
    func stop(_ attempt: AttemptID, graceMilliseconds: Int64) { trace.add("stop \(attempt)") }
    func acknowledge(_ attempt: AttemptID) { trace.add("acknowledge \(attempt)") }
    func accept(_ incarnation: Incarnation) { trace.add("accept \(incarnation)") }
    func requestCensus() { trace.add("ask for a census") }
    func flush() {}
    func deliver(_ notification: SluiceModel.Notification) {
        trace.add("deliver notification \(notification.id)")
    }
}
