/// A position in a text, in Unicode scalars, that knows its line and column.
struct Cursor {
    struct Place: Hashable, Sendable {
        var offset = 0
        var line = 1
        var column = 1
    }

    private let scalars: [Unicode.Scalar]
    private(set) var place = Place()

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    var next: Unicode.Scalar? {
        place.offset < scalars.count ? scalars[place.offset] : nil
    }

    func peek(_ text: String) -> Bool {
        scalars[place.offset...].starts(with: text.unicodeScalars)
    }

    mutating func advance() {
        guard let scalar = next else { return }
        place.offset += 1
        if scalar == "\n" {
            place.line += 1
            place.column = 1
        } else {
            place.column += 1
        }
    }

    /// Goes behind `text` if it comes next.
    mutating func take(_ text: String) -> Bool {
        guard peek(text) else { return false }
        for _ in text.unicodeScalars { advance() }
        return true
    }

    mutating func take(while condition: (Unicode.Scalar) -> Bool) -> String {
        let start = self
        while let scalar = next, condition(scalar) { advance() }
        return text(since: start)
    }

    mutating func skipSpaces() {
        _ = take { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
    }

    /// The text from `earlier` up to here.
    func text(since earlier: Cursor) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[earlier.place.offset..<place.offset])
        return String(text)
    }

    /// An error about the expression that began at `start`, at this place.
    func error(_ reason: String, in start: Cursor) -> ExpressionError {
        start.error(reason, at: place)
    }

    /// An error about the expression that begins here.
    func error(_ reason: String, at place: Place) -> ExpressionError {
        Cursor.error(reason, at: place, expression: excerpt(upTo: place))
    }

    /// The first line of a text, at most 80 scalars.
    static func excerpt(of text: String) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: text.unicodeScalars.prefix { $0 != "\n" }.prefix(80))
        return String(view)
    }

    static func error(_ reason: String, at place: Place, expression: String) -> ExpressionError {
        ExpressionError(
            offset: place.offset, line: place.line, column: place.column, expression: expression,
            reason: reason)
    }

    /// The expression that begins here up to its `}` behind `place` or the end of its line, at most
    /// 80 scalars.
    private func excerpt(upTo blamed: Place) -> String {
        var end = self
        while let scalar = end.next, scalar != "\n", end.place.offset - place.offset < 80 {
            end.advance()
            if scalar == "}", end.place.offset > blamed.offset { break }
        }
        return end.text(since: self)
    }
}
