import Glibc
import SluiceModel

@testable import SluiceNotifier

/// A notifier, what it reports, and a folder of its own that its commands write to.
final class Receiver {
    let notifier = Notifier()
    let folder: String
    private let reports: AsyncStream<DeliveryReport>
    private let continuation: AsyncStream<DeliveryReport>.Continuation

    init() {
        var template = Array("/tmp/sluice-notifier-XXXXXX".utf8CString)
        folder = unsafe mkdtemp(&template).map { unsafe String(cString: $0) } ?? "/tmp"
        (reports, continuation) = AsyncStream.makeStream()
        let continuation = continuation
        notifier.listen { continuation.yield($0) }
    }

    deinit {
        continuation.finish()
        for name in ["a", "b"] { _ = unsafe unlink("\(folder)/\(name)") }
        _ = unsafe rmdir(folder)
    }

    /// What became of the next delivery.
    func report() async -> DeliveryReport? {
        for await report in reports { return report }
        return nil
    }

    /// Delivers one and says why it failed; nil: it did not.
    func deliver(_ target: NotificationRule.Target, timeout: Int64 = 30_000) async -> String? {
        notifier.deliver(.sample(target, timeout: timeout))
        return await report()?.error
    }

    func shell(_ script: String, timeout: Int64 = 30_000) async -> String? {
        await deliver(.command(["sh", "-c", script]), timeout: timeout)
    }

    func text(of name: String) -> String {
        guard let file = unsafe fopen("\(folder)/\(name)", "r") else { return "" }
        defer { unsafe fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = unsafe fread(&buffer, 1, buffer.count, file)
        return String(decoding: buffer[..<count], as: UTF8.self)
    }
}

extension Notification {
    static func sample(
        _ target: NotificationRule.Target, id: Int64 = 7, timeout: Int64 = 30_000,
    ) -> Notification {
        Notification(
            id: NotificationID(id),
            rule: NotificationRule(
                occasion: .failure, target: target, timeoutMilliseconds: timeout),
            scope: .standard, jobName: "nightly",
            subject: Subject(
                instance: InstanceID(12), version: 3, run: 2, status: .fail,
                planTime: Timestamp(milliseconds: 1_000),
                startTime: Timestamp(milliseconds: 1_500),
                endTime: Timestamp(milliseconds: 2_750), milliseconds: 1_250,
                reason: "node 'load' failed: exit 3",
                failedNodes: [Pair("load", "exit 3: \"no\" room\n")], failedTotal: 1),
            createTime: Timestamp(milliseconds: 2_750),
            state: .pending(tries: 0, next: Timestamp(milliseconds: 2_750), error: ""))
    }
}
