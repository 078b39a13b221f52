import SluiceJobFile
import SluiceModel
import Testing

private func messages(_ source: String) -> [String] {
    JobFile.parse(source).problems.map(\.message)
}

@Test func `a file of more than three mebibytes is refused unread`() {
    let source = "name: " + String(repeating: "x", count: Limits.jobSourceBytes)
    #expect(messages(source) == ["the file has 3145734 bytes; at most 3145728 are allowed"])
}

@Test(arguments: ["[", "{a: ", "- ", "? "])
func `deep nesting is refused before it costs a stack`(opening: String) {
    let source =
        "name: " + (opening.hasPrefix("-") || opening.hasPrefix("?") ? "\n  " : "")
        + String(repeating: opening, count: 100_000)
    #expect(messages(source).first?.contains("nested") == true)
}

@Test func `aliases cannot multiply a file`() {
    var source = "name: j\nlabels: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9]\n"
    for level in 1...8 {
        let item = "*a\(level - 1)"
        let list = Array(repeating: item, count: 9).joined(separator: ", ")
        source += "k\(level): &a\(level) [\(list)]\n"
    }
    #expect(messages(source) == ["with its aliases the file has more than 2000000 values"])
}

@Test func `an anchor that holds its own alias is refused`() {
    #expect(messages("name: &a [*a]") == ["no anchor '&a' stands before this alias"])
}

@Test func `ten thousand nodes in a row are read, and one more is refused`() {
    #expect(messages(row(of: 10_000)).isEmpty)
    #expect(messages(row(of: 10_001)) == ["the job has 10001 nodes; at most 10000 are allowed"])
}

@Test func `a cycle of ten thousand nodes is shown in a few words`() {
    let nodes = row(of: 10_000) + "  - {name: last, type: Dummy, dependsOn: n9999}\n"
    let cycle = nodes.replacing(
        "name: n0, type: Dummy", with: "name: n0, type: Dummy, dependsOn: n9998"
    )
    .replacing("  - {name: n9999, type: Dummy, dependsOn: n9998}\n", with: "")
    .replacing("dependsOn: n9999", with: "dependsOn: n5")
    #expect(
        messages(cycle) == [
            "the nodes wait for each other: n0 -> n1 -> n2 -> n3 -> n4 -> n5 -> n6 -> n7 -> n8 -> n9 "
                + "-> … (9984 more) -> n9994 -> n9995 -> n9996 -> n9997 -> n9998 -> n0"
        ])
}

@Test func `too many parameters and too long a value are refused`() {
    let params = (0...Limits.pairs).map { "  p\($0): 1\n" }.joined()
    let long = String(repeating: "x", count: Limits.valueBytes + 1)
    let nodes = "nodes: [{name: a, type: Dummy, labels: {long: \(long)}}]\n"
    #expect(
        messages("name: j\nparams:\n\(params)\(nodes)") == [
            "params has 1001 entries; at most 1000 are allowed",
            "nodes[0].labels.long has 65537 bytes; at most 65536 are allowed",
        ])
}

private func row(of count: Int) -> String {
    var source = "name: j\nnodes:\n  - {name: n0, type: Dummy}\n"
    for index in 1..<count {
        source += "  - {name: n\(index), type: Dummy, dependsOn: n\(index - 1)}\n"
    }
    return source
}
