import Testing

/// How files look, whatever is in them.
struct LayoutTests {
    /// Longer ones are a question of design.
    private static let linesOfFile = 400
    private static let linesOfFunction = 60
    private static let columns = 100

    @Test func `the top level holds what the layout names and nothing else`() throws {
        let allowed: Set = [
            "Package.swift", "README.md", "LICENSE", "Makefile", ".ci", ".swift-format",
            ".editorconfig", ".gitignore", "Sources", "Tests", "proto", "clients",
        ]
        #expect(try SourceTree.topNames().filter { !allowed.contains($0) } == [])
    }

    @Test func `no line ends in blanks`() throws {
        expectNone(
            try SourceTree.texts().flatMap { $0.offences { $0.last == " " || $0.last == "\t" } })
    }

    @Test func `no line has a tab`() throws {
        let texts = try SourceTree.texts().filter { $0.path != "Makefile" }
        expectNone(texts.flatMap { $0.offences { $0.contains("\t") } })
    }

    @Test func `no line has more than 100 columns`() throws {
        let texts = try SourceTree.texts().filter { !$0.path.hasSuffix(".md") }
        expectNone(
            texts.flatMap { file in
                zip(1..., zip(file.lines, file.codeLines)).compactMap { number, pair in
                    let (line, code) = pair
                    guard line.count > Self.columns, !isText(line, code) else { return nil }
                    return "\(file.path):\(number): \(line.count) columns"
                }
            })
    }

    @Test func `every file ends with one line break`() throws {
        let texts = try SourceTree.texts().filter { !$0.text.isEmpty }
        expectNone(
            texts.filter { !$0.text.hasSuffix("\n") || $0.text.hasSuffix("\n\n") }.map(\.path))
    }

    @Test func `no file is longer than 400 lines`() throws {
        let code = try SourceTree.texts().filter { file in
            [".swift", ".c", ".h"].contains { file.path.hasSuffix($0) }
        }
        expectNone(
            code.filter { $0.lines.count > Self.linesOfFile + 1 }
                .map { "\($0.path): \($0.lines.count - 1) lines" })
    }

    @Test func `no function is longer than 60 lines`() throws {
        expectNone(
            SourceTree.swift().flatMap { file in
                Function.all(in: file.codeLines)
                    .filter { $0.length > Self.linesOfFunction }
                    .map { "\(file.path):\($0.line): \($0.name) has \($0.length) lines" }
            })
    }

    /// A text that has its line for itself, as a message of a test or a line of a long literal has,
    /// is not broken: it can be searched for.
    private func isText(_ line: Substring, _ code: Substring) -> Bool {
        let isComment = line.drop(while: \.isWhitespace).hasPrefix("//")
        return !isComment && code.count { !$0.isWhitespace } <= 4
    }
}

/// Fails with the list of offenders, so that each can be clicked on.
func expectNone(_ offences: [String], sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(
        offences.isEmpty, "\(offences.count) found:\n\(offences.joined(separator: "\n"))",
        sourceLocation: sourceLocation)
}
