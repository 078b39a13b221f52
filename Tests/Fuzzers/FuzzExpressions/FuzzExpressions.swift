import FuzzDriver
import Glibc
import SluiceExpression
import SluiceModel

@main
enum FuzzExpressions {
    static func main() {
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? =
            unsafe CommandLine.unsafeArgv
        exit(unsafe LLVMFuzzerRunDriver(&count, &arguments, fuzzExpressions))
    }
}

/// Text with expressions in it: it is filled in within its bounds or refused with a place inside.
private func fuzzExpressions(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = unsafe String(
        decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    // Once as a text of its own, once between the braces.
    for source in [text, "#{\(text)}"] {
        for mode in [Template.Mode.strict, .script] { fill(source, mode) }
        run(source) { () throws(ExpressionError) in _ = try Condition(source).holds(in: World()) }
        run(source) { () throws(ExpressionError) in
            let elements = try ListExpression(source).elements(in: World())
            require(elements.count <= Limits.listElements, "the list is too long")
        }
    }
    return 0
}

private func fill(_ source: String, _ mode: Template.Mode) {
    let (template, errors) = Template.reading(source, mode: mode)
    for error in errors { check(error, in: source) }
    run(source) { () throws(ExpressionError) in
        let filled = try template.expand(in: World())
        require(filled.utf8.count <= Limits.expandedBytes, "the text is too long")
    }
}

private func run(_ source: String, _ body: () throws(ExpressionError) -> Void) {
    do throws(ExpressionError) {
        try body()
    } catch {
        check(error, in: source)
    }
}

private func check(_ error: ExpressionError, in source: String) {
    require(error.offset <= source.unicodeScalars.count, "\(error) is outside the text")
    require(error.line >= 1 && error.column >= 1, "\(error) is in front of the text")
    require(!error.reason.isEmpty, "an error without words")
}

/// Unlike a precondition it says what is wrong in a release build too.
private func require(_ isTrue: Bool, _ message: @autoclosure () -> String) {
    if !isTrue { fatalError(message()) }
}

private struct World: ExpressionContext {
    func param(_ name: String) -> String? { name == "day" ? "2026-11-20" : nil }
    func nodeStatus(_ name: String) -> String? { name == "a" ? "success" : nil }
    func nodeOutput(_ name: String) -> [Pair]? { name == "a" ? [Pair("k", "[[1,2]]")] : nil }
    func environment(_ name: String) -> String? { nil }
    func offset(at time: Timestamp) -> Int { time.milliseconds % 2 == 0 ? 7200 : -12_600 }
    var jobName: String { "nightly" }
    var planTime: Timestamp { Timestamp(milliseconds: 1_795_140_001_234) }
    var instanceID: InstanceID { InstanceID(812) }
    var now: Timestamp? { planTime }
    var workCalendar: WorkCalendar { .mondayToFriday }
    var loop: ExpressionLoop? {
        ExpressionLoop(elements: [.list([.text("a"), .integer(1)]), .null], offset: 0)
    }
}
