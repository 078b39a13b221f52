/// Parts of a text, and texts made of parts.
extension StringFunctions {
    private static let separator = Parameter.text("separator")
    private static let length = Parameter.whole("length")

    static let parts: [Function] = [
        change("substring", [.whole("start")]) { text, call in
            text.slice(position(call.whole(1), in: text))
        },
        change("substring", [.whole("start"), .whole("end")]) { text, call in
            text.slice(position(call.whole(1), in: text), position(call.whole(2), in: text))
        },
        change("left", [length]) { text, call in text.slice(0, call.whole(1)) },
        change("right", [length]) { text, call in
            text.slice(text.count - max(0, min(call.whole(1), text.count)))
        },
        change("mid", [.whole("start"), length]) { text, call in
            let start = min(max(0, call.whole(1)), text.count)
            return text.slice(start, start + max(0, min(call.whole(2), text.count)))
        },
        change("substringBefore", [separator]) { text, call in
            guard let place = call.letters(1).flatMap({ text.first(of: $0) }) else { return text }
            return text.slice(0, place)
        },
        change("substringAfter", [separator]) { text, call in
            guard let separator = call.letters(1) else { return [] }
            return text.first(of: separator).map { text.slice($0 + separator.count) } ?? []
        },
        change("substringBeforeLast", [separator]) { text, call in
            guard let separator = call.letters(1), !separator.isEmpty else { return text }
            return text.last(of: separator).map { text.slice(0, $0) } ?? text
        },
        change("substringAfterLast", [separator]) { text, call in
            guard let separator = call.letters(1), !separator.isEmpty else { return [] }
            return text.last(of: separator).map { text.slice($0 + separator.count) } ?? []
        },
    ]

    static let betweens: [Function] = [
        text("substringBetween", [.text, .text("tag")]) { call in
            between(call.letters(0), call.letters(1), call.letters(1))
        },
        text("substringBetween", [.text, .text("opening"), .text("closing")]) { call in
            between(call.letters(0), call.letters(1), call.letters(2))
        },
        list("substringsBetween", [.text, .text("opening"), .text("closing")]) { call in
            guard let text = call.letters(0), let opening = call.letters(1), !opening.isEmpty,
                let closing = call.letters(2), !closing.isEmpty
            else { return nil }
            return text.isEmpty ? [] : allBetween(text, opening, closing)
        },
    ]

    /// A position from the end where it is negative.
    private static func position(_ number: Int, in text: Letters) -> Int {
        number < 0 ? max(0, text.count + max(number, -text.count)) : number
    }

    private static func between(
        _ text: Letters?, _ opening: Letters?, _ closing: Letters?,
    ) -> Letters? {
        guard let text, let opening, let closing, let start = text.first(of: opening) else {
            return nil
        }
        let inside = start + opening.count
        return text.first(of: closing, from: inside).map { text.slice(inside, $0) }
    }

    /// Nil where there are none.
    private static func allBetween(
        _ text: Letters, _ opening: Letters, _ closing: Letters,
    ) -> [Letters]? {
        var openings = text.positions(of: opening)[...]
        var closings = text.positions(of: closing)[...]
        var found: [Letters] = []
        var behind = 0
        while true {
            openings = openings.drop { $0 < behind }
            guard let start = openings.first.map({ $0 + opening.count }) else { break }
            closings = closings.drop { $0 < start }
            guard let end = closings.first else { break }
            found.append(text.slice(start, end))
            behind = end + closing.count
        }
        return found.isEmpty ? nil : found
    }

    // MARK: - Splitting and joining

    static let splits: [Function] =
        split("split", splitAtAny, from: 1)
        + split("splitPreserveAllTokens", splitAtAny, from: 1, keepsEmpty: true)
        + split("splitByWholeSeparator", splitAtWhole, from: 2)
        + split(
            "splitByWholeSeparatorPreserveAllTokens", splitAtWhole, from: 2, keepsEmpty: true) + [
            list("splitByCharacterType", [.text]) { $0.letters(0)?.byType(camelCase: false) },
            list("splitByCharacterTypeCamelCase", [.text]) {
                $0.letters(0)?.byType(camelCase: true)
            },
        ]

    private typealias Splitter = @Sendable (Letters, Letters?, Int, Bool) -> [Letters]

    /// At whitespace where no separator is given; the third argument is the most parts there can
    /// be.
    private static func split(
        _ name: String, _ splitter: @escaping Splitter, from least: Int,
        keepsEmpty: Bool = false,
    ) -> [Function] {
        let parameters = [Parameter.text, separator, .whole("most")]
        return (least...3).map { count in
            list(name, Array(parameters[..<count])) { call in
                let separator = count > 1 ? call.letters(1) : nil
                let most = count > 2 && call.whole(2) > 0 ? call.whole(2) : .max
                return call.letters(0).map { splitter($0, separator, most, keepsEmpty) }
            }
        }
    }

    /// At every one of the separator's characters.
    private static func splitAtAny(
        _ text: Letters, _ separators: Letters?, _ most: Int, _ keepsEmpty: Bool,
    ) -> [Letters] {
        guard !text.isEmpty else { return [] }
        let set = separators.map { Set($0) }
        var parts: [Letters] = []
        var start = 0
        var index = 0
        while index < text.count {
            defer { index += 1 }
            let separates = set?.contains(text[index]) ?? text[index].isJavaWhitespace
            guard separates else { continue }
            if keepsEmpty || index > start {
                guard parts.count < most - 1 else {
                    return parts + [text.slice(start)]
                }
                parts.append(text.slice(start, index))
            }
            start = index + 1
        }
        if start < text.count || keepsEmpty { parts.append(text.slice(start)) }
        return parts
    }

    /// At the whole separator; what is behind the last one is a part even where it is empty.
    private static func splitAtWhole(
        _ text: Letters, _ separator: Letters?, _ most: Int, _ keepsEmpty: Bool,
    ) -> [Letters] {
        guard let separator, !separator.isEmpty else {
            return splitAtAny(text, nil, most, keepsEmpty)
        }
        guard !text.isEmpty else { return [] }
        var parts: [Letters] = []
        var start = 0
        for place in text.positions(of: separator, overlapping: false) {
            if place > start || keepsEmpty {
                guard parts.count < most - 1 else { return parts + [text.slice(start)] }
                parts.append(text.slice(start, place))
            }
            start = place + separator.count
        }
        return parts + [text.slice(start)]
    }

    static let joins: [Function] = [
        text("join", [.list]) { join($0.list(0), []) },
        text("join", [.list, separator]) { join($0.list(0), $0.letters(1) ?? []) },
        text("joinWith", [separator, .text("texts")], isVariadic: true) { call in
            Letters(call.letters(from: 1).map { $0 ?? [] }.joined(separator: call.letters(0) ?? []))
        },
        change("reverseDelimited", [separator]) { text, call in
            guard let separator = call.letters(1)?.first else { return text }
            let parts = splitAtAny(text, [separator], .max, false).reversed()
            return Letters(parts.joined(separator: [separator]))
        },
    ]

    private static func join(_ list: [ExpressionValue]?, _ separator: Letters) -> Letters? {
        list.map { elements in
            Letters(elements.map { Letters($0.text ?? "") }.joined(separator: separator))
        }
    }
}

extension Letters {
    /// Runs of one kind of character; in camel case the capital in front of small letters is the
    /// first of theirs.
    fileprivate func byType(camelCase: Bool) -> [Letters] {
        var runs: [Letters] = []
        var last: Unicode.GeneralCategory?
        for scalar in self {
            let category = scalar.properties.generalCategory
            defer { last = category }
            let isCamel = camelCase && category == .lowercaseLetter && last == .uppercaseLetter
            if category == last {
                runs[runs.count - 1].append(scalar)
            } else if isCamel, let capital = runs[runs.count - 1].popLast() {
                if runs[runs.count - 1].isEmpty { runs.removeLast() }
                runs.append([capital, scalar])
            } else {
                runs.append([scalar])
            }
        }
        return runs
    }
}
