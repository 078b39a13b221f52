import SluiceClient
import SluiceWire

extension Session {
    /// Between two looks at a backfill.
    private static let interval = Duration.seconds(1)

    /// Stays until a backfill has ended, shows how it comes to that, and says how it ended. With
    /// `orPaused` also until it is paused: a script would wait for ever.
    func awaitEnd(
        ofBackfill id: Int64, _ timeout: DurationArgument?, orPaused: Bool = true,
    ) async throws(Failure) -> Backfill {
        let deadline = timeout.map { ContinuousClock.now + .milliseconds($0.milliseconds) }
        var viewer = BackfillViewer(session: self)
        while true {
            let backfill = try await backfill(id, limit: 1).backfill ?? Backfill()
            viewer.take(backfill)
            let isHeld = orPaused && backfill.state == .paused && backfill.active == 0
            if backfill.isOver || isHeld {
                try await conclude(backfill)
                return backfill
            }
            if let deadline, deadline <= .now {
                throw Failure(
                    .timedOut,
                    "\(backfill.title) has not ended within \(timeout?.text ?? "the time given")",
                    hint: "it goes on; watch it: sluice backfill watch \(id)")
            }
            await console.pause(Self.interval)
        }
    }

    /// The last words about a backfill: how it ended, what failed, and what to do.
    private func conclude(_ backfill: Backfill) async throws(Failure) {
        let id = backfill.backfillId
        let time = backfill.endTime > 0 ? backfill.endTime - backfill.createTime : nil
        let after = time.map { " after \(DurationText.write($0))" } ?? ""
        let state = remarkPaint(backfill.state.words, backfill.state.style)
        let counts = ["\(backfill.success)/\(backfill.total) succeeded", backfill.remarks]
            .filter { !$0.isEmpty }.joined(separator: ", ")
        remark("\(backfill.title): \(state)\(after); \(counts)")
        if backfill.fail > 0 {
            let failed = try await self.backfill(id, [.fail], limit: Self.listedFailures).cycles
            for cycle in failed { remark("  \(cycle.failure(console.zone))") }
            if Int(backfill.fail) > failed.count {
                remark("  all of them: sluice backfill show \(id) --status fail")
            }
        }
        if backfill.state == .paused {
            remark("  it waits for somebody: sluice backfill resume \(id), or cancel \(id)")
        }
    }
}

extension Backfill {
    /// What a command that waited for the end exits with.
    var outcome: Outcome { state == .success ? .done : .failed }
}

extension BackfillCycle {
    /// `etl 2026-11-20T02:00:00Z, instance 12: node 'load' failed: exit 1`
    fileprivate func failure(_ zone: Zone) -> String {
        let instance = instanceId > 0 ? ", instance \(instanceId)" : ""
        return "\(job) \(TimeText.rfc3339(planTime, zone))\(instance): \(reason)"
    }
}

/// Shows how a backfill goes on: a line with a bar that is drawn again each second on a terminal,
/// else a line for each change.
struct BackfillViewer {
    /// Characters of a bar; a narrow terminal has a shorter one.
    private static let barWidths = 8...20

    private let session: Session
    private var shown: Backfill?

    init(session: Session) {
        self.session = session
    }

    mutating func take(_ backfill: Backfill) {
        defer { shown = backfill }
        let console = session.console
        guard console.remarksAreTerminal else {
            guard backfill != shown else { return }
            return session.remark(
                "\(TimeText.rfc3339(console.now(), console.zone)) \(backfill.sentence)")
        }
        let line = Self.line(
            backfill, now: console.now(), width: console.width, session.remarkPaint)
        // One line up, and all from there on is cleared.
        let back = shown == nil ? "" : "\u{1B}[1A\r\u{1B}[J"
        console.remarks(Array((back + line + "\n").utf8))
    }

    /// `backfill 7 of etl  running  ██████░░░░ 12/24  1 failed, 2 at work  about 4m 2s left`
    static func line(_ backfill: Backfill, now: Int64, width: Int, _ paint: Paint) -> String {
        let left = backfill.timeLeft(now: now).map { "about \(DurationText.write($0)) left" }
        func line(_ bar: String) -> String {
            let parts = [
                backfill.title, backfill.state.words, "\(bar) \(backfill.ended)/\(backfill.total)",
                backfill.remarks, left ?? "", backfill.why,
            ]
            return parts.filter { !$0.isEmpty }.joined(separator: "  ")
        }
        let room = min(max(width - line("").count, barWidths.lowerBound), barWidths.upperBound)
        return paint(truncated(line(bar(backfill, room)), to: width), .bold)
    }

    private static func bar(_ backfill: Backfill, _ width: Int) -> String {
        let filled = width * Int(backfill.ended) / max(1, Int(backfill.total))
        return String(repeating: "█", count: filled)
            + String(repeating: "░", count: width - filled)
    }
}
