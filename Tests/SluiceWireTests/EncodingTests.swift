import Testing

@testable import SluiceWire

@Suite struct EncodingTests {
    @Test func `a text with a NUL is not sent, and the error names its field`() {
        let message = RunJobRequest(params: [KeyValue(key: "a", value: "b\0c")])
        let error = #expect(throws: WireError.self) { try message.encoded() }
        #expect(error?.description == "sluice.v1.KeyValue, field 2: the text has a NUL")
    }

    @Test func `a NUL in a list of texts is found`() {
        let message = DiffJobVersionsResponse(nodesAdded: ["a", "\0"])
        let error = #expect(throws: WireError.self) { try message.encoded() }
        #expect(error?.fault == .nulInText)
        #expect(error?.field == 3)
    }

    @Test func `bytes may hold anything`() throws {
        let log = ReadLogResponse(data: [0, 1, 0xff, 0])
        #expect(try ReadLogResponse(decoding: log.encoded()) == log)
    }

    @Test func `enumerations read the text that they write`() {
        for status in InstanceStatus.allCases {
            #expect(status.text.flatMap { InstanceStatus(text: $0) } == status)
            #expect(InstanceStatus(rawValue: status.rawValue) == status)
        }
        #expect(InstanceStatus(text: "RUNNING") == nil)
        #expect(InstanceStatus.unrecognized(99).text == nil)
    }
}
