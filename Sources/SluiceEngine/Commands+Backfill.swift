package import SluiceModel

/// Makes the instances of a range of cycles.
package struct CreateBackfill: Hashable, Sendable {
    package var scope: Scope
    package var jobName: String
    /// Plan times, both ends included.
    package var range: ClosedRange<Timestamp>
    package var parallel: Int
    /// The newest first.
    package var isReversed: Bool
    package var stopsOnFailure: Bool
    /// Jobs that depend on it come along, and those that depend on them.
    package var includesDownstream: Bool
    /// Cycles that have an instance run again; else they are left out.
    package var rerunsExisting: Bool
    package var params: [Pair]

    package init(
        scope: Scope, jobName: String, range: ClosedRange<Timestamp>, parallel: Int = 1,
        isReversed: Bool = false, stopsOnFailure: Bool = false, includesDownstream: Bool = false,
        rerunsExisting: Bool = false, params: [Pair] = [],
    ) {
        self.scope = scope
        self.jobName = jobName
        self.range = range
        self.parallel = parallel
        self.isReversed = isReversed
        self.stopsOnFailure = stopsOnFailure
        self.includesDownstream = includesDownstream
        self.rerunsExisting = rerunsExisting
        self.params = params
    }
}

/// Runs the instances of a job and of jobs before and after it again (mode B, reference 3.7).
package struct RetryJobs: Hashable, Sendable {
    package struct Job: Hashable, Sendable {
        /// Nil: unknown to the workspace of the call.
        package var workspace: String
        package var name: String

        package init(workspace: String, name: String) {
            self.workspace = workspace
            self.name = name
        }
    }

    package var scope: Scope
    package var jobName: String
    /// Beside the job itself.
    package var jobs: [Job]
    /// Plan times, both ends included.
    package var range: ClosedRange<Timestamp>
    package var parallel: Int
    package var location: RetryInstances.Location
    package var version: RetryInstances.Version
    package var params: [Pair]
    /// As in `RetryInstances`.
    package var listens: Bool

    package init(
        scope: Scope, jobName: String, jobs: [Job], range: ClosedRange<Timestamp>,
        parallel: Int = 1, location: RetryInstances.Location, version: RetryInstances.Version,
        params: [Pair] = [], listens: Bool = false,
    ) {
        self.listens = listens
        self.scope = scope
        self.jobName = jobName
        self.jobs = jobs
        self.range = range
        self.parallel = parallel
        self.location = location
        self.version = version
        self.params = params
    }
}

/// An operation on backfills, all or nothing.
package struct OperateBackfills: Hashable, Sendable {
    package enum Operation: String, Hashable, Sendable, CaseIterable {
        case pause
        case resume
        /// What has not begun never will; what has begun goes on.
        case cancel
    }

    package var scope: Scope
    package var operation: Operation
    package var backfills: [BackfillID]

    package init(scope: Scope, operation: Operation, backfills: [BackfillID]) {
        self.scope = scope
        self.operation = operation
        self.backfills = backfills
    }
}
