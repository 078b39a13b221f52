import CDescriptorProto
import CProtobufC
import Testing

@testable import protoc_gen_sluice

/// The house rules of the schema, on descriptors in C.
@Suite struct SchemaReadingTests {
    @Test func `only proto3 is taken`() {
        let file = CFile.allocate(capacity: 1)
        defer { unsafe file.deallocate() }
        unsafe google__protobuf__file_descriptor_proto__init(file)
        #expect(throws: SchemaError.self) { try unsafe SchemaFile(file) }
    }

    @Test(arguments: [10, 6, 7, 15, 16, 17, 18] as [UInt32])
    func `groups, fixed and zigzag numbers are refused`(type: UInt32) {
        #expect(FieldType(type, "") == nil)
    }

    @Test func `names of types lose their leading dot`() {
        #expect(FieldType(11, ".sluice.v1.Node") == .message("sluice.v1.Node"))
        #expect(FieldType(14, ".sluice.v1.Role") == .enumeration("sluice.v1.Role"))
    }

    @Test func `an optional field is refused, with what to write`() {
        let field = UnsafeMutablePointer<Google__Protobuf__FieldDescriptorProto>.allocate(
            capacity: 1)
        defer { unsafe field.deallocate() }
        unsafe google__protobuf__field_descriptor_proto__init(field)
        unsafe field.pointee.type = .init(rawValue: 3)
        unsafe field.pointee.proto3_optional = 1
        let error = #expect(throws: SchemaError.self) { try unsafe Field(field, in: "M", "") }
        #expect(error?.text.contains("one-field oneof") == true)
    }

    @Test func `the role is read from the option's bytes`() {
        var data: [UInt8] = [0x85, 0x01]
        let value = unsafe data.withUnsafeMutableBufferPointer { data in
            var field = unsafe ProtobufCMessageUnknownField(
                tag: 50201, wire_type: PROTOBUF_C_WIRE_TYPE_VARINT, len: data.count,
                data: data.baseAddress)
            return unsafe withUnsafeMutablePointer(to: &field) { field in
                let options = unsafe ProtobufCMessage(
                    descriptor: nil, n_unknown_fields: 1, unknown_fields: field)
                return unsafe (varintOption(50201, in: options), varintOption(1, in: options))
            }
        }
        #expect(value == (133, 0))
    }
}
