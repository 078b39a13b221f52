internal import SluiceModel
internal import SluiceRuntime

/// How names and values lie in one column: for each pair the name, then the value, each with its
/// number of bytes before it as a LEB128 number. Any UTF-8 text survives, in its order.
extension [Pair] {
    var stored: [UInt8] {
        var bytes: [UInt8] = []
        for pair in self {
            bytes.append(lengthPrefixed: pair.name)
            bytes.append(lengthPrefixed: pair.value)
        }
        return bytes
    }

    /// Nil where the bytes are something else.
    init?(stored bytes: [UInt8]) {
        self = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let name = rest.takeText(), let value = rest.takeText() else { return nil }
            append(Pair(name, value))
        }
    }
}

/// Connections as pairs of a name and a place.
extension [Connection] {
    var stored: [UInt8] { map { Pair($0.name, $0.place) }.stored }

    /// Nil where a place is none.
    fileprivate init?(_ pairs: [Pair]) {
        let connections = pairs.compactMap { pair -> Connection? in
            guard let colon = pair.value.firstIndex(of: ":"),
                let kind = Connection.Kind(rawValue: String(pair.value[..<colon]))
            else { return nil }
            let path = String(pair.value[pair.value.index(after: colon)...])
            return Connection(name: pair.name, kind: kind, path: path)
        }
        guard connections.count == pairs.count else { return nil }
        self = connections
    }
}

/// The same for texts without names: the words of a command.
extension [String] {
    var storedTexts: [UInt8] {
        var bytes: [UInt8] = []
        for text in self { bytes.append(lengthPrefixed: text) }
        return bytes
    }

    /// Nil where the bytes are something else.
    init?(storedTexts bytes: [UInt8]) {
        self = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let text = rest.takeText() else { return nil }
            append(text)
        }
    }

    /// Names of nodes as one text, one on each line.
    var storedNames: String { isEmpty ? "" : joined(separator: "\n") }

    init(storedNames text: String) {
        self = text.split(separator: "\n").map(String.init)
    }
}

extension SQLStatement {
    func pairs(_ column: String, _ words: () -> String) throws -> [Pair] {
        guard let pairs = [Pair](stored: blob()) else {
            throw JournalError.corrupt("\(words()): \(column) cannot be read")
        }
        return pairs
    }

    /// Two columns: parameters and connections.
    func environmentSettings(_ words: () -> String) throws -> EnvironmentSettings {
        let params = try pairs("environment_params", words)
        guard let connections = [Connection](try pairs("environment_connections", words)) else {
            throw JournalError.corrupt("\(words()): environment_connections cannot be read")
        }
        return EnvironmentSettings(params: params, connections: connections)
    }

    func texts(_ column: String, _ words: () -> String) throws -> [String] {
        guard let texts = [String](storedTexts: blob()) else {
            throw JournalError.corrupt("\(words()): \(column) cannot be read")
        }
        return texts
    }
}

extension [UInt8] {
    fileprivate mutating func append(lengthPrefixed text: String) {
        var left = text.utf8.count
        while left >= 0x80 {
            append(UInt8(left & 0x7F) | 0x80)
            left >>= 7
        }
        append(UInt8(left))
        append(contentsOf: text.utf8)
    }
}

extension ArraySlice<UInt8> {
    fileprivate mutating func takeText() -> String? {
        guard let count = takeLength(), count <= self.count else { return nil }
        defer { removeFirst(count) }
        return String(validating: prefix(count), as: UTF8.self)
    }

    private mutating func takeLength() -> Int? {
        var length = 0
        for shift in stride(from: 0, through: 28, by: 7) {
            guard let byte = popFirst() else { return nil }
            length |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return length }
        }
        return nil
    }
}
