import SluiceWire

/// The services, messages and enumerations of the API, from the descriptor that is built in.
struct APISchema {
    struct Method {
        var name: String
        /// Full names.
        var request: String
        var reply: String
        var isStream: Bool
    }

    struct Service {
        /// `sluice.v1.JobService`
        var name: String
        var methods: [Method] = []
    }

    struct Field {
        enum Kind {
            case text, bytes, flag
            case integer(bits: Int, isSigned: Bool)
            case double
            case message(String)
            case enumeration(String)
        }

        /// As in the schema, and as in JSON.
        var name: String
        var jsonName: String
        var number: Int
        var isList: Bool
        /// Absent is something else than the standard value.
        var isOptional: Bool
        var kind: Kind
    }

    struct Message {
        var name: String
        var fields: [Field] = []
    }

    struct Enumeration {
        var name: String
        var cases: [(name: String, number: Int64)] = []
    }

    private(set) var services: [Service] = []
    private(set) var messages: [String: Message] = [:]
    private(set) var enumerations: [String: Enumeration] = [:]

    /// What this program was built with.
    static let builtIn = APISchema(descriptorSet: DescriptorSet.bytes)

    /// - Parameter descriptorSet: a `google.protobuf.FileDescriptorSet`.
    init(descriptorSet: [UInt8]) {
        for (number, value) in WireFields(descriptorSet) {
            if number == 1, case .bytes(let file) = value { add(file: file) }
        }
        services.sort { $0.name < $1.name }
    }

    private mutating func add(file: ArraySlice<UInt8>) {
        let package = file.text(2)
        for message in file.pieces(4) { add(message, in: package) }
        for enumeration in file.pieces(5) { addEnumeration(enumeration, in: package) }
        for service in file.pieces(6) {
            services.append(
                Service(
                    name: "\(package).\(service.text(1))",
                    methods: service.pieces(2).map(Method.init)))
        }
    }

    private mutating func add(_ message: ArraySlice<UInt8>, in scope: String) {
        let name = "\(scope).\(message.text(1))"
        messages[name] = Message(
            name: name,
            fields: message.pieces(2).compactMap(Field.init).sorted { $0.number < $1.number })
        for inner in message.pieces(3) { add(inner, in: name) }
        for inner in message.pieces(4) { addEnumeration(inner, in: name) }
    }

    private mutating func addEnumeration(_ bytes: ArraySlice<UInt8>, in scope: String) {
        let name = "\(scope).\(bytes.text(1))"
        enumerations[name] = Enumeration(
            name: name,
            cases: bytes.pieces(2).map { ($0.text(1), Int64(bitPattern: $0.number(2))) })
    }
}

// The numbers of the fields are those of google/protobuf/descriptor.proto.

extension APISchema.Method {
    fileprivate init(_ bytes: ArraySlice<UInt8>) {
        self.init(
            name: bytes.text(1), request: bytes.typeName(2), reply: bytes.typeName(3),
            isStream: bytes.number(6) != 0)
    }
}

extension APISchema.Field {
    /// Nil: of a kind that the API does not have.
    fileprivate init?(_ bytes: ArraySlice<UInt8>) {
        guard let kind = Kind(type: bytes.number(5), name: bytes.typeName(6)) else { return nil }
        self.init(
            name: bytes.text(1), jsonName: bytes.text(10), number: Int(clamping: bytes.number(3)),
            isList: bytes.number(4) == 3, isOptional: bytes.has(9), kind: kind)
    }
}

extension APISchema.Field.Kind {
    fileprivate init?(type: UInt64, name: String) {
        switch type {
        case 1: self = .double
        case 3: self = .integer(bits: 64, isSigned: true)
        case 4: self = .integer(bits: 64, isSigned: false)
        case 5: self = .integer(bits: 32, isSigned: true)
        case 8: self = .flag
        case 9: self = .text
        case 11: self = .message(name)
        case 12: self = .bytes
        case 13: self = .integer(bits: 32, isSigned: false)
        case 14: self = .enumeration(name)
        default: return nil
        }
    }
}

extension ArraySlice<UInt8> {
    fileprivate func pieces(_ number: Int) -> [ArraySlice<UInt8>] {
        WireFields(self).compactMap { field in
            guard field.number == number, case .bytes(let bytes) = field.value else { return nil }
            return bytes
        }
    }

    fileprivate func text(_ number: Int) -> String {
        pieces(number).last.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Without the dot that says that it is a full name.
    fileprivate func typeName(_ number: Int) -> String { String(text(number).drop { $0 == "." }) }

    fileprivate func number(_ number: Int) -> UInt64 {
        var found: UInt64 = 0
        for field in WireFields(self) where field.number == number {
            if case .number(let value) = field.value { found = value }
        }
        return found
    }

    fileprivate func has(_ number: Int) -> Bool {
        WireFields(self).contains { $0.number == number }
    }
}
