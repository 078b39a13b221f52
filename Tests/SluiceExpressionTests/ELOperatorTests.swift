import SluiceExpression
import SluiceModel
import Testing

@Test(arguments: [
    // Arithmetic
    ("1 + 2", "3"), ("1 - 2", "-1"), ("2 * 3", "6"), ("6 / 3", "2"), ("7 / 2", "3.5"),
    ("7 div 2", "3.5"), ("7 % 3", "1"), ("7 mod 3", "1"), ("-7 % 3", "-1"), ("7.5 % 2", "1.5"),
    ("-(2 + 3)", "-5"), ("- Loop.offset", "-1"), ("--5", "5"), ("1.5 + 1", "2.5"),
    ("2e3", "2000.0"), ("9223372036854775807", "9223372036854775807"),
    ("-9223372036854775808", "-9223372036854775808"), ("0.1 + 0.2", "0.30000000000000004"),
    ("'3' * '4'", "12"), ("Job.getParam('count') - 2", "10"), ("'1.5' * 2", "3.0"),
    // Texts
    ("'a' + 'b'", "ab"), ("'a' + 1", "a1"), ("1 + 2 + 'a'", "3a"), ("'a' + 1 + 2", "a12"),
    ("'1' + '2'", "12"), ("'t' + true", "ttrue"),
    ("'a' + Job.planTime", "a2026-11-20T02:00:01.234Z"),
    ("'list ' + JSONUtil.parse('[1, \"a\"]')", "list [1,\"a\"]"),
    // Comparisons
    ("1 == 1", "true"), ("1 eq 2", "false"), ("1 != 2", "true"), ("1 ne 1", "false"),
    ("1 < 2", "true"), ("2 lt 1", "false"), ("1 <= 1", "true"), ("2 le 1", "false"),
    ("2 > 1", "true"), ("1 gt 2", "false"), ("1 >= 1", "true"), ("1 ge 2", "false"),
    ("1 == 1.0", "true"), ("'1' == 1", "true"), ("'one' == 1", "false"), ("'01' == 1", "true"),
    ("'a' == 'a'", "true"), ("'a' == 'A'", "false"), ("'10' < '9'", "true"), ("'10' < 9", "false"),
    ("'a' < 'b'", "true"), ("true == 'true'", "true"), ("'no' == false", "false"),
    ("true == false", "false"), ("null == null", "true"), ("null == 1", "false"),
    ("'' == null", "false"), ("Job.planTime < Job.startTime", "true"),
    ("Job.planTime == Job.planTime", "true"),
    ("JSONUtil.parse('[1,{\"a\":2}]') == JSONUtil.parse('[1, {\"a\": 2}]')", "true"),
    ("9007199254740993 == 9007199254740992", "false"),
    // Logic
    ("true && false", "false"), ("true and true", "true"), ("false || true", "true"),
    ("false or false", "false"), ("!true", "false"), ("not false", "true"), ("!!true", "true"),
    ("'true' && Job.getParam('yes')", "true"),
    ("false && Job.getParam('missing') == ''", "false"),
    ("true || Job.getParam('missing') == ''", "true"),
    ("empty ''", "true"), ("empty null", "true"), ("empty 'a'", "false"), ("empty 0", "false"),
    ("empty JSONUtil.parse('[]')", "true"), ("empty JSONUtil.parse('{}')", "true"),
    ("not empty Job.name", "true"), ("empty Env.get('NONE') ? 'none' : Env.get('NONE')", "none"),
    // Choice
    ("true ? 1 : 2", "1"), ("false ? 1 : 2", "2"), ("false ? 1 : true ? 2 : 3", "2"),
    ("true ? false ? 1 : 2 : 3", "2"), ("1 < 2 ? 'less' : 'more'", "less"),
    ("true ? 1 : Job.getParam('missing')", "1"),
    // Precedence
    ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("10 - 4 - 3", "3"), ("2 * 3 % 4", "2"),
    ("1 + 1 == 2 && 2 < 3", "true"), ("true || false && false", "true"), ("!true == false", "true"),
    ("not true eq false", "true"), ("1 < 2 == true", "true"), ("-2 * -3", "6"),
    ("empty '' && true", "true"),
    // Parts
    ("JSONUtil.parse('{\"a\":{\"b\":[1,2]}}').a.b[1]", "2"),
    ("JSONUtil.parse('{\"a b\":1}')['a b']", "1"), ("Loop.current[0]", "b"),
    ("Loop.current['0']", "b"), ("Loop.dataArray[Loop.offset - 1][1]", "1"),
    ("empty JSONUtil.parse('{}').a.b[0]", "true"), ("empty Loop.current[9]", "true"),
    ("empty Loop.current[-1]", "true"), ("JSONUtil.parse('{\"empty\":1,\"div\":2}').empty", "1"),
    // Literals
    ("'it\\'s'", "it's"), ("\"a\\\"b\\\\\"", "a\"b\\"), ("'\\n\\t\\r'", "\n\t\r"), ("true", "true"),
])
func `an expression has its value`(expression: String, expected: String) throws {
    var world = World()
    world.loop = ExpressionLoop(
        elements: [.list([.text("a"), .integer(1)]), .list([.text("b"), .integer(2)])], offset: 1)
    #expect(try world.text(expression) == expected)
}

@Test(
    arguments: [
        // Syntax
        ("", 1, "a value is missing in front of '}'"),
        ("1 +", 4, "a value is missing in front of '}'"),
        ("(1", 3, "a ')' is missing"), ("1 2", 3, "'2' is not expected here; '}' is"),
        ("true ? 1", 9, "a ':' is missing"),
        ("Job.name = 'a'", 10, "'=' is not expected here; '==' compares"),
        ("1 & 2", 3, "'&' is not expected here; '&&' is an operator"),
        ("${day}", 1, "'$' is not expected here; a parameter is Job.getParam(\"name\")"),
        ("1.5x", 4, "'x' is not expected in a number"), ("1 ~ 2", 3, "'~' is not expected here"),
        ("Job.name.", 10, "a name is needed after '.'"), ("Loop.current[0", 15, "a ']' is missing"),
        ("mod 2", 1, "'mod' is not expected here; a value is"),
        ("Job name", 5, "a '.' is needed after 'Job'"),
        ("9223372036854775808", 1, "'9223372036854775808' is not a whole number of 64 bits"),
        ("1e999", 1, "'1e999' is not a number of 64 bits"), ("'a", 1, "the quoted text never ends"),
        // Names
        ("Jb.name", 1, "the object 'Jb' is unknown; did you mean 'Job'?"),
        (
            "a + 1", 1,
            "'a' is unknown; the objects are Job, Env, DateUtil, StringUtil, JSONUtil, Loop, and a parameter is Job.getParam(\"a\")"
        ),
        ("Job.getParm('a')", 5, "Job has no method 'getParm'; did you mean 'getParam'?"),
        ("Job.planTme", 5, "Job has no property 'planTme'; did you mean 'planTime'?"),
        ("StringUtil.lefft('a', 1)", 12, "StringUtil has no method 'lefft'; did you mean 'left'?"),
        ("Env.HOME", 5, "Env has no property 'HOME'; it has none"),
        (
            "StringUtil.format('a')", 12,
            "StringUtil has no method 'format'; it has those of StringUtils in Apache Commons"
        ),
        ("Job.planTime()", 5, "'planTime' takes no arguments: Job.planTime"),
        ("DateUtil.now", 10, "'now' takes arguments: DateUtil.now()"),
        (
            "Job.name.length()", 9,
            "values have no methods, so no 'length'; write StringUtil.length(text)"
        ),
        (
            "OBSUtil.isExistOBSPath('a')", 9,
            "an expression cannot look outside; let the job wait for the file"
        ),
        // Numbers of arguments
        ("StringUtil.left('a')", 21, "left has 1 arguments; write StringUtil.left(text, length)"),
        (
            "StringUtil.leftPad()", 21,
            "leftPad has 0 arguments; write StringUtil.leftPad(text, size) or StringUtil.leftPad(text, size, padding)"
        ),
        // Kinds
        ("'a' * 2", 5, "'*' needs numbers; this is the text 'a'"),
        (
            "Job.planTime - 1", 1,
            "'-' needs numbers; this is a time; DateUtil.addDays and its like reckon with times"
        ),
        (
            "Job.planTime + 1", 14,
            "'+' needs numbers, or a text to join to; this is a time; DateUtil.addDays and its like reckon with times"
        ),
        ("true + 1", 6, "'+' needs numbers; this is true"),
        ("1 && Job.getParam('yes')", 1, "true or false is needed; this is a number"),
        ("Job.instanceId ? 1 : 2", 1, "true or false is needed; this is a number"),
        ("Job.planTime == 'a'", 14, "a time and text cannot be compared"),
        ("Job.planTime < 1", 14, "a time and a number have no order"),
        ("Job.planTime.year", 13, "a time has no 'year'"),
        ("Job.name[0]", 9, "text has no elements"),
        ("Job.getParam(7)", 14, "the argument is the number 7; quoted text is needed"),
        (
            "StringUtil.left(Job.name, Job.planTime)", 27,
            "the argument is a time; a whole number is needed"
        ),
        (
            "StringUtil.left(Job.name, 'x')", 27,
            "the argument is the text 'x'; a whole number is needed"
        ),
        (
            "StringUtil.left(Job.name, 1.5)", 27,
            "the argument is the number 1.5; a whole number is needed"
        ),
        (
            "DateUtil.addDays('2026-11-20', 1)", 18,
            "the argument is the text '2026-11-20'; a time, as Job.planTime or DateUtil.parseDate(text, pattern) give it, is needed"
        ),
        // Constant parts
        ("Job.name + 1 / 0", 14, "a division by zero"), ("1 % 0", 3, "a division by zero"),
        ("1 / 0.0", 3, "a division by zero"),
        ("9223372036854775807 + 1", 21, "the result does not fit 64 bits"),
        ("-9223372036854775808 / -1", 22, "the result does not fit 64 bits"),
        ("-(-9223372036854775808)", 1, "the result does not fit 64 bits"),
        ("1e308 * 10", 7, "the result is too large for a number"),
        ("'a' + null", 5, "null cannot be joined to a text; ask with 'empty' first"),
        ("1 < 'a'", 3, "the number 1 and the text 'a' have no order"),
        (
            "Job.getPlanTime('yyyy-QQ')", 17,
            "the pattern's letter 'Q' is unknown; letters are G y Y M L w W D d F E u a H k K h m s S z Z X, and text stands in single quotes"
        ),
        (
            "JSONUtil.path(Job.name, 'a..b')", 25,
            "'a..b' is no path as in 'rows[0].name': a name is missing"
        ),
        ("JSONUtil.parse('[1,]')", 16, "this is not JSON: line 1, column 4: a value is missing"),
    ] as [(String, Int, String)])
func `what is wrong in every instance is refused before any runs`(
    expression: String, column: Int, reason: String,
) throws {
    let error = try #require(Template.check("#{\(expression)}", mode: .strict).first)
    #expect(error.column - 2 == column)
    #expect(error.reason == reason)
    #expect(World().error(expression)?.reason == reason)
}

@Test(
    arguments: [
        ("Job.getParam('dya')", 14, "no parameter is called 'dya'; did you mean 'day'?"),
        ("Job.getNodeStatus('laod')", 19, "no node is called 'laod'; did you mean 'load'?"),
        ("Job.getParam('day') * 2", 21, "'*' needs numbers; this is the text '2026-11-20'"),
        ("Job.getParam('day') < 2", 21, "the text '2026-11-20' and the number 2 have no order"),
        (
            "Job.getParam('day') ? 1 : 2", 1,
            "true or false is needed; this is the text '2026-11-20'"
        ),
        (
            "DateUtil.addDays(Job.planTime, Job.getParam('day'))", 32,
            "the argument is the text '2026-11-20'; a whole number is needed"
        ),
        (
            "DateUtil.addDays(Job.planTime, 99999999)", 32,
            "the time is outside of the years 1 to 9999"
        ),
        (
            "JSONUtil.path(Job.getParam('day'), 'a')", 15,
            "this is not JSON: line 1, column 5: something follows the value"
        ),
        ("JSONUtil.parse(Job.getParam('json')).cities.name", 44, "a list has no 'name'"),
        (
            "JSONUtil.parse(Job.getParam('json')).cities['a']", 44,
            "a whole number is needed in '[]'; this is the text 'a'"
        ),
        (
            "Env.get('NONE')", 1,
            "the value is null; give another one for that, as in 'empty value ? \"none\" : value'"
        ),
        ("Loop.offset", 1, "'Loop' is there only in what a ForEach runs"),
        (
            "JSONUtil.parse(Job.getParam('rows')) == 1", 38,
            "a list and the number 1 cannot be compared"
        ),
    ] as [(String, Int, String)])
func `what only an instance shows fails with its place`(
    expression: String, column: Int, reason: String,
) {
    #expect(Template.check("#{\(expression)}", mode: .strict).isEmpty)
    let error = World().error(expression)
    #expect(error?.column == column)
    #expect(error?.reason == reason)
}

@Test func `an error is placed by line and column of the whole text`() throws {
    let text = "SELECT 1;\n  -- #{'日本' +\n Jb.name}"
    let error = try #require(Template.check(text, mode: .strict).first)
    #expect((error.line, error.column, error.offset) == (3, 2, 25))
    #expect(error.expression == "#{'日本' +")
}

@Test func `in a script an expression may begin with brackets and operators for one value`() throws
{
    let text = "#{!(empty Env.get('HOME'))} #{ - Loop.offset} #{not empty Job.name} #{x} #{(y)}"
    var world = World()
    world.loop = ExpressionLoop(elements: [.null], offset: 0)
    let filled = try Template(text, mode: .script).expand(in: world)
    #expect(filled == "true 0 true #{x} #{(y)}")
}
