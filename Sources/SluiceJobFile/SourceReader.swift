import SluiceModel

/// Reads YAML, and JSON as a part of it, into values with places. What it refuses is bounded:
/// depth, values that aliases multiply, bytes.
struct SourceReader {
    /// Levels of lists and maps; a job file needs five.
    static let depth = 16
    /// Values, those behind aliases counted each time: more than any real job of 3 MiB has.
    static let values = 2_000_000

    private let events: YAMLEvents
    private let swallowed: SwallowedExpressions
    private var anchors: [String: (value: SourceValue, count: Int)] = [:]
    private var count = 0

    private init(_ events: YAMLEvents, _ swallowed: SwallowedExpressions) {
        self.events = events
        self.swallowed = swallowed
    }

    /// The one document of a source; nil where there is none.
    static func read(_ source: String) throws(JobProblem) -> SourceValue? {
        try checkCharacters(of: source)
        var text = JSONEscapes.joiningSurrogates(in: source)
        let swallowed = SwallowedExpressions(text)
        let result = text.withUTF8 { bytes -> Result<SourceValue?, JobProblem> in
            var reader = unsafe SourceReader(YAMLEvents(bytes), swallowed)
            do throws(JobProblem) {
                return .success(try reader.readDocument())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private static func checkCharacters(of source: String) throws(JobProblem) {
        guard source.utf8.count <= Limits.jobSourceBytes else {
            throw JobProblem(
                line: 0, column: 0,
                "the file has \(source.utf8.count) bytes; "
                    + "at most \(Limits.jobSourceBytes) are allowed"
            )
        }
        let isAllowed = { (byte: UInt8) in
            byte >= 0x20 && byte != 0x7F || [9, 10, 13].contains(byte)
        }
        guard let bad = source.utf8.firstIndex(where: { !isAllowed($0) }) else { return }
        let before = source.unicodeScalars[..<bad]
        let start = before.lastIndex(of: "\n").map(before.index(after:)) ?? before.startIndex
        let name = source.utf8[bad] == 0 ? "NUL" : "the control character \(source.utf8[bad])"
        throw JobProblem(
            line: before.count { $0 == "\n" } + 1, column: before[start...].count + 1,
            "\(name) is not allowed in a job file", hint: "write it as an escape of the script")
    }

    private mutating func readDocument() throws(JobProblem) -> SourceValue? {
        _ = try events.next()  // start of the stream
        guard case .documentStart = try events.next().event else { return nil }
        let root = try readValue(try events.next(), depth: 1)
        _ = try events.next()  // end of the document
        let behind = try events.next()
        guard case .streamEnd = behind.event else {
            throw JobProblem(
                line: behind.mark.line, column: behind.mark.column,
                "a second document begins here; a job file has one", hint: "remove the '---'")
        }
        return root
    }

    private mutating func readValue(
        _ item: YAMLEvents.Item, depth: Int,
    ) throws(JobProblem) -> SourceValue {
        let before = count
        try checkBounds(item, depth: depth)
        let content: SourceValue.Content
        switch item.event {
        case .alias(let name): return try follow(name, at: item.mark)
        case .scalar(let scalar): content = .scalar(try checked(scalar, item))
        case .listStart: content = .list(try readList(depth: depth))
        case .mapStart: content = .map(try readMap(depth: depth))
        case .end, .documentStart, .streamStart, .streamEnd:
            preconditionFailure("libyaml gave an event that begins no value")
        }
        let value = SourceValue(mark: item.mark, content: content)
        if let anchor = item.anchor { anchors[anchor] = (value, count - before) }
        return value
    }

    private mutating func checkBounds(
        _ item: YAMLEvents.Item, depth: Int,
    ) throws(JobProblem) {
        count += 1
        guard depth <= Self.depth else {
            throw problem(item.mark, "this is nested deeper than \(Self.depth) levels")
        }
        guard count <= Self.values else {
            throw problem(item.mark, "the file has more than \(Self.values) values")
        }
        if let tag = item.tag, !tag.hasPrefix("tag:yaml.org,2002:"), tag != "!" {
            throw problem(item.mark, "the tag '\(tag)' means nothing here; leave it out")
        }
    }

    private func problem(_ mark: Mark, _ message: String) -> JobProblem {
        JobProblem(line: mark.line, column: mark.column, message)
    }

    /// `!!str 5` is text like `"5"`; `"\0"` is refused like a NUL in the source.
    private func checked(
        _ scalar: SourceValue.Scalar, _ item: YAMLEvents.Item,
    ) throws(JobProblem) -> SourceValue.Scalar {
        guard !scalar.text.utf8.contains(0) else {
            throw problem(item.mark, "NUL is not allowed in a job file")
        }
        if scalar.style == .plain, let place = swallowed.place(behind: item.end) {
            throw JobProblem(
                line: place.line, column: place.column,
                "YAML takes '#{' for a comment here, as a blank stands before it",
                hint: "put the text in quotes, or below '|' on a line of its own")
        }
        var scalar = scalar
        if item.tag == "tag:yaml.org,2002:str", scalar.style == .plain { scalar.style = .quoted }
        return scalar
    }

    private mutating func follow(_ name: String, at mark: Mark) throws(JobProblem) -> SourceValue {
        guard let anchor = anchors[name] else {
            throw problem(mark, "no anchor '&\(name)' stands before this alias")
        }
        count += anchor.count
        guard count <= Self.values else {
            throw problem(mark, "with its aliases the file has more than \(Self.values) values")
        }
        return anchor.value
    }

    private mutating func readList(depth: Int) throws(JobProblem) -> [SourceValue] {
        var list: [SourceValue] = []
        var item = try events.next()
        while !item.event.isEnd {
            list.append(try readValue(item, depth: depth + 1))
            item = try events.next()
        }
        return list
    }

    private mutating func readMap(depth: Int) throws(JobProblem) -> SourceMap {
        var map = SourceMap()
        var first: [String: Mark] = [:]
        var item = try events.next()
        while !item.event.isEnd {
            let mark = item.mark
            guard let key = try readValue(item, depth: depth + 1).keyText else {
                throw problem(mark, "a key must be text")
            }
            let value = try readValue(try events.next(), depth: depth + 1)
            if let earlier = first[key] {
                map.duplicates.append(.init(key: key, mark: mark, first: earlier))
            } else {
                first[key] = mark
                map.entries.append(.init(key: key, keyMark: mark, value: value))
            }
            item = try events.next()
        }
        return map
    }
}

extension YAMLEvents.Event {
    fileprivate var isEnd: Bool {
        if case .end = self { true } else { false }
    }
}

extension SourceValue {
    fileprivate var keyText: String? {
        if case .scalar(let scalar) = content { scalar.text } else { nil }
    }
}

/// JSON writes characters beyond U+FFFF as two escapes, which YAML does not know.
enum JSONEscapes {
    /// `\ud83d\ude00` becomes `\U0001f600` in a source that begins as JSON does.
    static func joiningSurrogates(in source: String) -> String {
        guard source.first(where: { !$0.isWhitespace }) == "{" else { return source }
        var result: [UInt8] = []
        var rest = Array(source.utf8)[...]
        while let backslash = rest.firstIndex(of: UInt8(ascii: "\\")) {
            result += rest[..<backslash]
            rest = rest[backslash...]
            if let joined = scalar(at: rest) {
                let digits = String(joined, radix: 16)
                result += Array(
                    ("\\U" + String(repeating: "0", count: 8 - digits.count) + digits).utf8)
                rest = rest.dropFirst(12)
            } else {
                result += rest.prefix(2)
                rest = rest.dropFirst(2)
            }
        }
        return String(decoding: result + rest, as: UTF8.self)
    }

    private static func scalar(at bytes: ArraySlice<UInt8>) -> UInt32? {
        guard let high = unit(bytes), 0xD800..<0xDC00 ~= high,
            let low = unit(bytes.dropFirst(6)), 0xDC00..<0xE000 ~= low
        else { return nil }
        return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
    }

    private static func unit(_ bytes: ArraySlice<UInt8>) -> UInt32? {
        guard bytes.count >= 6, bytes.starts(with: "\\u".utf8) else { return nil }
        return UInt32(String(decoding: bytes.dropFirst(2).prefix(4), as: UTF8.self), radix: 16)
    }
}
