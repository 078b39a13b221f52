import SluiceModel

/// Reads JSON strictly (RFC 8259): one value, no name twice in an object, no number that 64 bits
/// do not hold.
struct JSONParser {
    private let bytes: [UInt8]
    private var index = 0

    /// - Throws: what is wrong first, with its line and column in the text.
    static func value(of text: String) throws(Refusal) -> ExpressionValue {
        var parser = JSONParser(bytes: Array(text.utf8))
        let value = try parser.parseValue(level: 1)
        parser.skipBlanks()
        guard parser.next == nil else { throw parser.failure("something follows the value") }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private func failure(_ reason: String, at place: Int? = nil) -> Refusal {
        let before = bytes[..<(place ?? index)]
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
        return Refusal("this is not JSON: line \(line), column \(column): \(reason)")
    }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            index += 1
        }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: scalar) else { return false }
        index += 1
        return true
    }

    private mutating func takeWord(_ word: String) -> Bool {
        guard bytes[index...].starts(with: word.utf8) else { return false }
        index += word.utf8.count
        return true
    }

    private mutating func parseValue(level: Int) throws(Refusal) -> ExpressionValue {
        skipBlanks()
        guard level <= Limits.expressionDepth else {
            throw failure("it has more than \(Limits.expressionDepth) levels")
        }
        guard let byte = next else { throw failure("a value is missing") }
        switch byte {
        case UInt8(ascii: "{"): return try parseObject(level)
        case UInt8(ascii: "["): return try parseList(level)
        case UInt8(ascii: "\""): return .text(try parseText())
        case UInt8(ascii: "-"): return try parseNumber()
        case _ where byte.isDigit: return try parseNumber()
        case _ where takeWord("true"): return .flag(true)
        case _ where takeWord("false"): return .flag(false)
        case _ where takeWord("null"): return .null
        default: throw failure("a value is missing")
        }
    }

    private mutating func parseList(_ level: Int) throws(Refusal) -> ExpressionValue {
        index += 1
        skipBlanks()
        if take("]") { return .list([]) }
        var elements: [ExpressionValue] = []
        repeat {
            guard elements.count < Limits.listElements else {
                throw failure("a list has more than \(Limits.listElements) elements")
            }
            elements.append(try parseValue(level: level + 1))
            skipBlanks()
        } while take(",")
        guard take("]") else { throw failure("',' or ']' is missing") }
        return .list(elements)
    }

    private mutating func parseObject(_ level: Int) throws(Refusal) -> ExpressionValue {
        index += 1
        skipBlanks()
        if take("}") { return .object([]) }
        var members: [ExpressionValue.Member] = []
        var names: Set<String> = []
        repeat {
            skipBlanks()
            let start = index
            guard next == UInt8(ascii: "\"") else { throw failure("a quoted name is missing") }
            let name = try parseText()
            guard names.insert(name).inserted else {
                throw failure("the name '\(name)' comes twice in an object", at: start)
            }
            skipBlanks()
            guard take(":") else { throw failure("':' is missing") }
            members.append(ExpressionValue.Member(name, try parseValue(level: level + 1)))
            skipBlanks()
        } while take(",")
        guard take("}") else { throw failure("',' or '}' is missing") }
        return .object(members)
    }
}

// MARK: - Texts and numbers

extension JSONParser {
    private mutating func parseText() throws(Refusal) -> String {
        let start = index
        index += 1
        var text: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                index += 1
                text.append(contentsOf: try parseEscape())
            case 0..<0x20: throw failure("a control character in a text has to be escaped")
            default:
                text.append(byte)
                index += 1
            }
        }
        throw failure("the text never ends", at: start)
    }

    /// What stands for the escape; the index is behind its backslash.
    private mutating func parseEscape() throws(Refusal) -> [UInt8] {
        guard let byte = next else { throw failure("the text never ends") }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(try parseScalar()).utf8)
        default:
            throw failure(
                "the escape '\\\(Unicode.Scalar(byte))' is unknown", at: index - 2)
        }
    }

    /// A scalar in hexadecimal, or two halves of one.
    private mutating func parseScalar() throws(Refusal) -> Unicode.Scalar {
        let start = index - 2
        let first = try parseHexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, takeWord("\\u") else {
            throw failure("half of a character stands alone", at: start)
        }
        let second = try parseHexadecimal()
        guard 0xDC00...0xDFFF ~= second,
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        else { throw failure("half of a character stands alone", at: start) }
        return scalar
    }

    private mutating func parseHexadecimal() throws(Refusal) -> UInt32 {
        let digits = bytes[index...].prefix(4)
        let isHexadecimal = digits.allSatisfy { Unicode.Scalar($0).properties.isASCIIHexDigit }
        guard digits.count == 4, isHexadecimal,
            let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw failure("four hexadecimal digits are missing") }
        index += 4
        return number
    }

    private mutating func parseNumber() throws(Refusal) -> ExpressionValue {
        let start = index
        _ = take("-")
        let whole = takeDigits()
        let hasZeroInFront = whole > 1 && bytes[index - whole] == UInt8(ascii: "0")
        guard whole > 0, !hasZeroInFront else { throw failure("this is no number", at: start) }
        var isWhole = true
        if take(".") {
            isWhole = false
            guard takeDigits() > 0 else { throw failure("digits are missing behind '.'") }
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("-") { _ = take("+") }
            guard takeDigits() > 0 else { throw failure("digits are missing behind 'e'") }
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isWhole, let number = Int64(text) { return .integer(number) }
        if !isWhole, let number = Double(text), number.isFinite { return .decimal(number) }
        throw failure("the number does not fit 64 bits", at: start)
    }

    /// How many there were.
    private mutating func takeDigits() -> Int {
        let start = index
        while next?.isDigit == true { index += 1 }
        return index - start
    }
}
