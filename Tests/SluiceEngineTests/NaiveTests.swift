import SluiceEngine
import SluiceModel
import SluiceSimulation
import Testing

/// The scenario vectors of the reference (2.10) on the naive world: what judges the engine is
/// judged first.
@Suite struct NaiveTests {
    private var world = NaiveWorld(at: Timestamp(milliseconds: 1_700_000_000_000))
    private let one = InstanceID(1)

    private static func shell(
        _ name: String, _ policy: FailPolicy = .failChild, after: [String] = [], retries: Int = 0,
    ) -> NodeDefinition {
        var node = NodeDefinition(name: name, type: .shell, dependsOn: after, failPolicy: policy)
        node.retry.times = retries
        return node
    }

    /// `a` → `b` → `c`.
    private static func chain(_ policy: FailPolicy = .failChild, retries: Int = 0) -> JobDefinition
    {
        JobDefinition(
            name: "chain",
            nodes: [
                shell("a"), shell("b", policy, after: ["a"], retries: retries),
                shell("c", after: ["b"]),
            ])
    }

    private mutating func run(_ job: JobDefinition = chain()) {
        world.run(job, as: one, at: nil)
    }

    private mutating func end(_ name: String, _ outcome: Outcome = .success) {
        world.attemptEnded(NodeTarget(one, name), outcome)
    }

    private mutating func fail(_ name: String) { end(name, .exit(code: 3)) }

    /// True: it was admitted.
    @discardableResult
    private mutating func operate(_ operation: NodeOperation, _ names: String...) -> Bool {
        let targets = names.map { NodeTarget(one, $0) }
        if case .success = world.operate(operation, on: targets) { return true }
        return false
    }

    @discardableResult
    private mutating func operate(_ operation: InstanceOperation) -> Bool {
        if case .success = world.operate(operation, on: [one]) { return true }
        return false
    }

    /// `success: a success, b fail, c waiting`.
    private var shown: String {
        guard let instance = world.instances[one] else { return "nothing" }
        let nodes = instance.nodes.map { node in
            let reason = instance.waitReason(of: node).map { " \($0.name)" } ?? ""
            return "\(node.name) \(node.status)\(reason)"
        }
        return "\(instance.status): " + nodes.joined(separator: ", ")
    }

    private mutating func runUntilBFailed(_ policy: FailPolicy = .failChild) {
        run(Self.chain(policy))
        end("a")
        fail("b")
    }

    @Test mutating func `V1: a rerun node runs, and what did not run follows`() {
        runUntilBFailed()
        #expect(shown == "fail: a success, b fail, c waiting UPSTREAM")
        operate(.rerun, "b")
        end("b")
        end("c")
        #expect(shown == "success: a success, b success, c success")
        #expect(world.instances[one]?.nodes.map(\.attempt) == [1, 2, 1])
    }

    @Test mutating func `V2, V11: a batch with a node that did not run is refused as a whole`() {
        runUntilBFailed()
        #expect(!operate(.rerun, "c"))
        #expect(!operate(.rerun, "b", "c"))
        #expect(shown == "fail: a success, b fail, c waiting UPSTREAM")
    }

    @Test mutating func `V3: a node that is set to success lets the next one start`() {
        runUntilBFailed()
        operate(.setSuccess, "b")
        #expect(shown == "running: a success, b success, c running")
        #expect(world.instances[one]?.nodes[1].isForcedSuccess == true)
    }

    @Test mutating func `V4: a forced node runs below a failure that stays`() {
        runUntilBFailed()
        operate(.forceRerun, "c")
        end("c")
        #expect(shown == "fail: a success, b fail, c success")
    }

    @Test mutating func `V5: a node without its upstream starts at once`() {
        runUntilBFailed()
        operate(.removeUpstream, "c")
        #expect(shown == "running: a success, b fail, c running")
    }

    @Test mutating func `V6, V7: a terminated node fails, one that did not run cannot be`() {
        run()
        #expect(!operate(.terminate, "b"))
        operate(.terminate, "a")
        end("a")
        #expect(shown == "fail: a fail, b waiting UPSTREAM, c waiting UPSTREAM")
    }

    @Test mutating func `V8, V9: below a paused success nothing starts until it is resumed`() {
        run()
        end("a")
        operate(.pause, "b")
        #expect(!operate(.pause, "b"))
        end("b")
        #expect(shown == "pause: a success, b success, c waiting UPSTREAM")
        operate(.resume, "b")
        #expect(!operate(.resume, "b"))
        #expect(shown == "running: a success, b success, c running")
    }

    @Test mutating func `V10: a rerun runs one node, a rerun downstream all that come after`() {
        run()
        for name in ["a", "b", "c"] { end(name) }
        operate(.rerun, "a")
        end("a")
        #expect(shown == "success: a success, b success, c success")
        operate(.rerunDownstream, "a")
        end("b")
        #expect(shown == "running: a success, b success, c running")
    }

    @Test mutating func `V12: a suspended instance goes on when it is continued`() {
        run(Self.chain(.suspend, retries: 2))
        end("a")
        for _ in 0..<2 {
            fail("b")
            world.retriesAreDue(at: world.now)
        }
        fail("b")
        #expect(world.instances[one]?.nodes[1].retries == 2)
        #expect(shown == "running-exception: a success, b fail, c waiting UPSTREAM")
        operate(.continue)
        #expect(shown == "running: a success, b fail, c running")
    }

    @Test mutating func `V13: a failure that is ignored lets the next one start`() {
        runUntilBFailed(.ignore)
        end("c")
        #expect(shown == "success: a success, b fail, c success")
        #expect(world.instances[one]?.ignoreSuccess == true)
    }

    @Test(arguments: [FailPolicy.failChild, .fail])
    mutating func `V14: policy FAIL stops the siblings, FAIL_CHILD does not`(policy: FailPolicy) {
        run(
            JobDefinition(
                name: "fork",
                nodes: [Self.shell("b", policy), Self.shell("d")]))
        fail("b")
        #expect(shown == "running: b fail, d running")
        end("d")
        #expect(
            shown == (policy == .fail ? "fail: b fail, d manual-stop" : "fail: b fail, d success"))
    }

    @Test mutating func `V15: a stopped instance starts again where it was stopped`() {
        run()
        operate(.stop)
        #expect(shown == "running: a running, b manual-stop, c manual-stop")
        end("a", .stopped)
        #expect(shown == "manual-stop: a manual-stop, b manual-stop, c manual-stop")
        _ = world.retry([one], from: .errorNode)
        #expect(shown == "running: a running, b waiting UPSTREAM, c waiting UPSTREAM")
    }

    @Test mutating func `V16: the only node of a job cannot be skipped`() {
        var job = JobDefinition(name: "single", nodes: [Self.shell("a")])
        job.confirmBeforeRun = true
        run(job)
        #expect(shown == "waiting: a waiting CONFIRM")
        #expect(!operate(.skip, "a"))
    }

    @Test(arguments: [FailPolicy.suspend, .fail])
    mutating func `V17: a forced success frees what waits, not what was cancelled`(
        policy: FailPolicy,
    ) {
        var job = JobDefinition(name: "second", nodes: [Self.shell("a")])
        job.dependJobs = [JobDependency(jobName: "chain", failPolicy: policy)]
        let planTime = Timestamp(milliseconds: 0)
        world.run(Self.chain(), as: one, at: planTime)
        world.run(job, as: InstanceID(2), at: planTime)
        fail("a")
        operate(.forceSuccess)
        let expected: InstanceStatus = policy == .suspend ? .running : .manualStop
        #expect(world.instances[InstanceID(2)]?.status == expected)
    }
}
