import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct NotificationTests {
    private func shell() -> Shell {
        let shell = Shell()
        shell.daemon.on(NotificationServiceMethods.listNotifications) {
            (_: ListNotificationsRequest) in
            ListNotificationsResponse(notifications: Self.notifications)
        }
        shell.daemon.on(NotificationServiceMethods.retryNotifications) {
            (request: RetryNotificationsRequest) in
            RetryNotificationsResponse(
                notifications: request.notificationIds.map {
                    SluiceWire.Notification(notificationId: $0, command: ["logger", "it failed"])
                })
        }
        return shell
    }

    private static let notifications = [
        SluiceWire.Notification(
            notificationId: 8, occasion: .failure, jobName: "etl", instanceId: 12, run: 1,
            status: .fail, webhook: "https://host/x", state: .failed, tries: 6,
            error: "the server answered 500", createTime: noon - 60_000, endTime: noon),
        SluiceWire.Notification(
            notificationId: 7, occasion: .late, jobName: "etl", instanceId: 12, run: 1,
            status: .running, command: ["logger", "late"], state: .delivered, tries: 1,
            createTime: noon - 120_000, endTime: noon - 119_000),
    ]

    @Test func `notifications are listed with whom they are for and why they failed`() async {
        let shell = shell()
        let lines = await shell.run("notification list").output.split(separator: "\n")
        #expect(
            lines.map { $0.split(separator: " ", omittingEmptySubsequences: true).first } == [
                "NUMBER", "8", "7",
            ])
        #expect(lines[1].contains("failure   failed         6"))
        #expect(lines[1].hasSuffix("https://host/x  the server answered 500"))
        #expect(lines[2].contains("late      delivered") && lines[2].hasSuffix("logger late"))
        #expect(await shell.run("notification list -o name").output == "8\n7\n")
        #expect(await shell.run("complete notifications").output == "8\n7\n")
    }

    @Test func `JSON has the fields and the words of the API`() async {
        let output = await shell().run("notification list -o json").output
        #expect(
            output.contains("\"notificationId\": 8") && output.contains("\"state\": \"FAILED\""))
        #expect(output.contains("\"occasion\": \"LATE\""))
    }

    @Test func `a list is narrowed by job, instance and state`() async throws {
        let shell = shell()
        _ = await shell.run("notification list --job e* --instance 12 --state failed,pending")
        let request = try #require(
            shell.daemon.requests(
                ListNotificationsRequest.self, of: NotificationServiceMethods.listNotifications
            ).first)
        #expect(request.jobGlob == "e*" && request.instanceId == 12)
        #expect(request.states == [.failed, .pending])
        let wrong = await shell.run("notification list --state lost")
        #expect(wrong.remarks.contains("'lost' is no state"))
        #expect(wrong.remarks.contains("one of: pending, delivered, failed"))
    }

    @Test func `failed ones are sent again, with a reason`() async throws {
        let shell = shell()
        let result = await shell.run("notification retry 8 9 --reason back")
        #expect(
            result.output == """
                notification 8 is sent again: logger it failed
                notification 9 is sent again: logger it failed

                """)
        let request = try #require(
            shell.daemon.requests(
                RetryNotificationsRequest.self, of: NotificationServiceMethods.retryNotifications
            ).first)
        #expect(request.notificationIds == [8, 9] && request.options?.reason == "back")
        let preview = await shell.run("notification retry 8 --dry-run")
        #expect(preview.output == "notification 8 would be sent again: logger it failed\n")
    }
}
