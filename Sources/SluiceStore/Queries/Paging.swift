internal import SluiceEngine
internal import SluiceModel

/// How many entries a page may have, and how many it has where the request does not say.
struct PageSize {
    var limit: Int32
    var standard: Int32
    /// The field of the request.
    var field: String

    static let list = PageSize(limit: 1_000, standard: 100, field: "page_size")
    static let nodes = PageSize(limit: 10_000, standard: 10_000, field: "node_page_size")
    static let events = PageSize(limit: 10_000, standard: 1_000, field: "max")

    /// The number of entries for what a request says; 0: the standard.
    func entries(_ asked: Int32) throws(SluiceError) -> Int {
        guard asked != 0 else { return Int(standard) }
        guard (1...limit).contains(asked) else {
            throw SluiceError(
                .invalidArgument, reason: "PAGE_SIZE_OUT_OF_RANGE",
                "\(field) is \(asked); 1 to \(limit) are allowed, and 0 for \(standard)",
                subject: field, domain: .parameterInvalid)
        }
        return Int(asked)
    }
}

/// Where a page begins: after the entry with this key. The text is opaque to clients, and the key
/// is of an entry, not a count: pages neither repeat nor miss what stands while others write.
struct PageToken {
    /// Which list it belongs to, and whose.
    var list: String

    /// The token for a page after `key`.
    func text(after key: String) -> String {
        digest(of: key) + key.utf8.map(Self.hexByte).joined()
    }

    /// The key in a token of this list; nil where the token is empty: the first page.
    func key(in token: String) throws(SluiceError) -> String? {
        guard !token.isEmpty else { return nil }
        let digits = Array(token.utf8)
        guard digits.count > 16, digits.count.isMultiple(of: 2),
            let bytes = Self.bytes(digits.dropFirst(16)),
            let key = String(validating: bytes, as: UTF8.self),
            digest(of: key) == String(decoding: digits.prefix(16), as: UTF8.self)
        else { throw invalid }
        return key
    }

    /// The same for lists whose key is a number.
    func number(in token: String) throws(SluiceError) -> Int64? {
        guard let key = try key(in: token) else { return nil }
        guard let number = Int64(key) else { throw invalid }
        return number
    }

    var invalid: SluiceError {
        SluiceError(
            .invalidArgument, reason: "PAGE_TOKEN_INVALID",
            "the page token is not one of this list; pass the one of the answer before, or none",
            subject: "page_token", domain: .parameterInvalid)
    }

    private func digest(of key: String) -> String {
        var digest = Digest()
        digest.add(list)
        digest.add(key)
        return digest.hex
    }

    private static func hexByte(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return byte < 16 ? "0" + digits : digits
    }

    private static func bytes(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = digits
        while let high = rest.popFirst(), let low = rest.popFirst() {
            let pair = String(decoding: [high, low], as: UTF8.self)
            guard let byte = UInt8(pair, radix: 16) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}

/// Cuts what was read, one entry more than the page has, to the page; the rest says that there is
/// another one.
func page<Entry>(
    _ entries: [Entry], of size: Int, _ token: (Entry) -> String,
) -> (entries: [Entry], nextToken: String) {
    guard entries.count > size else { return (entries, "") }
    let page = Array(entries.prefix(size))
    return (page, page.last.map(token) ?? "")
}

/// A glob of `*` and `?` as SQLite's GLOB takes it, to which `[` means something too.
func sqliteGlob(_ glob: String) -> String {
    glob.isEmpty
        ? "*"
        : glob.split(separator: "[", omittingEmptySubsequences: false)
            .joined(separator: "[[]")
}
