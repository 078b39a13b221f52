import SluiceModel

/// Reads whom a job tells of what: under each occasion's key one map, or a list of them.
struct NotificationReader {
    private let section: Section<JobKey>
    private let findings: Findings

    private static let keys: [(key: JobKey, occasion: NotificationRule.Occasion)] = [
        (.onFailure, .failure), (.onSuccess, .success), (.onLate, .late),
    ]

    init(_ section: Section<JobKey>, findings: Findings) {
        self.section = section
        self.findings = findings
    }

    /// The rules, and their texts that expressions are filled into.
    func read() -> (rules: [NotificationRule], texts: [ReadText]) {
        var rules: [NotificationRule] = []
        var texts: [ReadText] = []
        for (key, occasion) in Self.keys {
            for (value, path) in maps(key) {
                let reader = RuleReader(value, path: path, findings: findings)
                rules += reader.read(occasion).map { [$0] } ?? []
                texts += reader.texts
            }
        }
        if rules.count > Limits.notificationRules,
            let key = Self.keys.last(where: { section[$0.key] != nil })?.key
        {
            section.report(
                key,
                "the job tells of \(rules.count) things; at most \(Limits.notificationRules) are "
                    + "allowed")
        }
        return (rules, texts)
    }

    private func maps(_ key: JobKey) -> [(value: SourceValue, path: String)] {
        guard let value = section[key] else { return [] }
        guard case .list(let list) = value.content else { return [(value, section.path(of: key))] }
        return list.enumerated().map { ($1, "\(section.path(of: key))[\($0)]") }
    }
}

/// Reads one of them.
private struct RuleReader {
    private let section: Section<NotificationKey>
    private let words: [(value: SourceValue, text: String, path: String)]
    private let headers: [(pair: Pair, value: SourceValue, path: String)]

    init(_ value: SourceValue, path: String, findings: Findings) {
        section = Section(
            value, path: path, findings: findings,
            hint: "write 'command: [logger, it failed]' below it")
        words = section.items(.command, single: false)
        // What is wrong with a name is said with the whole.
        headers = section.entries(.headers, name: { _ in nil })
    }

    /// Nil where it is no map; that is reported.
    func read(_ occasion: NotificationRule.Occasion) -> NotificationRule? {
        guard section.isMap else { return nil }
        return NotificationRule(
            occasion: occasion, target: readTarget(), timeoutMilliseconds: readTimeout(),
            retryTimes: section.number(
                .retryTimes, in: 0...Limits.notificationRetries, otherwise: 5))
    }

    private func readTarget() -> NotificationRule.Target {
        let command = words.map(\.text)
        switch (section[.command] != nil, section[.webhook] != nil) {
        case (true, false): return checked(.command(command), .command)
        case (false, true):
            let url = section.text(.webhook)
            return checked(.webhook(url: url, headers: headers.map(\.pair)), .webhook)
        case (true, true):
            section.report(
                .webhook, "\(section.path) has both command and webhook",
                hint: "keep one, and write the other as a second entry of a list")
        case (false, false):
            section.report(
                .command, "\(section.path) has neither command nor webhook",
                hint: "write 'command: [logger, it failed]' or 'webhook: https://HOST/PATH'")
        }
        return .command(command)
    }

    private func checked(
        _ target: NotificationRule.Target, _ key: NotificationKey,
    ) -> NotificationRule.Target {
        if key == .command, section[.headers] != nil {
            section.report(.headers, "a command has no headers", hint: "remove them")
        }
        if words.count > Limits.notificationWords {
            section.report(
                .command,
                "\(section.path(of: .command)) has \(words.count) words; at most "
                    + "\(Limits.notificationWords) are allowed")
        }
        if isReadable(key), let problem = target.problem {
            section.report(
                key, problem,
                hint: key == .command ? "write [program, argument]" : "write https://HOST/PATH")
        }
        return target
    }

    /// False: what stands there is reported already.
    private func isReadable(_ key: NotificationKey) -> Bool {
        guard let value = section[key] else { return false }
        if case .list = value.content { return key == .command }
        return key == .webhook && value.text != nil
    }

    private func readTimeout() -> Int64 {
        let standard: Int64 = 30_000
        let timeout = section.duration(.timeout, otherwise: standard)
        guard Limits.notificationTimeout.contains(timeout) else {
            section.report(
                .timeout,
                "\(section.path(of: .timeout)) is \(section.text(.timeout)); 1s to 10m are allowed")
            return standard
        }
        return timeout
    }

    var texts: [ReadText] {
        let url = section[.webhook].map { [ReadText(value: $0, path: section.path(of: .webhook))] }
        return words.map { ReadText(value: $0.value, path: $0.path) } + (url ?? [])
            + headers.map { ReadText(value: $0.value, path: $0.path) }
    }
}
