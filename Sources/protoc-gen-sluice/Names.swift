/// Names in the schema, in protobuf-c's C, and in Swift.
enum Names {
    /// `sluice.v1.NodeInstance` → `NodeInstance`.
    static func last(_ fullName: String) -> String {
        fullName.split(separator: ".").last.map(String.init) ?? fullName
    }

    /// `end_time` → `endTime`, and in backticks where Swift wants them.
    static func property(_ name: String) -> String { escaped(lowerCamel(name)) }

    static func lowerCamel(_ name: String) -> String {
        let words = name.lowercased().split(separator: "_")
        return words.dropFirst().reduce(words.first.map(String.init) ?? "") {
            $0 + upperFirst(String($1))
        }
    }

    /// `instance_service` → `InstanceService`.
    static func upperCamel(_ name: String) -> String { upperFirst(lowerCamel(name)) }

    static func upperFirst(_ name: String) -> String {
        name.prefix(1).uppercased() + name.dropFirst()
    }

    static func lowerFirst(_ name: String) -> String {
        name.prefix(1).lowercased() + name.dropFirst()
    }

    /// `InstanceStatus` → `INSTANCE_STATUS_`.
    static func prefix(of enumeration: String) -> String {
        snake(last(enumeration)).uppercased() + "_"
    }

    static func escaped(_ name: String) -> String {
        swiftKeywords.contains(name) ? "`\(name)`" : name
    }

    private static let swiftKeywords: Set<String> = [
        "as", "break", "case", "catch", "class", "continue", "default", "defer", "do", "else",
        "enum", "extension", "fallthrough", "false", "for", "func", "guard", "if", "import", "in",
        "init", "inout", "internal", "is", "let", "nil", "operator", "private", "protocol",
        "public", "repeat", "rethrows", "return", "self", "static", "struct", "subscript", "super",
        "switch", "throw", "throws", "true", "try", "typealias", "var", "where", "while",
    ]
}

// MARK: - C, as protoc-c writes it

extension Names {
    /// `sluice.v1.NodeInstance` → `Sluice__V1__NodeInstance`.
    static func cType(_ fullName: String) -> String {
        fullName.split(separator: ".").map { camelPart(String($0)) }.joined(separator: "__")
    }

    /// `sluice.v1.NodeInstance` → `sluice__v1__node_instance`.
    static func cFunctionPrefix(_ fullName: String) -> String {
        fullName.split(separator: ".").map { snake(String($0)) }.joined(separator: "__")
    }

    static func cField(_ name: String) -> String {
        let name = name.lowercased()
        return cKeywords.contains(name) ? name + "_" : name
    }

    private static func camelPart(_ part: String) -> String {
        part.split(separator: "_").map { upperFirst(String($0)) }.joined()
    }

    /// An underscore before each upper-case letter that follows a lower-case one.
    static func snake(_ name: String) -> String {
        var result = ""
        var previousIsUpper = true
        for character in name {
            if character.isUppercase, !previousIsUpper { result += "_" }
            result += character.lowercased()
            previousIsUpper = character.isUppercase
        }
        return result
    }

    private static let cKeywords: Set<String> = [
        "and", "asm", "auto", "bool", "break", "case", "catch", "char", "class", "compl", "const",
        "continue", "default", "delete", "do", "double", "else", "enum", "explicit", "extern",
        "false", "float", "for", "friend", "goto", "if", "inline", "int", "long", "mutable",
        "namespace", "new", "not", "operator", "or", "private", "protected", "public", "register",
        "return", "short", "signed", "sizeof", "static", "struct", "switch", "template", "this",
        "throw", "true", "try", "typedef", "typeid", "typename", "union", "unsigned", "using",
        "virtual", "void", "volatile", "while", "xor",
    ]
}
