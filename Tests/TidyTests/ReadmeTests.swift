import Testing

/// What the README promises is there.
struct ReadmeTests {
    @Test func `the code map names every folder of Sources and Tests`() throws {
        let readme = try SourceTree.file("README.md").text
        // Tests of a module are beside it in the map by their name.
        let tests = try SourceTree.folders(in: "Tests")
            .filter { !$0.hasSuffix("Tests") || $0 == "TidyTests" || $0 == "IntegrationTests" }
        let folders = try SourceTree.folders(in: "Sources") + tests
        #expect(folders.filter { !readme.contains("`\($0)`") } == [])
    }

    @Test func `every make target that a text names exists`() throws {
        let makefile = try SourceTree.file("Makefile").text
        let targets = Set(makefile.matches(of: /(?m)^([a-z][a-z-]*):/).map { String($0.1) })
        let texts = try [SourceTree.file("README.md"), SourceTree.file(".ci/run")]
        let named = texts.flatMap { text in
            text.text.matches(of: /(?:`|^)make ([a-z][a-z-]*)/.anchorsMatchLineEndings())
                .map { String($0.1) }
        }
        #expect(named.filter { !targets.contains($0) } == [])
    }

    @Test func `every client has what a client has, and the maps name it`() throws {
        let parts = ["README.md", "packages", "run-conformance", "run-tests", "samples"]
        let clients = try SourceTree.folders(in: "clients")
            .filter { !["conformance", "samples"].contains($0) }
        let maps = try ["README.md", "clients/README.md"].map { try SourceTree.file($0).text }
        for client in clients {
            let names = try SourceTree.names(in: "clients/\(client)")
            #expect(parts.filter { !names.contains($0) } == [], "\(client)")
            #expect(try SourceTree.names(in: "clients/\(client)/samples").count >= 4, "\(client)")
            #expect(maps.allSatisfy { $0.contains("`\(client)`") }, "\(client)")
        }
        #expect(clients.contains("swift"))
    }

    @Test func `the tour is marked, so that a test can walk it`() throws {
        let readme = try SourceTree.file("README.md").text
        let begin = try #require(readme.firstRange(of: "<!-- tour:begin -->"))
        let end = try #require(readme.firstRange(of: "<!-- tour:end -->"))
        #expect(begin.upperBound < end.lowerBound)
        #expect(readme[begin.upperBound..<end.lowerBound].contains("sluice retry"))
    }
}
