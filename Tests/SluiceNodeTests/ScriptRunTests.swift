import Testing

@testable import sluice_node

private let table = "CREATE TABLE t (a, b);"

@Test func `rows counts what all statements changed`() throws {
    let folder = try Folder()
    let report = try folder.run(
        "\(table) INSERT INTO t VALUES (1, 2), (3, 4); UPDATE t SET a = 0; SELECT * FROM t;")
    #expect(report.rows == 4)
    #expect(report.outputs == [])
}

@Test func `rows counts the last select where nothing changed`() throws {
    let folder = try Folder()
    try folder.run("\(table) INSERT INTO t VALUES (1, 2), (3, 4);")
    #expect(try folder.run("SELECT 1; SELECT * FROM t").rows == 2)
}

@Test func `the only row of the last select is the output`() throws {
    let report = try Folder().run("SELECT 'x' AS rows, 7 AS total, NULL AS empty, 'ä b' AS note")
    #expect(report.outputs.map(\.name) == ["rows", "total", "empty", "note"])
    #expect(Output.lines(of: report) == "total=7\nempty=\nnote=ä b\nrows=1\n")
}

@Test func `an output of several lines is left out`() throws {
    let report = try Folder().run("SELECT 'a' || char(10) || 'b' AS text, 1 AS one")
    #expect(Output.lines(of: report) == "one=1\nrows=1\n")
}

@Test func `a parameter is bound and never pasted`() throws {
    let name = "'); DROP TABLE t; --"
    let folder = try Folder()
    try folder.run("\(table) INSERT INTO t VALUES (:name, 1)", params: ["name": name])
    #expect(try folder.run("SELECT a FROM t").outputs == [.init(name: "a", value: name)])
}

@Test(arguments: [
    ("7", "integer"), ("-1", "integer"), ("0", "integer"), ("2.50", "real"), ("-0.5", "real"),
    ("007", "text"), ("+1", "text"), ("1e3", "text"), ("1.", "text"), (".5", "text"),
    ("01.5", "text"), ("99999999999999999999", "text"), ("", "text"), (" 1", "text"),
    ("nan", "text"), ("1.2.3", "text"), ("2026-11-20", "text"),
])
func `a parameter is a number where it is written as one`(value: String, type: String) throws {
    let report = try Folder().run("SELECT typeof(:value) AS type", params: ["value": value])
    #expect(report.outputs.map(\.value) == [type])
}

@Test(arguments: [
    (
        "SELECT 1;\n\n-- then\nSELECT :day;",
        "statement 2, line 4: the statement needs ':day', and the job has no such parameter"
    ),
    ("SELECT 1;\nSELEC 2;", "statement 2, line 2: near \"SELEC\": syntax error"),
    ("/* a\nb */ SELECT * FROM other", "statement 1, line 2: no such table: other"),
    (
        "CREATE TABLE u (a UNIQUE);\nINSERT INTO u VALUES (1);\nINSERT INTO u VALUES (1);",
        "statement 3, line 3: UNIQUE constraint failed: u.a"
    ),
    (
        "SELECT ?",
        "statement 1, line 1: the statement needs ':?', and the job has no such parameter"
    ),
])
func `an error names the statement, its line and the reason`(script: String, message: String) {
    #expect(throws: NodeFailure(message)) { try Folder().run(script) }
}

@Test(arguments: [("true", 0), ("false", 1)])
func `a failure undoes the script unless transactions are off`(
    transaction: String, expected: Int64,
) throws {
    let folder = try Folder()
    try folder.run(table)
    #expect(throws: NodeFailure.self) {
        try folder.run(
            "INSERT INTO t VALUES (1, 2); SELECT wrong", properties: ["transaction": transaction])
    }
    #expect(try folder.run("SELECT * FROM t").rows == expected)
}

@Test(arguments: ["", "  \n", "-- nothing\n", ";;", "/* open"])
func `a script of nothing does nothing`(script: String) throws {
    #expect(try Folder().run(script) == ScriptRun.Report(rows: 0, outputs: []))
}

@Test(arguments: [
    (
        "trans", "1",
        "the property 'trans' is unknown; transaction, busyTimeout, importMode, list, import.TABLE and export.TABLE are known"
    ),
    ("transaction", "no", "the property transaction is 'no'; true or false is needed"),
    (
        "list", "a=b",
        "the property list is 'a=b'; the name of an output is needed, as in list: files"
    ),
    ("busyTimeout", "30", "the property busyTimeout is '30'; 0s to 24h, as in 30s, is needed"),
    ("busyTimeout", "25h", "the property busyTimeout is '25h'; 0s to 24h, as in 30s, is needed"),
])
func `a wrong property is refused`(name: String, value: String, message: String) {
    #expect(throws: NodeFailure(message)) {
        try Folder().run("SELECT 1", properties: [name: value])
    }
}

@Test(arguments: [
    ("SELECT n FROM t", #"[1,null,"a\"b\\c\nd"]"#),
    ("SELECT n, 2.5 AS x FROM t WHERE n = 1", #"[{"n":1,"x":2.5}]"#),
    ("SELECT n FROM t WHERE n = 7", "[]"),
])
func `rows are listed in an output for what comes after`(sql: String, json: String) throws {
    let folder = try Folder()
    try folder.run(
        "CREATE TABLE t (n); INSERT INTO t VALUES (1), (NULL), ('a\"b\\c' || char(10) || 'd')")
    let outputs = try folder.run(sql, properties: ["list": "found"]).outputs
    #expect(outputs.last == Output.Pair(name: "found", value: json))
}

@Test func `a list that is too long, or has no SELECT, fails the node`() throws {
    let folder = try Folder()
    let long = NodeFailure("the list of the rows has more than 65536 bytes")
    #expect(throws: long) {
        try folder.run("SELECT hex(zeroblob(40000))", properties: ["list": "found"])
    }
    let none = NodeFailure("the property list is there, and no statement is a SELECT")
    #expect(throws: none) { try folder.run("CREATE TABLE u (n)", properties: ["list": "found"]) }
}

@Test(arguments: [
    ("{", "s: it is not JSON"), ("{}", "s: kind is not 'sql'"),
    (#"{"kind":"sql","connection":{"type":"pg"}}"#, "s: connection.type is not 'sqlite'"),
    (#"{"kind":"sql","connection":{"type":"sqlite"}}"#, "s: connection.path is missing"),
])
func `a wrong specification is refused`(json: String, message: String) {
    #expect(throws: NodeFailure(message)) { try Specification(json: json, name: "s") }
}

@Test func `a database that cannot be opened is named`() {
    let json = #"{"kind":"sql","connection":{"type":"sqlite","path":"/no/such.db"}}"#
    #expect(
        throws: NodeFailure("cannot open the database '/no/such.db': unable to open database file")
    ) {
        try ScriptRun(Specification(json: json, name: "s"))
    }
}
