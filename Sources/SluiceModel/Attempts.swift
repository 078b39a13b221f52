/// How an attempt ended.
package enum Outcome: Hashable, Sendable {
    /// Exit 0, with what it reported.
    case success
    /// Exit with a code other than 0.
    case exit(code: Int32)
    /// Killed by a signal that nobody here sent.
    case signal(number: Int32)
    /// Ran longer than its `maxExecutionTime`.
    case timeout
    /// Its keeper is gone; what was left of it was killed.
    case lost
    /// The process could not be started: what failed and why.
    case couldNotStart(String)
    /// Ended by an operation, after SIGTERM or SIGKILL, with its true exit.
    case stopped
    /// Its outputs were not `key=value` in UTF-8, or larger than `Limits.outputBytes`.
    case badOutput(String)
    /// Instances that it made of another job did not succeed: which, and why.
    case calledFailed(String)

    /// In words, for people: `exit 3`.
    package var words: String {
        switch self {
        case .success: "exit 0"
        case .exit(let code): "exit \(code)"
        case .signal(let number): "killed by signal \(number)"
        case .timeout: "timeout"
        case .lost: "lost: its keeper was gone"
        case .couldNotStart(let why): "could not start: \(why)"
        case .stopped: "stopped"
        case .badOutput(let why): "bad output: \(why)"
        case .calledFailed(let which): which
        }
    }
}

/// What is known of an attempt that has ended.
package struct AttemptResult: Hashable, Sendable {
    package var outcome: Outcome
    /// Exit code of the process, where it exited; kept also where the outcome is another.
    package var exitCode: Int32?
    /// Signal that ended the process; 0: none.
    package var signal: Int32
    /// End by the wall clock.
    package var endTime: Timestamp
    /// Duration by the boot-time clock, milliseconds.
    package var milliseconds: Int64
    /// `key=value` lines that it reported, without `rows`.
    package var outputs: [Pair]
    /// `rows=N` that it reported.
    package var rows: Int64?
    /// Bytes that it wrote into its log, and how many of them were dropped.
    package var logBytes: Int64
    package var logBytesDropped: Int64

    package init(
        outcome: Outcome, exitCode: Int32? = nil, signal: Int32 = 0, endTime: Timestamp,
        milliseconds: Int64, outputs: [Pair] = [], rows: Int64? = nil, logBytes: Int64 = 0,
        logBytesDropped: Int64 = 0,
    ) {
        self.outcome = outcome
        self.exitCode = exitCode
        self.signal = signal
        self.endTime = endTime
        self.milliseconds = milliseconds
        self.outputs = outputs
        self.rows = rows
        self.logBytes = logBytes
        self.logBytesDropped = logBytesDropped
    }
}

/// All that is needed to start an attempt's process: parameters are filled in, nothing is looked up
/// any more. The same attempt always gives the same value.
package struct AttemptStart: Hashable, Sendable {
    package var id: AttemptID
    package var scope: Scope
    package var jobName: String
    package var nodeName: String
    package var type: NodeType
    package var run: Int
    package var planTime: Timestamp
    package var script: String
    package var command: [String]
    package var interpreter: [String]
    /// The connection of a SQL node.
    package var connection: Connection?
    /// Values of the job's parameters in this instance; SQL binds them by `:name`.
    package var params: [Pair]
    /// The job's and the node's, in this order; a later one wins.
    package var env: [Pair]
    /// Empty: a scratch folder of its own.
    package var workingFolder: String
    package var properties: [Pair]
    /// Milliseconds; 0: no limit.
    package var maxExecutionMilliseconds: Int64
    /// What came with the event that made the instance; nil: none did.
    package var eventData: String?
    /// The file objects that it finds as files.
    package var resources: [FilePin]

    package init(
        id: AttemptID, scope: Scope, jobName: String, nodeName: String, type: NodeType, run: Int,
        planTime: Timestamp, script: String, command: [String], interpreter: [String],
        connection: Connection?, params: [Pair], env: [Pair], workingFolder: String,
        properties: [Pair], maxExecutionMilliseconds: Int64, eventData: String? = nil,
        resources: [FilePin] = [],
    ) {
        self.resources = resources
        self.eventData = eventData
        self.id = id
        self.scope = scope
        self.jobName = jobName
        self.nodeName = nodeName
        self.type = type
        self.run = run
        self.planTime = planTime
        self.script = script
        self.command = command
        self.interpreter = interpreter
        self.connection = connection
        self.params = params
        self.env = env
        self.workingFolder = workingFolder
        self.properties = properties
        self.maxExecutionMilliseconds = maxExecutionMilliseconds
    }
}

/// Something outside the engine that has happened to an attempt.
package enum AttemptReport: Hashable, Sendable {
    /// The attempt has ended. Reported again until it is acknowledged.
    case ended(AttemptID, AttemptResult)
    /// The machine had no room for the process (EMFILE, ENOMEM, EAGAIN); it never started.
    case deferred(AttemptID, reason: String)
    /// The attempt's process is there.
    case started(AttemptID, pid: Int32)
}

/// What the outside world knows of the attempts that the store calls dispatched, asked once at
/// start and whenever the keeper was replaced.
package struct AttemptCensus: Hashable, Sendable {
    /// The keeper that answers now.
    package var incarnation: Incarnation
    /// Runs in it.
    package var running: [AttemptID]
    /// Has ended and waits for its acknowledgement.
    package var ended: [AttemptID: AttemptResult]

    package init(
        incarnation: Incarnation, running: [AttemptID] = [],
        ended: [AttemptID: AttemptResult] = [:],
    ) {
        self.incarnation = incarnation
        self.running = running
        self.ended = ended
    }
}
