import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct BackfillPauseVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Begins no more cycles until it is resumed.",
        discussion: """
            What has begun goes on.

            EXAMPLES
              sluice backfill pause 7 --reason 'the disk is slow'
            """)
    static let methods = [BackfillServiceMethods.pauseBackfills]

    @OptionGroup var batch: BackfillBatch
    var shared: SharedOptions { batch.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await batch.perform(session) { (call, backfills) async throws(Status) in
            let reply = try await backfills.pauseBackfills(
                PauseBackfillsRequest(
                    workspace: call.workspace, environment: call.environment,
                    options: call.options, backfillIds: call.ids))
            return BackfillsReply(backfills: reply.backfills, result: reply.result)
        }
    }
}

struct BackfillResumeVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Goes on with a backfill that is paused.",
        discussion: """
            EXAMPLES
              sluice backfill resume 7
            """)
    static let methods = [BackfillServiceMethods.resumeBackfills]

    @OptionGroup var batch: BackfillBatch
    var shared: SharedOptions { batch.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await batch.perform(session) { (call, backfills) async throws(Status) in
            let reply = try await backfills.resumeBackfills(
                ResumeBackfillsRequest(
                    workspace: call.workspace, environment: call.environment,
                    options: call.options, backfillIds: call.ids))
            return BackfillsReply(backfills: reply.backfills, result: reply.result)
        }
    }
}

struct BackfillCancelVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Leaves out the cycles that have not begun.",
        discussion: """
            What has begun goes on; to end that, too: sluice stop.

            EXAMPLES
              sluice backfill cancel 7
              sluice backfill cancel 7 8 --dry-run
            """)
    static let methods = [BackfillServiceMethods.cancelBackfills]

    @OptionGroup var batch: BackfillBatch
    var shared: SharedOptions { batch.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await batch.perform(session) { (call, backfills) async throws(Status) in
            let reply = try await backfills.cancelBackfills(
                CancelBackfillsRequest(
                    workspace: call.workspace, environment: call.environment,
                    options: call.options, backfillIds: call.ids))
            return BackfillsReply(backfills: reply.backfills, result: reply.result)
        }
    }
}
