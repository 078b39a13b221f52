import SluiceClient
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct ExpressionEvalTests {
    private func eval(_ text: String, _ more: [String] = []) async -> Shell.Result {
        var shell = Shell()
        shell.files = ["cn.txt": "holidays:\n- 2026-11-19\n", "-": "a ${a}\n"]
        return await shell.run(arguments: ["expr", "eval", text, "--zone", "GMT+8"] + more)
    }

    @Test(arguments: [
        ("load ${table}", ["--param", "table=orders"], "load orders"),
        ("${b}", ["--param", "a=1", "--param", "b=${a}2"], "12"),
        (
            "#{Job.getPlanTime(\"yyyy-MM-dd HH\")}", ["--plan-time", "2026-11-20T02:00"],
            "2026-11-20 02"
        ),
        ("#{Job.getPlanTime(\"HH\")}", [], "20"), ("#{Job.name}", ["--job", "etl"], "etl"),
        ("#{Job.getNodeStatus(\"a\")}", ["--node", "a=fail"], "fail"),
        ("#{Job.getNodeStatus(\"a\")}", ["--output-of", "a:rows=7"], "success"),
        (
            "#{Job.getNodeOutput(\"a\", \"x\")}",
            ["--output-of", "a:rows=7", "--output-of", "a:x=b=c:d"], "b=c:d"
        ),
        ("#{Job.getNodeOutput(\"a\")}", ["--node", "a=success"], "{}"),
        ("#{Env.get(\"HOME\")}", ["--variable", "HOME=/h"], "/h"),
        ("#{Job.eventData}", ["--event-data", "{}"], "{}"),
        (
            "#{Job.getPreviousWorkday(\"yyyy-MM-dd\")}",
            ["--plan-time", "2026-11-20", "--calendar", "cn.txt"], "2026-11-18"
        ),
        ("echo ${HOME} ${a}", ["--script", "--param", "a=1"], "echo ${HOME} 1"),
    ])
    func `a text is filled in for the instance that the flags describe`(
        _ text: String, _ more: [String], _ expected: String,
    ) async {
        let result = await eval(text, more)
        #expect(result.output == expected + "\n", "\(result.remarks)")
        #expect(result.outcome == .done)
    }

    @Test func `a text can come from the standard input`() async {
        #expect(await eval("-", ["--param", "a=1"]).output == "a 1\n")
    }

    @Test func `programs get the kind of the value too`() async {
        let result = await eval("#{1 + 1}", ["-o", "jsonl"])
        #expect(result.output == "{\"text\":\"2\",\"kind\":\"a number\"}\n")
    }

    @Test func `what is wrong has a caret below the place, and exits with 2`() async {
        let result = await eval("first\nthen 清洗 #{Job.nme}")
        #expect(result.outcome == .wrongUsage)
        let lines = result.remarks.split(separator: "\n")
        #expect(lines.first?.contains("did you mean 'name'?") == true)
        #expect(lines.dropFirst() == ["  then 清洗 #{Job.nme}", "                  ^"])
    }

    @Test(arguments: [
        ("${tabel}", ["--param", "table=1"], "did you mean 'table'?"),
        ("x", ["--param", "a=1", "--param", "b=${c}"], "parameter 'b': ${c}"),
        ("#{Job.getNodeOutput(\"a\")}", ["--node", "a=running"], "has not ended"),
        ("#{Env.get(\"X\")}", [], "null"),
        ("x", ["--node", "a=done"], "manual-stop"),
        ("x", ["--output-of", "rows=7"], "NODE:key=value"),
        ("x", ["--output-of", "a:rows"], "a:"),
        ("x", ["--param", "a"], "no key=value"),
        ("#{Loop.offset}", [], "ForEach"),
        ("#{StringUtil.repeat(\"a\", 600000)}", [], "524288"),
    ])
    func `what has no value is refused with the reason`(
        _ text: String, _ more: [String], _ words: String,
    ) async {
        let result = await eval(text, more)
        #expect(result.outcome == .wrongUsage)
        #expect(result.output.isEmpty)
        #expect(result.remarks.contains(words), "\(result.remarks)")
    }

    @Test func `a check only reads, and lists all that is wrong`() async {
        #expect(await eval("${a} #{Job.name}", ["--check"]).output == "the text is right\n")
        let wrong = await eval("#{1 +} #{Foo.bar}", ["--check"])
        #expect(wrong.outcome == .wrongUsage)
        #expect(wrong.remarks.contains("a value is missing"))
        #expect(wrong.remarks.contains("'Foo' is unknown"))
        #expect(wrong.remarks.contains("2 problems in the text"))
    }

    @Test func `of a long line the part around the place is shown`() {
        let text = String(repeating: "a", count: 300) + "!" + String(repeating: "b", count: 300)
        let lines = Caret(text: text, line: 1, column: 301).lines(width: 40).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].count <= 40)
        #expect(Array(lines[0])[lines[1].count - 1] == "!")
    }

    @Test func `a place behind the end of a text is at its end`() {
        #expect(Caret(text: "ab", line: 1, column: 9).lines(width: 40) == "  ab\n    ^")
        #expect(Caret(text: "ab", line: 2, column: 1).lines(width: 40).isEmpty)
    }
}
