import Foundation
import Testing

/// Phrases that the house does without.
struct PhraseTests {
    @Test func `nothing is forced`() throws {
        expectNone(
            sources().flatMap { file in
                file.codeOffences { has($0, "!") && $0.contains(Self.force) }
            })
    }

    @Test func `a failure says which invariant broke`() throws {
        expectNone(sources().flatMap { $0.codeOffences { has($0, "fatalError(") } })
    }

    @Test func `what is to be done is not a comment`() throws {
        let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "HA" + "CK"]
        expectNone(
            try SourceTree.texts().flatMap { file in
                file.offences { line in words.contains { has(line, $0) } }
            })
    }

    @Test(arguments: ["@unchecked Sendable", "nonisolated(unsafe)", "@safe "])
    func `a promise that the compiler cannot check has its proof beside it`(
        _ promise: String,
    ) throws {
        expectNone(
            SourceTree.swift().filter { $0.module != "TidyTests" }.flatMap { file in
                zip(1..., zip([""] + file.lines, file.codeLines)).compactMap { number, pair in
                    let (above, line) = pair
                    guard has(line, promise) else { return nil }
                    let proven = isComment(above) || has(file.lines[number - 1], "//")
                    return proven ? nil : "\(file.path):\(number): \(line)"
                }
            })
    }

    @Test func `no code is commented out`() throws {
        let statement = /^\s*\/\/(?!\/)\s*(?:(?:let|var) \w+ = |return .*[()]|import \w+$|.*[;{}]$)/
        let call = /^\s*\/\/(?!\/)\s*(?:try |await )*\w+(\.\w+)*\([^)]*\)\s*$/
        expectNone(
            SourceTree.swift().flatMap { file in
                file.offences { has($0, "//") && ($0.contains(statement) || $0.contains(call)) }
            })
    }

    @Test func `no text names a path of the machine it was written on`() throws {
        // The home of who runs this, whatever it is here; "/" is nobody's.
        let home = NSHomeDirectory()
        guard home.count > 1 else { return }
        expectNone(
            try SourceTree.texts().filter { $0.module != "TidyTests" }.flatMap { file in
                file.offences { has($0, home + "/") }
            })
    }

    @Test func `a test is a sentence`() throws {
        let files = SourceTree.files(in: "Tests", ".swift")
        expectNone(
            files.flatMap { file in
                file.codeOffences { has($0, "@Test") && $0.contains(/@Test\b.*\bfunc\s+\w/) }
            })
    }

    @Test func `no test sleeps`() throws {
        let files = SourceTree.files(in: "Tests", ".swift")
        expectNone(files.flatMap { $0.codeOffences { has($0, "sleep(") } })
    }

    /// `try!`, `as!`, and a `!` behind a value that is not the beginning of `!=`.
    private static var force: Regex<Substring> { /\b(?:try|as)!|[\w)\]"]!(?![=\w])/ }

    private func sources() -> [SourceFile] {
        SourceTree.files(in: "Sources", ".swift").filter { !$0.isGenerated }
    }

    private func isComment(_ line: some StringProtocol) -> Bool {
        line.drop(while: \.isWhitespace).hasPrefix("//")
    }
}
