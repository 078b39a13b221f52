import ArgumentParser

/// Worlds of chance and measurements; for those who work on Sluice.
@main
struct Lab: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sluice-lab",
        abstract: "Simulates worlds with crashes, and measures the daemon.",
        subcommands: [Simulate.self, Bench.self])
}
