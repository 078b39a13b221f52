import SluiceExpression
import SluiceModel
import Testing

@Test(arguments: [
    ("#{Job.getNodeStatus('load') == 'success'}", true),
    ("#{(Job.getNodeStatus(\"load\")) == \"success\" ? \"true\" : \"false\"}", true),
    (" #{Job.getNodeStatus('load') == 'fail'}\n", false), ("true", true), (" false ", false),
    ("${yes}", true), ("#{Job.getParam('yes')}", true),
    ("#{empty Env.get('HOME')}", false), ("#{JSONUtil.parse('[true]')[0]}", true),
])
func `a condition is true or false, or a text that says so`(text: String, expected: Bool) throws {
    #expect(try Condition(text).holds(in: World()) == expected)
}

@Test(arguments: [
    ("#{1 + 1}", "a condition: it is a number, not true or false"),
    ("#{Job.planTime}", "a condition: it is a time, not true or false"),
    ("", "a condition: it is empty; write true or #{…}"),
    (
        "Job.getNodeStatus('load') == 'success'",
        "a condition: this is text, not true or false; write #{…} around it"
    ),
    ("#{Job.getNodeStatus('load') = 'x'}", "'=' is not expected here; '==' compares"),
])
func `what can never be true or false is no condition`(text: String, reason: String) {
    #expect(Condition.check(text).first?.reason == reason)
    #expect(throws: ExpressionError.self) { try Condition(text) }
}

@Test(arguments: [
    ("${day}", "the text '2026-11-20'"), ("#{Job.getParam('count')}", "the text '12'"),
    ("#{JSONUtil.parse(Job.getParam('rows'))[9]}", "null"),
    ("#{JSONUtil.parse(Job.getParam('rows'))[0][1]}", "the number 1"),
    ("tr${yes}", "the text 'trtrue'"),
])
func `a condition that comes to anything else fails`(text: String, shown: String) throws {
    let condition = try Condition(text)
    let error = #expect(throws: ExpressionError.self) { try condition.holds(in: World()) }
    #expect(error?.reason == "a condition: it has come to \(shown), not to true or false")
    #expect(error?.expression == text)
}

@Test func `a condition tells which nodes it asks for`() throws {
    let condition = try Condition(
        "#{Job.getNodeStatus('a') == 'x' || !(empty Job.getNodeOutput('b'))}")
    #expect(condition.references.nodesAsked.map(\.name) == ["a"])
    #expect(condition.references.nodesRead.map(\.name) == ["b"])
}

@Test(arguments: [
    ("[1, \"a\", [true]]", "[1,\"a\",[true]]"), ("[]", "[]"), ("${rows}", "[[\"a\",1],[\"b\",2]]"),
    ("#{Job.getNodeOutput('load', 'rows')}", "[[1,2]]"), ("[\"${day}\"]", "[\"2026-11-20\"]"),
    ("#{StringUtil.split('a,b', ',')}", "[\"a\",\"b\"]"),
    (
        "#{JSONUtil.parse(Job.getParam('json')).cities}",
        "[{\"name\":\"city1\",\"areaCode\":\"1000\"},{\"name\":\"city2\"}]"
    ),
])
func `a list is a list or text that is one in JSON`(text: String, expected: String) throws {
    let elements = try ListExpression(text).elements(in: World())
    #expect(ExpressionValue.list(elements).text == expected)
}

@Test(arguments: [
    ("", "a list: it is empty; write [] for a list of nothing"),
    ("{}", "a list: it has come to an object, not to a list"),
    ("[1,", "a list: this is not JSON: line 1, column 4: a value is missing"),
    ("#{1 == 1}", "a list: it is a truth value, not a list"),
])
func `what can never be a list is refused`(text: String, reason: String) {
    #expect(ListExpression.check(text).first?.reason == reason)
}

@Test(arguments: ["${day}", "#{Job.getNodeOutput('load')}", "#{Job.eventData}"])
func `a list that comes to anything else fails`(text: String) throws {
    let list = try ListExpression(text)
    #expect(throws: ExpressionError.self) { try list.elements(in: World()) }
}

@Test func `a list has a bound`() throws {
    var world = World()
    world.loop = ExpressionLoop(
        elements: Array(repeating: .null, count: Limits.listElements + 1), offset: 0)
    let list = try ListExpression("#{Loop.dataArray}")
    #expect(throws: ExpressionError.self) { try list.elements(in: world) }
    world.params["long"] =
        "[" + Array(repeating: "1", count: Limits.listElements + 1).joined(separator: ",") + "]"
    #expect(throws: ExpressionError.self) { try ListExpression("${long}").elements(in: world) }
}
