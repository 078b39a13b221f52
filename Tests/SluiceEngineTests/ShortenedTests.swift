import SluiceModel
import Testing

@Suite struct ShortenedTests {
    @Test(arguments: ["x", "é", "数", "🙂"])
    func `a long text is cut between characters and stays within the limit`(_ letter: String) {
        let long = String(repeating: letter, count: 2_000)
        let short = long.shortened
        #expect(short.utf8.count <= Limits.reasonBytes)
        #expect(short.utf8.count > Limits.reasonBytes - 8)
        #expect(short.hasSuffix("…"))
        #expect(long.hasPrefix(short.dropLast()))
    }

    @Test func `a text within the limit stays as it is`() {
        let text = String(repeating: "é", count: Limits.reasonBytes / 2)
        #expect(text.shortened == text)
    }
}
