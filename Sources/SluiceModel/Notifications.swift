/// Whom a job tells of what becomes of its instances.
package struct NotificationRule: Hashable, Sendable {
    package var occasion: Occasion
    package var target: Target
    /// A try that takes longer has failed, milliseconds; see `Limits`.
    package var timeoutMilliseconds: Int64
    /// Tries after the first one, 0 to `Limits.notificationRetries`.
    package var retryTimes: Int

    package init(
        occasion: Occasion, target: Target, timeoutMilliseconds: Int64 = 30_000,
        retryTimes: Int = 5,
    ) {
        self.occasion = occasion
        self.target = target
        self.timeoutMilliseconds = timeoutMilliseconds
        self.retryTimes = retryTimes
    }

    /// What has to happen. The raw value is stored.
    package enum Occasion: Int, Hashable, Sendable, CaseIterable {
        /// An instance ended `fail`, is `running-exception`, or was cancelled since one that it
        /// depends on failed or since it had waited too long.
        case failure = 1
        /// An instance ended `success`.
        case success = 2
        /// An alert: it began late, or runs longer than it may or usually does.
        case late = 3
    }

    /// Where what happened goes, as JSON.
    package enum Target: Hashable, Sendable {
        /// A program and its arguments; it reads its standard input.
        case command([String])
        /// A POST to this URL with these headers beside the usual ones.
        case webhook(url: String, headers: [Pair])
    }
}

extension NotificationRule.Target {
    /// What can be known to be wrong with it; nil: nothing. `${name}` in a URL may stand for
    /// anything but the scheme.
    package var problem: String? {
        switch self {
        case .command(let words):
            return words.first?.isEmpty == false ? nil : "the command names no program"
        case .webhook(let url, let headers):
            if let problem = Self.problem(withURL: url) { return problem }
            let wrong = headers.first { Self.problem(withHeader: $0) }
            return wrong.map { "'\($0.name)' cannot be a header: a line break or a blank is in it" }
        }
    }

    private static func problem(withURL url: String) -> String? {
        guard let scheme = ["http://", "https://"].first(where: url.lowercased().hasPrefix) else {
            return "'\(url.shortened)' does not begin with http:// or https://"
        }
        let rest = url.dropFirst(scheme.count)
        let isHostless = rest.first.map { "/?:#".contains($0) } ?? true
        if isHostless, !rest.hasPrefix("#{") { return "'\(url.shortened)' names no host" }
        return url.unicodeScalars.contains(where: \.isControl)
            ? "the URL has a control character" : nil
    }

    private static func problem(withHeader header: Pair) -> Bool {
        let (name, value) = (header.name.unicodeScalars, header.value.unicodeScalars)
        return name.isEmpty || !name.allSatisfy { $0.isHeaderName }
            || value.contains(where: \.isControl)
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { value < 0x20 || value == 0x7F }

    /// RFC 9110, 5.6.2.
    fileprivate var isHeaderName: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: "!#$%&'*+-.^_`|~".unicodeScalars.contains(self)
        }
    }
}

/// Number of a notification: from 1, never used again. Receivers tell a repeated one by it.
package struct NotificationID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var rawValue: Int64

    package init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    package static func < (left: NotificationID, right: NotificationID) -> Bool {
        left.rawValue < right.rawValue
    }
    package var description: String { String(rawValue) }
}

/// Something that happened to an instance and that somebody is to be told of, with all that is
/// needed for it: nothing is looked up any more.
package struct Notification: Hashable, Sendable {
    package var id: NotificationID
    package var rule: NotificationRule
    package var scope: Scope
    package var jobName: String
    package var subject: Subject
    package var createTime: Timestamp
    package var state: State

    package init(
        id: NotificationID, rule: NotificationRule, scope: Scope, jobName: String,
        subject: Subject, createTime: Timestamp, state: State,
    ) {
        self.id = id
        self.rule = rule
        self.scope = scope
        self.jobName = jobName
        self.subject = subject
        self.createTime = createTime
        self.state = state
    }

    /// How far it has come.
    package enum State: Hashable, Sendable {
        /// Is tried when its time comes; `tries` have failed, the last one for this reason.
        case pending(tries: Int, next: Timestamp, error: String)
        case delivered(at: Timestamp, tries: Int)
        /// Given up.
        case failed(at: Timestamp, tries: Int, error: String)
    }

    package var isPending: Bool {
        if case .pending = state { true } else { false }
    }

    /// The instance as it was at that moment.
    package struct Subject: Hashable, Sendable {
        package var instance: InstanceID
        package var version: Int
        package var run: Int
        package var status: InstanceStatus
        package var planTime: Timestamp
        package var startTime: Timestamp?
        package var endTime: Timestamp?
        package var milliseconds: Int64?
        /// What happened, in words; empty where the status says it all.
        package var reason: String
        /// Failed nodes and why, the first `Limits.notifiedNodes` of them.
        package var failedNodes: [Pair]
        /// How many there are in all.
        package var failedTotal: Int

        package init(
            instance: InstanceID, version: Int, run: Int, status: InstanceStatus,
            planTime: Timestamp, startTime: Timestamp? = nil, endTime: Timestamp? = nil,
            milliseconds: Int64? = nil, reason: String = "", failedNodes: [Pair] = [],
            failedTotal: Int = 0,
        ) {
            self.instance = instance
            self.version = version
            self.run = run
            self.status = status
            self.planTime = planTime
            self.startTime = startTime
            self.endTime = endTime
            self.milliseconds = milliseconds
            self.reason = reason
            self.failedNodes = failedNodes
            self.failedTotal = failedTotal
        }
    }
}

/// What became of one try to deliver a notification.
package struct DeliveryReport: Hashable, Sendable {
    package var notification: NotificationID
    /// Why it was not delivered; nil: it was.
    package var error: String?

    package init(_ notification: NotificationID, error: String? = nil) {
        self.notification = notification
        self.error = error
    }
}
