import SluiceJobFile
import SluiceModel
import Testing

/// A job of one node, with `job` among its own keys and `node` among those of the node.
private func source(job: String = "", node: String = "") -> String {
    """
    name: j
    \(job)
    nodes:
      - name: a
        type: Dummy
        \(node)

    """
}

private func definition(job: String = "", node: String = "") throws -> JobDefinition {
    let (definition, problems) = JobFile.parse(source(job: job, node: node))
    #expect(problems == [])
    return try #require(definition)
}

private func problems(job: String = "", node: String = "") -> [String] {
    JobFile.parse(source(job: job, node: node)).problems.map(\.description)
}

@Test(arguments: [("", 5), ("priority:", 5), ("priority: 0", 0), ("priority: 9", 9)])
func `a job has the priority that it says, else that in the middle`(
    line: String, priority: Int,
) throws {
    #expect(try definition(job: line).priority == priority)
}

@Test(arguments: [
    ("", "", 1), ("pool: gpu", "gpu", 1), ("pool: gpu\n    slots: 3", "gpu", 3),
    ("pool: gpu\n    slots: 100000", "gpu", 100_000), ("pool:\n    slots:", "", 1),
])
func `a node takes one slot of its pool unless it says how many`(
    lines: String, pool: String, slots: Int,
) throws {
    let node = try #require(try definition(node: lines).nodes.first)
    #expect(node.pool == pool)
    #expect(node.poolSlots == slots)
}

@Test(arguments: ["-1", "10", "high", "2.5", "[1]"])
func `a priority is from 0 to 9`(value: String) {
    let words = value == "[1]" ? "a list" : "'\(value)'"
    #expect(
        problems(job: "priority: \(value)") == [
            "2:11: priority is \(words); a whole number from 0 to 9 is needed"
        ])
}

@Test(arguments: [
    (
        "pool: gpu\n    slots: 0",
        "7:12: nodes[0].slots is '0'; a whole number from 1 to 100000 is needed"
    ),
    (
        "pool: gpu\n    slots: 100001",
        "7:12: nodes[0].slots is '100001'; a whole number from 1 to 100000 is needed"
    ),
    (
        "slots: 2",
        "6:12: node 'a' has slots and no pool (write 'pool: NAME', the pool to take them of)"
    ),
    ("pool: [gpu]", "6:11: nodes[0].pool is a list; text is needed"),
    ("pools: gpu", "6:5: the key 'pools' is unknown (did you mean 'pool'?)"),
])
func `a wrong pool is refused with its place`(lines: String, expected: String) {
    #expect(problems(node: lines) == [expected])
}

@Test func `a pool is named as everything else`() {
    #expect(problems(node: "pool: ''").count == 1)
    #expect(problems(node: "pool: a b").first?.contains("'a b'") == true)
}
