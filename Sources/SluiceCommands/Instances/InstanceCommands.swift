import ArgumentParser

struct InstanceCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "instance", abstract: "Runs of jobs.",
        subcommands: [
            InstanceRunVerb.self, InstanceShowVerb.self, InstanceListVerb.self,
            InstanceStopVerb.self, InstanceRetryVerb.self, InstanceWatchVerb.self,
            InstanceWaitVerb.self, InstanceLogVerb.self, InstanceAttemptsVerb.self,
        ])
}

/// What a target may look like, for `--help`, and where its candidates come from.
enum TargetHelp {
    static let instance = ArgumentHelp(
        "The instance: 12, etl@latest, etl@2026-11-20T02:00.", valueName: "instance")
    static let node = ArgumentHelp(
        "The node: 12/load, 12/load#2 for its second attempt, etl@latest/load.",
        valueName: "instance/node")
    static let instances = CompletionKind.shellCommand("sluice complete instances")
    static let nodes = CompletionKind.shellCommand("sluice complete nodes")
    static let jobs = CompletionKind.shellCommand("sluice complete jobs")
}
