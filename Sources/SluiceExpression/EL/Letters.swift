import SluiceModel

/// What `StringUtil` does with characters. Everything takes time in proportion to the lengths.
extension Letters {
    /// Stops growing behind the longest text that is allowed; the evaluation refuses it then.
    static let longest = Limits.expressionBytes + 1

    init(_ text: String) {
        self = Array(text.unicodeScalars)
    }

    var string: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: self)
        return String(view)
    }

    func slice(_ start: Int, _ end: Int? = nil) -> Letters {
        let from = Swift.min(Swift.max(0, start), count)
        let to = Swift.min(Swift.max(from, end ?? count), count)
        return Array(self[from..<to])
    }

    var isBlank: Bool { allSatisfy(\.isJavaWhitespace) }

    /// Letter by letter the same, whatever their case.
    var folded: Letters { map(\.folded) }

    func hasPrefix(_ prefix: Letters) -> Bool { starts(with: prefix) }

    func hasSuffix(_ suffix: Letters) -> Bool {
        count >= suffix.count && self[(count - suffix.count)...].elementsEqual(suffix)
    }

    /// Where `part` begins, in order; the search of Knuth, Morris and Pratt.
    ///
    /// - Parameter part: not empty.
    func positions(
        of part: Letters, overlapping: Bool = true, limit: Int = .max, from start: Int = 0,
    ) -> [Int] {
        guard !part.isEmpty, limit > 0, start <= count - part.count else { return [] }
        let borders = part.borders
        var found: [Int] = []
        var matched = 0
        for index in start..<count {
            while matched > 0, part[matched] != self[index] { matched = borders[matched - 1] }
            if part[matched] == self[index] { matched += 1 }
            guard matched == part.count else { continue }
            found.append(index - part.count + 1)
            if found.count == limit { return found }
            matched = overlapping ? borders[matched - 1] : 0
        }
        return found
    }

    /// For each beginning of a text, how much of its end is also its beginning.
    private var borders: [Int] {
        var borders = [0]
        var length = 0
        for index in 1..<Swift.max(1, count) {
            while length > 0, self[length] != self[index] { length = borders[length - 1] }
            if self[length] == self[index] { length += 1 }
            borders.append(length)
        }
        return borders
    }

    /// As Java's `indexOf`: an empty part is found where the search begins.
    func first(of part: Letters, from start: Int = 0) -> Int? {
        let start = Swift.max(0, start)
        if part.isEmpty { return Swift.min(start, count) }
        return positions(of: part, limit: 1, from: start).first
    }

    /// As Java's `lastIndexOf`: an empty part is found where the search begins.
    func last(of part: Letters, upTo end: Int = .max) -> Int? {
        guard end >= 0 else { return nil }
        if part.isEmpty { return Swift.min(end, count) }
        return positions(of: part).last { $0 <= end }
    }

    /// - Parameter places: where `length` letters go, ascending and not overlapping.
    func replacing(_ places: [Int], length: Int, with other: Letters) -> Letters {
        var result: Letters = []
        var behind = 0
        for place in places where result.count < Self.longest {
            result += self[behind..<place]
            result += other
            behind = place + length
        }
        return result + self[behind...]
    }

    func repeated(_ times: Int) -> Letters {
        var result: Letters = []
        var left = isEmpty ? 0 : times
        while left > 0, result.count < Self.longest {
            result += self
            left -= 1
        }
        return result
    }

    /// As many letters of `self`, over and over.
    func filling(_ length: Int) -> Letters {
        let pad = isEmpty ? [" "] : self
        let length = Swift.min(length, Self.longest)
        return (0..<Swift.max(0, length)).map { pad[$0 % pad.count] }
    }

    var capitalized: Letters {
        guard let first else { return self }
        return [first.single(first.properties.titlecaseMapping)] + dropFirst()
    }

    var uncapitalized: Letters {
        guard let first else { return self }
        return [first.single(first.properties.lowercaseMapping)] + dropFirst()
    }

    func stripped(_ letters: Letters?, start: Bool, end: Bool) -> Letters {
        let set = letters.map { Set($0) }
        let goes = { (scalar: Unicode.Scalar) in
            set.map { $0.contains(scalar) } ?? scalar.isJavaWhitespace
        }
        var rest = self[...]
        if start { rest = rest.drop(while: goes) }
        while end, let last = rest.last, goes(last) { rest.removeLast() }
        return Letters(rest)
    }

    /// As Java's `trim`: without control characters and blanks at both ends.
    var trimmed: Letters {
        var rest = drop { $0.value <= 32 }
        while let last = rest.last, last.value <= 32 { rest.removeLast() }
        return Letters(rest)
    }
}

extension Unicode.Scalar {
    /// As Java's `Character.isWhitespace`: no-break spaces are none.
    var isJavaWhitespace: Bool {
        switch value {
        case 9...13, 28...32: true
        case 0x85, 0xA0, 0x2007, 0x202F: false
        default:
            switch properties.generalCategory {
            case .spaceSeparator, .lineSeparator, .paragraphSeparator: true
            default: false
            }
        }
    }

    var isLetter: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            true
        default: false
        }
    }

    var isDigit: Bool { properties.generalCategory == .decimalNumber }

    /// The lower case of the upper case.
    var folded: Unicode.Scalar {
        if isASCII { return (0x41...0x5A ~= value) ? Unicode.Scalar(UInt8(value) + 32) : self }
        let upper = single(properties.uppercaseMapping)
        return upper.single(upper.properties.lowercaseMapping)
    }

    /// What it maps to where that is one scalar, else itself.
    func single(_ mapping: String) -> Unicode.Scalar {
        let scalars = mapping.unicodeScalars
        return (scalars.count == 1 ? scalars.first : nil) ?? self
    }
}
