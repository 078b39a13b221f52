import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct ChangeTests {
    /// A daemon with the failed instances 12 and 13 of `etl`.
    private func shell(answer: String? = nil) -> Shell {
        var shell = Shell()
        shell.answer = answer
        shell.daemon.on(InstanceServiceMethods.getInstance) { (request: GetInstanceRequest) in
            GetInstanceResponse(instance: .sample(request.instanceId, .fail))
        }
        shell.daemon.on(InstanceServiceMethods.retryInstances) { (request: RetryInstancesRequest) in
            let changes = request.taskRetrys.map { task in
                InstanceChange(
                    instanceId: task.instanceId, jobName: request.jobName, from: .fail,
                    to: .running, nodes: [NodeChange(nodeName: "load", from: .fail, to: .waiting)],
                    nodeTotal: 1)
            }
            return RetryInstancesResponse(
                result: ChangeResult(
                    dryRun: request.options?.dryRun ?? false, planToken: "plan-1",
                    instances: changes, instanceTotal: Int32(changes.count)))
        }
        return shell
    }

    private func retries(_ shell: Shell) -> [RetryInstancesRequest] {
        shell.daemon.requests(RetryInstancesRequest.self, of: InstanceServiceMethods.retryInstances)
    }

    @Test func `one instance is changed at once, with a request id`() async throws {
        let shell = shell()
        let result = await shell.run("retry 12 --reason again")
        #expect(result.output == "instance 12 of etl: fail → running (1 node)\n")
        let request = try #require(retries(shell).first)
        #expect(retries(shell).count == 1)
        #expect(request.options?.requestId.count == 32)
        #expect(request.options?.reason == "again")
        #expect(request.retryLocation == .errorNode)
        #expect(request.retryTaskVersion == .original)
        #expect(request.taskRetrys == [TaskRetry(instanceId: 12)])
    }

    @Test func `several are shown, confirmed, and then exactly that is done`() async {
        let shell = shell(answer: "y")
        let result = await shell.run("retry 12 13")
        #expect(result.outcome == .done)
        #expect(
            result.remarks == """
                2 instances would change, 2 nodes in all:
                INSTANCE  JOB  FROM  TO       NODES
                      12  etl  fail  running  load: fail → waiting
                      13  etl  fail  running  load: fail → waiting
                Change 2 instances? [y/N]\u{20}
                """)
        #expect(retries(shell).map { $0.options?.dryRun } == [true, false])
        #expect(retries(shell).map { $0.options?.planToken } == ["", "plan-1"])
    }

    @Test func `a no changes nothing`() async {
        let shell = shell(answer: "")
        #expect(await shell.run("retry 12 13").outcome == .refused)
        #expect(retries(shell).map { $0.options?.dryRun } == [true])
    }

    @Test func `without anyone to ask a script has to say yes`() async {
        let refused = await shell().run("retry 12 13")
        #expect(refused.outcome == .wrongUsage)
        #expect(refused.remarks.hasSuffix("hint: --yes, or look first: --dry-run\n"))
        let shell = shell()
        #expect(await shell.run("retry 12 13 --yes").outcome == .done)
        #expect(retries(shell).map { $0.options?.dryRun } == [false])
    }

    @Test func `a dry run only shows`() async {
        let shell = shell()
        let result = await shell.run("retry 12 --dry-run -o name")
        #expect(result.output == "12\n")
        #expect(result.remarks == "nothing was changed\n")
        #expect(retries(shell).map { $0.options?.dryRun } == [true])
    }

    @Test(arguments: [
        ("first", RetryLocation.firstNode, ""), ("firstNode", .firstNode, ""),
        ("errorNode", .errorNode, ""), ("load", .specifiedNode, "load"),
    ])
    func `a retry starts where it is told`(
        _ from: String, _ location: RetryLocation, _ node: String,
    ) async throws {
        let shell = shell()
        _ = await shell.run("retry 12 --from \(from) --version current --param a=1=2")
        let request = try #require(retries(shell).first)
        #expect(request.retryLocation == location)
        #expect(request.nodeName == node)
        #expect(request.retryTaskVersion == .current)
        #expect(request.params == [KeyValue(key: "a", value: "1=2")])
    }

    @Test func `a change of everything has to be asked for`() async {
        for line in ["retry", "stop", "stop --limit 5"] {
            let result = await shell().run(line)
            #expect(result.outcome == .wrongUsage)
            #expect(result.remarks.hasPrefix("error: no instance is named\n"))
        }
    }

    @Test func `a selection stops what is live`() async throws {
        let shell = shell(answer: "yes")
        shell.daemon.on(InstanceServiceMethods.listInstances) { (_: ListInstancesRequest) in
            ListInstancesResponse(instances: [.sample(15, .running), .sample(14, .waiting)])
        }
        shell.daemon.on(InstanceServiceMethods.stopInstances) { (request: StopInstancesRequest) in
            StopInstancesResponse(
                result: ChangeResult(
                    dryRun: request.options?.dryRun ?? false, planToken: "p", instanceTotal: 2))
        }
        #expect(await shell.run("stop --job etl").outcome == .done)
        let list = shell.daemon.requests(
            ListInstancesRequest.self, of: InstanceServiceMethods.listInstances)
        #expect(list.first?.statuses == [.waiting, .running, .runningException, .pause])
        let stops = shell.daemon.requests(
            StopInstancesRequest.self, of: InstanceServiceMethods.stopInstances)
        #expect(stops.map(\.instanceIds) == [[15, 14], [15, 14]])
    }
}
