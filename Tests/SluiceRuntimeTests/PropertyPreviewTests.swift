import SluiceEngine
import SluiceModel
import SluiceRuntime
import SluiceSimulation
import Testing

/// A preview is a promise: what it listed happens, or nothing does.
@Suite struct PropertyPreviewTests {
    private static let seeds: ClosedRange<UInt64> = 1...40
    private static let rounds = 12

    @Test func `with the token of a preview, what it listed happens or nothing does`() throws {
        var done = 0
        var aborted = 0
        for seed in Self.seeds {
            var dice = Dice(seed: seed)
            let jobs = NaiveJobs.two(&dice)
            let rounds = (0..<Self.rounds).map { _ in dice.next() }
            let world = try PreviewWorld.after(rounds, jobs)
            done += world.done
            aborted += world.aborted
            guard world.fault != nil else { continue }
            Issue.record("seed \(seed): \(try Self.report(rounds, jobs))")
            return
        }
        #expect(done > Self.seeds.count)
        #expect(aborted > Self.seeds.count / 3)
    }

    /// The fault again after as few rounds as it needs, in words.
    private static func report(_ rounds: [UInt64], _ jobs: [JobDefinition]) throws -> String {
        var fewest = rounds
        for round in rounds.reversed() {
            let fewer = fewest.filter { $0 != round }
            if try PreviewWorld.after(fewer, jobs).fault != nil { fewest = fewer }
        }
        let world = try PreviewWorld.after(fewest, jobs)
        let lines = [world.fault ?? ""] + jobs.flatMap(\.naiveWords) + world.told
        return lines.joined(separator: "\n")
    }
}

/// A conductor and the naive world side by side, and somebody who looks before acting.
private final class PreviewWorld {
    private let jobs: [JobDefinition]
    private(set) var told: [String] = []
    private(set) var fault: String?
    /// Previews that were carried out, and previews that no longer held.
    private(set) var done = 0
    private(set) var aborted = 0

    private let desk: Desk
    private var naive: NaiveWorld
    private var dice: Dice

    private init(_ jobs: [JobDefinition]) throws {
        self.jobs = jobs
        dice = Dice(seed: 0)
        desk = try Desk(slots: 10_000)
        naive = NaiveWorld(at: desk.now.wall)
        for job in jobs {
            desk.submit(
                .submitJob(
                    SubmitJob(scope: .standard, definition: job, source: "", comment: "")))
        }
    }

    /// The world after rounds, each with a seed of its own, up to the first fault.
    static func after(_ rounds: [UInt64], _ jobs: [JobDefinition]) throws -> PreviewWorld {
        let world = try PreviewWorld(jobs)
        for round in rounds where world.fault == nil {
            world.dice = Dice(seed: round)
            world.previewAndExecute()
        }
        return world
    }

    private func previewAndExecute() {
        if naive.instances.isEmpty { make(.run) }
        for _ in 0..<dice.upTo(8) { make(.random(&dice)) }
        let kinds: [NaiveMove.Kind] = [.operateNodes, .operateNodes, .operateInstances, .retry]
        guard fault == nil,
            let move = NaiveMove(dice.pick(kinds) ?? .retry, in: naive, of: jobs, &dice),
            let command = move.command
        else { return }
        told.append("preview \(move.words)")
        let before = desk.journal.memory.standing
        let promised = desk.submit(command, Submission.Options(isDryRun: true))
        _ = desk.step()
        if desk.journal.memory.standing != before { fault = "a preview changes something" }
        var copy = naive
        switch (copy.make(move), promised.done) {
        case (.failure, nil): break
        case (.failure(let refusal), .some): fault = "it is refused for \(refusal.reasons)"
        case (.success, nil): fault = "the preview is refused: \(promised.words)"
        case (.success(let changes), .some(let preview)):
            fault = changes.fault(in: preview.reply, named: move.targets)
            if fault == nil { execute(move, command, preview) }
        }
    }

    /// Others act, then the operation is carried out with the token.
    private func execute(_ move: NaiveMove, _ command: Command, _ preview: Done) {
        for _ in 0..<dice.upTo(5) { make(.random(&dice)) }
        guard fault == nil else { return }
        told.append("execute \(move.words)")
        let before = desk.journal.memory.standing
        let promised = desk.submit(
            command, Submission.Options(planToken: preview.planToken))
        _ = desk.step()
        if let carriedOut = promised.done {
            done += 1
            check(move, carriedOut.reply, against: preview.reply)
        } else {
            checkRefusal(promised)
            let isSame = desk.journal.memory.standing == before
            if !isSame { fault = "what was refused changes something" }
        }
    }

    private func check(_ move: NaiveMove, _ reply: Reply, against listed: Reply) {
        let told = [listed, reply].map { reply in
            reply.changes.map { NaiveChange($0, named: move.targets) }
        }
        if told[0] != told[1] { fault = "it does something else than what was listed" }
        switch naive.make(move) {
        case .failure(let refusal): fault = "it ought to be refused: \(refusal.reasons)"
        case .success(let changes):
            fault = fault ?? changes.fault(in: reply, named: move.targets)
            fault = fault ?? desk.journal.memory.disagreement(with: naive)
        }
    }

    private func checkRefusal(_ promised: Promised) {
        guard let error = promised.refusal else {
            fault = "there is no answer"
            return
        }
        told.append("  refused: \(promised.words)")
        guard error.code == .aborted else { return }
        aborted += 1
        if error.reason != "PLAN_CHANGED" { fault = "aborted for \(error.reason)" }
    }

    // MARK: - What others do

    private func make(_ kind: NaiveMove.Kind) {
        guard fault == nil, let move = NaiveMove(kind, in: naive, of: jobs, &dice) else { return }
        told.append(move.words)
        switch move {
        case .run(let job, let planTime): run(job, at: planTime, move)
        case .attemptEnds(let target, let outcome):
            end(target, outcome)
            _ = naive.make(move)
        case .timePasses(let milliseconds):
            _ = desk.step(after: milliseconds)
            _ = naive.make(move)
        case .operateNodes, .operateInstances, .retry: operate(move)
        }
        fault = fault ?? desk.journal.memory.disagreement(with: naive)
    }

    private func run(_ job: JobDefinition, at planTime: Timestamp?, _ move: NaiveMove) {
        guard let command = move.command else { return }
        let promised = desk.submit(command)
        _ = desk.step()
        guard let id = promised.done?.reply.changes.first?.instance else {
            fault = "a run is refused: \(promised.words)"
            return
        }
        naive.run(job, as: id, at: planTime)
    }

    private func end(_ target: NodeTarget, _ outcome: Outcome) {
        guard let attempt = desk.journal.memory.attempt(of: target) else { return }
        let result = AttemptResult(
            outcome: outcome, endTime: desk.now.wall, milliseconds: 1_000)
        desk.inbox.put([.ended(attempt, result)])
        _ = desk.step()
    }

    private func operate(_ move: NaiveMove) {
        guard let command = move.command else { return }
        let promised = desk.submit(command)
        _ = desk.step()
        let isAdmitted = (try? naive.make(move).get()) != nil
        if isAdmitted != (promised.done != nil) {
            fault = "expected \(isAdmitted ? "success" : "a refusal"), got \(promised.words)"
        }
    }
}

extension Promised {
    fileprivate var words: String {
        refusal.map { "\($0.reason) \($0.message)" } ?? "success"
    }
}
