import SluiceModel
import SluiceRPC
import SluiceServices
import SluiceWire
import Testing

/// Sending again on the way through services, engine and store.
@Suite(.timeLimit(.minutes(1))) struct NotificationServiceTests {
    private func refusal(of ids: [Int64]) async throws -> Status? {
        let daemon = try SmallDaemon()
        defer { daemon.end() }
        let context = CallContext.from(.somebody, NotificationServiceMethods.retryNotifications)
        return await #expect(throws: Status.self) {
            _ = try await NotificationServices(daemon.shell).retryNotifications(
                RetryNotificationsRequest(notificationIds: ids), context)
        }
    }

    @Test func `numbers are needed, not too many, and above 0`() async throws {
        #expect(try await refusal(of: [])?.code == .invalidArgument)
        #expect(
            try await refusal(of: Array(1...Int64(Limits.batchTargets + 1)))?.code
                == .invalidArgument)
        let wrong = try await refusal(of: [1, 0])
        #expect(wrong?.message.contains("0 is not the number of a notification") == true)
    }

    @Test func `one that there is not is not found`() async throws {
        let status = try await refusal(of: [4])
        #expect(status?.code == .notFound)
        #expect(status?.message.contains("there is no notification 4") == true)
    }
}
