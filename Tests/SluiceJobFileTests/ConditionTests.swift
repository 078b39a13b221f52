import SluiceJobFile
import SluiceModel
import Testing

/// A job whose last node has `lines` behind its `dependsOn: [a, b]`.
private func source(_ lines: String) -> String {
    """
    name: j
    nodes:
      - {name: a, type: Dummy}
      - {name: b, type: Dummy}
      - name: c
        type: Dummy
        dependsOn: [a, b]
        \(lines)

    """
}

private func problems(_ lines: String) -> [String] {
    JobFile.parse(source(lines)).problems.map(\.description)
}

private func node(_ lines: String) throws -> NodeDefinition {
    let (definition, problems) = JobFile.parse(source(lines))
    #expect(problems == [])
    return try #require(definition?.nodes.last)
}

private let failed = #"#{(Job.getNodeStatus("a")) == "fail"}"#

@Test func `conditions come into the definition in their order`() throws {
    let node = try node(
        "conditions: [{node: b, if: true}, {node: a, if: '\(failed)'}]\n    join: and\n"
            + "    onSkip: next")
    let expected = [
        EdgeCondition(node: "b", expression: "true"), EdgeCondition(node: "a", expression: failed),
    ]
    #expect(node.conditions == expected)
    #expect(node.join == .and)
    #expect(!node.skipsDownstream)
}

@Test(arguments: ["conditions: [{node: a, if: 'true'}]", "conditions: []", "conditions:"])
func `one true condition is enough, and a no skips all the way down, by default`(
    lines: String,
) throws {
    let node = try node(lines)
    #expect(node.join == .or)
    #expect(node.skipsDownstream)
}

@Test(arguments: [
    (
        "join: and",
        "8:11: node 'c' has join and no conditions (remove it, or write 'conditions:' and below it '- node: a')"
    ),
    (
        "conditions: []\n    onSkip: all",
        "9:13: node 'c' has onSkip and no conditions (remove it, or write 'conditions:' and below it '- node: a')"
    ),
    (
        "conditions: [{node: c, if: 'true'}]",
        "8:25: node 'c' has a condition on 'c', which is not in its dependsOn (did you mean 'a'?)"
    ),
    (
        "conditions: [{node: load, if: 'true'}]",
        "8:25: node 'c' has a condition on 'load', which is not in its dependsOn (add 'load' to its dependsOn)"
    ),
    (
        "conditions: [{node: a, if: '#{1 + 1}'}]",
        "8:33: #{1 + 1}: a condition: it is a number, not true or false"
    ),
    (
        "conditions: [{node: a, if: '#{Job.getNodeStatus(\"x\") == \"fail\"}'}]",
        "8:53: there is no node 'x' (did you mean 'a'?)"
    ),
])
func `a wrong condition is refused with its place`(lines: String, expected: String) {
    #expect(problems(lines) == [expected])
}

@Test func `a node has a hundred conditions at most`() throws {
    func list(_ count: Int) -> String {
        let one = "{node: a, if: 'true'}"
        return "conditions: [" + Array(repeating: one, count: count).joined(separator: ", ") + "]"
    }
    #expect(try node(list(Limits.conditions)).conditions.count == 100)
    #expect(
        problems(list(101)) == [
            "8:17: nodes[2].conditions has 101 entries; at most 100 are allowed"
        ])
}
