import ArgumentParser

struct JobCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "job", abstract: "Jobs and their versions.",
        subcommands: [
            JobSubmitVerb.self, JobValidateVerb.self, JobShowVerb.self, JobListVerb.self,
            JobVersionsVerb.self, JobDiffVerb.self, JobEnableVerb.self, JobDisableVerb.self,
            JobPauseVerb.self, JobResumeVerb.self, JobTriggerVerb.self, JobDeleteVerb.self,
            JobSchemaVerb.self,
        ])
}
