import SluiceModel

/// Keys of one kind of map in a job file.
protocol FieldKey: RawRepresentable<String>, CaseIterable, Hashable {}

/// A map of a job file with known keys. Each reader gives the value, or reports what is wrong and
/// gives the default, so that all problems come out at once. A key without a value is as if absent.
struct Section<Key: FieldKey> {
    let path: String
    let mark: Mark
    let findings: Findings
    /// False: something else stands there, which is reported.
    let isMap: Bool
    private var values: [Key: SourceValue] = [:]

    /// - Parameter hint: what to write where something else than a map stands.
    init(
        _ value: SourceValue, path: String, findings: Findings, hint: String = "write 'key: value'",
    ) {
        self.path = path
        self.findings = findings
        mark = value.mark
        guard case .map(let map) = value.content else {
            isMap = false
            let name = path.isEmpty ? "the file" : path
            findings.add(
                mark, path, "\(name) is \(value.words); a map is needed", hint: hint)
            return
        }
        isMap = true
        reportDuplicates(of: map, path: path, in: findings)
        for entry in map.entries { add(entry) }
    }

    private mutating func add(_ entry: SourceMap.Entry) {
        if let key = Key(rawValue: entry.key) {
            if !entry.value.isNull { values[key] = entry.value }
            return
        }
        let known = Key.allCases.map(\.rawValue)
        let hint =
            entry.key == "<<"
            ? "merging is not supported; write the keys out"
            : findings.suggestion(
                for: entry.key, among: known, otherwise: "known: " + known.joined(separator: ", "))
        findings.add(
            entry.keyMark, path.appending(key: entry.key), "the key '\(entry.key)' is unknown",
            hint: hint)
    }

    subscript(key: Key) -> SourceValue? { values[key] }

    func path(of key: Key) -> String { path.appending(key: key.rawValue) }

    /// Where the value of a key is; of the map where it has none.
    func mark(of key: Key) -> Mark { values[key]?.mark ?? mark }

    /// Adds a problem with the value of a key.
    func report(_ key: Key, _ message: String, hint: String = "", domain: DomainCode? = nil) {
        findings.add(mark(of: key), path(of: key), message, hint: hint, domain: domain)
    }

    /// Adds a problem with the character of a value that is `column`, from 1, of its text.
    func report(_ key: Key, column: Int, _ message: String) {
        let mark = values[key].map { findings.place(of: $0, line: 1, column: column) }
        findings.add(mark ?? self.mark, path(of: key), message)
    }

    private func reportKind(_ key: Key, _ value: SourceValue, needed: String, hint: String = "") {
        report(key, "\(path(of: key)) is \(value.words); \(needed)", hint: hint)
    }

    /// Text of any scalar, as written; empty where absent.
    func text(_ key: Key) -> String {
        guard let value = values[key] else { return "" }
        guard let text = value.text else {
            reportKind(key, value, needed: "text is needed")
            return ""
        }
        return text
    }

    func number(_ key: Key, in range: ClosedRange<Int>, otherwise: Int) -> Int {
        guard let value = values[key] else { return otherwise }
        guard let number = value.plainText.flatMap({ Int($0) }), range.contains(number) else {
            reportKind(
                key, value,
                needed: "a whole number from \(range.lowerBound) to \(range.upperBound) is needed")
            return otherwise
        }
        return number
    }

    func flag(_ key: Key, otherwise: Bool = false) -> Bool {
        guard let value = values[key] else { return otherwise }
        switch value.plainText {
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        default:
            reportKind(key, value, needed: "true or false is needed", hint: "unquoted")
            return otherwise
        }
    }

    /// Milliseconds.
    ///
    /// - Parameter least: that it has to have, whole minutes.
    func duration(
        _ key: Key, from least: Int64 = 0, upTo bound: DurationText.Bound = .day,
        otherwise: Int64,
    ) -> Int64 {
        guard let value = values[key] else { return otherwise }
        let leastText = least == 0 ? "0s" : "\(least / 60_000)m"
        let needed = "a duration from \(leastText) to \(bound.text) is needed"
        switch value.text.map({ DurationText.read($0, upTo: bound) }) {
        case .milliseconds(let milliseconds) where milliseconds >= least: return milliseconds
        case .milliseconds: reportKind(key, value, needed: needed)
        case .bare(let withUnit):
            let bare = "\(path(of: key)) is \(value.words) without a unit"
            report(key, "\(bare); \(needed)", hint: "write \(withUnit)")
        case .tooLong, .wrong, nil:
            let units = bound.units.map(\.name).joined(separator: ", ")
            reportKind(
                key, value, needed: needed, hint: "units are \(units), as in \(bound.examples)")
        }
        return otherwise
    }

    func choice<Choice>(
        _ key: Key, among choices: [(name: String, value: Choice)], otherwise: Choice,
    ) -> Choice {
        guard let value = values[key] else { return otherwise }
        let simple = { (name: String) in name.lowercased().filter { $0 != " " } }
        if let text = value.text,
            let choice = choices.first(where: { simple($0.name) == simple(text) })
        {
            return choice.value
        }
        let names = choices.map(\.name)
        reportKind(
            key, value, needed: "one of \(names.joined(separator: ", ")) is needed",
            hint: findings.suggestion(for: value.text ?? "", among: names))
        return otherwise
    }

    /// Values of a list, or the one value that stands in its place where `single` allows that.
    func items(_ key: Key, single: Bool) -> [(value: SourceValue, text: String, path: String)] {
        guard let value = values[key] else { return [] }
        if single, let text = value.text { return [(value, text, path(of: key))] }
        guard case .list(let list) = value.content else {
            reportKind(
                key, value, needed: single ? "text or a list is needed" : "a list is needed",
                hint: "write [a, b]")
            return []
        }
        return list.enumerated().compactMap { index, item in
            let path = "\(path(of: key))[\(index)]"
            if let text = item.text { return (item, text, path) }
            findings.add(item.mark, path, "\(path) is \(item.words); text is needed")
            return nil
        }
    }

    /// Entries of a map from names to scalars, in the order of the file.
    func entries(
        _ key: Key, name problem: (String) -> String? = Names.problem,
    ) -> [(pair: Pair, value: SourceValue, path: String)] {
        guard let value = values[key] else { return [] }
        guard case .map(let map) = value.content else {
            reportKind(key, value, needed: "a map is needed", hint: "write 'name: value'")
            return []
        }
        reportDuplicates(of: map, path: path(of: key), in: findings)
        if map.entries.count > Limits.pairs {
            report(
                key,
                "\(path(of: key)) has \(map.entries.count) entries; "
                    + "at most \(Limits.pairs) are allowed")
        }
        return map.entries.compactMap { entry in
            let path = path(of: key).appending(key: entry.key)
            if let problem = problem(entry.key) { findings.add(entry.keyMark, path, problem) }
            return self.entry(entry, path: path)
        }
    }

    private func entry(
        _ entry: SourceMap.Entry, path: String,
    ) -> (pair: Pair, value: SourceValue, path: String)? {
        guard let text = entry.value.text ?? (entry.value.isNull ? "" : nil) else {
            findings.add(
                entry.value.mark, path,
                "\(path) is \(entry.value.words); a single value is needed")
            return nil
        }
        if text.utf8.count > Limits.valueBytes {
            findings.add(
                entry.value.mark, path,
                "\(path) has \(text.utf8.count) bytes; at most \(Limits.valueBytes) are allowed")
        }
        return (Pair(entry.key, text), entry.value, path)
    }
}

/// Says of each repeated key where it stood first.
func reportDuplicates(of map: SourceMap, path: String, in findings: Findings) {
    for duplicate in map.duplicates {
        findings.add(
            duplicate.mark, path.appending(key: duplicate.key),
            "the key '\(duplicate.key)' is already there on line \(duplicate.first.line)",
            hint: "keep one of the two")
    }
}

extension String {
    /// A path one level deeper: `nodes[2]` and `type` give `nodes[2].type`.
    func appending(key: String) -> String { isEmpty ? key : "\(self).\(key)" }
}
