import SluiceJobFile
import SluiceModel
import Testing

private func read(_ lines: String) -> (definition: JobDefinition?, problems: [String]) {
    let (definition, problems) = JobFile.parse(
        "name: j\n\(lines)\nnodes: [{name: a, type: Dummy}]\n")
    return (definition, problems.map(\.description))
}

@Test(arguments: [
    ("", .offlineJob), ("kind: offline", .offlineJob), ("kind: sync", .syncJob),
    ("kind: Realtime", ObjectKind.realtimeJob),
])
func `S154: a job is of one of three kinds`(line: String, kind: ObjectKind) {
    #expect(read(line).definition?.kind == kind)
}

@Test(arguments: [
    ("", .pipeline), ("module: pipeline", .pipeline), ("module: modeling", .modeling),
    ("module: data-processing", Module.dataProcessing),
])
func `S148: a job is in one of three modules`(line: String, module: Module) {
    #expect(read(line).definition?.module == module)
}

@Test func `a job names the files that it uses, one or many`() {
    #expect(read("").definition?.resources == [])
    #expect(read("resources: rates.csv").definition?.resources == ["rates.csv"])
    #expect(read("resources: [a.jar, 汇率]").definition?.resources == ["a.jar", "汇率"])
}

@Test(arguments: [
    (
        "kind: batch",
        "2:7: kind is 'batch'; one of offline, sync, realtime is needed"
    ),
    (
        "module: modelling",
        "2:9: module is 'modelling'; one of pipeline, modeling, data-processing is needed "
            + "(did you mean 'modeling'?)"
    ),
    ("resources: [a, a]", "2:16: 'a' is listed twice (remove one)"),
    (
        "resources: [a/b]",
        "2:13: the name 'a/b' has the character '/'; letters, digits, CJK and '-', '_', '.' are "
            + "allowed"
    ),
])
func `what none of them is, is refused at its place`(line: String, problem: String) {
    #expect(read(line).problems == [problem])
}

@Test func `at most a thousand files are named`() {
    let names = { (count: Int) in (1...count).map { "f\($0)" }.joined(separator: ", ") }
    #expect(read("resources: [\(names(Limits.resources))]").problems == [])
    #expect(
        read("resources: [\(names(Limits.resources + 1))]").problems == [
            "2:12: there are 1001 resources; at most 1000 are allowed"
        ])
}
