/// Where a text has another.
extension StringFunctions {
    private static let letters = Parameter.text("characters")
    private static let start = Parameter.whole("start")

    static let searches: [Function] = [
        flag("contains", [.text, part]) { first($0) != nil },
        flag("containsIgnoreCase", [.text, part]) { call in
            guard let text = call.letters(0), let part = call.letters(1) else { return false }
            return text.folded.first(of: part.folded) != nil
        },
        flag("containsWhitespace", [.text]) {
            $0.letters(0)?.contains(where: \.isJavaWhitespace) == true
        },
        flag("containsAny", [.text, letters]) { firstOf($0) != nil },
        flag("containsAny", [.text, part, .text("parts")], isVariadic: true) { call in
            guard let text = call.letters(0), !text.isEmpty else { return false }
            return call.letters(from: 1).contains { first(text, $0) != nil }
        },
        flag("containsOnly", [.text, letters]) { call in
            guard let text = call.letters(0), let set = set(call) else { return false }
            return text.allSatisfy { set.contains($0) }
        },
        flag("containsNone", [.text, letters]) { call in
            guard let text = call.letters(0), let set = set(call) else { return true }
            return !text.contains { set.contains($0) }
        },
        flag("startsWith", [.text, part]) {
            fits($0.letters(0), $0.letters(1)) { $0.hasPrefix($1) }
        },
        flag("startsWithIgnoreCase", [.text, part]) {
            fits($0.letters(0)?.folded, $0.letters(1)?.folded) { $0.hasPrefix($1) }
        },
        flag("startsWithAny", [.text, part], isVariadic: true) { any($0) { $0.hasPrefix($1) } },
        flag("endsWith", [.text, part]) { fits($0.letters(0), $0.letters(1)) { $0.hasSuffix($1) } },
        flag("endsWithIgnoreCase", [.text, part]) {
            fits($0.letters(0)?.folded, $0.letters(1)?.folded) { $0.hasSuffix($1) }
        },
        flag("endsWithAny", [.text, part], isVariadic: true) { any($0) { $0.hasSuffix($1) } },
        number("countMatches", [.text, part]) { call in
            call.letters(0)?.positions(of: call.letters(1) ?? [], overlapping: false).count ?? 0
        },
    ]

    static let places: [Function] = [
        number("indexOf", [.text, part]) { first($0) },
        number("indexOf", [.text, part, start]) { first($0, from: $0.whole(2)) },
        number("indexOfIgnoreCase", [.text, part]) { firstFolded($0, from: 0) },
        number("indexOfIgnoreCase", [.text, part, start]) { firstFolded($0, from: $0.whole(2)) },
        number("lastIndexOf", [.text, part]) { last($0) },
        number("lastIndexOf", [.text, part, start]) { last($0, upTo: $0.whole(2)) },
        number("lastIndexOfIgnoreCase", [.text, part]) { lastFolded($0, upTo: .max) },
        number("lastIndexOfIgnoreCase", [.text, part, start]) {
            lastFolded($0, upTo: $0.whole(2))
        },
        number("ordinalIndexOf", [.text, part, .whole("ordinal")]) { call in
            ordinal(call, ofEmpty: { _ in 0 }) { places, number in places[number - 1] }
        },
        number("lastOrdinalIndexOf", [.text, part, .whole("ordinal")]) { call in
            ordinal(call, ofEmpty: { $0 }) { places, number in places[places.count - number] }
        },
        number("indexOfAny", [.text, letters]) { firstOf($0) },
        number("indexOfAny", [.text, part, .text("parts")], isVariadic: true) { call in
            call.letters(from: 1).compactMap { first(call.letters(0), $0) }.min()
        },
        number("indexOfAnyBut", [.text, letters]) { call in
            guard let set = set(call), !set.isEmpty else { return nil }
            return call.letters(0)?.firstIndex { !set.contains($0) }
        },
    ]

    private static func first(_ call: Call, from start: Int = 0) -> Int? {
        first(call.letters(0), call.letters(1), from: start)
    }

    private static func first(_ text: Letters?, _ part: Letters?, from start: Int = 0) -> Int? {
        guard let text, let part else { return nil }
        return text.first(of: part, from: start)
    }

    private static func last(_ call: Call, upTo end: Int = .max) -> Int? {
        guard let text = call.letters(0), let part = call.letters(1) else { return nil }
        return text.last(of: part, upTo: end)
    }

    private static func firstFolded(_ call: Call, from start: Int) -> Int? {
        guard let text = call.letters(0), let part = call.letters(1),
            start <= text.count - part.count + 1
        else { return nil }
        return part.isEmpty
            ? max(0, start) : text.folded.first(of: part.folded, from: start)
    }

    private static func lastFolded(_ call: Call, upTo end: Int) -> Int? {
        guard let text = call.letters(0), let part = call.letters(1) else { return nil }
        return text.folded.last(of: part.folded, upTo: min(end, text.count - part.count))
    }

    /// The n-th place of a part, where there are so many.
    private static func ordinal(
        _ call: Call, ofEmpty: (Int) -> Int, _ pick: ([Int], Int) -> Int,
    ) -> Int? {
        guard let text = call.letters(0), let part = call.letters(1), call.whole(2) > 0 else {
            return nil
        }
        guard !part.isEmpty else { return ofEmpty(text.count) }
        let places = text.positions(of: part)
        return call.whole(2) <= places.count ? pick(places, call.whole(2)) : nil
    }

    /// The characters that the second argument lists.
    private static func set(_ call: Call) -> Set<Unicode.Scalar>? {
        call.letters(1).map { Set($0) }
    }

    private static func firstOf(_ call: Call) -> Int? {
        guard let set = set(call) else { return nil }
        return call.letters(0)?.firstIndex { set.contains($0) }
    }

    /// Null fits null only.
    private static func fits(
        _ text: Letters?, _ part: Letters?, _ test: (Letters, Letters) -> Bool,
    ) -> Bool {
        guard let text, let part else { return text == part }
        return test(text, part)
    }

    private static func any(_ call: Call, _ test: (Letters, Letters) -> Bool) -> Bool {
        guard let text = call.letters(0), !text.isEmpty else { return false }
        return call.letters(from: 1).contains { $0.map { test(text, $0) } == true }
    }
}
