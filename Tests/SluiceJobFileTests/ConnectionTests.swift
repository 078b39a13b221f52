import SluiceJobFile
import SluiceModel
import Testing

private func parse(_ connection: String) -> (definition: JobDefinition?, problems: [JobProblem]) {
    JobFile.parse(
        """
        name: j
        connections: {sales: \(connection)}
        nodes: [{name: a, type: SQL, connection: sales, script: SELECT 1}]
        """)
}

@Test func `a connection may be left to the environment`() throws {
    let connections = try #require(parse("{type: Environment}").definition).connections
    #expect(connections == [Connection(name: "sales", kind: .environment, path: "")])
}

@Test(arguments: [
    ("{type: environment, path: x.db}", "and its environment says where it is"),
    ("{type: sqlite}", "connection 'sales' has no path"),
    ("{path: x.db}", "connection 'sales' has no type"),
])
func `a database has a path, and what is left to the environment has none`(
    value: String, message: String,
) {
    let problems = parse(value).problems.map(\.description)
    #expect(problems.count == 1 && problems[0].contains(message))
}
