/// A function or initialiser and the number of its lines, signature and braces included.
struct Function {
    let name: String
    /// Line in its file, from 1.
    let line: Int
    let length: Int

    /// The functions in lines of code without comments and strings.
    static func all(in lines: [Substring]) -> [Function] {
        lines.indices.compactMap { index in
            guard let name = name(in: lines[index]), let end = endOfBody(lines, from: index)
            else { return nil }
            return Function(name: name, line: index + 1, length: end - index + 1)
        }
    }

    private static func name(in line: Substring) -> String? {
        guard line.contains("func ") || line.contains("init") else { return nil }
        let declaration = /^\s*(?:@\w+\s+)*(?:\w+\s+)*?(func\s+[^(<]+|init)[?]?\s*[(<]/
        return line.firstMatch(of: declaration).map { String($0.1) }
    }

    /// Index of the line with the brace that closes the body; nil where there is no body.
    private static func endOfBody(_ lines: [Substring], from start: Int) -> Int? {
        var braces = 0
        var parentheses = 0
        for index in start..<lines.count {
            for byte in lines[index].utf8 {
                switch byte {
                case UInt8(ascii: "("): parentheses += 1
                case UInt8(ascii: ")"): parentheses -= 1
                case UInt8(ascii: "{"): braces += 1
                case UInt8(ascii: "}"):
                    braces -= 1
                    if braces <= 0 { return braces == 0 ? index : nil }
                default: break
                }
            }
            // A requirement of a protocol ends where its signature does.
            let isComplete = braces == 0 && parentheses == 0 && index + 1 < lines.count
            if isComplete, !continues(lines[index + 1]) { return nil }
        }
        return nil
    }

    /// Whether a line may go on with the signature above it.
    private static func continues(_ line: Substring) -> Bool {
        let text = line.drop(while: \.isWhitespace)
        return ["async", "throws", "->", "where", "{", ")"].contains { text.hasPrefix($0) }
    }
}
