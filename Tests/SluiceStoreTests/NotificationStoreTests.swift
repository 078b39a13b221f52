import SluiceEngine
import SluiceModel
import SluiceRuntime
import SluiceWire
import Testing

@testable import SluiceStore

/// Notifications as they are kept, listed and removed.
@Suite struct NotificationStoreTests {
    private let scene: Scene

    private static let webhook = SluiceModel.NotificationRule(
        occasion: .failure,
        target: .webhook(url: "https://host/x", headers: [Pair("A", "b"), Pair("C", "")]),
        timeoutMilliseconds: 5_000, retryTimes: 1)

    /// The job `j` tells of failures and successes, `k` of nothing.
    init() throws {
        scene = try Scene()
        for (name, rules) in [("j", [Self.webhook, .command(.success)]), ("k", [])] {
            var job = SluiceModel.JobDefinition(name: name, nodes: chain(["a"], type: .shell))
            job.notifications = rules
            try world.perform(
                .submitJob(SubmitJob(scope: .standard, definition: job, source: "", comment: "")))
        }
    }

    private var world: World { scene.world }

    private func end(_ job: String, _ outcome: Outcome) throws {
        _ = try world.run(job)
        try world.endFirst(outcome)
        world.pass(milliseconds: 1_000)
    }

    private func report(_ id: Int64, _ error: String? = nil) throws {
        try world.observe(DeliveryReport(NotificationID(id), error: error))
    }

    private func list(
        _ request: ListNotificationsRequest = .init(),
    ) throws -> [SluiceWire.Notification] {
        try scene.queries.listNotifications(request).notifications
    }

    @Test func `what waits comes back as it was, with the tries that it has had`() throws {
        try end("j", .exit(code: 3))
        try end("j", .success)
        try report(1, "the server answered 500")
        let restored = try SQLiteJournal(scene.folder.store()).load()
        let held = world.engine.pendingNotifications
        #expect(restored.notifications.count == 2)
        for notification in restored.notifications {
            #expect(notification == held[notification.id])
        }
        #expect(restored.notifications.map(\.rule) == [Self.webhook, .command(.success)])
        #expect(restored.counters.notification == 3)
        let subject = try #require(restored.notifications.first).subject
        #expect(subject.failedNodes == [Pair("a", "exit 3")])
        #expect(subject.milliseconds != nil && subject.endTime != nil)
    }

    @Test func `what was delivered or given up does not come back, and can be asked for`() throws {
        try end("j", .exit(code: 3))
        try end("j", .exit(code: 4))
        try report(1)
        try report(2, "no")
        world.pass(milliseconds: 20_000)
        try report(2, "no again")
        let journal = SQLiteJournal(try scene.folder.store())
        #expect(try journal.load().notifications.isEmpty)
        guard
            case .notification(let failed) = try journal.supply(
                for: .notification(NotificationID(2)))
        else { throw Unexpected("no notification 2") }
        #expect(
            failed.state == .failed(at: world.now.wall, tries: 2, error: "no again"))
        guard case .nothing = try journal.supply(for: .notification(NotificationID(3))) else {
            throw Unexpected("a notification 3")
        }
    }

    @Test func `a list is newest first, a page at a time, narrowed by job, instance and state`()
        throws
    {
        try end("j", .exit(code: 3))
        try end("k", .exit(code: 3))
        try end("j", .success)
        try end("j", .success)
        try report(2)
        #expect(try list().map(\.notificationId) == [3, 2, 1])
        #expect(try list(.init(jobGlob: "k*")).isEmpty)
        #expect(try list(.init(instanceId: 3)).map(\.notificationId) == [2])
        #expect(try list(.init(states: [.pending])).map(\.notificationId) == [3, 1])
        let first = try scene.queries.listNotifications(.init(pageSize: 2))
        let second = try scene.queries.listNotifications(
            .init(pageSize: 2, pageToken: first.nextPageToken))
        #expect(first.notifications.count == 2 && second.nextPageToken.isEmpty)
        #expect(second.notifications.map(\.notificationId) == [1])
    }

    @Test func `an entry says to whom, of what, and how it stands`() throws {
        try end("j", .exit(code: 3))
        try end("j", .success)
        try report(1, "no")
        let entries = try list()
        let (command, webhook) = (try #require(entries.first), try #require(entries.last))
        #expect(command.command == ["tell"] && command.webhook.isEmpty)
        #expect(webhook.command.isEmpty && webhook.webhook == "https://host/x")
        #expect(webhook.occasion == .failure && webhook.status == .fail && webhook.run == 1)
        #expect(webhook.state == .pending && webhook.tries == 1 && webhook.error == "no")
        #expect(webhook.nextTime == world.now.wall.milliseconds + 10_000 && webhook.endTime == 0)
        #expect(webhook.reason == "node 'a' failed: exit 3" && webhook.jobName == "j")
    }

    @Test func `an instance counts what could not be delivered about it`() throws {
        try end("j", .exit(code: 3))
        #expect(try scene.details().failedNotifications == 0)
        try report(1, "no")
        try report(1, "no")
        #expect(try scene.details().failedNotifications == 1)
    }

    @Test func `one that ended long ago is removed, one that waits stays`() throws {
        try end("j", .success)
        try end("j", .success)
        try report(1)
        world.pass(milliseconds: 1_000)
        let border = world.now.wall
        _ = try world.journal.prune(
            Expired(endedBefore: border, eventsBefore: border, answersBefore: .zero), limit: 10)
        #expect(try list().map(\.notificationId) == [2])
    }

    @Test func `how long the last successful runs of a job took is known in their order`() throws {
        let job = try world.submit("l", chain(["a"], type: .shell))
        for milliseconds in [1_000, 2_000, 3_000] as [Int64] {
            _ = try world.run("l")
            world.pass(milliseconds: milliseconds)
            try world.endFirst()
        }
        _ = try world.run("l")
        try world.endFirst(.exit(code: 1))
        try world.operate(.forceSuccess, InstanceID(4))
        guard case .durations(let durations) = try world.journal.supply(for: .durations(job)) else {
            throw Unexpected("no durations")
        }
        // Each run begins some milliseconds before its command has been answered.
        #expect(durations.map { $0 / 1_000 } == [1, 2, 3])
    }
}

extension SluiceModel.NotificationRule {
    fileprivate static func command(_ occasion: Occasion) -> Self {
        Self(occasion: occasion, target: .command(["tell"]))
    }
}
