import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct NodeOperationTests {
    /// What a call on nodes would change, or has changed: each node, and what starts behind it.
    private static func result(
        _ nodes: [NodeTarget], _ options: ChangeOptions?, to: NodeStatus = .waiting,
        effect: String = "",
    ) -> ChangeResult {
        var instances: [InstanceChange] = []
        for node in nodes {
            let change = NodeChange(
                nodeName: node.nodeName, from: .fail, to: to, effect: effect)
            if let index = instances.firstIndex(where: { $0.instanceId == node.instanceId }) {
                instances[index].nodes.append(change)
                instances[index].nodeTotal += 1
            } else {
                instances.append(
                    InstanceChange(
                        instanceId: node.instanceId, jobName: "etl", from: .fail, to: .running,
                        nodes: [change], nodeTotal: 1, starts: [node.nodeName], startTotal: 1))
            }
        }
        return ChangeResult(
            dryRun: options?.dryRun ?? false, planToken: options?.dryRun == true ? "plan-1" : "",
            instances: instances, instanceTotal: Int32(instances.count))
    }

    private func shell(answer: String? = nil) -> Shell {
        var shell = Shell()
        shell.answer = answer
        shell.daemon.on(NodeServiceMethods.rerunNodes) { (request: RerunNodesRequest) in
            RerunNodesResponse(result: Self.result(request.nodes, request.options))
        }
        shell.daemon.on(NodeServiceMethods.setNodesSuccess) { (request: SetNodesSuccessRequest) in
            SetNodesSuccessResponse(
                result: Self.result(request.nodes, request.options, to: .success))
        }
        shell.daemon.on(NodeServiceMethods.pauseNodes) { (request: PauseNodesRequest) in
            PauseNodesResponse(
                result: Self.result(request.nodes, request.options, to: .fail, effect: "paused"))
        }
        return shell
    }

    private func reruns(_ shell: Shell) -> [RerunNodesRequest] {
        shell.daemon.requests(RerunNodesRequest.self, of: NodeServiceMethods.rerunNodes)
    }

    @Test func `one node takes one call, with a request id and a reason`() async throws {
        let shell = shell()
        let result = await shell.run("rerun 12/load --reason again")
        #expect(result.outcome == .done)
        #expect(
            result.output == """
                12/load: fail → waiting
                instance 12 of etl: fail → running
                starts next: 12/load

                """)
        #expect(shell.daemon.calls == ["RerunNodes"])
        let request = try #require(reruns(shell).first)
        #expect(request.nodes == [NodeTarget(instanceId: 12, nodeName: "load")])
        #expect(request.options?.reason == "again")
        #expect(request.options?.requestId.count == 32)
    }

    @Test func `several nodes are shown and confirmed, and exactly that is done`() async {
        let shell = shell(answer: "y")
        let result = await shell.run("node rerun 12/load 13/load 12/clean")
        #expect(result.outcome == .done)
        #expect(
            result.remarks == """
                3 nodes of 2 instances would change:
                NODE      JOB  FROM  TO
                12/load   etl  fail  waiting
                12/clean  etl  fail  waiting
                13/load   etl  fail  waiting
                instance 12 of etl: fail → running
                instance 13 of etl: fail → running
                starts next: 12/load, 13/load
                Change 3 nodes? [y/N]\u{20}
                """)
        #expect(reruns(shell).map { $0.options?.dryRun } == [true, false])
        #expect(reruns(shell).map { $0.options?.planToken } == ["", "plan-1"])
        #expect(result.output.hasPrefix("3 nodes of 2 instances changed:\n"))
    }

    @Test func `a no changes nothing`() async {
        let shell = shell(answer: "n")
        #expect(await shell.run("node rerun 12/load 13/load").outcome == .refused)
        #expect(reruns(shell).map { $0.options?.dryRun } == [true])
    }

    @Test func `a script has to say yes, and then it takes one call`() async {
        let refused = await shell().run("node set-success 12/load 13/load")
        #expect(refused.outcome == .wrongUsage)
        #expect(refused.remarks.hasSuffix("hint: --yes, or look first: --dry-run\n"))
        let shell = shell()
        #expect(await shell.run("ok 12/load 13/load --yes -o name").output == "12/load\n13/load\n")
        #expect(shell.daemon.calls == ["SetNodesSuccess"])
    }

    @Test func `a dry run is the whole answer in JSON`() async {
        let shell = shell()
        let result = await shell.run("node rerun 12/load --dry-run -o json")
        let expected = Self.result(
            [NodeTarget(instanceId: 12, nodeName: "load")], ChangeOptions(dryRun: true))
        #expect(result.output == expected.jsonString(pretty: true) + "\n")
        #expect(result.remarks == "nothing was changed\n")
    }

    @Test func `what changed since the preview is told as that`() async {
        let shell = shell(answer: "y")
        shell.daemon.on(NodeServiceMethods.rerunNodes) {
            (request: RerunNodesRequest) throws(Status) -> RerunNodesResponse in
            guard request.options?.dryRun == true else {
                throw .domain(
                    .aborted, "12/load is running now", reason: "PLAN_CHANGED", subject: "12/load")
            }
            return RerunNodesResponse(result: Self.result(request.nodes, request.options))
        }
        let result = await shell.run("node rerun 12/load 13/load")
        #expect(result.outcome == .refused)
        #expect(
            result.remarks.hasSuffix(
                """
                error: it changed meanwhile: 12/load is running now
                hint: look again: repeat the command

                """))
    }

    @Test func `an effect without another status is told by itself`() async {
        #expect(await shell().run("pause 12/load").output.hasPrefix("12/load: paused\n"))
        #expect(
            await shell().run("node pause 12/a 12/b --yes -o csv").output == """
                instanceId,nodeName,jobName,from,to,effect
                12,a,etl,fail,fail,paused
                12,b,etl,fail,fail,paused

                """)
    }

    @Test func `what is left out is shown`() async {
        let shell = shell(answer: "y")
        shell.daemon.on(NodeServiceMethods.rerunNodes) { (request: RerunNodesRequest) in
            var result = Self.result(Array(request.nodes.prefix(1)), request.options)
            result.refused = [
                RefusedTarget(instanceId: 13, nodeName: "load", message: "it is running")
            ]
            result.refusedTotal = 1
            return RerunNodesResponse(result: result)
        }
        let result = await shell.run("node rerun 12/load 13/load --skip-refused")
        #expect(reruns(shell).map(\.skipRefused) == [true, true])
        #expect(
            result.remarks.hasSuffix(
                """
                left out, 1 target:
                  13/load: it is running
                Change 1 node? [y/N]\u{20}
                """))
        #expect(result.output.contains("left out, 1 target:\n"))
    }

    @Test(arguments: [
        "rerun 12", "rerun 12/load#2", "rerun 12/load --job etl", "rerun", "ok --limit 3",
        "pause 12 12/load", "node rerun --node-status nope",
        "node remove-upstream 12/load --upstream ,", "node skip 12/load 12/report",
    ])
    func `wrong targets are wrong usage`(_ line: String) async {
        let shell = shell(answer: "y")
        #expect(await shell.run(line).outcome == .wrongUsage)
        #expect(shell.daemon.calls.isEmpty)
    }

    // MARK: - Selections

    private func select(_ line: String, _ nodes: [NodeSummary]) async -> (
        Shell, Shell.Result, [ListNodesRequest]
    ) {
        let shell = shell(answer: "y")
        shell.daemon.on(NodeServiceMethods.listNodes) { (_: ListNodesRequest) in
            ListNodesResponse(nodes: nodes)
        }
        let result = await shell.run(line)
        let lists = shell.daemon.requests(ListNodesRequest.self, of: NodeServiceMethods.listNodes)
        return (shell, result, lists)
    }

    @Test func `a selection becomes the request, and even one node is confirmed`() async throws {
        let (shell, result, lists) = await select(
            "node rerun --job im* --node load --status fail --planned 2026-11-19 --started 2h..",
            [NodeSummary(instanceId: 12, nodeName: "load", status: .fail)])
        let list = try #require(lists.first)
        #expect(list.jobGlob == "im*")
        #expect(list.nodeGlob == "load")
        #expect(list.statuses == [.fail])
        #expect(list.instanceStatuses == [.fail])
        #expect(list.plannedBefore - list.plannedFrom == 86_400_000)
        #expect(list.startedFrom == noon - 7_200_000)
        #expect(list.pageSize == 1_000)
        #expect(result.remarks.contains("Change 1 node? [y/N] "))
        #expect(reruns(shell).count == 2)
    }

    @Test func `a pause takes what has not ended and is not paused already`() async {
        let (shell, _, lists) = await select(
            "node pause --job etl",
            [
                NodeSummary(instanceId: 12, nodeName: "load", status: .waiting),
                NodeSummary(instanceId: 12, nodeName: "held", status: .waiting, paused: true),
            ])
        #expect(lists.first?.statuses == [.waiting, .running])
        let pauses = shell.daemon.requests(
            PauseNodesRequest.self, of: NodeServiceMethods.pauseNodes)
        #expect(pauses.first?.nodes.map(\.nodeName) == ["load"])
    }

    @Test func `all pages are read, and more than one call takes is refused`() async {
        let shell = shell(answer: "y")
        shell.daemon.on(NodeServiceMethods.listNodes) { (request: ListNodesRequest) in
            let first = Int64(request.pageToken) ?? 1
            return ListNodesResponse(
                nodes: (0..<400).map { NodeSummary(instanceId: first + $0, nodeName: "load") },
                nextPageToken: first < 1_200 ? String(first + 400) : "")
        }
        let result = await shell.run("node rerun --job etl")
        #expect(result.outcome == .wrongUsage)
        #expect(
            result.remarks.hasPrefix(
                "error: more than 1000 nodes fit, and one call takes no more\n"))
        #expect(reruns(shell).isEmpty)
        _ = await shell.run("node rerun --job etl --limit 500 --yes")
        #expect(reruns(shell).map(\.nodes.count) == [500])
    }

    @Test func `where nothing fits nothing is asked`() async {
        let (shell, result, _) = await select("node rerun --job etl", [])
        #expect(result.outcome == .done)
        #expect(result.remarks == "no node fits\n")
        #expect(reruns(shell).isEmpty)
    }

    @Test func `nodes are listed by selection`() async {
        let (_, result, lists) = await select(
            "node list --paused --node-status waiting,fail",
            [
                NodeSummary(
                    instanceId: 12, jobName: "etl", nodeName: "load", status: .fail, paused: true,
                    attempt: 2, reason: "exit 3")
            ])
        #expect(lists.first?.paused == true)
        #expect(lists.first?.statuses == [.waiting, .fail])
        #expect(
            result.output == """
                NODE     JOB  STATUS         ATTEMPT  PLANNED  REASON
                12/load  etl  fail (paused)        2           exit 3

                """)
    }

    // MARK: - One node

    /// A daemon that reruns `nodes` behind 12/load, on which instance 40 depends.
    private func downstream(_ nodes: [String], dependents: Int, answer: String?) -> Shell {
        let shell = shell(answer: answer)
        shell.daemon.on(NodeServiceMethods.rerunDownstream) { (request: RerunDownstreamRequest) in
            var result = Self.result(
                nodes.map { NodeTarget(instanceId: 12, nodeName: $0) }, request.options)
            result.dependents = (0..<Int64(dependents)).map {
                DependentInstance(
                    instanceId: 40 + $0, jobName: "bill", status: .success,
                    included: request.dependents.contains(40 + $0))
            }
            return RerunDownstreamResponse(result: result)
        }
        return shell
    }

    private func downstreams(_ shell: Shell) -> [RerunDownstreamRequest] {
        shell.daemon.requests(RerunDownstreamRequest.self, of: NodeServiceMethods.rerunDownstream)
    }

    @Test func `a rerun downstream names the dependents of other jobs`() async {
        let shell = downstream(["report"], dependents: 2, answer: "y")
        let result = await shell.run("node rerun-downstream 12/load --include 41")
        #expect(
            result.remarks.contains(
                """
                2 instances of other jobs depend on this:
                INSTANCE  JOB   STATUS   RUNS AGAIN
                      40  bill  success  no
                      41  bill  success  yes
                run it again as well: --include 40
                Change 1 node? [y/N]
                """))
        #expect(downstreams(shell).map(\.dependents) == [[41], [41]])
        #expect(downstreams(shell).map { $0.options?.planToken } == ["", "plan-1"])
    }

    @Test func `a rerun downstream of one node asks nobody, but does what it saw`() async {
        let shell = downstream(["report"], dependents: 0, answer: nil)
        #expect(await shell.run("node rerun-downstream 12/load").outcome == .done)
        #expect(downstreams(shell).map { $0.options?.planToken } == ["", "plan-1"])
        let several = downstream(["report", "mail"], dependents: 0, answer: nil)
        #expect(await several.run("node rerun-downstream 12/load").outcome == .wrongUsage)
        #expect(downstreams(several).count == 1)
    }

    @Test func `upstreams are removed by name, or all`() async {
        let shell = shell()
        shell.daemon.on(NodeServiceMethods.removeUpstream) { (request: RemoveUpstreamRequest) in
            RemoveUpstreamResponse(
                result: Self.result(
                    [request.node ?? NodeTarget()], request.options, to: .fail,
                    effect: "no longer waits for load"))
        }
        let result = await shell.run("node remove-upstream 12/report --upstream load,check")
        #expect(result.output.hasPrefix("12/report: no longer waits for load\n"))
        _ = await shell.run("node remove-upstream 12/report")
        let requests = shell.daemon.requests(
            RemoveUpstreamRequest.self, of: NodeServiceMethods.removeUpstream)
        #expect(requests.map(\.upstreams) == [["load", "check"], []])
    }

    @Test func `force rerun and skip take one call each`() async {
        let shell = shell()
        shell.daemon.on(NodeServiceMethods.forceRerunNode) { (request: ForceRerunNodeRequest) in
            ForceRerunNodeResponse(
                result: Self.result([request.node ?? NodeTarget()], request.options))
        }
        shell.daemon.on(NodeServiceMethods.skipNode) { (request: SkipNodeRequest) in
            SkipNodeResponse(
                result: Self.result([request.node ?? NodeTarget()], request.options, to: .skip))
        }
        #expect(await shell.run("node force-rerun 12/load").outcome == .done)
        #expect(await shell.run("node skip 12/load").output.hasPrefix("12/load: fail → skip\n"))
        #expect(shell.daemon.calls == ["ForceRerunNode", "SkipNode"])
    }
}
