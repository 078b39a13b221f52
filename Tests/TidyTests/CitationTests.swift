import Testing

/// Numbers of the domain's statements, which tests and comments cite as `S48`.
struct CitationTests {
    private static let statements = 1...229

    @Test func `every statement that is cited exists`() throws {
        let texts =
            SourceTree.swift().filter { $0.module != "TidyTests" }
            + SourceTree.files(in: "Tests", ".txt") + SourceTree.files(in: "proto/sluice", ".proto")
        expectNone(
            texts.flatMap { file in
                file.offences { line in
                    has(line, "S")
                        && line.matches(of: /\bS(\d{1,4})\b/).contains { match in
                            Int(match.1).map { !Self.statements.contains($0) } ?? true
                        }
                }
            })
    }
}
