import ArgumentParser
import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct VerbTests {
    static let everyMethod =
        JobServiceMethods.all + InstanceServiceMethods.all + EventServiceMethods.all
        + NodeServiceMethods.all + OperationServiceMethods.all + WorkspaceServiceMethods.all
        + ScheduleServiceMethods.all + BackfillServiceMethods.all + PoolServiceMethods.all
        + NotificationServiceMethods.all + PublicationServiceMethods.all
        + ObjectServiceMethods.all + ServerServiceMethods.all

    static let everyCommand = commands(below: RootCommand.self)

    private static func commands(
        below command: any ParsableCommand.Type,
    ) -> [any ParsableCommand.Type] {
        let configuration = command.configuration
        let children =
            configuration.ungroupedSubcommands
            + configuration.groupedSubcommands.flatMap(\.subcommands)
        return [command] + children.flatMap { commands(below: $0) }
    }

    @Test(arguments: everyMethod)
    func `every method of the daemon has a verb`(_ method: MethodInfo) {
        let covered = Self.everyCommand.compactMap { $0 as? any Verb.Type }.flatMap { $0.methods }
        #expect(covered.contains(method), "no verb offers \(method.service)/\(method.name)")
    }

    @Test func `the help of every verb has an example`() {
        for command in Self.everyCommand {
            guard command is any Verb.Type, command.configuration.shouldDisplay else { continue }
            let discussion = command.configuration.discussion
            #expect(discussion.contains("EXAMPLES"), "\(command) has none")
        }
    }

    @Test(arguments: [
        "", "job", "instance", "node", "operation", "event", "schedule", "backfill", "workspace",
        "pool", "object", "publish", "server",
    ])
    func `a noun alone shows its help`(_ noun: String) async {
        let result = await Shell().run(noun)
        #expect(result.outcome == .done)
        #expect(result.output.contains("USAGE: sluice"))
        #expect(result.remarks.isEmpty)
    }

    @Test func `an alias is named as it is typed, in its help and in its errors`() async {
        let lines = [
            "run", "ps", "show", "why", "dag", "log", "retry", "rerun", "ok", "stop", "history",
            "instance log", "instance attempts",
        ]
        for line in lines {
            let help = await Shell().run("\(line) --help")
            #expect(help.output.contains("USAGE: sluice \(line) "))
            let wrong = await Shell().run("\(line) 12 --nonsense")
            #expect(wrong.remarks.contains("Usage: sluice \(line) "))
            #expect(wrong.remarks.hasSuffix("See 'sluice \(line) --help' for more information.\n"))
        }
    }

    @Test func `the help lists the exit codes`() async {
        #expect(await Shell().run("--help").output.contains("6  the daemon cannot be reached"))
    }

    @Test func `the version of the program and a version of a job do not collide`() async {
        #expect(await Shell().run("--version").output == "sluice 0.1.0\n")
        let shell = Shell()
        shell.daemon.on(InstanceServiceMethods.runJob) { (_: RunJobRequest) in
            RunJobResponse(instanceId: 7)
        }
        #expect(await shell.run("run etl --version 3").outcome == .done)
        let request = shell.daemon.requests(RunJobRequest.self, of: InstanceServiceMethods.runJob)
        #expect(request.first?.version == 3)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `completion scripts ask the daemon for candidates`(_ shell: String) async {
        let result = await Shell().run("--generate-completion-script \(shell)")
        #expect(result.outcome == .done)
        #expect(result.output.contains("sluice complete jobs"))
    }

    @Test func `candidates are jobs by name, and nothing at all without a daemon`() async {
        var shell = Shell()
        shell.daemon.on(JobServiceMethods.listJobs) { (_: ListJobsRequest) in
            ListJobsResponse(jobs: [JobSummary(jobName: "etl"), JobSummary(jobName: "清洗")])
        }
        #expect(await shell.run("complete jobs").output == "etl\n清洗\n")
        shell.refusal = Status(.unavailable, "no daemon listens")
        let silent = await shell.run("complete jobs")
        #expect(silent.output + silent.remarks == "")
    }
}
