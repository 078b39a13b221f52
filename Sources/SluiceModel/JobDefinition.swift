/// A name and its value, in the order of the job file.
package struct Pair: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// A database that SQL nodes of a job use.
package struct Connection: Hashable, Sendable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case sqlite
        /// The environment has one of the same name, and a job without it is refused.
        case environment
    }

    package var name: String
    package var kind: Kind
    /// Path of the database file; `${name}` is replaced when a node starts. Empty where the
    /// environment says it.
    package var path: String

    package init(name: String, kind: Kind, path: String) {
        self.name = name
        self.kind = kind
        self.path = path
    }

    /// `sqlite:/srv/sales.db`
    package var place: String { "\(kind.rawValue):\(path)" }
}

/// When a failed attempt is tried again by itself.
package struct RetryRule: Hashable, Sendable {
    /// Automatic retries after a failure, 0 to `Limits.retryTimes`.
    package var times: Int
    /// Milliseconds between a failure and its retry.
    package var intervalMilliseconds: Int64
    /// Each interval is twice the one before, with jitter.
    package var exponential: Bool
    /// Upper bound of an exponential interval, milliseconds.
    package var maxIntervalMilliseconds: Int64
    /// Also retry after a timeout.
    package var onTimeout: Bool

    package init(
        times: Int = 0, intervalMilliseconds: Int64 = 120_000, exponential: Bool = false,
        maxIntervalMilliseconds: Int64 = Limits.durationMilliseconds, onTimeout: Bool = false,
    ) {
        self.times = times
        self.intervalMilliseconds = intervalMilliseconds
        self.exponential = exponential
        self.maxIntervalMilliseconds = maxIntervalMilliseconds
        self.onTimeout = onTimeout
    }
}

/// What a node does and when.
package struct NodeDefinition: Hashable, Sendable {
    package var name: String
    package var type: NodeType
    /// Names of the nodes that come before.
    package var dependsOn: [String]
    /// Text of the script or of the SQL statements; empty where `command` is given.
    package var script: String
    /// A program and its arguments, in place of `script`; Shell only.
    package var command: [String]
    /// The interpreter of the script and its arguments; empty: the type's default.
    package var interpreter: [String]
    /// Name of the connection of a SQL node; empty for other types.
    package var connection: String
    package var retry: RetryRule
    package var failPolicy: FailPolicy
    /// An attempt that runs longer fails, milliseconds; 0: no limit.
    package var maxExecutionMilliseconds: Int64
    package var env: [Pair]
    /// Working folder of the process; empty: the job's.
    package var workingFolder: String
    package var properties: [Pair]
    package var labels: [Pair]
    /// What has to be true of nodes before; without any, they have to have succeeded.
    package var conditions: [EdgeCondition]
    /// How several conditions are taken together.
    package var join: Join
    /// Where the conditions say no, what comes after is skipped as well, all the way down.
    package var skipsDownstream: Bool
    /// Name of the pool that an attempt takes slots of; empty: none.
    package var pool: String
    /// Slots of the pool that an attempt takes, from 1.
    package var poolSlots: Int
    /// Of SubJob and ForEach: what they make instances of; nil for other types.
    package var call: JobCall?

    package init(
        name: String, type: NodeType = .dummy, dependsOn: [String] = [], script: String = "",
        command: [String] = [], interpreter: [String] = [], connection: String = "",
        retry: RetryRule = RetryRule(), failPolicy: FailPolicy = .fail,
        maxExecutionMilliseconds: Int64 = 3_600_000, env: [Pair] = [], workingFolder: String = "",
        properties: [Pair] = [], labels: [Pair] = [], conditions: [EdgeCondition] = [],
        join: Join = .or, skipsDownstream: Bool = true, pool: String = "", poolSlots: Int = 1,
        call: JobCall? = nil,
    ) {
        self.name = name
        self.type = type
        self.dependsOn = dependsOn
        self.script = script
        self.command = command
        self.interpreter = interpreter
        self.connection = connection
        self.retry = retry
        self.failPolicy = failPolicy
        self.maxExecutionMilliseconds = maxExecutionMilliseconds
        self.env = env
        self.workingFolder = workingFolder
        self.properties = properties
        self.labels = labels
        self.conditions = conditions
        self.join = join
        self.skipsDownstream = skipsDownstream
        self.pool = pool
        self.poolSlots = poolSlots
        self.call = call
    }

    /// How several conditions of a node are taken together.
    package enum Join: String, Hashable, Sendable, CaseIterable {
        /// One that is true lets it run; the sources' default.
        case or
        /// All have to be true.
        case and
    }
}

/// A condition on the edge from another node (reference, 2.2): that node has to be final and the
/// expression true.
package struct EdgeCondition: Hashable, Sendable {
    /// Name of the node that comes before.
    package var node: String
    /// An EL text whose result is `true`.
    package var expression: String

    package init(node: String, expression: String) {
        self.node = node
        self.expression = expression
    }
}

/// A job that comes before: its instances in a window before the plan time have to succeed first
/// (reference, 2.8).
package struct JobDependency: Hashable, Sendable {
    /// Which of its instances are waited for.
    package enum Period: String, Hashable, Sendable, CaseIterable {
        /// Those of the same cycle.
        case same
        /// Those of the cycle before.
        case previous
    }

    package var jobName: String
    /// The other job's workspace; empty: the same.
    package var workspace: String
    package var period: Period
    /// What a failure of it means: `fail` cancels, `ignore` goes on, `suspend` waits. Never
    /// `failChild`, which is a matter of nodes.
    package var failPolicy: FailPolicy

    package init(
        jobName: String, workspace: String = "", period: Period = .same,
        failPolicy: FailPolicy = .fail,
    ) {
        self.jobName = jobName
        self.workspace = workspace
        self.period = period
        self.failPolicy = failPolicy
    }
}

/// A job as its file describes it: checked, and in the order of the file.
package struct JobDefinition: Hashable, Sendable {
    package var name: String
    package var description: String
    /// One of the kinds of jobs.
    package var kind: ObjectKind
    package var module: Module
    /// Names of the file objects that its nodes find in the folder `$SLUICE_RESOURCES`; at most
    /// `Limits.resources`.
    package var resources: [String]
    /// Parameters and their defaults.
    package var params: [Pair]
    package var connections: [Connection]
    /// Environment variables of every node.
    package var env: [Pair]
    /// Working folder of every node; empty: a scratch folder for each attempt.
    package var workingFolder: String
    package var labels: [Pair]
    /// Instances that may run at once; 0: no limit.
    package var maxParallelInstances: Int
    /// Nodes that may run at once in an instance; 0: no limit.
    package var maxParallelNodes: Int
    package var nodes: [NodeDefinition]
    package var dependJobs: [JobDependency]
    /// An instance waits until somebody confirms it.
    package var confirmBeforeRun: Bool
    /// Nil: it runs when somebody or something says so (`EXECUTE_ONCE`).
    package var schedule: ScheduleDefinition?
    /// Never together with a schedule, nor with jobs that it depends on: its instances are of no
    /// cycle.
    package var trigger: TriggerDefinition?
    /// 0 is first, 9 last; one that has waited for a minute is as good as one a level before it
    /// that has just come.
    package var priority: Int
    /// Whom it tells of what; at most `Limits.notificationRules`.
    package var notifications: [NotificationRule]

    package init(
        name: String, description: String = "", kind: ObjectKind = .offlineJob,
        module: Module = .pipeline, resources: [String] = [], params: [Pair] = [],
        connections: [Connection] = [], env: [Pair] = [], workingFolder: String = "",
        labels: [Pair] = [], maxParallelInstances: Int = 0, maxParallelNodes: Int = 0,
        nodes: [NodeDefinition] = [], dependJobs: [JobDependency] = [],
        confirmBeforeRun: Bool = false, schedule: ScheduleDefinition? = nil,
        trigger: TriggerDefinition? = nil, priority: Int = Limits.standardPriority,
        notifications: [NotificationRule] = [],
    ) {
        self.name = name
        self.description = description
        self.kind = kind
        self.module = module
        self.resources = resources
        self.params = params
        self.connections = connections
        self.env = env
        self.workingFolder = workingFolder
        self.labels = labels
        self.maxParallelInstances = maxParallelInstances
        self.maxParallelNodes = maxParallelNodes
        self.nodes = nodes
        self.dependJobs = dependJobs
        self.confirmBeforeRun = confirmBeforeRun
        self.schedule = schedule
        self.trigger = trigger
        self.priority = priority
        self.notifications = notifications
    }
}
