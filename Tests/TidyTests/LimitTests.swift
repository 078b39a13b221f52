import Testing

/// What bounds people is said to people.
struct LimitTests {
    /// What nobody can meet: defaults, and the sizes of the daemon's own batches and lists.
    private static let inside: Set = [
        "standardPriority", "standardQuota", "batchInputs", "problemsInError",
    ]

    @Test func `sluice server info lists every limit that people can meet`() throws {
        let file = try SourceTree.file("Sources/SluiceModel/Limits.swift")
        let limits = file.text.matches(of: /static let (\w+)(?:: Int64)? =/).map { String($0.1) }
        let named = try #require(file.text.firstRange(of: "static let named"))
        let list = file.text[named.upperBound...]
        #expect(limits.count > 30)
        expectNone(limits.filter { !Self.inside.contains($0) && !list.contains($0) })
    }
}
