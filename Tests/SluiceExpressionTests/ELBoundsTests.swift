import SluiceModel
import Testing

@testable import SluiceExpression

@Test(arguments: [
    ("(", "1", ")"), ("-", "Loop.offset", ""), ("!", "true", ""), ("", "1", "+1"),
    ("", "true", "?1:2"),
    ("true?", "1", ":2"), ("Loop.current[", "0", "]"), ("", "Loop.current", "[0]"),
    ("", "Loop.current", ".a"),
    ("StringUtil.trim(", "'a'", ")"), ("'a'+(", "'b'", ")"), ("empty ", "''", ""),
])
func `an expression that is too deep is refused`(opening: String, core: String, closing: String) {
    func nested(_ levels: Int) -> [ExpressionError] {
        let text =
            String(repeating: opening, count: levels) + core
            + String(repeating: closing, count: levels)
        return Template.check("#{\(text)}", mode: .strict)
    }
    #expect(nested(20).isEmpty == !(core == "1" && closing == "?1:2"))
    let reason = "the expression has more than 128 levels; move a part of it into a parameter"
    #expect(nested(200).first?.reason == reason)
    #expect(nested(100_000).first?.reason == reason)
}

@Test func `work is bounded`() {
    let once = "StringUtil.replace(Job.getParam('big'), 'x', 'xy')"
    #expect(World().error(once) == nil)
    let template = String(repeating: "#{empty \(once)}", count: 100)
    let error = #expect(throws: ExpressionError.self) {
        try Template(template, mode: .strict).expand(in: World())
    }
    #expect(error?.reason == "the expressions take more than 200000 steps of work")
}

@Test func `several texts can share the work`() throws {
    var work = ExpressionWork(steps: 10)
    let template = try Template("#{Job.name}", mode: .strict)
    for _ in 0..<2 { _ = try template.expand(in: World(), &work) }
    #expect(throws: ExpressionError.self) { try template.expand(in: World(), &work) }
}

@Test(arguments: [
    "StringUtil.repeat(Job.getParam('day'), 999999999999)",
    "StringUtil.leftPad(Job.getParam('day'), 9223372036854775807)",
    "StringUtil.center(Job.getParam('day'), 999999999, 'ab')", "StringUtil.rightPad('a', 1000000)",
    "StringUtil.replace(Job.getParam('big'), 'x', Job.getParam('big'))",
    "StringUtil.repeat('a', Job.getParam('big'), 1000000)",
    "StringUtil.join(StringUtil.split('a a a a a a a a a a a'), Job.getParam('big'))",
])
func `a text has a longest length`(expression: String) {
    let reason = World().error(expression)?.reason
    #expect(reason == "the text is longer than \(Limits.expressionBytes) bytes")
}

@Test func `a list has a longest length`() {
    var world = World()
    world.params["many"] = String(repeating: "a ", count: Limits.listElements + 1)
    let reason = world.error("StringUtil.split(Job.getParam('many'))[0]")?.reason
    #expect(reason == "the list has more than \(Limits.listElements) elements")
}

@Test func `a call has a greatest number of arguments`() {
    let arguments = Array(repeating: "''", count: 101).joined(separator: ", ")
    let errors = Template.check("#{StringUtil.isAnyEmpty(\(arguments))}", mode: .strict)
    #expect(errors.first?.reason == "a call has at most 100 arguments")
}

@Test(arguments: [
    "StringUtil.left(Job.name, -9223372036854775808)",
    "StringUtil.substring(Job.name, -9223372036854775808)",
    "StringUtil.mid(Job.name, 9223372036854775807, 9223372036854775807)",
    "StringUtil.rotate(Job.name, -9223372036854775808)",
    "StringUtil.right(Job.name, 9223372036854775807)",
    "StringUtil.overlay(Job.name, 'x', -9223372036854775808, 9223372036854775807)",
    "StringUtil.indexOf(Job.name, 'i', 9223372036854775807)",
    "StringUtil.lastIndexOf(Job.name, 'i', -9223372036854775808)",
    "StringUtil.indexOfIgnoreCase(Job.name, 'i', -9223372036854775808)",
    "StringUtil.ordinalIndexOf(Job.name, 'i', 9223372036854775807)",
    "StringUtil.abbreviate(Job.name, -9223372036854775808, 9223372036854775807)",
    "StringUtil.truncate(Job.name, 9223372036854775807, 9223372036854775807)",
    "StringUtil.abbreviate(Job.name, 9223372036854775807, 4)",
    "StringUtil.leftPad(Job.name, -9223372036854775808)",
    "StringUtil.replace(Job.name, 'i', 'o', -9223372036854775808)",
    "StringUtil.split(Job.name, 'i', -9223372036854775808)",
    "StringUtil.abbreviateMiddle(Job.name, '..', -9223372036854775808)",
    "DateUtil.addDays(Job.planTime, 9223372036854775807)",
    "DateUtil.addMonths(Job.planTime, -9223372036854775808)",
    "DateUtil.addHours(Job.planTime, 9223372036854775807)",
    "DateUtil.addMinutes(Job.planTime, -9223372036854775808)",
    "Job.getPreviousWorkday(9223372036854775807, 'dd')",
    "Loop.current[9223372036854775807]", "Loop.current[-9223372036854775808]",
    "-9223372036854775808 % -1",
    "StringUtil.substringBefore('', '')", "StringUtil.getCommonPrefix()",
    "StringUtil.joinWith(null)",
    "StringUtil.splitByCharacterTypeCamelCase('aBCd')", "StringUtil.wrap('', '')",
    "StringUtil.unwrap('a', '')",
])
func `the farthest numbers break nothing`(expression: String) {
    var world = World()
    world.loop = ExpressionLoop(elements: [], offset: .max)
    _ = world.error(expression)
}

@Test(
    arguments: [.min, .max, -62_135_596_800_000, -62_135_596_800_001, 253_402_300_799_999]
        as [Int64])
func `the farthest times break nothing`(milliseconds: Int64) {
    var world = World()
    world.planTime = Timestamp(milliseconds: milliseconds)
    let expressions = [
        "Job.planTime", "Job.getPlanTime('G yyyy Y w W D F u z')", "Job.getYesterday('yyyy')",
        "Job.getLastHour('yyyy')", "Job.getPreviousWorkday(1000, 'yyyy')",
        "DateUtil.addMonths(Job.planTime, 1)", "DateUtil.addDays(Job.planTime, 1)",
        "DateUtil.addHours(Job.planTime, -1)", "DateUtil.getTime(Job.planTime)",
        "DateUtil.getQuarter(Job.planTime)", "DateUtil.parseDate('26', 'yy')",
        "JSONUtil.toString(Job.planTime)",
    ]
    for expression in expressions { _ = world.error(expression) }
}
