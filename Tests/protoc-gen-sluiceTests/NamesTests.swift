import Testing

@testable import protoc_gen_sluice

@Suite struct NamesTests {
    @Test(arguments: [
        ("end_time", "endTime"), ("name", "name"), ("default", "`default`"), ("a_1_b", "a1B"),
        ("RUNNING_EXCEPTION", "runningException"),
    ])
    func `names of the schema become names of Swift`(schema: String, swift: String) {
        #expect(Names.property(schema) == swift)
    }

    @Test func `types and functions are those of protoc-c`() {
        #expect(Names.cType("sluice.v1.NodeInstance") == "Sluice__V1__NodeInstance")
        #expect(Names.cFunctionPrefix("sluice.v1.RpcRequest") == "sluice__v1__rpc_request")
        #expect(Names.cFunctionPrefix("a.HTTPJob") == "a__httpjob")
        #expect(Names.cField("Default") == "default_")
    }

    @Test func `the prefix of an enumeration is its name`() {
        #expect(Names.prefix(of: "sluice.v1.InstanceStatus") == "INSTANCE_STATUS_")
    }
}
