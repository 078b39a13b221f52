import SluiceExpression
import SluiceModel
import Testing

/// An instance of job `nightly` with two nodes that have ended.
struct Night: ExpressionContext {
    var params = ["day": "2026-11-20", "work": "/data", "sly": "${day} #{Job.name}"]
    func param(_ name: String) -> String? { params[name] }
    func nodeStatus(_ name: String) -> String? { name == "load" ? "success" : nil }
    func nodeOutput(_ name: String) -> [Pair]? {
        switch name {
        case "load": [Pair("loaded", "7"), Pair("note", "a \"b\"\n\\")]
        case "quiet": []
        default: nil
        }
    }
    var jobName: String { "nightly" }
    var planTime: Timestamp { Timestamp(milliseconds: 1_795_140_000_000) }
    var instanceID: InstanceID { InstanceID(812) }
}

private func expand(_ text: String, _ mode: Template.Mode) throws(ExpressionError) -> String {
    try Template(text, mode: mode).expand(in: Night())
}

@Test(arguments: [
    ("", ""),
    ("no syntax at all: $ # { }", "no syntax at all: $ # { }"),
    ("${work}/${day}.tsv", "/data/2026-11-20.tsv"),
    ("$${day} is ${day}", "${day} is 2026-11-20"),
    ("##{Job.name} is #{Job.name}", "#{Job.name} is nightly"),
    ("#{ Job . planTime }", "2026-11-20T02:00:00Z"),
    ("#{Job.instanceId}", "812"),
    ("#{Job.getParam(\"day\")}", "2026-11-20"),
    ("#{Job.getParam('day')}", "2026-11-20"),
    ("#{Job.getParam(Job.getParam(\"which\"))}", "2026-11-20"),
    ("#{Job.getNodeStatus(\"load\")}", "success"),
    ("#{Job.getNodeOutput(\"load\", \"loaded\")}", "7"),
    ("#{Job.getNodeOutput(\"load\")}", #"{"loaded":"7","note":"a \"b\"\n\\"}"#),
    ("#{Job.getNodeOutput(\"quiet\")}", "{}"),
    ("#{\"}\"}", "}"),
    ("#{'it\\'s\\n'}", "it's\n"),
    ("#{42}#{true}", "42true"),
    ("价${day}格", "价2026-11-20格"),
])
func `a strict text is filled in`(text: String, expected: String) throws {
    var night = Night()
    night.params["which"] = "day"
    #expect(try Template(text, mode: .strict).expand(in: night) == expected)
}

@Test(arguments: [
    ("echo ${day} $day ${HOME}", "echo 2026-11-20 $day ${HOME}"),
    ("${#array[@]} ${day:-today} ${x##*/} ${", "${#array[@]} ${day:-today} ${x##*/} ${"),
    ("$${day} $${HOME} $$", "${day} $${HOME} $$"),
    ("#{ a comment } #{Jobs.x} # {Job.name}", "#{ a comment } #{Jobs.x} # {Job.name}"),
    ("##{Job.name} ##{x} #{Job.name}", "#{Job.name} ##{x} nightly"),
    ("f'{x}' \"#{Job.instanceId}\"", "f'{x}' \"812\""),
])
func `a script keeps what belongs to its interpreter`(text: String, expected: String) throws {
    #expect(try expand(text, .script) == expected)
}

@Test func `what is filled in is not read again`() throws {
    #expect(try expand("${sly}", .strict) == "${day} #{Job.name}")
}

@Test(arguments: [
    ("${dya}", 0, 1, 1, "${dya}", "no parameter is called 'dya'"),
    ("a\nb ${dya}", 4, 2, 3, "${dya}", "no parameter is called 'dya'"),
    (
        "${day", 5, 1, 6, "${day",
        "a parameter's name and '}' are needed after '${'; write '$${' for the text '${'"
    ),
    (
        "#{Jab.name}", 2, 1, 3, "#{Jab.name}", "the object 'Jab' is unknown; did you mean 'Job'?"
    ),
    (
        "#{Job.nam}", 6, 1, 7, "#{Job.nam}",
        "Job has no property 'nam'; did you mean 'name'?"
    ),
    (
        "#{Loop.size}", 7, 1, 8, "#{Loop.size}",
        "Loop has no property 'size'; it has dataArray, current, offset"
    ),
    ("#{Job.name()}", 6, 1, 7, "#{Job.name()}", "'name' takes no arguments: Job.name"),
    (
        "#{Job.getParam}", 6, 1, 7, "#{Job.getParam}",
        "'getParam' takes arguments: Job.getParam(\"name\")"
    ),
    (
        "#{Job.getParam()}", 16, 1, 17, "#{Job.getParam()}",
        "getParam has 0 arguments; write Job.getParam(\"name\")"
    ),
    (
        "#{Job.getParam(7)}", 15, 1, 16, "#{Job.getParam(7)}",
        "the argument is the number 7; quoted text is needed"
    ),
    ("#{Job.getParam(\"x)}", 15, 1, 16, "#{Job.getParam(\"x)}", "the quoted text never ends"),
    ("#{Job.getParam(\"x\"}", 18, 1, 19, "#{Job.getParam(\"x\"}", "a ')' is missing"),
    ("#{Job.name", 10, 1, 11, "#{Job.name", "the '}' is missing"),
    ("#{Job.name 1}", 11, 1, 12, "#{Job.name 1}", "'1' is not expected here; '}' is"),
    (
        "#{99999999999999999999}", 2, 1, 3, "#{99999999999999999999}",
        "'99999999999999999999' is not a whole number of 64 bits"
    ),
    (
        "x\n#{Job.getParam(\"dya\")}", 17, 2, 16, "#{Job.getParam(\"dya\")}",
        "no parameter is called 'dya'"
    ),
    (
        "#{Job.getNodeStatus(\"lod\")}", 20, 1, 21, "#{Job.getNodeStatus(\"lod\")}",
        "no node is called 'lod'"
    ),
    (
        "#{Job.getNodeOutput(\"load\", \"x\")}", 28, 1, 29, "#{Job.getNodeOutput(\"load\", \"x\")}",
        "node 'load' reported no output 'x'; it reported loaded, note"
    ),
    (
        "#{Job.getNodeOutput(\"quiet\", \"x\")}", 29, 1, 30,
        "#{Job.getNodeOutput(\"quiet\", \"x\")}",
        "node 'quiet' reported no output 'x'; it reported none"
    ),
])
func `an error names the expression, its place and the reason`(
    text: String, offset: Int, line: Int, column: Int, expression: String, reason: String,
) {
    let expected = ExpressionError(
        offset: offset, line: line, column: column, expression: expression, reason: reason)
    #expect(throws: expected) { try expand(text, .strict) }
}

@Test func `an expression that cannot be read fails in a script too`() {
    #expect(throws: ExpressionError.self) { try expand("echo #{Job.nam}", .script) }
    #expect(throws: ExpressionError.self) { try expand("echo #{DateUtil.now(1)}", .script) }
}

@Test func `all errors of a text are said at once`() {
    let (_, errors) = Template.reading("${ #{Job.a} ${day} #{Job.b}", mode: .strict)
    #expect(errors.map(\.column) == [3, 10, 26])
}

@Test func `a text that grows beyond its bound is refused`() throws {
    var night = Night()
    night.params["long"] = String(repeating: "x", count: Limits.valueBytes)
    let template = try Template(String(repeating: "${long}", count: 65), mode: .strict)
    #expect(throws: ExpressionError.self) { try template.expand(in: night) }
}

@Test func `a template tells which names it needs`() throws {
    let text =
        "${day} #{Job.getParam(\"work\")}\n#{Job.getNodeOutput(\"load\")}#{Job.getNodeStatus('x')}"
    let strict = try Template(text, mode: .strict)
    #expect(strict.neededParams.map(\.name) == ["day", "work"])
    #expect(strict.nodesRead.map(\.name) == ["load"])
    #expect(strict.nodesRead.first?.line == 2)
    #expect(strict.nodesRead.first?.column == 21)
    #expect(strict.nodesAsked.map(\.name) == ["x"])
    #expect(try Template(text, mode: .script).neededParams.map(\.name) == ["work"])
}
