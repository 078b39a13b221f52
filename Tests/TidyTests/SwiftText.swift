/// Swift source taken apart just far enough to tell code from comments and strings.
struct SwiftText {
    /// The source with blanks in place of comments and of what is in strings; lines stay lines.
    let code: String

    var codeLines: [Substring] { code.split(separator: "\n", omittingEmptySubsequences: false) }

    init(_ source: String) {
        var blanking = Blanking(source)
        code = blanking.run()
    }

    /// A function or initialiser and the number of its lines, signature and braces included.
    struct Function {
        let name: String
        let line: Int
        let length: Int
    }

    var functions: [Function] {
        let lines = codeLines
        return lines.indices.compactMap { index in
            guard let name = Self.functionName(lines[index]),
                let end = Self.endOfBody(lines[index...])
            else { return nil }
            return Function(name: name, line: index + 1, length: end - index + 1)
        }
    }

    private static func functionName(_ line: Substring) -> String? {
        guard let match = line.firstMatch(of: /(?:^|\s)(func\s+\S+?|init\??)\s*[(<]/) else {
            return nil
        }
        // `self.init(` and `super.init(` are calls.
        let before = line[..<match.range.lowerBound]
        return before.contains("=") || before.contains("return") ? nil : String(match.1)
    }

    /// Index of the line with the brace that closes the body; nil where there is no body.
    private static func endOfBody(_ lines: ArraySlice<Substring>) -> Int? {
        var braces = 0
        var parentheses = 0
        for (index, line) in zip(lines.indices, lines) {
            if braces == 0, parentheses == 0, index > lines.startIndex, line.allSatisfy(\.isWhitespace) {
                return nil
            }
            for character in line {
                switch character {
                case "(": parentheses += 1
                case ")": parentheses -= 1
                case "{": braces += 1
                case "}":
                    braces -= 1
                    if braces == 0 { return index }
                    if braces < 0 { return nil }
                default: break
                }
            }
        }
        return nil
    }
}

/// Walks over Swift source once.
private struct Blanking {
    private let source: [Character]
    private var position = 0
    private var result = ""

    init(_ source: String) {
        self.source = Array(source)
    }

    mutating func run() -> String {
        while position < source.count { code() }
        return result
    }

    private mutating func code() {
        if starts(with: "//") {
            while position < source.count, source[position] != "\n" { blank() }
        } else if starts(with: "/*") {
            while position < source.count, !starts(with: "*/") { blank() }
            blank(2)
        } else if let fence = stringFence() {
            string(fence)
        } else {
            keep()
        }
    }

    /// The opening of a string, as hashes and quotes; nil where none begins here.
    private func stringFence() -> (hashes: Int, quotes: Int)? {
        let hashes = source[position...].prefix { $0 == "#" }.count
        let quotes = source[(position + hashes)...].prefix { $0 == "\"" }.count
        guard quotes > 0 else { return nil }
        return (hashes, quotes >= 3 ? 3 : 1)
    }

    private mutating func string(_ fence: (hashes: Int, quotes: Int)) {
        let hashes = String(repeating: "#", count: fence.hashes)
        let end = String(repeating: "\"", count: fence.quotes) + hashes
        keep(fence.hashes + fence.quotes)
        while position < source.count, !starts(with: end) {
            if starts(with: "\\" + hashes + "(") {
                interpolation(fence.hashes)
            } else if starts(with: "\\" + hashes) {
                blank(2 + fence.hashes)
            } else {
                blank()
            }
        }
        keep(end.count)
    }

    private mutating func interpolation(_ hashes: Int) {
        blank(1 + hashes)
        var depth = 0
        repeat {
            if source[position] == "(" { depth += 1 }
            if source[position] == ")" { depth -= 1 }
            code()
        } while position < source.count && depth > 0
    }

    private func starts(with text: String) -> Bool {
        source[position...].starts(with: text)
    }

    private mutating func keep(_ count: Int = 1) {
        result.append(contentsOf: source[position...].prefix(count))
        position = min(position + count, source.count)
    }

    private mutating func blank(_ count: Int = 1) {
        for character in source[position...].prefix(count) {
            result.append(character == "\n" ? "\n" : " ")
        }
        position = min(position + count, source.count)
    }
}
