import SluiceModel
import SluiceSimulation

/// Jobs, and what happens to their instances; all from one seed.
struct History: Sendable {
    /// One step. What it leaves open is decided by its own dice when it is made, so that it stays a
    /// step where others before it are left out.
    struct Step: Sendable {
        var kind: NaiveMove.Kind
        var seed: UInt64
    }

    /// The second depends on the first.
    var jobs: [JobDefinition]
    var steps: [Step]

    init(seed: UInt64, steps count: Int) {
        var dice = Dice(seed: seed)
        jobs = NaiveJobs.two(&dice)
        steps = (0..<count).map { index in
            Step(kind: index == 0 ? .run : .random(&dice), seed: dice.next())
        }
    }

    /// Shorter histories that are tried at most.
    private static let patience = 600

    /// A shorter history with the same end: without steps, then without nodes, as long as one of
    /// these leaves it failing.
    func shrunk(while fails: (History) -> Bool) -> History {
        var best = self
        var patience = Self.patience
        var chunk = max(1, steps.count / 2)
        while chunk >= 1 {
            best.dropSteps(chunk, &patience, fails)
            chunk /= 2
        }
        best.dropNodes(&patience, fails)
        best.dropSteps(1, &patience, fails)
        return best
    }

    private mutating func dropSteps(
        _ chunk: Int, _ patience: inout Int, _ fails: (History) -> Bool,
    ) {
        var start = steps.count - chunk
        while start > 0, patience > 0 {
            var shorter = self
            shorter.steps.removeSubrange(start..<min(start + chunk, steps.count))
            patience -= 1
            if fails(shorter) { self = shorter }
            start = min(start, steps.count) - chunk
        }
    }

    private mutating func dropNodes(_ patience: inout Int, _ fails: (History) -> Bool) {
        for job in jobs.indices {
            for name in jobs[job].nodes.map(\.name).reversed() where patience > 0 {
                var smaller = self
                smaller.jobs[job].drop(name)
                patience -= 1
                if !smaller.jobs[job].nodes.isEmpty, fails(smaller) { self = smaller }
            }
        }
    }
}

extension JobDefinition {
    fileprivate mutating func drop(_ name: String) {
        nodes.removeAll { $0.name == name }
        for index in nodes.indices {
            nodes[index].dependsOn.removeAll { $0 == name }
            nodes[index].conditions.removeAll { $0.node == name }
        }
    }
}
