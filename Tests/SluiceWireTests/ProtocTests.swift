import SluiceWire
import Testing

/// Bytes made by `protoc --encode` from text, for example
/// `echo 'instance_ids: 1 instance_ids: 300 instance_ids: -2' | protoc -I proto -I /usr/include
/// --encode=sluice.v1.StopInstancesRequest sluice/v1/instance_service.proto | xxd -p`.
@Suite struct ProtocTests {
    @Test func `an instance has protoc's bytes`() throws {
        let instance = Instance(
            jobName: "job_batch", instanceId: 34765, status: .fail, planTime: 1_551_425_326_540,
            startTime: 1_551_425_327_000, endTime: 1_551_425_387_000, executeTime: 1, total: 2,
            params: [KeyValue(key: "a", value: "ü")], counts: NodeCounts(success: 2))
        try expect(
            instance,
            """
            0a096a6f625f626174636810cd8f02180420cc9b9fc1932d28989f9fc1932d30f8f3a2c1932d380140027a\
            070a01611202c3bc9201021802
            """)
    }

    @Test func `a node has protoc's bytes, with values that are present and empty`() throws {
        let node = NodeInstance(
            nodeName: "Dummy_8556", status: .success, speed: 2.5, logPath: "", exitCode: 0,
            dependsOn: ["a", ""])
        try expect(
            node,
            """
            0a0a44756d6d795f3835353610035900000000000004406200900100a2010161a20100
            """)
    }

    @Test func `a retry has protoc's bytes`() throws {
        let request = RetryInstancesRequest(
            options: ChangeOptions(requestId: "r", dryRun: true), retryLocation: .errorNode,
            retryTaskVersion: .current, ignoreObsMonitor: false,
            taskRetrys: [TaskRetry(instanceId: 812), TaskRetry(jobId: 1, planTime: -1)])
        try expect(
            request,
            """
            1a050a017210012802380240004a0320ac064a0d080110ffffffffffffffffff01
            """)
    }

    @Test func `lists of numbers have protoc's bytes`() throws {
        try expect(
            StopInstancesRequest(instanceIds: [1, 300, -2]), "220d01ac02feffffffffffffffff01")
        try expect(
            ListInstancesRequest(statuses: [.fail, .manualStop, .unrecognized(99)]), "3203040763")
    }

    @Test func `bytes have protoc's bytes`() throws {
        try expect(ReadLogResponse(data: [0, 255], end: true), "0a0200ff2801")
    }

    private func expect<M: WireMessage>(_ message: M, _ golden: String) throws {
        #expect(try message.encoded() == bytes(hex: golden))
        #expect(try M(decoding: bytes(hex: golden)) == message)
    }
}
