import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct JobEnableVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Has jobs run by their schedule, from now on.",
        discussion: """
            What was not run while a job was disabled is not caught up with; it is listed: sluice \
            schedule missed.

            EXAMPLES
              sluice job enable etl
              sluice job enable etl report --yes
            """)
    static let methods = [ScheduleServiceMethods.enableJobs]

    @OptionGroup var batch: JobBatch
    var shared: SharedOptions { batch.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await batch.perform(session) { (call, schedules) async throws(Status) in
            let reply = try await schedules.enableJobs(
                EnableJobsRequest(
                    workspace: call.workspace, environment: call.environment,
                    jobNames: call.jobNames, options: call.options))
            return JobsReply(schedules: reply.schedules, result: reply.result)
        }
    }
}

struct JobDisableVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Has jobs run by hand only; what runs goes on.",
        discussion: """
            EXAMPLES
              sluice job disable etl --reason 'the source moves'
              sluice job disable etl report --dry-run
            """)
    static let methods = [ScheduleServiceMethods.disableJobs]

    @OptionGroup var batch: JobBatch
    var shared: SharedOptions { batch.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await batch.perform(session) { (call, schedules) async throws(Status) in
            let reply = try await schedules.disableJobs(
                DisableJobsRequest(
                    workspace: call.workspace, environment: call.environment,
                    jobNames: call.jobNames, options: call.options))
            return JobsReply(schedules: reply.schedules, result: reply.result)
        }
    }
}

struct JobPauseVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Has instances of jobs wait before they begin.",
        discussion: """
            Cycles are made all the same, and none is missed; what runs goes on. One instance: \
            sluice pause 12.

            EXAMPLES
              sluice job pause etl --reason 'the disk is being changed'
            """)
    static let methods = [ScheduleServiceMethods.pauseJobs]

    @OptionGroup var batch: JobBatch
    var shared: SharedOptions { batch.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await batch.perform(session) { (call, schedules) async throws(Status) in
            let reply = try await schedules.pauseJobs(
                PauseJobsRequest(
                    workspace: call.workspace, environment: call.environment,
                    jobNames: call.jobNames, options: call.options))
            return JobsReply(schedules: reply.schedules, result: reply.result)
        }
    }
}

struct JobResumeVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Takes the pause of jobs off; what waits begins.",
        discussion: """
            EXAMPLES
              sluice job resume etl
            """)
    static let methods = [ScheduleServiceMethods.resumeJobs]

    @OptionGroup var batch: JobBatch
    var shared: SharedOptions { batch.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await batch.perform(session) { (call, schedules) async throws(Status) in
            let reply = try await schedules.resumeJobs(
                ResumeJobsRequest(
                    workspace: call.workspace, environment: call.environment,
                    jobNames: call.jobNames, options: call.options))
            return JobsReply(schedules: reply.schedules, result: reply.result)
        }
    }
}
