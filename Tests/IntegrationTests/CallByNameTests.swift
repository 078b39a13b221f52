import SluiceClient
import SluiceWire
import Testing

/// Methods by name, through the real daemon.
@Suite(.timeLimit(.minutes(5))) struct CallByNameTests {
    @Test func `the daemon tells the schema that it was built with`() async throws {
        try await World.withDaemon { _, daemon in
            let reply = try await daemon.sluice.server.getDescriptor(GetDescriptorRequest())
            #expect(reply.fileDescriptorSet == DescriptorSet.bytes)
            #expect(reply.fileDescriptorSet.count > 10_000)
        }
    }

    @Test func `a job is submitted, run and looked at by names and JSON alone`() async throws {
        try await World.withDaemon { world, _ in
            let submitted = try await world.sluice(
                "rpc", "call", "JobService/SubmitJob",
                #"{"source": "name: j\nnodes: [{name: a, type: Dummy}]"}"#)
            #expect(submitted.code == 0 && submitted.output.contains(#""jobName": "j""#))
            let run = try await world.sluice(
                "rpc", "call", "InstanceService/RunJob", #"{"jobName": "j"}"#)
            #expect(run.output.contains(#""instanceId": 1"#))
            let list = try await world.sluice(
                "rpc", "call", "InstanceService/ListInstances", #"{"statuses": ["success"]}"#)
            #expect(list.output.contains(#""status": "success""#))
            let missing = try await world.sluice(
                "rpc", "call", "InstanceService/GetInstance", #"{"instanceId": 99}"#)
            #expect(missing.code == 3 && missing.errors.contains("DLF.0137"))
            let wrong = try await world.sluice(
                "rpc", "call", "InstanceService/GetInstance", #"{"instance": 99}"#)
            #expect(wrong.code == 2 && wrong.errors.contains("its fields: workspace"))
        }
    }
}
