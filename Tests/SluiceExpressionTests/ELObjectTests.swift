import Foundation
import SluiceExpression
import SluiceModel
import Testing

@Test(arguments: [
    ("Job.name", "nightly"), ("Job.planTime", "2026-11-20T02:00:01.234Z"),
    ("Job.startTime", "2026-11-20T02:01:00Z"), ("Job.eventData", "{\"path\":\"/in/a.csv\"}"),
    ("Job.projectId", "default"), ("Job.instanceId", "812"), ("Job.getParam('day')", "2026-11-20"),
    ("Job.getNodeStatus('load')", "success"), ("Job.getNodeOutput('load', 'loaded')", "7"),
    ("JSONUtil.path(Job.getNodeOutput('load'), 'loaded')", "7"),
    ("JSONUtil.path(Job.getRunningData('load'), 'rows')", "[[1,2]]"),
    ("Job.getInsertJobId('load')", "job-9"), ("empty Job.getInsertJobId('quiet')", "true"),
    ("Job.getPlanTime('yyyy-MM-dd HH:mm:ss:SSS')", "2026-11-20 03:00:01:234"),
    ("Job.getYesterday('yyyyMMdd HH')", "20261119 03"),
    ("Job.getLastHour('yyyyMMddHH')", "2026112002"),
    ("Job.getPreviousWorkday('EEE yyyy-MM-dd')", "Thu 2026-11-19"),
    ("Job.getPreviousWorkday(5, 'EEE yyyy-MM-dd')", "Fri 2026-11-13"),
    ("Env.get('HOME')", "/home/u"), ("Loop.offset", "1"), ("Loop.current", "[\"b\",2]"),
    ("Loop.dataArray", "[[\"a\",1],[\"b\",2]]"),
    ("Loop.dataArray[Loop.offset] == Loop.current", "true"),
    ("JSONUtil.parse(Job.eventData).path", "/in/a.csv"),
])
func `an object says what the instance has`(expression: String, expected: String) throws {
    var world = World()
    world.loop = ExpressionLoop(
        elements: [.list([.text("a"), .integer(1)]), .list([.text("b"), .integer(2)])], offset: 1)
    #expect(try world.text(expression) == expected)
}

@Test(arguments: ["Job.startTime", "Job.eventData", "Job.projectId", "Env.get('X')"])
func `what an instance does not have is null`(expression: String) throws {
    #expect(try Template("#{empty \(expression)}", mode: .strict).expand(in: Night()) == "true")
}

@Test func `working days are known only where a calendar is given`() throws {
    let template = try Template("#{Job.getPreviousWorkday('yyyy')}", mode: .strict)
    let error = #expect(throws: ExpressionError.self) { try template.expand(in: Night()) }
    #expect(error?.reason == "the job has no calendar that says which days are working days")
}

@Test func `a node that has not ended is told from one that there is not`() {
    #expect(World().error("Job.getNodeOutput('early')")?.reason.hasSuffix("has not ended") == true)
    let typo = World().error("Job.getNodeOutput('laod')")?.reason
    #expect(typo?.hasSuffix("is unknown or has not ended; did you mean 'load'?") == true)
}

private struct Zoned: ZonedContext {
    let zone: TimeZoneRules
    let planTime: Timestamp
    var jobName: String { "nightly" }
    var instanceID: InstanceID { InstanceID(812) }
    func param(_ name: String) -> String? { nil }
    func nodeStatus(_ name: String) -> String? { nil }
    func nodeOutput(_ name: String) -> [Pair]? { nil }
}

@Test(arguments: [
    ("Europe/Berlin", "2026-07-20 04:00 CEST +0200"),
    ("Asia/Dubai", "2026-07-20 06:00 GMT+04:00 +0400"),
])
func `times are those of the context's zone`(name: String, expected: String) throws {
    let bytes = try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(name)"))
    let zoned = Zoned(
        zone: try TimeZoneRules(name: name, tzif: Array(bytes)),
        planTime: Timestamp(milliseconds: 1_784_512_800_000))
    let template = try Template("#{Job.getPlanTime('yyyy-MM-dd HH:mm z Z')}", mode: .strict)
    #expect(try template.expand(in: zoned) == expected)
}

@Test func `the time now is known only where it is given`() throws {
    #expect(try World().text("DateUtil.getTime(DateUtil.now())") == "1795150000000")
    #expect(throws: ExpressionError.self) {
        try Template("#{DateUtil.now()}", mode: .strict).expand(in: Night())
    }
}

@Test(arguments: [
    ("JSONUtil.path(Job.getParam('json'), 'cities[0].areaCode')", "1000"),
    ("JSONUtil.path(Job.getParam('json'), '$.cities[1].name')", "city2"),
    ("JSONUtil.path(Job.getParam('json'), 'cities[1][\"name\"]')", "city2"),
    ("JSONUtil.path(JSONUtil.parse(Job.getParam('json')), 'cities[0].name')", "city1"),
    ("JSONUtil.path('[[1,2],[3]]', '[0][1]')", "2"), ("JSONUtil.path('{\"a b\":1}', 'a b')", "1"),
    ("JSONUtil.path('7', '$')", "7"),
    ("empty JSONUtil.path(Job.getParam('json'), 'cities[1].areaCode')", "true"),
    ("empty JSONUtil.path(Job.getParam('json'), 'cities[7].name')", "true"),
    ("empty JSONUtil.path(Job.getParam('json'), 'towns.x[0]')", "true"),
    (
        "JSONUtil.toString(JSONUtil.parse(' { \"b\" : [ 1 , -2.5 , true , null ] , \"a\" : \"x\" } '))",
        "{\"b\":[1,-2.5,true,null],\"a\":\"x\"}"
    ),
    ("JSONUtil.parse('\"\\\\u0041\\\\ud83d\\\\ude00\\\\n\\\\/\"')", "A😀\n/"),
    ("JSONUtil.toString('a\"b\\\\\\n\u{1}')", "\"a\\\"b\\\\\\n\\u0001\""),
    ("JSONUtil.toString(null)", "null"),
    ("JSONUtil.toString(Job.planTime)", "\"2026-11-20T02:00:01.234Z\""),
    ("JSONUtil.toString(1.5)", "1.5"), ("JSONUtil.parse('-0')", "0"),
    ("JSONUtil.parse('1E2')", "100.0"),
    ("StringUtil.getDigits('[[\"11\"]]')", "11"),
    (
        "StringUtil.split(StringUtil.split(StringUtil.split('[[\"000\"]]', ']')[0], '[')[0], '\\\\\\\"')[0]",
        "000"
    ),
    ("StringUtil.leftPad(DateUtil.getMonth(Job.planTime) - 9, 2, 0)", "02"),
    ("StringUtil.join(StringUtil.split('a b c'), '-')", "a-b-c"),
    ("StringUtil.join(JSONUtil.parse('[1,null,true]'), ',')", "1,,true"),
    ("StringUtil.join(JSONUtil.parse('[1,2]'))", "12"),
])
func `JSON is read, written and walked`(expression: String, expected: String) throws {
    #expect(try World().text(expression) == expected)
}

@Test(arguments: [
    ("", "line 1, column 1: a value is missing"), ("[1", "line 1, column 3: ',' or ']' is missing"),
    ("{\"a\" 1}", "line 1, column 6: ':' is missing"),
    ("{a:1}", "line 1, column 2: a quoted name is missing"),
    ("{\"a\":1,}", "line 1, column 8: a quoted name is missing"),
    ("{\"a\":1,\n \"a\":2}", "line 2, column 2: the name 'a' comes twice in an object"),
    ("01", "line 1, column 1: this is no number"), ("-", "line 1, column 1: this is no number"),
    ("1.", "line 1, column 3: digits are missing behind '.'"),
    ("1e", "line 1, column 3: digits are missing behind 'e'"),
    ("99999999999999999999", "line 1, column 1: the number does not fit 64 bits"),
    ("\"a", "line 1, column 1: the text never ends"),
    ("\"\\x\"", "line 1, column 2: the escape '\\x' is unknown"),
    ("\"\\ud800\"", "line 1, column 2: half of a character stands alone"),
    ("\"\\u12\"", "line 1, column 4: four hexadecimal digits are missing"),
    ("\"\u{1}\"", "line 1, column 2: a control character in a text has to be escaped"),
    ("tru", "line 1, column 1: a value is missing"),
    ("1 2", "line 1, column 3: something follows the value"),
    (String(repeating: "[", count: 200), "line 1, column 129: it has more than 128 levels"),
])
func `what is not JSON is refused with its place`(json: String, reason: String) {
    var world = World()
    world.params["j"] = json
    #expect(
        world.error("JSONUtil.parse(Job.getParam('j'))")?.reason == "this is not JSON: " + reason)
}
