/// A `.proto` file as the generator sees it: only what the house rules of the schema allow.
struct SchemaFile {
    /// For example `sluice/v1/common.proto`.
    var path: String
    var enumerations: [Enumeration]
    var messages: [Message]
    var services: [Service]
}

struct Enumeration {
    var fullName: String
    var comment: String
    var cases: [Case]

    struct Case {
        /// As in the schema, for example `NODE_STATUS_MANUAL_STOP`.
        var name: String
        var number: Int32
        var comment: String
    }
}

struct Message {
    var fullName: String
    var comment: String
    var properties: [Property]

    /// The check of untrusted bytes keeps a bit for each field.
    static let mostFields = 64
}

/// What becomes one property of a Swift struct.
enum Property {
    case field(Field)
    /// A oneof with one member, which is how the schema says that absent differs from zero.
    case optional(Field, oneof: Oneof)
    case choice(Oneof, [Field])
}

struct Oneof {
    /// As in the schema, for example `has_end_time`.
    var name: String
    var comment: String
}

struct Field {
    /// As in the schema, for example `end_time`.
    var name: String
    var jsonName: String
    var number: Int32
    var type: FieldType
    var isRepeated: Bool
    var comment: String
}

enum FieldType: Equatable {
    case double, float, int32, int64, uint32, uint64, bool, string, bytes
    /// Full name without a leading dot.
    case enumeration(String)
    case message(String)
}

struct Service {
    var fullName: String
    var comment: String
    var methods: [Method]
}

struct Method {
    var name: String
    var comment: String
    var request: String
    var reply: String
    var kind: Kind
    /// Number of the role option; 0: none.
    var role: Int32
    /// Number of the reach option; 0: none.
    var reach: Int32

    enum Kind {
        case unary, serverStreaming
    }
}

/// The schema breaks a house rule; protoc prints it.
struct SchemaError: Error {
    var text: String

    init(_ text: String) {
        self.text = text
    }
}
