/// Swift source taken apart just far enough to tell code from comments and strings.
struct SwiftText {
    /// The source with blanks in place of comments and of what is in strings; lines stay lines.
    let lines: [Substring]

    init(_ source: String) {
        var blanking = Blanking(source)
        lines = blanking.run().split(separator: "\n", omittingEmptySubsequences: false)
    }
}

/// Walks over Swift source once, by bytes: what it looks for is ASCII.
private struct Blanking {
    private var bytes: [UInt8]
    private var position = 0

    init(_ source: String) {
        bytes = Array(source.utf8)
    }

    mutating func run() -> String {
        while position < bytes.count { code() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func code() {
        switch byte(0) {
        case .slash where byte(1) == .slash:
            while position < bytes.count, byte(0) != .lineFeed { blank() }
        case .slash where byte(1) == .star:
            while position < bytes.count, byte(0) != .star || byte(1) != .slash { blank() }
            blank(2)
        case .hash, .quote:
            let hashes = count(of: .hash, from: 0)
            let quotes = count(of: .quote, from: hashes)
            if quotes == 0 {
                position += hashes
            } else {
                // Two quotes are an empty string.
                position += hashes + (quotes == 2 ? 1 : min(quotes, 3))
                string(hashes, quotes: quotes >= 3 ? 3 : 1)
            }
        default: position += 1
        }
    }

    private mutating func string(_ hashes: Int, quotes: Int) {
        while position < bytes.count {
            if count(of: .quote, from: 0) >= quotes, count(of: .hash, from: quotes) >= hashes {
                position += quotes + hashes
                return
            }
            let isEscape = byte(0) == .backslash && count(of: .hash, from: 1) >= hashes
            if isEscape, byte(1 + hashes) == .opening {
                interpolation(hashes)
            } else {
                blank(isEscape ? 2 + hashes : 1)
            }
        }
    }

    private mutating func interpolation(_ hashes: Int) {
        blank(1 + hashes)
        var depth = 0
        repeat {
            if byte(0) == .opening { depth += 1 }
            if byte(0) == .closing { depth -= 1 }
            code()
        } while position < bytes.count && depth > 0
    }

    private func count(of wanted: UInt8, from offset: Int) -> Int {
        var count = 0
        while byte(offset + count) == wanted { count += 1 }
        return count
    }

    private func byte(_ offset: Int) -> UInt8 {
        position + offset < bytes.count ? bytes[position + offset] : 0
    }

    private mutating func blank(_ count: Int = 1) {
        for _ in 0..<count where position < bytes.count {
            if bytes[position] != .lineFeed { bytes[position] = UInt8(ascii: " ") }
            position += 1
        }
    }
}

extension UInt8 {
    fileprivate static let lineFeed = UInt8(ascii: "\n")
    fileprivate static let slash = UInt8(ascii: "/")
    fileprivate static let star = UInt8(ascii: "*")
    fileprivate static let hash = UInt8(ascii: "#")
    fileprivate static let quote = UInt8(ascii: "\"")
    fileprivate static let backslash = UInt8(ascii: "\\")
    fileprivate static let opening = UInt8(ascii: "(")
    fileprivate static let closing = UInt8(ascii: ")")
}
