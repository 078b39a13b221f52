import SluiceModel

/// `StringUtil`: what `StringUtils` of Apache Commons Lang 3 does, but for what takes regular
/// expressions, locales, suppliers and arrays of texts. Positions and lengths count Unicode
/// scalars; null is answered as it is there.
enum StringFunctions {
    static let all: [Function] =
        questions + kinds + comparisons + searches + places + parts + betweens + splits + joins
        + changes
        + cases + replacements + paddings + endings + defaults + abbreviations

    // MARK: - How functions are listed

    static func flag(
        _ name: String, _ parameters: [Parameter], isVariadic: Bool = false,
        _ body: @escaping @Sendable (Call) -> Bool,
    ) -> Function {
        Function(.stringUtil, name, parameters, isVariadic: isVariadic, result: .flag) {
            .flag(body($0))
        }
    }

    static func number(
        _ name: String, _ parameters: [Parameter], isVariadic: Bool = false,
        _ body: @escaping @Sendable (Call) -> Int?,
    ) -> Function {
        Function(.stringUtil, name, parameters, isVariadic: isVariadic, result: .number) {
            .integer(Int64(body($0) ?? -1))
        }
    }

    static func text(
        _ name: String, _ parameters: [Parameter], isVariadic: Bool = false,
        _ body: @escaping @Sendable (Call) -> Letters?,
    ) -> Function {
        Function(.stringUtil, name, parameters, isVariadic: isVariadic, result: [.text, .null]) {
            ExpressionValue(body($0))
        }
    }

    /// A text that is made of another; of null there is null.
    static func change(
        _ name: String, _ parameters: [Parameter] = [],
        _ body: @escaping @Sendable (Letters, Call) -> Letters,
    ) -> Function {
        text(name, [.text] + parameters) { call in call.letters(0).map { body($0, call) } }
    }

    static func list(
        _ name: String, _ parameters: [Parameter],
        _ body: @escaping @Sendable (Call) -> [Letters]?,
    ) -> Function {
        Function(.stringUtil, name, parameters, result: [.list, .null]) { call in
            body(call).map { .list($0.map { .text($0.string) }) } ?? .null
        }
    }
}

extension ExpressionValue {
    init(_ letters: Letters?) {
        self = letters.map { .text($0.string) } ?? .null
    }
}

// MARK: - What a text is

extension StringFunctions {
    static let questions: [Function] = [
        number("length", [.text]) { $0.letters(0)?.count ?? 0 },
        flag("isEmpty", [.text]) { $0.letters(0).isEmpty },
        flag("isNotEmpty", [.text]) { !$0.letters(0).isEmpty },
        flag("isBlank", [.text]) { $0.letters(0).isBlank },
        flag("isNotBlank", [.text]) { !$0.letters(0).isBlank },
        flag("isAnyEmpty", [.text], isVariadic: true) {
            $0.letters(from: 0).contains(where: \.isEmpty)
        },
        flag("isNoneEmpty", [.text], isVariadic: true) {
            !$0.letters(from: 0).contains(where: \.isEmpty)
        },
        flag("isAllEmpty", [.text], isVariadic: true) { $0.letters(from: 0).allSatisfy(\.isEmpty) },
        flag("isAnyBlank", [.text], isVariadic: true) {
            $0.letters(from: 0).contains(where: \.isBlank)
        },
        flag("isNoneBlank", [.text], isVariadic: true) {
            !$0.letters(from: 0).contains(where: \.isBlank)
        },
        flag("isAllBlank", [.text], isVariadic: true) { $0.letters(from: 0).allSatisfy(\.isBlank) },
    ]

    static let kinds: [Function] = [
        every("isAlpha", ofEmpty: false) { $0.isLetter },
        every("isAlphaSpace", ofEmpty: true) { $0.isLetter || $0 == " " },
        every("isAlphanumeric", ofEmpty: false) { $0.isLetter || $0.isDigit },
        every("isAlphanumericSpace", ofEmpty: true) { $0.isLetter || $0.isDigit || $0 == " " },
        every("isAsciiPrintable", ofEmpty: true) { 32...126 ~= $0.value },
        every("isNumeric", ofEmpty: false) { $0.isDigit },
        every("isNumericSpace", ofEmpty: true) { $0.isDigit || $0 == " " },
        every("isWhitespace", ofEmpty: true) { $0.isJavaWhitespace },
        every("isAllLowerCase", ofEmpty: false) { $0.properties.isLowercase },
        every("isAllUpperCase", ofEmpty: false) { $0.properties.isUppercase },
        flag("isMixedCase", [.text]) { call in
            let text = call.letters(0) ?? []
            return text.contains { $0.properties.isLowercase }
                && text.contains { $0.properties.isUppercase }
        },
    ]

    /// Whether every letter of a text is of a kind; null never is.
    private static func every(
        _ name: String, ofEmpty: Bool, _ test: @escaping @Sendable (Unicode.Scalar) -> Bool,
    ) -> Function {
        flag(name, [.text]) { call in
            guard let text = call.letters(0) else { return false }
            return text.isEmpty ? ofEmpty : text.allSatisfy(test)
        }
    }
}

extension Letters? {
    /// Null or nothing.
    var isEmpty: Bool { self?.isEmpty ?? true }
    /// Null, nothing, or whitespace only.
    var isBlank: Bool { self?.isBlank ?? true }
}

// MARK: - Comparing

extension StringFunctions {
    private static let other = Parameter.text("other")

    static let comparisons: [Function] = [
        flag("equals", [.text, other]) { $0.letters(0) == $0.letters(1) },
        flag("equalsIgnoreCase", [.text, other]) { $0.letters(0)?.folded == $0.letters(1)?.folded },
        flag("equalsAny", [.text, .text("others")], isVariadic: true) { call in
            call.letters(from: 1).contains { $0 == call.letters(0) }
        },
        flag("equalsAnyIgnoreCase", [.text, .text("others")], isVariadic: true) { call in
            let text = call.letters(0)?.folded
            return call.letters(from: 1).contains { $0?.folded == text }
        },
        number("compare", [.text, other]) { order($0.letters(0), $0.letters(1)) },
        number("compareIgnoreCase", [.text, other]) {
            order($0.letters(0)?.folded, $0.letters(1)?.folded)
        },
        number("indexOfDifference", [.text, other]) {
            firstDifference($0.letters(0), $0.letters(1))
        },
        text("difference", [.text, other]) { call in
            guard let text = call.letters(0), let other = call.letters(1) else {
                return call.letters(0) ?? call.letters(1)
            }
            return firstDifference(text, other).map { other.slice($0) } ?? []
        },
        text("getCommonPrefix", [.text], isVariadic: true) { call in
            let texts = call.letters(from: 0)
            guard let first = texts.first ?? nil, !texts.contains(nil) else { return [] }
            return texts.compactMap { $0 }.reduce(first) { prefix, text in
                firstDifference(prefix, text).map { prefix.slice(0, $0) } ?? prefix
            }
        },
    ]

    /// As Java's `compareTo`: the distance of the first letters that differ, else of the lengths.
    private static func order(_ left: Letters?, _ right: Letters?) -> Int {
        guard let left, let right else { return left == nil ? (right == nil ? 0 : -1) : 1 }
        let pair = zip(left, right).first { $0 != $1 }
        return pair.map { Int($0.value) - Int($1.value) } ?? left.count - right.count
    }

    private static func firstDifference(_ left: Letters?, _ right: Letters?) -> Int? {
        guard let left, let right else { return left == right ? nil : 0 }
        let common = zip(left, right).prefix { $0 == $1 }.count
        return common == left.count && common == right.count ? nil : common
    }
}
