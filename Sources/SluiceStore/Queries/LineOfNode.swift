/// The line of a job file, from 1, on which a node's name is defined: the first `name: X` under
/// `nodes`, in YAML or in JSON. 0: not found.
func lineOfNode(_ name: String, in source: String) -> Int {
    var isInNodes = false
    // By bytes: "\r\n" is one character, and no "\n".
    let lines = source.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, bytes) in lines.enumerated() {
        let line = Substring(bytes)
        var rest = line
        if !isInNodes {
            guard let value = value(of: "nodes", in: line) else { continue }
            isInNodes = true
            rest = value
        }
        if defines(name, rest) { return index + 1 }
    }
    return 0
}

/// True where some key `name` in the line has this value.
private func defines(_ name: String, _ line: Substring) -> Bool {
    var rest = line
    while let value = value(of: "name", in: rest) {
        rest = value
        var text = value.drop { $0 == " " || $0 == "\t" }
        if let quote = text.first, quote == "\"" || quote == "'" { text = text.dropFirst() }
        guard text.hasPrefix(name) else { continue }
        let next = text.dropFirst(name.count).first
        if next == nil || next.map({ " \t\r,}\"'#".contains($0) }) == true { return true }
    }
    return false
}

/// What stands after a key and its colon; nil where the line does not have the key.
private func value(of key: String, in line: Substring) -> Substring? {
    var rest = line
    while let range = rest.firstRange(of: key) {
        let before = rest[..<range.lowerBound].last
        rest = rest[range.upperBound...]
        guard before == nil || before.map({ " \t-{,\"'".contains($0) }) == true else { continue }
        var after = rest
        if let quote = after.first, quote == "\"" || quote == "'" { after = after.dropFirst() }
        after = after.drop { $0 == " " }
        if after.first == ":" { return after.dropFirst() }
    }
    return nil
}
