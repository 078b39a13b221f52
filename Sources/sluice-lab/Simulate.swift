import ArgumentParser
import SluiceSimulation

/// Lives through worlds of chance and tells of the first one that broke a promise.
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs simulated worlds: virtual time, crashes at every boundary, checks.")

    @Option(help: "The first seed; a seed gives the same world every time.")
    var seed: UInt64 = 1

    @Option(help: "Number of worlds, with the seeds that follow.")
    var worlds: UInt64 = 1

    @Option(help: "Steps of chance in each world.")
    var steps = 1_000

    func run() throws {
        var calls = 0
        var crashes = 0
        for offset in 0..<worlds {
            let seed = seed &+ offset
            let world = World(seed: seed)
            world.live(steps: steps)
            calls += world.calls
            crashes += world.crashes
            guard world.faults.isEmpty else {
                print("seed \(seed) broke \(world.faults.count) promises:")
                for fault in world.faults.prefix(20) { print("  \(fault)") }
                throw ExitCode(1)
            }
        }
        print(
            "\(worlds) worlds of \(steps) steps: \(calls) calls, \(crashes) crashes, "
                + "no promise broken")
    }
}
