import SluiceEngine
import SluiceModel
import SluiceRPC
import SluiceRuntime
import SluiceWire
import Testing

@testable import SluiceServices

/// How what a command did comes over the wire.
@Suite struct ChangeResultTests {
    private func result(_ reply: Reply, isDryRun: Bool = false) -> ChangeResult {
        ChangeResult(Done(reply: reply, isDryRun: isDryRun, planToken: isDryRun ? "t" : ""))
    }

    private func change(
        _ id: Int64 = 7, job: String = "etl", nodes: [SluiceEngine.NodeChange] = [],
        effect: String = "", starts: [String] = [],
    ) -> SluiceEngine.InstanceChange {
        SluiceEngine.InstanceChange(
            instance: InstanceID(id), jobName: job, from: .fail, to: .running, nodes: nodes,
            effect: effect, starts: starts)
    }

    @Test func `statuses, effects and what starts next are told of each instance`() {
        let nodes = [
            SluiceEngine.NodeChange(name: "a", from: .fail, to: .waiting),
            SluiceEngine.NodeChange(
                name: "b", from: nil, to: .waiting, effect: "no longer waits for a"),
        ]
        let told = result(
            Reply(.instances, changes: [change(nodes: nodes, effect: "paused", starts: ["a"])]))
        #expect(
            told
                == ChangeResult(
                    instances: [
                        SluiceWire.InstanceChange(
                            instanceId: 7, jobName: "etl", from: .fail, to: .running,
                            nodes: [
                                SluiceWire.NodeChange(nodeName: "a", from: .fail, to: .waiting),
                                SluiceWire.NodeChange(
                                    nodeName: "b", to: .waiting, effect: "no longer waits for a"),
                            ],
                            nodeTotal: 2, effect: "paused", starts: ["a"], startTotal: 1)
                    ],
                    instanceTotal: 1))
    }

    @Test func `what was left out and who depends is told with it`() {
        let reply = Reply(
            .instances,
            refused: [
                SluiceEngine.RefusedTarget(instance: InstanceID(1), message: "it is running"),
                SluiceEngine.RefusedTarget(
                    instance: InstanceID(2), node: "a", message: "it is waiting"),
            ],
            dependents: [
                SluiceEngine.DependentInstance(
                    instance: InstanceID(9), jobName: "mart", status: .success, isIncluded: true)
            ])
        let told = result(reply)
        #expect(told.refused.map(\.instanceId) == [1, 2])
        #expect(told.refused.map(\.nodeName) == ["", "a"])
        #expect(told.refused.map(\.message) == ["it is running", "it is waiting"])
        #expect(told.refusedTotal == 2)
        #expect(
            told.dependents == [
                SluiceWire.DependentInstance(
                    instanceId: 9, jobName: "mart", status: .success, included: true)
            ])
    }

    @Test func `an instance that a preview would make has no id yet`() {
        let new = SluiceEngine.InstanceChange(
            instance: InstanceID(7), jobName: "etl", from: nil, to: .running, nodes: [])
        #expect(result(Reply(.instances, changes: [new])).instances.map(\.instanceId) == [7])
        let preview = result(Reply(.instances, changes: [new]), isDryRun: true)
        #expect(preview.instances.map(\.instanceId) == [0])
        #expect(preview.dryRun && preview.planToken == "t")
    }

    @Test func `a thousand are listed and all are counted`() {
        let names = (0..<1_500).map { "n\($0)" }
        let told = result(
            Reply(
                .instances,
                changes: [
                    change(
                        nodes: names.map { .init(name: $0, from: .fail, to: .waiting) },
                        starts: names)
                ] + (0..<1_100).map { change($0) }))
        #expect(told.instances.count == 1_000)
        #expect(told.instanceTotal == 1_101)
        #expect(told.instances[0].nodes.map(\.nodeName) == Array(names.prefix(1_000)))
        #expect(told.instances[0].nodeTotal == 1_500)
        #expect(told.instances[0].starts == Array(names.prefix(1_000)))
        #expect(told.instances[0].startTotal == 1_500)
    }

    @Test func `the answer of the greatest batch with the longest names fits a message`() throws {
        let name = String(repeating: "节", count: Limits.nameCharacters)
        let long = String(repeating: "x", count: 100_000)
        let nodes = (0..<1_000).map { _ in
            SluiceEngine.NodeChange(name: name, from: .fail, to: .waiting, effect: long)
        }
        let changes = (0..<1_000).map {
            change($0, job: name, nodes: nodes, effect: long, starts: [name, name])
        }
        let told = result(Reply(.instances, changes: changes))
        #expect(told.instances.count == 1_000)
        #expect(told.instances.allSatisfy { $0.nodeTotal == 1_000 && $0.startTotal == 2 })
        #expect(told.instances[0].nodes.isEmpty == false)
        #expect(try RerunNodesResponse(result: told).encoded().count < 4 * 1_024 * 1_024)
    }
}
