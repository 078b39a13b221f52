import Testing

@testable import protoc_gen_sluice

@Suite struct SourceTests {
    @Test func `a comment is broken at the width and keeps its paragraphs`() {
        var source = Source(of: "x.proto")
        source.block("enum A") { source in
            source.comment(String(repeating: "word ", count: 30) + "\n\nNext.")
        }
        let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.count <= 100 })
        #expect(lines.contains("    ///"))
        #expect(lines.contains("    /// Next."))
    }

    @Test func `nothing has no comment`() {
        var source = Source(of: "x.proto")
        let before = source.text
        source.comment("")
        #expect(source.text == before)
    }
}
