import SluiceExpression
import SluiceModel
import Testing

@Test func `a parameter sees those before it`() throws {
    let params = [
        Pair("day", "20"), Pair("folder", "/data/${day}"),
        Pair("file", "${folder}/#{Job.instanceId}.tsv"),
    ]
    let resolved = try Parameters.resolve(params, in: Night())
    #expect(resolved.map(\.value) == ["20", "/data/20", "/data/20/812.tsv"])
}

@Test(arguments: ["${later}", "${own}", "#{Job.getParam('later')}", "${work}"])
func `a parameter sees neither itself nor those after it nor any others`(value: String) {
    #expect(throws: ExpressionError.self) {
        try Parameters.resolve([Pair("own", value), Pair("later", "")], in: Night())
    }
}

@Test(
    arguments: [
        (0, "1970-01-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00Z"),
        (1_732_601_580_000, "2024-11-26T06:13:00Z"),
        (4_107_542_399_007, "2100-02-28T23:59:59.007Z"),
    ] as [(Int64, String)])
func `a time reads as RFC 3339 in UTC`(milliseconds: Int64, expected: String) {
    #expect(Timestamp(milliseconds: milliseconds).utcText == expected)
}
