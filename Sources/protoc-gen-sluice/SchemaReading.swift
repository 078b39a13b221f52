import CDescriptorProto
import CProtobufC

typealias CFile = UnsafeMutablePointer<Google__Protobuf__FileDescriptorProto>

/// Numbers of the options `(sluice.v1.role)` and `(sluice.v1.reach)`.
private let (roleOption, reachOption): (UInt32, UInt32) = (50201, 50202)

extension SchemaFile {
    init(_ c: CFile) throws(SchemaError) {
        path = unsafe text(c.pointee.name)
        guard unsafe text(c.pointee.syntax) == "proto3" else {
            throw SchemaError("\(path): only proto3 is supported")
        }
        let package = unsafe text(c.pointee.package)
        let comments = unsafe Comments(c)
        enumerations = try unsafe convert(c.pointee.enum_type, c.pointee.n_enum_type) {
            (element, index) throws(SchemaError) in
            try unsafe Enumeration(element, package, comments.at([5, index]))
        }
        messages = try unsafe convert(c.pointee.message_type, c.pointee.n_message_type) {
            (element, index) throws(SchemaError) in
            try unsafe Message(element, package, comments.at([4, index]))
        }
        services = try unsafe convert(c.pointee.service, c.pointee.n_service) {
            (element, index) throws(SchemaError) in
            try unsafe Service(element, package, comments.at([6, index]))
        }
    }
}

extension Enumeration {
    init(
        _ c: UnsafeMutablePointer<Google__Protobuf__EnumDescriptorProto>, _ package: String,
        _ comments: Comments,
    ) throws(SchemaError) {
        fullName = unsafe package + "." + text(c.pointee.name)
        comment = comments.text
        cases = try unsafe convert(c.pointee.value, c.pointee.n_value) {
            (element, index) throws(SchemaError) in
            unsafe Case(
                name: text(element.pointee.name), number: element.pointee.number,
                comment: comments.at([2, index]).text)
        }
    }
}

extension Message {
    init(
        _ c: UnsafeMutablePointer<Google__Protobuf__DescriptorProto>, _ package: String,
        _ comments: Comments,
    ) throws(SchemaError) {
        let name = unsafe package + "." + text(c.pointee.name)
        guard unsafe c.pointee.n_nested_type == 0, unsafe c.pointee.n_enum_type == 0 else {
            throw SchemaError("\(name): maps and types inside messages are not supported")
        }
        fullName = name
        comment = comments.text
        let oneofs = try unsafe convert(c.pointee.oneof_decl, c.pointee.n_oneof_decl) {
            (element, index) throws(SchemaError) in
            unsafe Oneof(name: text(element.pointee.name), comment: comments.at([8, index]).text)
        }
        let fields = try unsafe convert(c.pointee.field, c.pointee.n_field) {
            (element, index) throws(SchemaError) in
            try unsafe (
                field: Field(element, in: name, comments.at([2, index]).text),
                oneof: element.pointee.has_oneof_index != 0
                    ? Int(element.pointee.oneof_index) : nil
            )
        }
        guard fields.count <= Self.mostFields else {
            throw SchemaError("\(name): more than \(Self.mostFields) fields")
        }
        properties = Self.properties(fields, oneofs)
    }

    /// A oneof stands where its first member stands.
    private static func properties(
        _ fields: [(field: Field, oneof: Int?)], _ oneofs: [Oneof],
    ) -> [Property] {
        var seen: Set<Int> = []
        return fields.compactMap { field, index in
            guard let index else { return .field(field) }
            guard seen.insert(index).inserted else { return nil }
            let members = fields.filter { $0.oneof == index }.map(\.field)
            return members.count == 1
                ? .optional(field, oneof: oneofs[index]) : .choice(oneofs[index], members)
        }
    }
}

extension Field {
    init(
        _ c: UnsafeMutablePointer<Google__Protobuf__FieldDescriptorProto>, in message: String,
        _ comment: String,
    ) throws(SchemaError) {
        name = unsafe text(c.pointee.name)
        jsonName = unsafe text(c.pointee.json_name)
        number = unsafe c.pointee.number
        isRepeated = unsafe c.pointee.label.rawValue == 3
        self.comment = comment
        guard let type = unsafe FieldType(c.pointee.type.rawValue, text(c.pointee.type_name)) else {
            throw SchemaError("\(message).\(name): its type is not supported")
        }
        self.type = type
        if unsafe c.pointee.proto3_optional != 0 {
            throw SchemaError("\(message).\(name): write a one-field oneof in place of `optional`")
        }
    }
}

extension FieldType {
    /// Nil for groups and for the fixed and zigzag encodings, which the schema has no use for.
    init?(_ number: UInt32, _ typeName: String) {
        let fullName = String(typeName.drop { $0 == "." })
        switch number {
        case 1: self = .double
        case 2: self = .float
        case 3: self = .int64
        case 4: self = .uint64
        case 5: self = .int32
        case 8: self = .bool
        case 9: self = .string
        case 11: self = .message(fullName)
        case 12: self = .bytes
        case 13: self = .uint32
        case 14: self = .enumeration(fullName)
        default: return nil
        }
    }
}

extension Service {
    init(
        _ c: UnsafeMutablePointer<Google__Protobuf__ServiceDescriptorProto>, _ package: String,
        _ comments: Comments,
    ) throws(SchemaError) {
        fullName = unsafe package + "." + text(c.pointee.name)
        comment = comments.text
        let service = fullName
        methods = try unsafe convert(c.pointee.method, c.pointee.n_method) {
            (element, index) throws(SchemaError) in
            try unsafe Method(element, service, comments.at([2, index]).text)
        }
    }
}

extension Method {
    init(
        _ c: UnsafeMutablePointer<Google__Protobuf__MethodDescriptorProto>, _ service: String,
        _ comment: String,
    ) throws(SchemaError) {
        name = unsafe text(c.pointee.name)
        self.comment = comment
        request = unsafe Names.last(text(c.pointee.input_type))
        reply = unsafe Names.last(text(c.pointee.output_type))
        kind = unsafe c.pointee.server_streaming != 0 ? .serverStreaming : .unary
        let options = unsafe c.pointee.options
        role = unsafe options.map { unsafe varintOption(roleOption, in: $0.pointee.base) } ?? 0
        reach = unsafe options.map { unsafe varintOption(reachOption, in: $0.pointee.base) } ?? 0
        if unsafe c.pointee.client_streaming != 0 {
            throw SchemaError("\(service).\(name): client streams are not supported")
        }
    }
}
