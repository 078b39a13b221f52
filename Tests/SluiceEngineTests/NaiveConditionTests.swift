import SluiceEngine
import SluiceModel
import SluiceSimulation
import Testing

/// Conditions on the naive world (reference, 2.2): `a`, then `b` if its conditions hold, then `c`.
@Suite struct NaiveConditionTests {
    private var world = NaiveWorld(at: Timestamp(milliseconds: 1_700_000_000_000))
    private let one = InstanceID(1)

    private static func shell(
        _ name: String, after: [String] = [], _ policy: FailPolicy = .failChild,
    ) -> NodeDefinition {
        NodeDefinition(name: name, type: .shell, dependsOn: after, failPolicy: policy)
    }

    private mutating func run(_ nodes: NodeDefinition...) {
        world.run(JobDefinition(name: "if", nodes: nodes), as: one, at: nil)
    }

    private mutating func end(_ name: String, _ outcome: Outcome = .success) {
        world.attemptEnded(NodeTarget(one, name), outcome)
    }

    /// `success: a success, b skip`
    private var shown: String {
        guard let instance = world.instances[one] else { return "nothing" }
        let nodes = instance.nodes.map { "\($0.name) \($0.status)" }
        return "\(instance.status): " + nodes.joined(separator: ", ")
    }

    @Test(arguments: [
        (true, "success: a success, b skip, c skip"),
        (false, "running: a success, b skip, c running"),
    ])
    mutating func `a skip goes all the way down, or no further`(
        skipsDownstream: Bool, expected: String,
    ) {
        var b = Self.shell("b", after: ["a"])
        b.conditions = [NaiveCondition.isFail.on("a")]
        b.skipsDownstream = skipsDownstream
        run(Self.shell("a"), b, Self.shell("c", after: ["b"]))
        end("a")
        #expect(shown == expected)
    }

    @Test(arguments: [
        (FailPolicy.failChild, "running: a fail, b running"),
        (.ignore, "running: a fail, b running"), (.fail, "fail: a fail, b waiting"),
        (.suspend, "running-exception: a fail, b waiting"),
    ])
    mutating func `a failure can be asked for unless it ends or suspends the plan`(
        policy: FailPolicy, expected: String,
    ) {
        var b = Self.shell("b", after: ["a"])
        b.conditions = [NaiveCondition.isSuccess.on("a"), NaiveCondition.always.on("a")]
        run(Self.shell("a", policy), b)
        end("a", .exit(code: 3))
        #expect(shown == expected)
    }

    @Test(arguments: [
        (NodeDefinition.Join.or, "running: a success, b fail, c running"),
        (.and, "fail: a success, b fail, c skip"),
    ])
    mutating func `one condition is enough, or all are needed`(
        join: NodeDefinition.Join, expected: String,
    ) {
        var c = Self.shell("c", after: ["a", "b"])
        c.conditions = [NaiveCondition.isSuccess.on("a"), NaiveCondition.isSuccess.on("b")]
        c.join = join
        run(Self.shell("a"), Self.shell("b"), c)
        end("a")
        #expect(shown == "running: a success, b running, c waiting")
        end("b", .exit(code: 3))
        #expect(shown == expected)
    }

    @Test mutating func `a skip outweighs a success, but not conditions`() {
        var b = Self.shell("b", after: ["a"])
        b.conditions = [NaiveCondition.isFail.on("a")]
        var asking = Self.shell("asking", after: ["b", "a"])
        asking.conditions = [NaiveCondition.isSuccess.on("a")]
        run(Self.shell("a"), b, Self.shell("both", after: ["a", "b"]), asking)
        end("a")
        #expect(shown == "running: a success, b skip, both skip, asking running")
    }
}
