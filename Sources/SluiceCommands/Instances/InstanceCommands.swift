import ArgumentParser

struct InstanceCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "instance", abstract: "Runs of jobs.",
        groupedSubcommands: [
            CommandGroup(
                name: "Operations",
                subcommands: [
                    InstanceRunVerb.self, InstanceStopVerb.self, InstanceRetryVerb.self,
                    InstanceContinueVerb.self, InstanceForceSuccessVerb.self,
                    InstancePauseVerb.self, InstanceResumeVerb.self, InstanceConfirmVerb.self,
                    InstanceRunWithoutDependenciesVerb.self, InstanceRunPreferentiallyVerb.self,
                ]),
            CommandGroup(
                name: "Views",
                subcommands: [
                    InstanceListVerb.self, InstanceShowVerb.self, InstanceWhyVerb.self,
                    InstanceGraphVerb.self, InstanceAllowedVerb.self, InstanceWatchVerb.self,
                    InstanceWaitVerb.self, InstanceLogVerb.self, InstanceAttemptsVerb.self,
                ]),
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
    static let targets = CompletionKind.shellCommand("sluice complete targets")
    static let nodes = CompletionKind.shellCommand("sluice complete nodes")
    static let jobs = CompletionKind.shellCommand("sluice complete jobs")
}
