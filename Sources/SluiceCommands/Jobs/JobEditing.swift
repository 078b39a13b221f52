import SluiceClient
import SluiceWire

/// A job file that is taken to the editor.
struct EditedJob {
    var jobName: String
    var version: Int32
    var source: String
    /// Where the editor begins, from 1; 0: where it likes.
    var line: Int32 = 0
    /// The latest version; that of the file where nil.
    var latestVersion: Int32?

    fileprivate var fileName: String { jobName + (source.first == "{" ? ".json" : ".yaml") }
}

extension Session {
    /// Opens a job file in the editor of the user and submits what was made of it.
    ///
    /// - Parameter latestVersion: asked once more before the submit: what somebody submitted while
    ///   the file was in the editor would be undone.
    /// - Returns: what was submitted; nil: nothing was.
    @discardableResult func edit(
        _ job: EditedJob, in environment: SluiceWire.Environment, comment: String,
        _ flags: ChangeFlags, latestVersion: () async throws(Failure) -> Int32,
    ) async throws(Failure) -> SubmitJobResponse? {
        var reply: SubmitJobResponse?
        try await edit(job.source, as: job.fileName, line: job.line, flags) {
            (path, source) async throws(Failure) in
            let check = check(source: source, of: path)
            try inspect(check, of: job)
            try job.refuse(ifOutdatedBy: try await latestVersion(), environment)
            reply = try await submit(check, in: environment, comment: comment, flags)
        }
        return reply
    }

    private func submit(
        _ check: FileCheck, in environment: SluiceWire.Environment, comment: String,
        _ flags: ChangeFlags,
    ) async throws(Failure) -> SubmitJobResponse? {
        let change = Change { (options) async throws(Failure) in
            try await self.submit(
                Submission(check), in: environment, options: options, comment: comment)
        } result: {
            $0.result ?? ChangeResult()
        }
        let replies = try await carryOut([change], .one, flags) {
            ChangeCount($0.count, "job")
        } show: { (replies, printer) throws(Failure) in
            try printer.show(replies, as: .submissions)
        }
        guard let reply = replies?.first else { return nil }
        try printer.show(reply, name: reply.jobName) { console.writeLine(reply.sentence) }
        remarkOnPending([reply])
        return reply
    }

    /// Shows what was changed; refuses what is wrong, or would be another job.
    private func inspect(_ check: FileCheck, of job: EditedJob) throws(Failure) {
        remarkOnEdit(of: job.source, "\(job.jobName) version \(job.version)", to: check.source)
        guard check.report.problems.isEmpty else {
            list(check, to: console.remarks)
            throw wrong([check])
        }
        guard check.report.jobName == job.jobName else {
            throw .usage(
                "the file is now that of a job '\(check.report.jobName)', not of "
                    + "'\(job.jobName)'",
                hint: "another job is made by: sluice job submit \(check.path)")
        }
    }
}

extension EditedJob {
    fileprivate func refuse(
        ifOutdatedBy latest: Int32, _ environment: SluiceWire.Environment,
    ) throws(Failure) {
        guard latest != latestVersion ?? version else { return }
        throw .changedMeanwhile(
            "job", jobName, isAt: latest, edited: version,
            diff: "job diff \(jobName)" + (environment == .development ? " --env dev" : ""))
    }
}
