import SluiceExpression
import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

/// Calls by name, with JSON in and out.
@Suite struct RPCTests {
    private let encoder = RequestEncoder(.builtIn)

    private func encode(_ json: String, as name: String) throws -> [UInt8] {
        try encoder.encode(ExpressionValue.parse(json: json), as: "sluice.v1.\(name)")
    }

    @Test func `the built-in schema has every message and every service`() {
        for type in allMessages { #expect(APISchema.builtIn.messages[type.messageName] != nil) }
        #expect(APISchema.builtIn.services.count == 13)
    }

    @Test func `what every message writes as JSON is read back as that message`() throws {
        for type in allMessages {
            let message = try type.init(decoding: [])
            let json = try ExpressionValue.parse(json: message.jsonString())
            let again = try type.init(decoding: encoder.encode(json, as: type.messageName))
            #expect(again.jsonString() == message.jsonString())
        }
    }

    @Test func `values of every kind arrive`() throws {
        let request = try ListInstancesRequest(
            decoding: encode(
                #"""
                {"workspace": "w", "environment": "DEVELOPMENT", "pageSize": 7,
                 "statuses": ["running-exception", "FAIL", 3, "INSTANCE_STATUS_WAITING"],
                 "planned_from": "1700000000000", "startedFrom": -1,
                 "labels": [{"key": "a", "value": "ä"}, {}]}
                """#, as: "ListInstancesRequest"))
        #expect(
            request
                == ListInstancesRequest(
                    workspace: "w", environment: .development, pageSize: 7,
                    statuses: [.runningException, .fail, .success, .waiting],
                    plannedFrom: 1_700_000_000_000, startedFrom: -1,
                    labels: [KeyValue(key: "a", value: "ä"), KeyValue()]))
        let bytes = try ReadLogResponse(
            decoding: encode(#"{"data": "AAH/", "nextOffset": null}"#, as: "ReadLogResponse"))
        #expect(bytes.data == [0, 1, 255])
        let absent = try JobDefinition(decoding: encode("{}", as: "JobDefinition"))
        let zero = try JobDefinition(decoding: encode(#"{"priority": 0}"#, as: "JobDefinition"))
        #expect(absent.priority == nil && zero.priority == 0)
    }

    @Test(arguments: [
        ("[]", "the request is a list; an object is needed"),
        (#"{"pages": 1}"#, "pages: sluice.v1.ListInstancesRequest has no such field"),
        (#"{"pageSize": "x"}"#, "pageSize is text; a whole number"),
        (#"{"pageSize": 3000000000}"#, "pageSize is a number; a whole number"),
        (#"{"statuses": ["gone"]}"#, "statuses[0] is text; one of UNSPECIFIED, WAITING"),
        (#"{"labels": {}}"#, "labels is an object; a list is needed"),
        (#"{"labels": [{"key": true}]}"#, "labels[0].key is a truth value; a text is needed"),
    ])
    func `what does not fit is named with its place`(json: String, message: String) throws {
        let failure = #expect(throws: Failure.self) {
            try encode(json, as: "ListInstancesRequest")
        }
        #expect(failure?.message.hasPrefix(message) == true, "\(failure?.message ?? "")")
        #expect(failure?.outcome == .wrongUsage)
    }

    @Test(
        arguments: [
            ("", []), ("AA==", [0]), ("AAE=", [0, 1]), ("AAH/", [0, 1, 255]), ("A", nil),
            ("AAE", nil),
            ("A===", nil), ("AA=A", nil), ("A*==", nil),
        ] as [(String, [UInt8]?)])
    func `base64 is read, and nothing else`(text: String, bytes: [UInt8]?) {
        #expect(Base64.bytes(of: text) == bytes)
    }

    @Test func `a call goes to the daemon and its reply comes back as JSON`() async {
        let shell = Shell()
        shell.daemon.on(InstanceServiceMethods.runJob) { (request: RunJobRequest) in
            RunJobResponse(instanceId: request.jobName == "etl" ? 7 : 0)
        }
        let result = await shell.run(#"rpc call InstanceService/RunJob {"jobName":"etl"}"#)
        #expect(result.outcome == .done)
        #expect(result.output == "{\n  \"instanceId\": 7\n}\n")
    }

    @Test func `the schema of the daemon is shown where that is asked for`() async {
        let shell = Shell()
        shell.daemon.on(ServerServiceMethods.getDescriptor) { (_: GetDescriptorRequest) in
            GetDescriptorResponse(fileDescriptorSet: Array(DescriptorSet.bytes.prefix(0)))
        }
        #expect(await shell.run("rpc list --daemon").output == "")
        #expect(await shell.run("rpc describe KeyValue --daemon").outcome == .wrongUsage)
    }

    @Test func `methods and messages are listed and described`() async {
        let shell = Shell()
        let list = await shell.run("rpc list WorkspaceService")
        #expect(list.output.hasPrefix("WorkspaceService/CreateWorkspace\n"))
        let method = await shell.run("rpc describe EventService/WatchEvents")
        #expect(
            method.output.hasPrefix(
                "EventService/WatchEvents: WatchEventsRequest → stream of WatchEventsResponse\n"))
        let message = await shell.run("rpc describe KeyValue")
        #expect(message.output == "KeyValue\n  key: text\n  value: text\n")
        let none = await shell.run("rpc describe Nothing")
        #expect(none.outcome == .wrongUsage)
    }
}
