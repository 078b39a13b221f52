internal import Glibc
internal import SluiceModel
internal import SluiceWire

/// One try to deliver a notification, as a program and what its end means.
struct Messenger {
    var program: Program
    private let isWebhook: Bool

    init(_ notification: SluiceModel.Notification) {
        let body = NotificationBody(notification)
        let json = body.jsonString()
        let timeout = notification.rule.timeoutMilliseconds
        switch notification.rule.target {
        case .command(let words):
            isWebhook = false
            program = Program(
                arguments: words, environment: Self.environment + Self.facts(body),
                input: Array((json + "\n").utf8), timeoutMilliseconds: timeout)
        case .webhook(let url, let headers):
            isWebhook = true
            let configuration = CurlConfiguration(
                url: url, headers: headers, key: "sluice-notification-\(notification.id)",
                body: json, timeoutMilliseconds: timeout)
            // What the user's own curl is configured to do is none of its business: -q comes first.
            program = Program(
                arguments: ["curl", "-q", "--config", "-"], environment: Self.environment,
                input: Array(configuration.text.utf8),
                timeoutMilliseconds: timeout + Self.curlGraceMilliseconds)
        }
    }

    /// curl keeps the time itself, and says better what it waited for.
    private static let curlGraceMilliseconds: Int64 = 2_000

    /// Why it was not delivered; nil: it was.
    func error(of end: Program.End) -> String? {
        switch end {
        case .exit(0, let errors):
            guard isWebhook else { return nil }
            let code = CurlConfiguration.answer(in: errors).code
            return code.hasPrefix("2") ? nil : "the server answered \(code)"
        case .exit(let code, let errors):
            return isWebhook
                ? CurlConfiguration.answer(in: errors).words
                : ["exit \(code)", errors].joinedWords
        case .signal(let number, let errors):
            return ["killed by signal \(number)", errors].joinedWords
        case .timeout(let errors):
            let limit = program.timeoutMilliseconds
            return ["timeout after \(limit) ms", errors].joinedWords
        case .couldNotStart(ENOENT) where isWebhook:
            return "there is no curl, which webhooks need: install curl"
        case .couldNotStart(let code):
            let words = unsafe strerror(code).map { unsafe String(cString: $0) }
            return "could not start \(program.arguments[0]): \(words ?? "error \(code)")".shortened
        }
    }

    // MARK: - Environment

    /// Of the daemon's only what says where and in which language; the rest is nobody's business.
    private static var environment: [Pair] {
        let names = ["PATH", "HOME", "LANG", "USER", "LOGNAME", "TZ"]
        let known = names.compactMap { name in
            unsafe getenv(name).map { Pair(name, unsafe String(cString: $0)) }
        }
        let hasPath = known.contains { $0.name == "PATH" }
        return hasPath ? known : known + [Pair("PATH", "/usr/local/bin:/usr/bin:/bin")]
    }

    private static func facts(_ body: NotificationBody) -> [Pair] {
        [
            Pair("SLUICE_NOTIFICATION", "\(body.notificationId)"),
            Pair("SLUICE_OCCASION", body.occasion.text ?? ""),
            Pair("SLUICE_WORKSPACE", body.workspace),
            Pair("SLUICE_JOB", body.jobName),
            Pair("SLUICE_INSTANCE", "\(body.instanceId)"),
            Pair("SLUICE_RUN", "\(body.run)"),
            Pair("SLUICE_STATUS", body.status.text ?? ""),
            Pair("SLUICE_PLAN_TIME", "\(body.planTime)"),
            Pair("SLUICE_REASON", body.reason),
        ]
    }
}

extension [String] {
    fileprivate var joinedWords: String { filter { !$0.isEmpty }.joined(separator: ": ") }
}
