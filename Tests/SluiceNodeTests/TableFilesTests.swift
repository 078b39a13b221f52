import Testing

@testable import sluice_node

private func load(_ folder: Folder, _ mode: String = "replace") throws -> ScriptRun.Report {
    try folder.run(
        "SELECT count(*) AS n, sum(size) AS size, typeof(max(size)) AS type FROM files",
        properties: ["import.files": folder.path("files.tsv"), "importMode": mode])
}

@Test func `a file is imported into a table that is made for it`() throws {
    let folder = try Folder()
    try folder.write("files.tsv", "name\tsize INTEGER\na\t10\nb\t9\nc\t\\N\n")
    let report = try load(folder)
    #expect(report.rows == 3)
    #expect(report.outputs.map(\.value) == ["3", "19", "integer"])
}

@Test(arguments: [("replace", "2"), ("append", "4")])
func `importing again replaces the rows unless told otherwise`(mode: String, n: String) throws {
    let folder = try Folder()
    try folder.write("files.tsv", "name\tsize INTEGER\na\t10\nb\t9\n")
    _ = try load(folder, mode)
    let report = try load(folder, mode)
    #expect(report.rows == 2)
    #expect(report.outputs.first?.value == n)
}

@Test(arguments: [
    ("", "is empty; its first line names the columns"),
    ("a\tb\n1\t2\n1\t2\t3\n", "line 3 of"),
    ("a\tb\n1\n", "has 1 values; the header has 2"),
    ("a BLOB\n1\n", "the column 'a' has the type 'BLOB'; TEXT, INTEGER and REAL are known"),
    ("a INTEGER x\n1\n", "the column 'a INTEGER x'; a name, or name and type, is needed"),
])
func `a file that does not fit is refused`(content: String, words: String) throws {
    let folder = try Folder()
    try folder.write("files.tsv", content)
    let failure = #expect(throws: NodeFailure.self) { try load(folder) }
    #expect(failure?.message.contains(words) == true)
}

@Test func `a failed import leaves the rows that were there`() throws {
    let folder = try Folder()
    try folder.write("files.tsv", "name\tsize INTEGER\na\t10\n")
    _ = try load(folder)
    try folder.write("files.tsv", "name\tsize INTEGER\nb\t1\nc\n")
    #expect(throws: NodeFailure.self) { try load(folder) }
    #expect(try folder.run("SELECT name FROM files").outputs.map(\.value) == ["a"])
}

@Test func `a table is exported as it is imported`() throws {
    let folder = try Folder()
    try folder.run(
        "CREATE TABLE \"a b\" (x, y); INSERT INTO \"a b\" VALUES (1, NULL), ('t' || char(9), 'ü')",
        properties: ["export.a b": folder.path("out.tsv")])
    #expect(try folder.read("out.tsv") == "x\ty\n1\t\\N\nt \tü\n")
}

@Test func `a result is an aligned table of at most a hundred rows`() {
    var table = ResultTable(columns: ["name", "n"])
    for number in 1...101 {
        table.add([number == 1 ? nil : "row", "\(number)"], numeric: [false, true])
    }
    let lines = table.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.prefix(4) == ["name    n", "----  ---", "NULL    1", "row     2"])
    #expect(lines.suffix(2) == ["row   100", "… 1 more rows"])
}
