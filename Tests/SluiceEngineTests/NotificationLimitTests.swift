import SluiceEngine
import SluiceModel
import Testing

/// Notifications are bounded.
@Suite struct NotificationLimitTests {
    private static let now = Now(
        wall: Timestamp(milliseconds: 1_700_000_000_000), boot: BootTime(nanoseconds: 0))

    /// An engine with as many notifications waiting as may.
    private func fullEngine() -> Engine {
        let waiting = (1...Limits.pendingNotifications).map { number in
            SluiceModel.Notification(
                id: NotificationID(Int64(number)), rule: .tell, scope: .standard, jobName: "j",
                subject: .init(
                    instance: InstanceID(1), version: 1, run: 1, status: .success, planTime: .zero),
                createTime: Self.now.wall,
                state: .pending(tries: 0, next: Self.now.wall, error: ""))
        }
        let counters = Counters(notification: Int64(waiting.count + 1))
        return Engine(
            restored: Restored(counters: counters, notifications: waiting), at: Self.now)
    }

    @Test func `one more than may wait is recorded as failed, with that reason`() throws {
        var engine = fullEngine()
        var effects = Effects()
        var job = JobDefinition(name: "k", nodes: [NodeDefinition(name: "a")])
        job.notifications = [.tell]
        for command: Command in [
            .submitJob(SubmitJob(scope: .standard, definition: job, source: "", comment: "")),
            .runJob(RunJob(scope: .standard, jobName: "k")),
        ] {
            _ = try engine.handle(
                command, by: Caller(uid: 0, gid: 0, pid: 1, user: "ann"), at: Self.now,
                into: &effects)
        }
        let made = effects.records.compactMap { record in
            if case .notification(let notification) = record { notification } else { nil }
        }
        #expect(made.map(\.id.rawValue) == [Int64(Limits.pendingNotifications + 1)])
        #expect(
            made.first?.state
                == .failed(
                    at: Self.now.wall, tries: 0, error: "10000 notifications wait already"))
        #expect(!effects.actions.contains { if case .notify = $0 { true } else { false } })
        #expect(engine.pendingNotifications.count == Limits.pendingNotifications)
    }

    @Test func `all that waits is sent when the engine goes on`() {
        var engine = fullEngine()
        var effects = Effects()
        engine.advance(to: Self.now, into: &effects)
        #expect(effects.actions.count == Limits.pendingNotifications)
        #expect(effects.records.isEmpty && engine.nextDeadline == nil)
    }
}

extension NotificationRule {
    fileprivate static let tell = NotificationRule(occasion: .success, target: .command(["tell"]))
}
