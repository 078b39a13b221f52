import CProtobufC

@testable import SluiceWire

/// Checks bytes with `levels` messages inside a message, against a table whose field 1 is the
/// message itself.
func checkNested(_ levels: Int) throws(WireError) {
    let table = NestedTable()
    var content: [UInt8] = []
    for _ in 0..<levels { content = field(1, content) }
    try unsafe content.withUnsafeBufferPointer { (bytes) throws(WireError) in
        try unsafe MessageCheck.check(UnsafeRawBufferPointer(bytes), against: table.message)
    }
}

@safe
private final class NestedTable {
    let message = UnsafeMutablePointer<ProtobufCMessageDescriptor>.allocate(capacity: 1)
    private let field = UnsafeMutablePointer<ProtobufCFieldDescriptor>.allocate(capacity: 1)
    private let ranges = UnsafeMutablePointer<ProtobufCIntRange>.allocate(capacity: 2)
    private let name = UnsafeMutablePointer<CChar>.allocate(capacity: 1)

    init() {
        unsafe name.initialize(to: 0)
        unsafe ranges.initialize(to: ProtobufCIntRange(start_value: 1, orig_index: 0))
        unsafe (ranges + 1).initialize(to: ProtobufCIntRange(start_value: 0, orig_index: 1))
        unsafe field.initialize(to: ProtobufCFieldDescriptor())
        unsafe field.pointee.id = 1
        unsafe field.pointee.label = PROTOBUF_C_LABEL_NONE
        unsafe field.pointee.type = PROTOBUF_C_TYPE_MESSAGE
        unsafe field.pointee.descriptor = UnsafeRawPointer(message)
        unsafe message.initialize(to: ProtobufCMessageDescriptor())
        unsafe message.pointee.name = UnsafePointer(name)
        unsafe message.pointee.n_fields = 1
        unsafe message.pointee.fields = UnsafePointer(field)
        unsafe message.pointee.n_field_ranges = 1
        unsafe message.pointee.field_ranges = UnsafePointer(ranges)
    }

    deinit {
        unsafe message.deallocate()
        unsafe field.deallocate()
        unsafe ranges.deallocate()
        unsafe name.deallocate()
    }
}
