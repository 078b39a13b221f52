extension JSONTree {
    /// The value as YAML in block style; every text that could be read as something else is quoted.
    var yaml: String {
        switch self {
        case .object(let members) where !members.isEmpty: Self.yaml(members, indent: "")
        case .list(let items) where !items.isEmpty: Self.yaml(items, indent: "")
        case .null, .bool, .number, .string, .list, .object: yamlScalar + "\n"
        }
    }

    private static func yaml(_ members: [Member], indent: String) -> String {
        members.map { member in
            "\(indent)\(member.name):" + member.value.yamlAfterKey(indent: indent)
        }.joined()
    }

    private static func yaml(_ items: [JSONTree], indent: String) -> String {
        items.map { item in
            guard case .object(let members) = item, !members.isEmpty else {
                return "\(indent)-" + item.yamlAfterKey(indent: indent)
            }
            // The first field stands on the line of the dash.
            let block = yaml(members, indent: indent + "  ")
            return "\(indent)- " + block.dropFirst(indent.count + 2)
        }.joined()
    }

    private func yamlAfterKey(indent: String) -> String {
        switch self {
        case .object(let members) where !members.isEmpty:
            "\n" + Self.yaml(members, indent: indent + "  ")
        case .list(let items) where !items.isEmpty:
            "\n" + Self.yaml(items, indent: indent + "  ")
        case .null, .bool, .number, .string, .list, .object: " \(yamlScalar)\n"
        }
    }

    private var yamlScalar: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .number(let text): text
        case .string(let text):
            Self.isPlain(text) ? text : JSONTree.string(text).json(pretty: false)
        case .list: "[]"
        case .object: "{}"
        }
    }

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, first.properties.isAlphabetic else {
            return false
        }
        let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        return !words.contains(text.lowercased())
            && text.unicodeScalars.allSatisfy { scalar in
                scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || scalar == "-" || scalar == "_" || scalar == "." || scalar == "/"
            }
    }
}
