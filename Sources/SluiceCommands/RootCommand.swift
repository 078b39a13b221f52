import ArgumentParser

/// `sluice`: the nouns, and short names for the acts of every day.
struct RootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sluice",
        abstract: "Runs jobs of many nodes on this machine, and keeps account of them.",
        discussion: """
            EXAMPLES
              sluice run etl.yaml --wait          submit the file, run the job, watch it
              sluice run etl --param day=2026-11-20
              sluice ps --status running,fail     what runs and what failed
              sluice show 12                      one instance and its nodes
              sluice log 12/load --tail 50        what a node wrote
              sluice why 12                       why it does not go on, and what to type
              sluice dag 12                       its nodes as a drawing
              sluice retry 12                     again from what failed
              sluice rerun 12/load                one node again
              sluice ok 12/load                   as if it had succeeded
              sluice stop --job 'import-*'        stop all that fit, after a preview
              sluice apply -f jobs --dry-run      what a folder of job files would change
              sluice publish run load --comment 'more shops'   from development to production

            TARGETS
              12   12/load   12/load#2   etl@latest   etl@2026-11-20T02:00

            \(Outcome.manual)

            ENVIRONMENT
              SLUICE_SOCKET, SLUICE_STATE         where the daemon is
              SLUICE_WORKSPACE                    the workspace
              NO_COLOR                            no colours

            The version of this program: sluice --version
            """,
        groupedSubcommands: [
            CommandGroup(
                name: "Every day",
                subcommands: [
                    RunAlias.self, PsAlias.self, ShowAlias.self, WhyAlias.self, DagAlias.self,
                    LogAlias.self, RetryAlias.self, RerunAlias.self, OkAlias.self,
                    PauseVerb.self, ResumeVerb.self, StopAlias.self, HistoryAlias.self,
                    ApplyVerb.self,
                ]),
            CommandGroup(
                name: "Nouns",
                subcommands: [
                    JobCommands.self, ObjectCommands.self, PublishCommands.self,
                    InstanceCommands.self, NodeCommands.self, OperationCommands.self,
                    EventCommands.self, ScheduleCommands.self, BackfillCommands.self,
                    NotificationCommands.self, ExpressionCommands.self, WorkspaceCommands.self,
                    PoolCommands.self, ServerCommands.self, RPCCommand.self,
                ]),
            CommandGroup(name: "Help", subcommands: [DoctorVerb.self, CompleteVerb.self]),
        ])
}
