import SluiceModel

/// Texts that become others.
extension StringFunctions {
    static let part = Parameter.text("part")
    private static let size = Parameter.whole("size")
    private static let replacement = Parameter.text("replacement")

    static let changes: [Function] = [
        change("trim") { text, _ in text.trimmed },
        text("trimToNull", [.text]) { $0.letters(0)?.trimmed.orNull },
        text("trimToEmpty", [.text]) { $0.letters(0)?.trimmed ?? [] },
        change("strip") { text, _ in text.stripped(nil, start: true, end: true) },
        change("strip", [.text("characters")]) { text, call in
            text.stripped(call.letters(1), start: true, end: true)
        },
        change("stripStart", [.text("characters")]) { text, call in
            text.stripped(call.letters(1), start: true, end: false)
        },
        change("stripEnd", [.text("characters")]) { text, call in
            text.stripped(call.letters(1), start: false, end: true)
        },
        text("stripToNull", [.text]) {
            $0.letters(0)?.stripped(nil, start: true, end: true).orNull
        },
        text("stripToEmpty", [.text]) {
            $0.letters(0)?.stripped(nil, start: true, end: true) ?? []
        },
        change("deleteWhitespace") { text, _ in text.filter { !$0.isJavaWhitespace } },
        change("normalizeSpace") { text, _ in text.normalized },
        change("getDigits") { text, _ in text.filter(\.isDigit) },
        change("reverse") { text, _ in text.reversed() },
        change("rotate", [.whole("shift")]) { text, call in
            guard !text.isEmpty else { return text }
            let start = (text.count - call.whole(1) % text.count) % text.count
            return text.slice(start) + text.slice(0, start)
        },
        change("chop") { text, _ in
            text.hasSuffix(["\r", "\n"]) ? text.dropLast(2) : text.dropLast()
        },
        change("chomp") { text, _ in
            if text.hasSuffix(["\r", "\n"]) { return text.dropLast(2) }
            return text.last == "\n" || text.last == "\r" ? text.dropLast() : text
        },
        change("overlay", [.text("other"), .whole("start"), .whole("end")]) { text, call in
            let (first, second) = (call.whole(2), call.whole(3))
            return text.slice(0, min(first, second)) + (call.letters(1) ?? [])
                + text.slice(max(first, second, 0))
        },
    ]

    static let cases: [Function] = [
        change("upperCase") { text, _ in text.flatMap { Letters($0.properties.uppercaseMapping) } },
        change("lowerCase") { text, _ in text.flatMap { Letters($0.properties.lowercaseMapping) } },
        change("capitalize") { text, _ in text.capitalized },
        change("uncapitalize") { text, _ in text.uncapitalized },
        change("swapCase") { text, _ in
            text.map { scalar in
                let properties = scalar.properties
                return scalar.single(
                    properties.isLowercase
                        ? properties.uppercaseMapping : properties.lowercaseMapping)
            }
        },
    ]

    static let replacements: [Function] = [
        change("replace", [part, replacement]) { replace($0, $1) },
        change("replace", [part, replacement, .whole("most")]) {
            replace($0, $1, most: $1.whole(3))
        },
        change("replaceIgnoreCase", [part, replacement]) { replace($0, $1, anyCase: true) },
        change("replaceOnce", [part, replacement]) { replace($0, $1, most: 1) },
        change("replaceOnceIgnoreCase", [part, replacement]) {
            replace($0, $1, most: 1, anyCase: true)
        },
        change("remove", [part]) { replace($0, $1.letters(1), [], most: -1, anyCase: false) },
        change("removeIgnoreCase", [part]) {
            replace($0, $1.letters(1), [], most: -1, anyCase: true)
        },
        change("replaceChars", [.text("characters"), .text("replacements")]) { text, call in
            replaceChars(text, call.letters(1) ?? [], call.letters(2) ?? [])
        },
    ]

    private static func replace(
        _ text: Letters, _ call: Call, most: Int = -1, anyCase: Bool = false,
    ) -> Letters {
        replace(text, call.letters(1), call.letters(2), most: most, anyCase: anyCase)
    }

    /// - Parameter most: how often; all where it is negative.
    private static func replace(
        _ text: Letters, _ part: Letters?, _ replacement: Letters?, most: Int, anyCase: Bool,
    ) -> Letters {
        guard let part, let replacement else { return text }
        let places = (anyCase ? text.folded : text).positions(
            of: anyCase ? part.folded : part, overlapping: false, limit: most < 0 ? .max : most)
        return text.replacing(places, length: part.count, with: replacement)
    }

    /// Each character by the one at its place; those without one go.
    private static func replaceChars(
        _ text: Letters, _ characters: Letters, _ replacements: Letters,
    ) -> Letters {
        var table: [Unicode.Scalar: Unicode.Scalar?] = [:]
        for (index, character) in characters.enumerated() where table[character] == nil {
            table[character] = .some(index < replacements.count ? replacements[index] : nil)
        }
        return text.compactMap { scalar in
            if let known = table[scalar] { known } else { scalar }
        }
    }

    static let paddings: [Function] = [
        change("repeat", [.whole("times")]) { text, call in text.repeated(call.whole(1)) },
        change("repeat", [.text("separator"), .whole("times")]) { text, call in
            guard let separator = call.letters(1), call.whole(2) > 0 else {
                return text.repeated(call.whole(2))
            }
            return text + (separator + text).repeated(call.whole(2) - 1)
        },
        change("leftPad", [size]) { text, call in pad(text, call, left: true) },
        change("leftPad", [size, .text("padding")]) { text, call in pad(text, call, left: true) },
        change("rightPad", [size]) { text, call in pad(text, call, left: false) },
        change("rightPad", [size, .text("padding")]) { text, call in pad(text, call, left: false) },
        change("center", [size]) { text, call in center(text, call) },
        change("center", [size, .text("padding")]) { text, call in center(text, call) },
    ]

    private static func padding(_ call: Call) -> Letters {
        call.arguments.count > 2 ? call.letters(2) ?? [] : []
    }

    /// Letters that are missing; sizes beyond the longest text make no difference.
    private static func missing(_ text: Letters, _ call: Call) -> Int {
        max(0, min(call.whole(1), 2 * Letters.longest) - text.count)
    }

    private static func pad(_ text: Letters, _ call: Call, left: Bool) -> Letters {
        let filling = padding(call).filling(missing(text, call))
        return left ? filling + text : text + filling
    }

    private static func center(_ text: Letters, _ call: Call) -> Letters {
        let missing = missing(text, call)
        let padding = padding(call)
        return padding.filling(missing / 2) + text + padding.filling(missing - missing / 2)
    }
}

// MARK: - Beginnings and ends

extension StringFunctions {
    static let endings: [Function] = [
        change("removeStart", [part]) { text, call in
            let part = call.letters(1) ?? []
            return text.hasPrefix(part) ? text.slice(part.count) : text
        },
        change("removeStartIgnoreCase", [part]) { text, call in
            let part = call.letters(1) ?? []
            return text.folded.hasPrefix(part.folded) ? text.slice(part.count) : text
        },
        change("removeEnd", [part]) { text, call in
            let part = call.letters(1) ?? []
            return text.hasSuffix(part) ? text.slice(0, text.count - part.count) : text
        },
        change("removeEndIgnoreCase", [part]) { text, call in
            let part = call.letters(1) ?? []
            return text.folded.hasSuffix(part.folded)
                ? text.slice(0, text.count - part.count) : text
        },
        affix("appendIfMissing") { $0.hasSuffix($1) ? $0 : $0 + $1 },
        affix("appendIfMissingIgnoreCase") { $0.folded.hasSuffix($1.folded) ? $0 : $0 + $1 },
        affix("prependIfMissing") { $0.hasPrefix($1) ? $0 : $1 + $0 },
        affix("prependIfMissingIgnoreCase") { $0.folded.hasPrefix($1.folded) ? $0 : $1 + $0 },
        affix("wrap") { $0.isEmpty ? $0 : $1 + $0 + $1 },
        affix("wrapIfMissing") { text, mark in
            guard !text.isEmpty else { return text }
            return (text.hasPrefix(mark) ? [] : mark) + text + (text.hasSuffix(mark) ? [] : mark)
        },
        affix("unwrap") { text, mark in
            let isWrapped =
                text.count >= 2 * mark.count && text.hasPrefix(mark) && text.hasSuffix(mark)
            return isWrapped ? text.slice(mark.count, text.count - mark.count) : text
        },
    ]

    private static func affix(
        _ name: String, _ body: @escaping @Sendable (Letters, Letters) -> Letters,
    ) -> Function {
        change(name, [part]) { text, call in call.letters(1).map { body(text, $0) } ?? text }
    }

    static let defaults: [Function] = [
        text("defaultString", [.text]) { $0.letters(0) ?? [] },
        text("defaultString", [.text, .text("other")]) { $0.letters(0) ?? $0.letters(1) },
        text("defaultIfEmpty", [.text, .text("other")]) {
            $0.letters($0.letters(0).isEmpty ? 1 : 0)
        },
        text("defaultIfBlank", [.text, .text("other")]) {
            $0.letters($0.letters(0).isBlank ? 1 : 0)
        },
        text("firstNonEmpty", [.text], isVariadic: true) { call in
            call.letters(from: 0).first { !$0.isEmpty } ?? nil
        },
        text("firstNonBlank", [.text], isVariadic: true) { call in
            call.letters(from: 0).first { !$0.isBlank } ?? nil
        },
    ]
}

extension Letters {
    fileprivate var orNull: Letters? { isEmpty ? nil : self }

    /// One blank for every run of whitespace, none at the ends; a no-break space is a blank.
    fileprivate var normalized: Letters {
        let words = split { $0.isJavaWhitespace }.map { word in
            word.map { $0 == "\u{A0}" ? " " : $0 }
        }
        return Letters(words.joined(separator: [" "])).trimmed
    }
}

// MARK: - Shorter texts

extension StringFunctions {
    static let abbreviations: [Function] = [
        shortening("truncate", [.whole("length")]) { text, call throws(Refusal) in
            try truncate(text, from: 0, call.whole(1))
        },
        shortening("truncate", [.whole("start"), .whole("length")]) { text, call throws(Refusal) in
            try truncate(text, from: call.whole(1), call.whole(2))
        },
        shortening("abbreviate", [.whole("width")]) { text, call throws(Refusal) in
            try abbreviate(text, from: 0, call.whole(1))
        },
        shortening("abbreviate", [.whole("start"), .whole("width")]) {
            text, call throws(Refusal) in
            try abbreviate(text, from: call.whole(1), call.whole(2))
        },
        change("abbreviateMiddle", [.text("middle"), .whole("length")]) { text, call in
            let (middle, length) = (call.letters(1) ?? [], call.whole(2))
            guard !middle.isEmpty, length < text.count, length >= middle.count + 2 else {
                return text
            }
            let kept = length - middle.count
            return text.slice(0, kept - kept / 2) + middle + text.slice(text.count - kept / 2)
        },
    ]

    private static func shortening(
        _ name: String, _ parameters: [Parameter],
        _ body: @escaping @Sendable (Letters, Call) throws(Refusal) -> Letters,
    ) -> Function {
        let last = parameters.count
        return Function(.stringUtil, name, [.text] + parameters, result: [.text, .null]) {
            call throws(EvaluationFailure) in
            guard let text = call.letters(0) else { return .null }
            return ExpressionValue(
                try call.blaming(last) { () throws(Refusal) in try body(text, call) })
        }
    }

    private static func truncate(
        _ text: Letters, from start: Int, _ length: Int,
    ) throws(Refusal) -> Letters {
        guard start >= 0, length >= 0 else { throw Refusal("a negative number is no length") }
        return Letters(text.dropFirst(start).prefix(length))
    }

    private static let dots: Letters = [".", ".", "."]

    /// With dots where something was left out; the text in full where it fits.
    private static func abbreviate(
        _ text: Letters, from start: Int, _ width: Int,
    ) throws(Refusal) -> Letters {
        guard !text.isEmpty else { return text }
        guard width >= 4 else { throw Refusal("the width is 4 at least, not \(width)") }
        guard text.count > width else { return text }
        // What is kept reaches the end rather than behind it.
        let start = min(start, text.count - (width - 3))
        if start <= 4 { return text.slice(0, width - 3) + dots }
        guard width >= 7 else {
            throw Refusal("with a start the width is 7 at least, not \(width)")
        }
        guard start + width - 3 < text.count else {
            return dots + text.slice(text.count - (width - 3))
        }
        return dots + (try abbreviate(text.slice(start), from: 0, width - 3))
    }
}
