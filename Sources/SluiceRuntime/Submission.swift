package import SluiceEngine
package import SluiceModel

/// A command with its caller and the way it is to be carried out.
package struct Submission: Sendable {
    package var command: Command
    package var caller: Caller
    package var options: Options

    /// What `ChangeOptions` of the wire says.
    package struct Options: Sendable {
        /// Empty: the call is not remembered.
        package var requestID: String
        /// Digest of the whole request; compared where a request id comes again.
        package var digest: UInt64
        package var isDryRun: Bool
        /// From a preview; empty: no condition.
        package var planToken: String
        /// Kept in the operation log.
        package var reason: String
        /// The response as it will be remembered under the request id.
        package var encode: @Sendable (Done) -> [UInt8]

        package init(
            requestID: String = "", digest: UInt64 = 0, isDryRun: Bool = false,
            planToken: String = "", reason: String = "",
            encode: @escaping @Sendable (Done) -> [UInt8] = { _ in [] },
        ) {
            self.requestID = requestID
            self.digest = digest
            self.isDryRun = isDryRun
            self.planToken = planToken
            self.reason = reason
            self.encode = encode
        }
    }

    package init(command: Command, caller: Caller, options: Options = Options()) {
        self.command = command
        self.caller = caller
        self.options = options
    }
}

/// A command that was carried out, or would have been if it was a dry run.
package struct Done: Sendable {
    package var reply: Reply
    package var isDryRun: Bool
    /// Names the operation and what it changes; only computed for a dry run.
    package var planToken: String

    package init(reply: Reply, isDryRun: Bool, planToken: String) {
        self.reply = reply
        self.isDryRun = isDryRun
        self.planToken = planToken
    }
}

/// The answer of a submission.
package enum Answer: Sendable {
    case done(Done)
    /// The request id was seen before: the response of that time.
    case repeated([UInt8])
}

/// What the conductor takes in.
package enum Input: Sendable {
    case submission(Submission, answer: @Sendable (Result<Answer, SluiceError>) -> Void)
    /// A call was refused before it became a command: an entry of the operation log. Of a workspace
    /// that does not exist it goes to `default`'s.
    indirect case refused(OperationRecord)
    case report(AttemptReport)
    case census(AttemptCensus)
    case delivery(DeliveryReport)
    /// Files that somebody waits for.
    case files(FileReport)
    /// A user looks at another list than before; `done` comes after the commit, or without one
    /// where the volume refuses.
    case visit(VisitedModule, done: @Sendable () -> Void)
    /// The daemon ends, and what runs with it: nothing more is started.
    case drain
    /// A look at the engine between two batches; commits nothing.
    case query(Query)
}

/// A question about the engine's world.
package struct Query: Sendable {
    /// What the engine has to be supplied with first; asked again until nothing is missing.
    package var needs: @Sendable (borrowing Engine) -> [Need]
    /// The look itself.
    package var look: @Sendable (borrowing Engine) -> Void
    /// In place of the look, where the store cannot be read.
    package var fail: @Sendable (SluiceError) -> Void

    package init(
        needs: @escaping @Sendable (borrowing Engine) -> [Need] = { _ in [] },
        fail: @escaping @Sendable (SluiceError) -> Void = { _ in },
        _ look: @escaping @Sendable (borrowing Engine) -> Void,
    ) {
        self.needs = needs
        self.look = look
        self.fail = fail
    }
}
