/// A place in the source; line and column from 1, in characters.
struct Mark: Hashable, Sendable, Comparable {
    var line: Int
    var column: Int

    static let start = Mark(line: 1, column: 1)

    static func < (left: Mark, right: Mark) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// A value of a job file with its place, before anything is known of what it should be.
struct SourceValue {
    var mark: Mark
    var content: Content

    enum Content {
        case scalar(Scalar)
        case list([SourceValue])
        case map(SourceMap)
    }

    struct Scalar {
        var text: String
        var style: Style
        /// On one line and without escapes: character by character as in the source.
        var isVerbatim: Bool

        init(_ text: String, style: Style, from start: Mark, to end: Mark) {
            (self.text, self.style) = (text, style)
            let quotes = style == .quoted ? 2 : 0
            isVerbatim =
                start.line == end.line
                && end.column - start.column == text.unicodeScalars.count + quotes
        }
    }

    enum Style {
        case plain, quoted, literal, folded
    }
}

/// A map in the order of the file, its keys unique.
struct SourceMap {
    var entries: [Entry] = []
    /// Keys that were there before; their values are not looked at.
    var duplicates: [Duplicate] = []

    struct Entry {
        var key: String
        var keyMark: Mark
        var value: SourceValue
    }

    struct Duplicate {
        var key: String
        var mark: Mark
        var first: Mark
    }
}

extension SourceValue {
    /// Text of a scalar; nil for lists, maps and null.
    var text: String? {
        guard case .scalar(let scalar) = content, !isNull else { return nil }
        return scalar.text
    }

    /// Nothing, `~` or `null`, unquoted.
    var isNull: Bool {
        guard case .scalar(let scalar) = content, scalar.style == .plain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.text)
    }

    /// Unquoted: may be a number or a truth value.
    var plainText: String? {
        guard case .scalar(let scalar) = content, scalar.style == .plain else { return nil }
        return scalar.text
    }

    /// What it is, for messages: `'many'`, `text '5'`, `a list`.
    var words: String {
        switch content {
        case .list: return "a list"
        case .map: return "a map"
        case .scalar where isNull: return "empty"
        case .scalar(let scalar):
            let excerpt = scalar.text.prefix(40)
            let shown = excerpt.contains("\n") ? "several lines of text" : "'\(excerpt)'"
            let isQuotedNumber = scalar.style == .quoted && Double(scalar.text) != nil
            return (isQuotedNumber ? "the text " : "") + shown
                + (excerpt.count < scalar.text.count ? "…" : "")
        }
    }
}

/// The source by lines, cut only when a problem needs it.
struct SourceLines {
    private let source: String
    private lazy var lines = source.utf8.split(
        separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)

    init(_ source: String) {
        self.source = source
    }

    /// The place of a character of a scalar's text; of the scalar itself where escapes or folding
    /// make that uncertain.
    mutating func place(of value: SourceValue, line: Int, column: Int) -> Mark {
        guard case .scalar(let scalar) = value.content else { return value.mark }
        switch scalar.style {
        case .literal:
            let indent = indent(below: value.mark.line)
            return Mark(line: value.mark.line + line, column: indent + column)
        case .plain where scalar.isVerbatim:
            return Mark(line: value.mark.line, column: value.mark.column + column - 1)
        case .quoted where scalar.isVerbatim:
            return Mark(line: value.mark.line, column: value.mark.column + column)
        case .plain, .quoted, .folded: return value.mark
        }
    }

    private mutating func indent(below line: Int) -> Int {
        for text in lines.dropFirst(line) {
            let content = text.drop { $0 == UInt8(ascii: " ") }
            if let first = content.first, first != UInt8(ascii: "\r") {
                return text.count - content.count
            }
        }
        return 0
    }
}
