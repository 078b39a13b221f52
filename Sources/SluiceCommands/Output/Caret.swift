/// A line of a text with a caret below one of its characters.
struct Caret {
    /// Columns in front of the line.
    private static let margin = "  "
    /// Columns of the line that are shown at least.
    private static let narrowest = 20

    var text: String
    /// From 1.
    var line: Int
    /// From 1, in Unicode scalars.
    var column: Int

    /// The two lines, in a terminal of so many columns; empty where the text has no such line.
    func lines(width: Int) -> String {
        let all = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        guard all.indices.contains(line - 1) else { return "" }
        let scalars = all[line - 1].map { $0 }
        let index = min(max(0, column - 1), scalars.count)
        let room = max(Self.narrowest, width - Self.margin.count)
        let start = Self.fits(scalars, room) ? 0 : max(0, index - room / 2)
        let mark = start > 0 ? "…" : ""
        let shown = truncated(mark + Self.shown(scalars[start...]), to: room)
        let before = displayWidth(mark + Self.shown(scalars[start..<index]))
        return Self.margin + shown + "\n" + Self.margin + String(repeating: " ", count: before)
            + "^"
    }

    private static func fits(_ scalars: [Unicode.Scalar], _ room: Int) -> Bool {
        displayWidth(shown(scalars[...])) <= room
    }

    private static func shown(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return harmless(String(text))
    }
}

extension Failure {
    /// Wrong usage, with the place in what was typed.
    static func usage(_ message: String, at caret: Caret, width: Int) -> Failure {
        .usage([message, caret.lines(width: width)].filter { !$0.isEmpty }.joined(separator: "\n"))
    }
}
