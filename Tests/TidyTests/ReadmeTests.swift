import Testing

/// What the README promises is there.
struct ReadmeTests {
    @Test func `the code map names every folder of Sources and Tests`() throws {
        let readme = try SourceTree.file("README.md").text
        let folders = try SourceTree.folders(in: "Sources") + SourceTree.folders(in: "Tests")
        let tests = /.+Tests$/
        let own = folders.filter { !$0.contains(tests) || $0 == "TidyTests" || $0 == "IntegrationTests" }
        #expect(own.filter { !readme.contains("`\($0)`") } == [])
    }

    @Test func `every make target that a text names exists`() throws {
        let makefile = try SourceTree.file("Makefile").text
        let targets = Set(makefile.matches(of: /(?m)^([a-z][a-z-]*):/).map { String($0.1) })
        let texts = try [SourceTree.file("README.md"), SourceTree.file(".ci/run")]
        let named = texts.flatMap { $0.text.matches(of: /\bmake ([a-z][a-z-]*)/).map { String($0.1) } }
        #expect(named.filter { !targets.contains($0) } == [])
    }

    @Test func `the tour is marked, so that a test can walk it`() throws {
        let readme = try SourceTree.file("README.md").text
        let begin = try #require(readme.firstRange(of: "<!-- tour:begin -->"))
        let end = try #require(readme.firstRange(of: "<!-- tour:end -->"))
        #expect(begin.upperBound < end.lowerBound)
        #expect(readme[begin.upperBound..<end.lowerBound].contains("sluice retry"))
    }
}
