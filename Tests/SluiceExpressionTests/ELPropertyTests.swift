import SluiceModel
import Testing

@testable import SluiceExpression

/// The same numbers for the same seed (SplitMix64).
private struct Dice {
    var state: UInt64

    mutating func roll(_ sides: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((word ^ (word >> 31)) % UInt64(sides))
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[roll(elements.count)] }
}

/// Trees that can be written, whether or not they have a value.
private struct Gardener {
    var dice: Dice

    mutating func tree(_ levels: Int) -> Expression {
        Expression(form(levels), at: Cursor.Place())
    }

    private mutating func form(_ levels: Int) -> Expression.Form {
        guard levels > 0 else { return .literal(literal()) }
        switch dice.roll(8) {
        case 0: return .literal(literal())
        case 1: return call(levels)
        case 2: return .member(tree(levels - 1), dice.pick(["a", "empty", "div", "x_1", "名"]))
        case 3: return .element(tree(levels - 1), tree(levels - 1))
        case 4: return .unary(dice.pick(UnaryOperator.allCases), tree(levels - 1))
        case 5: return .choice(tree(levels - 1), tree(levels - 1), tree(levels - 1))
        default:
            return .binary(dice.pick(BinaryOperator.allCases), tree(levels - 1), tree(levels - 1))
        }
    }

    private mutating func call(_ levels: Int) -> Expression.Form {
        let function = dice.pick(Catalog.functions)
        let count = function.parameters.count + (function.isVariadic ? dice.roll(3) - 1 : 0)
        // Of a text with fixed arguments and one with a list of them, the fixed one is meant.
        let meant = Catalog.overloads(of: function.name, in: function.object).first {
            $0.takes(count)
        }
        return .call((meant ?? function).id, (0..<count).map { _ in tree(levels - 1) })
    }

    private mutating func literal() -> Expression.Literal {
        switch dice.roll(6) {
        case 0: .text(dice.pick(["", "a", "it's", "\"\\\n\t\r", "}", "${x}", "日本", "\u{0}"]))
        case 1: .integer(dice.pick([0, 1, -1, 42, .max, .min]))
        case 2: .decimal(dice.pick([0, 0.5, -1.5, 1e300, .leastNonzeroMagnitude, 123_456_789.25]))
        case 3: .flag(dice.roll(2) == 0)
        case 4: .null
        default: .integer(Int64(dice.roll(100)))
        }
    }
}

extension Expression {
    /// The same tree with all places at the beginning.
    fileprivate var withoutPlaces: Expression {
        let form: Form =
            switch form {
            case .literal: form
            case .call(let id, let arguments): .call(id, arguments.map(\.withoutPlaces))
            case .member(let base, let name): .member(base.withoutPlaces, name)
            case .element(let base, let index): .element(base.withoutPlaces, index.withoutPlaces)
            case .unary(let unary, let operand): .unary(unary, operand.withoutPlaces)
            case .binary(let binary, let left, let right):
                .binary(binary, left.withoutPlaces, right.withoutPlaces)
            case .choice(let condition, let first, let second):
                .choice(condition.withoutPlaces, first.withoutPlaces, second.withoutPlaces)
            }
        return Expression(form, at: Cursor.Place())
    }
}

@Test(arguments: 0..<20)
func `a tree that is written and read again is the same`(seed: UInt64) throws {
    var gardener = Gardener(dice: Dice(state: seed))
    for _ in 0..<200 {
        let tree = gardener.tree(4)
        let cursor = Cursor(tree.text + "}")
        var parser = ExpressionParser(at: cursor, start: cursor)
        let read = try parser.parseTree().withoutPlaces
        #expect(read == tree, "\(tree.text)")
    }
}

private let fragments = [
    "#{", "}", "${", "Job", ".", "name", "getParam(", "(", ")", "[", "]", "'", "\"", "\\", "1", "-",
    "e5", "0.5",
    "?", ":", "==", "&&", "!", "empty ", "not ", " div ", "null", "true", "JSONUtil.parse(",
    "StringUtil.split(",
    "DateUtil.format(", "Job.planTime", ",", "+", "*", "%", " ", "\n", "日", "\u{0}", "Loop.current",
    "'yyyy-MM-dd'",
    "'[1,{\\\"a\\\":2}]'", "'day'", "$", "#", "<", "day}",
]

@Test(arguments: 0..<20)
func `whatever is written, it is read or refused with a place inside the text`(seed: UInt64) {
    var dice = Dice(state: seed)
    var world = World()
    world.loop = ExpressionLoop(elements: [.list([.text("a")])], offset: 0)
    for _ in 0..<300 {
        let text = (0...dice.roll(14)).map { _ in dice.pick(fragments) }.joined()
        for mode in [Template.Mode.strict, .script] {
            let (template, errors) = Template.reading(text, mode: mode)
            for error in errors {
                #expect((0...text.unicodeScalars.count).contains(error.offset))
                #expect(!error.reason.isEmpty)
            }
            _ = try? template.expand(in: world)
        }
        _ = try? Condition(text).holds(in: world)
        _ = try? ListExpression(text).elements(in: world)
    }
}

@Test func `what constant parts come to is what they come to in an instance`() throws {
    var gardener = Gardener(dice: Dice(state: 7))
    for _ in 0..<2000 {
        let text = "#{\(gardener.tree(3).text)}"
        guard Template.check(text, mode: .strict).isEmpty else { continue }
        _ = try? Template(text, mode: .strict).expand(in: World())
    }
}

@Test func `every function is known by its usage and takes nulls or refuses them`() {
    for function in Catalog.functions where !function.isProperty {
        let nulls = function.parameters.map { _ in "null" }.joined(separator: ", ")
        if let error = World().error("JSONUtil.toString(\(function.fullName)(\(nulls)))") {
            #expect(error.reason.contains("the argument is null"), "\(function.usage)")
        }
    }
}
