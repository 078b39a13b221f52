package import SluiceEngine
package import SluiceExpression
package import SluiceModel

/// The only writer. One `step` takes what has arrived, applies it, commits once, answers, and acts:
/// durable, then answered, then done.
///
/// Synchronous and without a clock of its own, so that a simulator can drive it and crash it at
/// each boundary. Not safe for several threads: one thread owns it.
package final class Conductor {
    private let journal: any Journal
    private let performer: any Performer
    private let courier: any Courier
    private let inbox: Inbox
    private let almanac: any Almanac
    private let settings: EngineSettings
    private let listener: Listener
    private let retention: Retention
    private var nextPrune: BootTime
    /// Of the watches that the listener has; nil: it has none.
    private var toldFileWatches: Int?
    /// Of the roles that the listener knows, likewise.
    private var toldGrants: Int?
    package private(set) var engine: Engine
    /// Set while the volume refuses writes; changes are refused with it.
    package private(set) var refusal: JournalError?
    private var nextProbe: BootTime
    /// How often the volume that refused a batch is tried again though nothing arrives.
    private static let probeMilliseconds: Int64 = 1_000

    /// Loads the world as it was committed last.
    package init(
        journal: any Journal, performer: any Performer, courier: any Courier, inbox: Inbox,
        almanac: any Almanac = OffsetAlmanac(), settings: EngineSettings,
        retention: Retention = Retention(), listener: Listener = Listener(), at now: Now,
    ) throws(JournalError) {
        self.journal = journal
        self.performer = performer
        self.courier = courier
        self.inbox = inbox
        self.almanac = almanac
        self.settings = settings
        self.listener = listener
        self.retention = retention
        nextPrune = now.boot.advanced(milliseconds: Retention.firstMilliseconds)
        nextProbe = now.boot
        engine = Engine(settings: settings, restored: try journal.load(), at: now)
        tellGrants()
    }

    /// When `step` has something to do next though nothing arrives. What is due while the volume
    /// refuses waits with everything else for the next probe.
    package var nextDeadline: BootTime {
        if refusal != nil { return nextProbe }
        return min(engine.nextDeadline ?? nextPrune, nextPrune)
    }

    /// One batch. Returns how many inputs it took.
    @discardableResult
    package func step(at now: Now) -> Int {
        let inputs = inbox.take(max: Limits.batchInputs)
        if refusal != nil { tryToRecover(at: now) }
        var batch = Batch(now: now)
        engine.notice(now)
        for input in inputs { apply(input, to: &batch) }
        if refusal == nil { advance(batch) } else { batch.answer() }
        // Last of all: a look sees what is committed, never what the batch could still lose.
        for case .query(let query) in inputs { answer(query) }
        if refusal == nil, nextPrune <= now.boot { prune(at: now) }
        return inputs.count
    }

    /// Lets happen what is due, and completes the batch.
    private func advance(_ batch: Batch) {
        var batch = batch
        do throws(SluiceError) {
            repeat {
                try hydrate { $0.needsToAdvance() }
                engine.advance(to: batch.now, into: &batch.effects)
            } while engine.hasUntoldEnds
        } catch {
            // What is due cannot be told without the store, so nothing of the batch happens.
            return refuse(batch, .refused(error.message))
        }
        engine.seal(into: &batch.effects)
        finish(batch)
    }

    /// Removes what has had its time, a little at a time.
    private func prune(at now: Now) {
        var pause = Retention.pauseMilliseconds
        do throws(JournalError) {
            let removed = try journal.prune(
                retention.expired(at: now.wall), limit: Retention.chunk)
            if removed.count == Retention.chunk { pause = Retention.soonMilliseconds }
            if !removed.isEmpty { listener.instancesRemoved(removed) }
        } catch {
            // Nothing is lost by keeping more for a while; a volume that refuses shows at the next
            // change, and there it is reported.
        }
        nextPrune = now.boot.advanced(milliseconds: pause)
    }

    private func apply(_ input: Input, to batch: inout Batch) {
        switch input {
        case .submission(let submission, let answer):
            let result: Result<Answer, SluiceError>
            do throws(SluiceError) {
                result = .success(try carryOut(submission, &batch))
            } catch {
                result = .failure(error)
            }
            batch.answers.append((answer, result))
        case .report(let report):
            // While the volume refuses writes the keeper holds on to its results.
            guard refusal == nil else { return }
            engine.observe(report, at: batch.now, into: &batch.effects)
        case .census(let census):
            guard refusal == nil else { return }
            batch.dropStarts()
            engine.take(census, at: batch.now, into: &batch.effects)
            batch.census = census.incarnation
        case .delivery(let report):
            // While the volume refuses writes nothing is noted: it is sent again afterwards.
            guard refusal == nil else { return }
            engine.observe(report, at: batch.now, into: &batch.effects)
        case .files(let report): observe(report, &batch)
        case .refused(let entry): log(entry, &batch)
        case .visit(let visited, let done):
            batch.visitors.append(done)
            if refusal == nil { batch.effects.records.append(.visited(visited)) }
        case .drain: engine.drain()
        case .query: break
        }
    }

    private func log(_ entry: OperationRecord, _ batch: inout Batch) {
        guard refusal == nil else { return }
        var entry = entry
        if !engine.has(entry.scope.workspace) { entry.scope = .standard }
        batch.effects.records.append(.operation(entry))
    }

    /// Commits, then answers, then acts.
    private func finish(_ batch: Batch) {
        var batch = batch
        if !batch.effects.records.isEmpty {
            do throws(JournalError) {
                try journal.commit(batch.effects.records)
            } catch {
                refuse(batch, error)
                return
            }
        }
        // First: who is told that a role was taken is rid of it.
        tellGrants()
        batch.answer()
        if let keeper = batch.census { performer.accept(keeper) }
        perform(batch.effects.actions)
        if let latest = batch.latestEvent { listener.eventsCommitted(latest) }
        tellFileWatches()
    }

    private func observe(_ report: FileReport, _ batch: inout Batch) {
        // Once the volume takes changes again all files are looked for anew.
        guard refusal == nil else { return }
        do throws(SluiceError) {
            try hydrate { engine in engine.needs(of: report) }
        } catch {
            // Without what was used before nothing can be made of it; the next complete look has it
            // again.
            return
        }
        engine.observe(report, at: batch.now, into: &batch.effects)
    }

    private func tellFileWatches() {
        guard toldFileWatches != engine.fileWatchRevision else { return }
        toldFileWatches = engine.fileWatchRevision
        listener.fileWatchesChanged(engine.fileWatches)
    }

    private func tellGrants() {
        guard toldGrants != engine.grantRevision else { return }
        toldGrants = engine.grantRevision
        listener.grantsChanged(engine.givenRoles)
    }

    private func perform(_ actions: [Action]) {
        guard !actions.isEmpty else { return }
        for action in actions {
            switch action {
            case .start(let start): performer.start(start)
            case .stop(let attempt, let grace):
                performer.stop(attempt, graceMilliseconds: grace)
            case .acknowledge(let attempt): performer.acknowledge(attempt)
            case .notify(let notification): courier.deliver(notification)
            }
        }
        performer.flush()
    }
}

// MARK: - When the volume refuses

extension Conductor {
    /// Nothing of the batch happened: every caller is told, and the engine, which has seen it, is
    /// thrown away and rebuilt from what is on the disk.
    private func refuse(_ batch: Batch, _ error: JournalError) {
        var batch = batch
        refuse(error, at: batch.now)
        // Looks go on meanwhile. Where reading fails too, the probe that succeeds reads it all.
        if let restored = try? journal.load() {
            engine = Engine(settings: settings, restored: restored, at: batch.now)
        }
        batch.fail(error.asSluiceError)
        listener.writabilityChanged(error)
        batch.answer()
    }

    private func refuse(_ error: JournalError, at now: Now) {
        refusal = error
        toldFileWatches = nil
        // An engine that is loaded anew counts anew.
        toldGrants = nil
        listener.fileWatchesChanged([:])
        nextProbe = now.boot.advanced(milliseconds: Self.probeMilliseconds)
    }

    /// A probe: loads what is on the disk and writes to it. The keeper is asked anew, since reports
    /// were dropped meanwhile.
    private func tryToRecover(at now: Now) {
        do throws(JournalError) {
            // An empty batch is a probe: it writes, and changes nothing.
            try journal.commit([])
            engine = Engine(settings: settings, restored: try journal.load(), at: now)
        } catch {
            refuse(error, at: now)
            return
        }
        refusal = nil
        listener.writabilityChanged(nil)
        performer.requestCensus()
        performer.flush()
    }
}

// MARK: - One command

extension Conductor {
    private func carryOut(
        _ submission: Submission, _ batch: inout Batch,
    ) throws(SluiceError) -> Answer {
        if let refusal { throw refusal.asSluiceError }
        let afterSeq = engine.counters.event - 1
        if let known = try remembered(submission, batch) {
            if known.digest == submission.options.digest { return .repeated(known.response) }
            let error = SluiceError.requestIDUsed(submission.options.requestID)
            if !submission.options.isDryRun {
                batch.log(submission, refusal: error, in: engine, afterSeq: afterSeq)
            }
            throw error
        }
        try hydrate { engine in engine.needs(of: submission.command) }
        if submission.options.isDryRun { return .done(try preview(submission, batch.now)) }
        do throws(SluiceError) {
            try checkPlan(submission, batch.now)
            let reply = try engine.handle(
                submission.command, by: submission.caller, because: submission.options.reason,
                at: batch.now, into: &batch.effects)
            batch.log(submission, reply, in: engine, afterSeq: afterSeq)
            let done = Done(reply: reply, isDryRun: false, planToken: "")
            batch.remember(submission, done)
            return .done(done)
        } catch {
            batch.log(submission, refusal: error, in: engine, afterSeq: afterSeq)
            throw error
        }
    }

    /// Reads from the store what the engine does not hold.
    private func hydrate(_ needed: (borrowing Engine) -> [Need]) throws(SluiceError) {
        var asked: Set<Need> = []
        while true {
            let needs = needed(engine).filter { asked.insert($0).inserted }
            guard !needs.isEmpty else { return }
            for need in needs {
                engine.supply(try supply(for: need), for: need)
                try engine.checkRoom()
            }
        }
    }

    private func supply(for need: Need) throws(SluiceError) -> Supply {
        if case .schedule(let definition) = need {
            do throws(SluiceError) {
                return .schedule(try Schedule(definition, from: almanac))
            } catch {
                return .unreadable(error)
            }
        }
        do throws(JournalError) {
            return try journal.supply(for: need)
        } catch {
            throw error.asSluiceError
        }
    }

    private func answer(_ query: Query) {
        do throws(SluiceError) {
            try hydrate(query.needs)
            query.look(engine)
        } catch {
            query.fail(error)
        }
    }

    /// What a command would change: it is run on a copy, and the effects are thrown away.
    private func preview(_ submission: Submission, _ now: Now) throws(SluiceError) -> Done {
        var copy = engine.copy(for: submission.command)
        var effects = Effects()
        let reply = try copy.handle(
            submission.command, by: submission.caller, at: now, into: &effects)
        let token = PlanToken.of(submission.command, reply, in: copy)
        return Done(reply: reply, isDryRun: true, planToken: token)
    }

    private func checkPlan(_ submission: Submission, _ now: Now) throws(SluiceError) {
        let expected = submission.options.planToken
        guard !expected.isEmpty else { return }
        let present: String
        do throws(SluiceError) {
            present = try preview(submission, now).planToken
        } catch {
            // It was admitted when the preview was made.
            guard [.failedPrecondition, .notFound].contains(error.code) else { throw error }
            throw .planChanged(
                expected, "what the preview showed cannot be done any more: \(error.message)")
        }
        guard present == expected else {
            throw .planChanged(
                expected,
                "what the operation would change is no longer what the preview showed; "
                    + "look at a new preview")
        }
    }

    /// The answer that was given to the request id of a call; the call may be another one.
    private func remembered(
        _ submission: Submission, _ batch: Batch,
    ) throws(SluiceError) -> AnswerRecord? {
        let id = submission.options.requestID
        guard !id.isEmpty else { return nil }
        if let now = batch.remembered(uid: submission.caller.uid, requestID: id) { return now }
        do throws(JournalError) {
            return try journal.answer(
                uid: submission.caller.uid, requestID: id, at: batch.now.wall)
        } catch {
            throw error.asSluiceError
        }
    }
}

extension SluiceError {
    fileprivate static func planChanged(_ token: String, _ message: String) -> SluiceError {
        SluiceError(
            .aborted, reason: "PLAN_CHANGED", message, subject: "plan_token \(token)")
    }

    fileprivate static func requestIDUsed(_ id: String) -> SluiceError {
        SluiceError(
            .invalidArgument, reason: "REQUEST_ID_USED",
            "the request id '\(id)' was used for a call with another content; use a new one",
            subject: "options.request_id")
    }
}

extension JournalError {
    package var asSluiceError: SluiceError {
        switch self {
        case .full(let why):
            SluiceError(
                .resourceExhausted, reason: "VOLUME_FULL",
                "the volume of the state folder is full: \(why); free some room", subject: "store")
        case .refused(let why):
            SluiceError(
                .unavailable, reason: "STORE_REFUSED", "the store refuses: \(why)",
                subject: "store")
        case .corrupt(let why):
            SluiceError(
                .internalError, reason: "STORE_CORRUPT", "the store cannot be read: \(why)",
                subject: "store")
        }
    }
}
