import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct InstanceOperationTests {
    private static func result(_ ids: [Int64], _ options: ChangeOptions?) -> ChangeResult {
        ChangeResult(
            dryRun: options?.dryRun ?? false, planToken: "plan-1",
            instances: ids.map {
                InstanceChange(
                    instanceId: $0, jobName: "etl", from: .running, to: .running, effect: "paused")
            }, instanceTotal: Int32(ids.count))
    }

    private func shell(answer: String? = nil) -> Shell {
        var shell = Shell()
        shell.answer = answer
        let daemon = shell.daemon
        daemon.on(InstanceServiceMethods.pauseInstances) { (request: PauseInstancesRequest) in
            PauseInstancesResponse(result: Self.result(request.instanceIds, request.options))
        }
        daemon.on(InstanceServiceMethods.resumeInstances) { (request: ResumeInstancesRequest) in
            ResumeInstancesResponse(result: Self.result(request.instanceIds, request.options))
        }
        daemon.on(InstanceServiceMethods.continueInstances) { (request: ContinueInstancesRequest) in
            ContinueInstancesResponse(result: Self.result(request.instanceIds, request.options))
        }
        daemon.on(InstanceServiceMethods.confirmInstances) { (request: ConfirmInstancesRequest) in
            ConfirmInstancesResponse(result: Self.result(request.instanceIds, request.options))
        }
        daemon.on(InstanceServiceMethods.forceInstancesSuccess) {
            (request: ForceInstancesSuccessRequest) in
            ForceInstancesSuccessResponse(result: Self.result(request.instanceIds, request.options))
        }
        daemon.on(InstanceServiceMethods.runInstancesWithoutDependencies) {
            (request: RunInstancesWithoutDependenciesRequest) in
            RunInstancesWithoutDependenciesResponse(
                result: Self.result(request.instanceIds, request.options))
        }
        daemon.on(InstanceServiceMethods.runInstancesPreferentially) {
            (request: RunInstancesPreferentiallyRequest) in
            RunInstancesPreferentiallyResponse(
                result: Self.result(request.instanceIds, request.options))
        }
        return shell
    }

    @Test(arguments: [
        ("continue", "ContinueInstances"), ("force-success", "ForceInstancesSuccess"),
        ("pause", "PauseInstances"), ("resume", "ResumeInstances"),
        ("confirm", "ConfirmInstances"),
        ("run-without-dependencies", "RunInstancesWithoutDependencies"),
        ("run-preferentially", "RunInstancesPreferentially"),
    ])
    func `one instance takes one call`(_ verb: String, _ method: String) async {
        let shell = shell()
        let result = await shell.run("instance \(verb) 12")
        #expect(result.outcome == .done)
        #expect(result.output == "instance 12 of etl: paused\n")
        #expect(shell.daemon.calls == [method])
    }

    @Test func `several are confirmed with their effect`() async {
        let shell = shell(answer: "y")
        let result = await shell.run("pause 12 13 --reason disk")
        #expect(
            result.remarks == """
                2 instances would change:
                INSTANCE  JOB  FROM     TO       EFFECT
                      12  etl  running  running  paused
                      13  etl  running  running  paused
                Change 2 instances? [y/N]\u{20}
                """)
        let requests = shell.daemon.requests(
            PauseInstancesRequest.self, of: InstanceServiceMethods.pauseInstances)
        #expect(requests.map { $0.options?.planToken } == ["", "plan-1"])
        #expect(requests.map { $0.options?.reason } == ["disk", "disk"])
    }

    @Test(arguments: [
        ("confirm", [InstanceStatus.waiting], [Int64(2)]),
        ("run-without-dependencies", [.waiting], [3]),
        ("resume", [.waiting, .running, .runningException, .pause], [4]),
        ("pause", [.waiting, .running, .runningException], [1, 2, 3]),
        ("continue", [.runningException], [1, 2, 3, 4]),
        ("force-success", [.runningException, .manualStop, .fail], [1, 2, 3, 4]),
    ])
    func `a selection takes what the operation is meant for`(
        _ verb: String, _ statuses: [InstanceStatus], _ ids: [Int64],
    ) async {
        var instances = (1...4).map { Instance.sample($0, .waiting) }
        instances[1].waitReason = .confirm
        instances[2].waitReason = .crossJob
        instances[3].paused = true
        let shell = shell(answer: "y")
        let listed = instances
        shell.daemon.on(InstanceServiceMethods.listInstances) { (_: ListInstancesRequest) in
            ListInstancesResponse(instances: listed)
        }
        let result = await shell.run("instance \(verb) --job etl --dry-run -o name")
        let list = shell.daemon.requests(
            ListInstancesRequest.self, of: InstanceServiceMethods.listInstances)
        #expect(list.first?.statuses == statuses)
        #expect(result.output == ids.map { "\($0)\n" }.joined())
        // What is asked for by status is left as it is.
        let all = await shell.run("instance \(verb) --status waiting --dry-run -o name")
        #expect(all.output == "1\n2\n3\n4\n")
    }

    @Test func `pause and resume look at their targets`() async {
        let shell = shell()
        shell.daemon.on(NodeServiceMethods.resumeNodes) { (_: ResumeNodesRequest) in
            ResumeNodesResponse()
        }
        _ = await shell.run("resume 12")
        _ = await shell.run("resume 12/load")
        #expect(shell.daemon.calls == ["ResumeInstances", "ResumeNodes"])
    }

    @Test func `waiting ends with the outcome of the instance`() async {
        let shell = shell()
        shell.daemon.on(InstanceServiceMethods.getInstance) { (_: GetInstanceRequest) in
            failedDetails
        }
        shell.daemon.on(EventServiceMethods.waitEvents) { (_: WaitEventsRequest) in
            WaitEventsResponse(latestSeq: 4)
        }
        #expect(await shell.run("instance continue 12 --wait").outcome == .failed)
    }
}
