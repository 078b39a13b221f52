import SluiceJobFile
import SluiceModel
import Testing

/// A job of one right node, around which a test puts what it is about.
private func job(_ top: String = "", node: String = "type: Dummy") -> String {
    "name: j\n\(top)\nnodes:\n  - name: a\n    \(node)\n"
}

private func problems(_ source: String) -> [String] {
    JobFile.parse(source).problems.map(\.description)
}

private let everyField = """
    name: 夜间.load
    description: All fields
    kind: realtime
    module: Data-Processing
    resources: [rates.csv, 汇率]
    labels: {team: data}
    params: {day: 2026-11-20, n: 007, empty: , on: true}
    connections: {store: {type: SQLite, path: "${day}.db"}}
    env: {LANG: C.UTF-8}
    workingFolder: /data
    maxParallelInstances: 3
    maxParallelNodes: 4
    dependJobs: [extract, {job: 汇率, onFailure: Ignore}, {job: last, onFailure: suspend}]
    confirmBeforeRun: true
    nodes:
      - name: load
        type: S Q L
        connection: store
        script: SELECT 1
        retryTimes: 3
        retryInterval: 500ms
        retryBackoff: exponential
        retryIntervalMax: 10m
        retryOnTimeout: true
        failPolicy: fail_child
        maxExecutionTime: 2h
        env: {A: 1}
        workingFolder: /tmp
        properties: {transaction: false}
        labels: {kind: slow}
      - {name: tell, type: shell, dependsOn: load, command: [echo, 1.50, ""]}
      - {name: show, type: python, dependsOn: [load, tell], script: pass, interpreter: python3 -u}
    """

@Test func `every field of a file comes into the definition`() throws {
    let (definition, problems) = JobFile.parse(everyField)
    #expect(problems == [])
    let expected = JobDefinition(
        name: "夜间.load", description: "All fields", kind: .realtimeJob,
        module: .dataProcessing, resources: ["rates.csv", "汇率"],
        params: [
            Pair("day", "2026-11-20"), Pair("n", "007"), Pair("empty", ""), Pair("on", "true"),
        ],
        connections: [Connection(name: "store", kind: .sqlite, path: "${day}.db")],
        env: [Pair("LANG", "C.UTF-8")], workingFolder: "/data", labels: [Pair("team", "data")],
        maxParallelInstances: 3, maxParallelNodes: 4,
        nodes: [
            NodeDefinition(
                name: "load", type: .sql, script: "SELECT 1", connection: "store",
                retry: RetryRule(
                    times: 3, intervalMilliseconds: 500, exponential: true,
                    maxIntervalMilliseconds: 600_000, onTimeout: true),
                failPolicy: .failChild, maxExecutionMilliseconds: 7_200_000,
                env: [Pair("A", "1")], workingFolder: "/tmp",
                properties: [Pair("transaction", "false")], labels: [Pair("kind", "slow")]),
            NodeDefinition(
                name: "tell", type: .shell, dependsOn: ["load"], command: ["echo", "1.50", ""]),
            NodeDefinition(
                name: "show", type: .python, dependsOn: ["load", "tell"], script: "pass",
                interpreter: ["python3", "-u"]),
        ],
        dependJobs: [
            JobDependency(jobName: "extract"), JobDependency(jobName: "汇率", failPolicy: .ignore),
            JobDependency(jobName: "last", failPolicy: .suspend),
        ],
        confirmBeforeRun: true)
    #expect(definition == expected)
}

@Test func `the same job as JSON gives the same definition`() {
    let yaml = """
        name: j
        params: {who: "世界 😀", tab: "a\\tb"}
        nodes:
          - name: a
            type: Shell
            script: |
              echo "${who}"
              exit 0
          - {name: b, type: Dummy, dependsOn: [a]}
        """
    let json = """
        {"name":"j","params":{"who":"世界 \\ud83d\\ude00","tab":"a\\tb"},
        \t"nodes":[{"name":"a","type":"Shell","script":"echo \\"${who}\\"\\nexit 0\\n"},
        \t{"name":"b","type":"Dummy","dependsOn":["a"]}]}
        """
    #expect(JobFile.parse(yaml).definition != nil)
    #expect(JobFile.parse(yaml).definition == JobFile.parse(json).definition)
}

@Test(arguments: [
    ("", "1:1: the file is empty (a job needs 'name' and 'nodes')"),
    ("# nothing\n", "1:1: the file is empty (a job needs 'name' and 'nodes')"),
    ("just text", "1:1: the file is 'just text'; a map is needed (write 'key: value')"),
    (
        "name: a: b\n",
        "1:8: this is not YAML: a ':' is not expected here (check the indentation; quote a text with ': ' in it)"
    ),
    (
        "name: j\nnodes:\n\t- name: a\n",
        "3:1: this is not YAML: this character cannot begin a value (indent with spaces, not tabs; quote a text that begins with '@', '`' or '%')"
    ),
    (
        "name: \"j\nnodes: []\n",
        "3:1: this is not YAML: the quoted text which begins on line 1 never ends (close it with the quote that opened it)"
    ),
    (
        "name: j\nnodes: [a, b\n",
        "3:1: this is not YAML: the list which begins on line 2 lacks ',' or ']' (separate items by ',' and end with ']')"
    ),
    (
        "name: j\n  type: x\n",
        "2:7: this is not YAML: a ':' is not expected here (check the indentation; quote a text with ': ' in it)"
    ),
    (
        "nodes:\n  - name: a\n - name: b\n",
        "3:2: this is not YAML: a key is expected in the map which begins on line 1 (give the keys of a map, and the items of a list, the same indentation)"
    ),
    (
        "name: j\n---\nname: k\n",
        "2:1: a second document begins here; a job file has one (remove the '---')"
    ),
    (
        "name: j\u{0}\n",
        "1:8: NUL is not allowed in a job file (write it as an escape of the script)"
    ),
    (
        "a: 1\nname: 世\u{7}\n",
        "2:8: the control character 7 is not allowed in a job file (write it as an escape of the script)"
    ),
    ("name: \"\\0\"\n", "1:7: NUL is not allowed in a job file"),
    ("name: *n\n", "1:7: no anchor '&n' stands before this alias"),
    ("name: !job j\n", "1:7: the tag '!job' means nothing here; leave it out"),
    ("? {a: b}\n: c\n", "1:3: a key must be text"),
])
func `what is no job file is refused in clear words`(source: String, expected: String) {
    #expect(problems(source) == [expected])
}

@Test(
    arguments: [
        (
            "retryInterval: 90",
            "6:20: nodes[0].retryInterval is '90' without a unit; a duration from 0s to 24h is needed (write 90s)"
        ),
        ("retryInterval: 24h", nil),
        ("retryInterval: 0s", nil),
        (
            "retryInterval: 86400001ms",
            "6:20: nodes[0].retryInterval is '86400001ms'; a duration from 0s to 24h is needed (units are ms, s, m, h, as in 90s or 10m)"
        ),
        (
            "retryInterval: -1s",
            "6:20: nodes[0].retryInterval is '-1s'; a duration from 0s to 24h is needed (units are ms, s, m, h, as in 90s or 10m)"
        ),
        (
            "retryInterval: 99999999999999999999h",
            "6:20: nodes[0].retryInterval is '99999999999999999999h'; a duration from 0s to 24h is needed (units are ms, s, m, h, as in 90s or 10m)"
        ),
        ("retryTimes: 100", nil),
        (
            "retryTimes: 101",
            "6:17: nodes[0].retryTimes is '101'; a whole number from 0 to 100 is needed"
        ),
        (
            "retryTimes: 1.5",
            "6:17: nodes[0].retryTimes is '1.5'; a whole number from 0 to 100 is needed"
        ),
        (
            "retryTimes: [1]",
            "6:17: nodes[0].retryTimes is a list; a whole number from 0 to 100 is needed"
        ),
        ("retrytimes: 1", "6:5: the key 'retrytimes' is unknown (did you mean 'retryTimes'?)"),
        (
            "dependsOn: {a: b}",
            "6:16: nodes[0].dependsOn is a map; text or a list is needed (write [a, b])"
        ),
        ("dependsOn: [[b]]", "6:17: nodes[0].dependsOn[0] is a list; text is needed"),
        ("<<: {}", "6:5: the key '<<' is unknown (merging is not supported; write the keys out)"),
    ] as [(String, String?)])
func `a value of a node is checked`(line: String, expected: String?) {
    #expect(problems(job(node: "type: Dummy\n    \(line)")) == (expected.map { [$0] } ?? []))
}

@Test func `a blank, a wrong and a missing name have the domain's codes`() {
    let codes = ["name: ' '", "name: a b", "description: x"].map {
        JobFile.parse("\($0)\nnodes: [{name: a, type: Dummy}]").problems.map(\.domain)
    }
    #expect(codes == [[.jobNameBlank], [.jobNameInvalid], [.jobNameBlank]])
    #expect(JobFile.parse("name: j\nnodes: []").problems.map(\.domain) == [.jobHasNoNodes])
}

@Test func `a file that is wrong still tells its name and size`() {
    let reading = JobFile.read("name: j\nnodes: [{name: a}, {name: b}]")
    #expect(reading.definition == nil)
    #expect(reading.name == "j")
    #expect(reading.nodeTotal == 2)
}

@Test func `two cycles are both spelled out in the direction of flow`() {
    let source = """
        name: j
        nodes:
          - {name: c, type: Dummy, dependsOn: [b]}
          - {name: b, type: Dummy, dependsOn: [a]}
          - {name: a, type: Dummy, dependsOn: [c]}
          - {name: x, type: Dummy, dependsOn: [y, a]}
          - {name: y, type: Dummy, dependsOn: [x]}
        """
    #expect(
        problems(source) == [
            "3:40: the nodes wait for each other: c -> a -> b -> c (remove one of these dependencies)",
            "6:40: the nodes wait for each other: x -> y -> x (remove one of these dependencies)",
        ])
}

@Test func `outputs are read from nodes that come before, through others too`() {
    let source = """
        name: j
        nodes:
          - {name: a, type: Dummy}
          - {name: b, type: Dummy, dependsOn: a}
          - {name: c, type: Shell, dependsOn: b, script: "#{Job.getNodeOutput('a')}"}
          - {name: d, type: Shell, script: "#{Job.getNodeOutput('a')}"}
        """
    #expect(
        problems(source) == [
            "6:57: node 'd' reads outputs of 'a', which does not come before it (add 'a' to its dependsOn)"
        ])
}

@Test func `a script may use what a setting may not`() {
    let script = "type: Shell\n    script: 'echo ${HOME} ${x##*/} # {'"
    #expect(problems(job(node: script)) == [])
    let setting = "type: Shell\n    script: echo\n    workingFolder: ${HOME}"
    #expect(
        problems(job(node: setting)) == [
            "7:20: no parameter is called 'HOME' "
                + "(declare it under 'params', or write $${HOME} for the text ${HOME})"
        ])
}

@Test func `an alias stands for the value of its anchor`() {
    let (definition, problems) = JobFile.parse(
        """
        name: j
        nodes:
          - {name: a, type: Dummy, labels: &team {team: data}}
          - {name: b, type: Dummy, labels: *team}
        """)
    #expect(problems == [])
    #expect(definition?.nodes.map(\.labels) == [[Pair("team", "data")], [Pair("team", "data")]])
}

@Test(arguments: [
    ("script: echo #{1}", 18), ("script: echo \"a  #{1}\"", 22),
    ("command: [echo, a #{1}]", 23), ("env: {A: 数 #{1}}", 16),
])
func `an expression that YAML would take for a comment is refused`(node: String, column: Int) {
    let found = JobFile.parse(job(node: "type: Shell\n    \(node)")).problems
    #expect(found.map(\.message).first?.hasPrefix("YAML takes '#{' for a comment here") == true)
    #expect(found.first?.line == 6 && found.first?.column == column)
}

@Test(arguments: [
    "script: echo a#{1}", "script: 'echo #{1}'", "script: echo # {a comment}",
    "script: echo a # #{a comment", "script: |\n      echo #{1}", "command: [a, '#{1}'] # #{x}",
])
func `where an expression is text, or a comment is one, nothing is refused`(node: String) {
    #expect(JobFile.parse(job(node: "type: Shell\n    \(node)")).problems == [])
}
