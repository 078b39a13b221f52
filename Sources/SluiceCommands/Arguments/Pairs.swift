import SluiceWire

/// `key=value` as people type it; the value may be empty and may have `=`.
func pair(_ text: String, of option: String) throws(Failure) -> KeyValue {
    guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
        throw .usage("'\(text)' is no key=value", hint: "\(option) name=value")
    }
    return KeyValue(
        key: String(text[..<sign]), value: String(text[text.index(after: sign)...]))
}

/// Several of them; a name may come once.
func pairs(_ texts: [String], of option: String) throws(Failure) -> [KeyValue] {
    var found: [KeyValue] = []
    for text in texts {
        let new = try pair(text, of: option)
        guard !found.contains(where: { $0.key == new.key }) else {
            throw .usage("'\(new.key)' is given twice", hint: "\(option) \(new.key)=… once")
        }
        found.append(new)
    }
    return found
}
