package import SluiceRPC

/// Why bytes are no message, or why a message cannot become bytes.
public struct WireError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Fault: Error, Sendable, Hashable {
        /// The bytes end inside a field.
        case truncated
        /// A varint of more than ten bytes, or a tag of more than five.
        case overlongVarint
        /// Field number 0, or a number that does not fit its 29 bits.
        case badFieldNumber
        /// A wire type that the field does not have, or one that does not exist.
        case wrongWireType
        /// A string that is not UTF-8.
        case notUTF8
        /// A string with a NUL: C would see its beginning only.
        case nulInText
        /// A singular message that comes twice: merging them costs quadratic time.
        case duplicateMessage
        /// More than 64 levels.
        case tooDeep
        /// More than 1,000,000 fields.
        case tooManyFields
        /// More than 64 MiB in memory.
        case tooMuchMemory
        /// More than 4 MiB of bytes.
        case tooLong
        /// Something else that protobuf-c refuses.
        case malformed
    }

    public var fault: Fault
    /// Full proto name of the message at fault, for example `sluice.v1.Instance`.
    public var message: String
    /// Number of the field at fault; 0 where it is no single field.
    public var field: UInt32

    public init(_ fault: Fault, in message: String, field: UInt32 = 0) {
        self.fault = fault
        self.message = message
        self.field = field
    }

    public var description: String {
        field == 0 ? "\(message): \(fault.text)" : "\(message), field \(field): \(fault.text)"
    }

    /// What a server answers to a request with this fault.
    package var asInvalidArgument: Status { Status(.invalidArgument, description) }

    /// What a side answers or throws whose own message, or whose server's message, has this fault.
    package var asInternalError: Status { Status(.internalError, description) }
}

extension WireError.Fault {
    var text: String {
        switch self {
        case .truncated: "ends inside a field"
        case .overlongVarint: "a number has too many bytes"
        case .badFieldNumber: "the field number is out of range"
        case .wrongWireType: "wrong wire type"
        case .notUTF8: "the text is not UTF-8"
        case .nulInText: "the text has a NUL"
        case .duplicateMessage: "the message is given twice"
        case .tooDeep: "more than \(WireLimits.depth) levels"
        case .tooManyFields: "more than \(WireLimits.fields) fields"
        case .tooMuchMemory: "needs more than \(WireLimits.memory) bytes of memory"
        case .tooLong: "longer than \(WireLimits.messageBytes) bytes"
        case .malformed: "malformed"
        }
    }
}
