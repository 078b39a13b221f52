import Testing

/// Phrases that the house does without.
struct PhraseTests {
    @Test func `nothing is forced`() throws {
        expectNone(
            try sources().flatMap { file in
                file.codeOffences { $0.contains(/\btry!|\bas!/) || $0.contains(Self.forceUnwrap) }
            })
    }

    @Test func `a failure says which invariant broke`() throws {
        expectNone(try sources().flatMap { $0.codeOffences { $0.contains("fatalError(") } })
    }

    @Test func `what is to be done is not a comment`() throws {
        let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "HA" + "CK"]
        expectNone(
            try SourceTree.texts().flatMap { file in
                file.offences { line in words.contains { line.contains($0) } }
            })
    }

    @Test(arguments: ["@unchecked Sendable", "nonisolated(unsafe)", "@unsafe"])
    func `a promise that the compiler cannot check has its proof beside it`(
        _ promise: String,
    ) throws {
        expectNone(
            try SourceTree.swift().filter { $0.module != "TidyTests" }.flatMap { file in
                zip(1..., zip([""] + file.lines, file.lines)).compactMap { number, pair in
                    let (above, line) = pair
                    guard line.contains(promise), !isComment(line) else { return nil }
                    let proven = line.contains("//") || isComment(above) || above.contains("@")
                    return proven ? nil : "\(file.path):\(number): \(line)"
                }
            })
    }

    @Test func `no code is commented out`() throws {
        let statement = /^\s*\/\/\s*(let \w+ = |var \w+ = |return .*[()]|import \w+$|\}$|.*[;{]$)/
        let call = /^\s*\/\/\s*(try |await )*\w+(\.\w+)*\([^)]*\)\s*$/
        expectNone(
            try SourceTree.swift().flatMap { file in
                file.offences { $0.contains(statement) || $0.contains(call) }
            })
    }

    @Test func `no text names a path of the machine it was written on`() throws {
        let paths = ["/work/", "/tmp/h-", "/root/", "/opt/swift"]
        expectNone(
            try SourceTree.texts().filter { $0.module != "TidyTests" }.flatMap { file in
                file.offences { line in paths.contains { line.contains($0) } }
            })
    }

    @Test func `a test is a sentence`() throws {
        let files = try SourceTree.files(in: "Tests", ".swift")
        expectNone(
            files.flatMap { file in
                file.codeOffences { $0.contains(/@Test\b.*\bfunc\s+\w/) }
            })
    }

    @Test func `no test sleeps`() throws {
        let files = try SourceTree.files(in: "Tests", ".swift")
        expectNone(files.flatMap { $0.codeOffences { $0.contains(/\b(Task\.)?u?sleep\(/) } })
    }

    /// A `!` after a name, a bracket or a quote that is not `!=`, nor the type of a C import.
    private static var forceUnwrap: Regex<Substring> { /[\w)\]"]!(?![=\w])/ }

    private func sources() throws -> [SourceFile] {
        try SourceTree.files(in: "Sources", ".swift").filter { !$0.isGenerated }
    }

    private func isComment(_ line: some StringProtocol) -> Bool {
        line.drop(while: \.isWhitespace).hasPrefix("//")
    }
}
