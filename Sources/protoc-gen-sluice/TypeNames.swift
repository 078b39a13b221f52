extension FieldType {
    /// One value in Swift.
    var swift: String {
        switch self {
        case .double: "Double"
        case .float: "Float"
        case .int32: "Int32"
        case .int64: "Int64"
        case .uint32: "UInt32"
        case .uint64: "UInt64"
        case .bool: "Bool"
        case .string: "String"
        case .bytes: "[UInt8]"
        case .enumeration(let name), .message(let name): Names.last(name)
        }
    }

    /// The default of a field that is not repeated.
    var defaultValue: String {
        switch self {
        case .double, .float, .int32, .int64, .uint32, .uint64: "0"
        case .bool: "false"
        case .string: "\"\""
        case .bytes: "[]"
        case .enumeration: ".init(rawValue: 0)"
        case .message: "nil"
        }
    }

    var isMessage: Bool {
        if case .message = self { true } else { false }
    }
}

extension Field {
    var property: String { Names.property(name) }
    var cName: String { Names.cField(name) }
}

extension Property {
    var name: String {
        switch self {
        case .field(let field), .optional(let field, _): field.property
        case .choice(let oneof, _): Names.property(oneof.name)
        }
    }

    var swiftType: String {
        switch self {
        case .field(let field) where field.isRepeated: "[\(field.type.swift)]"
        case .field(let field): field.type.swift + (field.type.isMessage ? "?" : "")
        case .optional(let field, _): field.type.swift + "?"
        case .choice(let oneof, _): Names.upperCamel(oneof.name) + "?"
        }
    }

    var defaultValue: String {
        switch self {
        case .field(let field) where field.isRepeated: "[]"
        case .field(let field): field.type.defaultValue
        case .optional, .choice: "nil"
        }
    }

    var comment: String {
        switch self {
        case .field(let field): field.comment
        case .optional(let field, let oneof):
            [oneof.comment, field.comment].filter { !$0.isEmpty }.joined(separator: "\n\n")
        case .choice(let oneof, _): oneof.comment
        }
    }
}
