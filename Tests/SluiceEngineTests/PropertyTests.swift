import Foundation
import SluiceSimulation
import Testing

/// Random jobs and random histories, on the engine and on the rules written down a second time.
@Suite struct PropertyTests {
    /// `SLUICE_PROPERTY_SEEDS=FIRST-LAST` looks at others.
    private static let seeds: ClosedRange<UInt64> = {
        let given = ProcessInfo.processInfo.environment["SLUICE_PROPERTY_SEEDS"] ?? ""
        let ends = given.split(separator: "-").compactMap { UInt64($0) }
        return ends.count == 2 && ends[0] <= ends[1] ? ends[0]...ends[1] : 1...60
    }()

    private static let steps = 100

    @Test func `the engine does what the rules say, whatever happens`() {
        var done = 0
        var refused = 0
        for seed in Self.seeds {
            let history = History(seed: seed, steps: Self.steps)
            let twins = Twins.after(history)
            done += twins.done
            refused += twins.refused
            if twins.fault != nil {
                Issue.record("\(Self.report(history, seed: seed))")
                return
            }
        }
        #expect(done > Self.seeds.count * 10)
        #expect(refused > Self.seeds.count)
    }

    /// The shortest history with a fault that can be found from this one, in words.
    private static func report(_ history: History, seed: UInt64) -> String {
        let shortest = history.shrunk { Twins.after($0).fault != nil }
        let twins = Twins.after(shortest)
        let lines =
            ["seed \(seed): \(twins.fault ?? "")"] + shortest.jobs.flatMap(\.naiveWords)
            + twins.told
        return lines.joined(separator: "\n")
    }
}
