import SluiceExpression
import SluiceModel
import Testing

private let rows = (commonsTable + "\n" + moreOfCommonsTable).split(separator: "\n").map(
    String.init)

@Test(arguments: rows)
func `StringUtil answers as Apache Commons does`(row: String) throws {
    let parts = row.split(separator: " => ", maxSplits: 1)
    let (call, expected) = (String(try #require(parts.first)), String(try #require(parts.last)))
    let answer = try? World().text("JSONUtil.toString(\(call))")
    #expect(answer ?? "error" == expected)
}

@Test func `every function of StringUtil but those for lists is in the table`() {
    let listed = Set(rows.compactMap { $0.split(separator: "(").first })
    #expect(listed.count == 120)
}
