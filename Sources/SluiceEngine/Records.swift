package import SluiceModel

/// What a batch writes: final images, so that writing one twice is the same as writing it once.
package enum Record: Sendable {
    case workspace(WorkspaceRecord)
    indirect case environment(EnvironmentRecord)
    case pool(PoolRecord)
    indirect case grant(GrantRecord)
    case grantRevoked(GrantKey)
    indirect case jobVersion(JobVersionRecord)
    case jobDeleted(JobID, at: Timestamp)
    indirect case fileVersion(FileVersionRecord)
    case fileDeleted(ObjectID, at: Timestamp)
    /// The version that the head names as its latest is copied, content and all.
    indirect case fileCopied(FileHead, from: ObjectID)
    case fileOrigin(of: ObjectID, ObjectID)
    /// A job of production has a twin in development from now on, which begins with that version.
    case jobDeveloped(VersionKey, as: JobID)
    /// A job of production is published from another one of development from now on.
    case origin(of: JobID, JobID)
    indirect case pendingItem(PendingItem)
    indirect case publication(Publication)
    case visited(VisitedModule)
    case planning(PlanningRecord)
    indirect case skipped(SkippedRecord)
    indirect case usedEvent(UsedEventRecord)
    case forgottenEvent(JobID, key: String)
    indirect case backfill(BackfillRecord)
    indirect case backfillItem(BackfillItemRecord)
    /// The items that the node had before are gone.
    case callBegun(NodeRef)
    indirect case callItem(CallItemRecord)
    indirect case notification(Notification)
    indirect case instance(InstanceRecord)
    /// The files of an instance, in place of those that it had.
    case pins(InstanceID, [FilePin])
    indirect case run(RunRecord)
    case node(NodeRecord)
    indirect case attempt(AttemptRecord)
    case event(EventRecord)
    indirect case attribute(AttributeRecord)
    indirect case dependency(DependencyRecord)
    /// The instance waits for other cycles than before: those follow.
    case dependenciesForgotten(InstanceID)
    indirect case operation(OperationRecord)
    case answer(AnswerRecord)
    case counters(Counters)
}

/// The next free numbers. None is ever given out twice.
package struct Counters: Hashable, Sendable {
    package var job: Int64
    package var instance: Int64
    package var event: Int64
    package var backfill: Int64
    package var notification: Int64
    package var object: Int64
    package var item: Int64
    package var publish: Int64

    package init(
        job: Int64 = 1, instance: Int64 = 1, event: Int64 = 1, backfill: Int64 = 1,
        notification: Int64 = 1, object: Int64 = 1, item: Int64 = 1, publish: Int64 = 1,
    ) {
        self.object = object
        self.item = item
        self.publish = publish
        self.backfill = backfill
        self.notification = notification
        self.job = job
        self.instance = instance
        self.event = event
    }
}

/// A new version of a job, and of the job itself where the version is 1.
package struct JobVersionRecord: Sendable {
    package var job: JobID
    package var scope: Scope
    package var version: Int
    package var definition: JobDefinition
    package var source: String
    package var comment: String
    package var user: String
    package var time: Timestamp
    /// Of a version that was published: the one of development. Its source is copied from there,
    /// and so is all else that is not the scheduler's.
    package var origin: VersionKey?

    package init(
        job: JobID, scope: Scope, version: Int, definition: JobDefinition, source: String,
        comment: String, user: String, time: Timestamp, origin: VersionKey? = nil,
    ) {
        self.origin = origin
        self.job = job
        self.scope = scope
        self.version = version
        self.definition = definition
        self.source = source
        self.comment = comment
        self.user = user
        self.time = time
    }
}

/// Image of an instance without its nodes.
package struct InstanceRecord: Sendable {
    package var id: InstanceID
    package var isNew: Bool
    package var job: JobID
    package var scope: Scope
    package var jobName: String
    package var version: Int
    package var type: InstanceType
    package var planTime: Timestamp
    package var submitTime: Timestamp
    package var user: String
    package var labels: [Pair]
    /// Parameters that were given by hand.
    package var overrides: [Pair]
    /// All parameters with the values that it runs with.
    package var params: [Pair]
    package var status: InstanceStatus
    package var stage: Stage
    package var ignoreSuccess: Bool
    package var forceSuccess: Bool
    package var firstOrdinal: Int
    package var run: Int
    package var reason: String
    package var startTime: Timestamp?
    package var endTime: Timestamp?
    package var milliseconds: Int64?
    package var counts: NodeCounts
    package var isPaused: Bool
    package var isPreferred: Bool
    package var needsConfirmation: Bool
    /// First obstacle, where the instance itself waits.
    package var waitReason: WaitReason?
    /// The node that made it; nil: none did.
    package var callingNode: CallingNode?
    package var fileWait: FileWait?
    package var eventData: String?
    package var alertsTold: AlertsTold
    /// What its environment set for it when its version was taken.
    package var fromEnvironment: EnvironmentSettings

    package init(
        id: InstanceID, isNew: Bool, job: JobID, scope: Scope, jobName: String, version: Int,
        type: InstanceType, planTime: Timestamp, submitTime: Timestamp, user: String,
        labels:
            [Pair], overrides: [Pair], params: [Pair], status: InstanceStatus, stage: Stage,
        ignoreSuccess: Bool, forceSuccess: Bool, firstOrdinal: Int, run: Int, reason: String,
        startTime: Timestamp?, endTime: Timestamp?, milliseconds: Int64?, counts: NodeCounts,
        isPaused: Bool = false, isPreferred: Bool = false, needsConfirmation: Bool = false,
        waitReason: WaitReason? = nil, callingNode: CallingNode? = nil,
        fileWait: FileWait? = nil, eventData: String? = nil, alertsTold: AlertsTold = [],
        fromEnvironment: EnvironmentSettings = EnvironmentSettings(),
    ) {
        self.fromEnvironment = fromEnvironment
        self.callingNode = callingNode
        self.fileWait = fileWait
        self.eventData = eventData
        self.alertsTold = alertsTold
        self.waitReason = waitReason
        self.isPaused = isPaused
        self.isPreferred = isPreferred
        self.needsConfirmation = needsConfirmation
        self.id = id
        self.isNew = isNew
        self.job = job
        self.scope = scope
        self.jobName = jobName
        self.version = version
        self.type = type
        self.planTime = planTime
        self.submitTime = submitTime
        self.user = user
        self.labels = labels
        self.overrides = overrides
        self.params = params
        self.status = status
        self.stage = stage
        self.ignoreSuccess = ignoreSuccess
        self.forceSuccess = forceSuccess
        self.firstOrdinal = firstOrdinal
        self.run = run
        self.reason = reason
        self.startTime = startTime
        self.endTime = endTime
        self.milliseconds = milliseconds
        self.counts = counts
    }
}

/// Number of nodes in each status.
package struct NodeCounts: Hashable, Sendable {
    private var waiting = 0
    private var running = 0
    private var success = 0
    private var fail = 0
    private var skip = 0
    private var pause = 0
    private var manualStop = 0

    package init() {}

    package subscript(_ status: NodeStatus) -> Int {
        get {
            switch status {
            case .waiting: waiting
            case .running: running
            case .success: success
            case .fail: fail
            case .skip: skip
            case .pause: pause
            case .manualStop: manualStop
            }
        }
        set {
            switch status {
            case .waiting: waiting = newValue
            case .running: running = newValue
            case .success: success = newValue
            case .fail: fail = newValue
            case .skip: skip = newValue
            case .pause: pause = newValue
            case .manualStop: manualStop = newValue
            }
        }
    }
}

/// Image of a run of an instance.
package struct RunRecord: Sendable {
    package var instance: InstanceID
    package var number: Int
    package var startTime: Timestamp?
    package var endTime: Timestamp?
    package var milliseconds: Int64?
    package var status: InstanceStatus
    package var version: Int
    package var cause: String

    package init(
        instance: InstanceID, number: Int, startTime: Timestamp?, endTime: Timestamp?,
        milliseconds: Int64?, status: InstanceStatus, version: Int, cause: String,
    ) {
        self.instance = instance
        self.number = number
        self.startTime = startTime
        self.endTime = endTime
        self.milliseconds = milliseconds
        self.status = status
        self.version = version
        self.cause = cause
    }
}

/// Image of a node instance.
package struct NodeRecord: Sendable {
    package var ref: NodeRef
    package var isNew: Bool
    package var name: String
    package var phase: Phase
    package var attempt: Int
    package var retries: Int
    package var ranInThisRun: Bool
    package var reason: String
    package var flags: NodeFlags
    /// Upstream nodes that no longer count, by name.
    package var removedUpstreams: [String]
    /// When it took its present status.
    package var since: Timestamp

    package init(
        ref: NodeRef, isNew: Bool, name: String, phase: Phase, attempt: Int, retries: Int,
        ranInThisRun: Bool, reason: String, flags: NodeFlags = [],
        removedUpstreams: [String] = [], since: Timestamp = .zero,
    ) {
        self.since = since
        self.flags = flags
        self.removedUpstreams = removedUpstreams
        self.ref = ref
        self.isNew = isNew
        self.name = name
        self.phase = phase
        self.attempt = attempt
        self.retries = retries
        self.ranInThisRun = ranInThisRun
        self.reason = reason
    }
}

/// Image of an attempt: `result` is nil while it runs.
package struct AttemptRecord: Sendable {
    package var id: AttemptID
    package var run: Int
    package var startTime: Timestamp
    /// Nil for attempts without a process.
    package var incarnation: Incarnation?
    package var result: AttemptResult?
    /// What it runs, where expressions made it differ from the definition; only in the first image
    /// of an attempt.
    package var code: FilledCode?

    package init(
        id: AttemptID, run: Int, startTime: Timestamp, incarnation: Incarnation?,
        result: AttemptResult?, code: FilledCode? = nil,
    ) {
        self.code = code
        self.id = id
        self.run = run
        self.startTime = startTime
        self.incarnation = incarnation
        self.result = result
    }
}

/// Something that happened; its number is given when the batch is sealed.
package struct EventRecord: Sendable {
    package enum Subject: Sendable {
        case jobSubmitted(Scope, JobID, name: String, version: Int)
        case jobDeleted(Scope, JobID, name: String)
        /// The schedule of a job was enabled, disabled, paused or resumed, or cycles were skipped.
        case jobSchedule(Scope, JobID, name: String)
        /// Settings of a workspace changed; nil: those that are not of one environment.
        case workspace(name: String, Environment?)
        /// Something about an instance that somebody may want to look at.
        case alert(InstanceID)
        case instanceCreated(InstanceID)
        case instance(InstanceID, from: InstanceStatus, to: InstanceStatus)
        case node(NodeRef, attempt: Int, from: NodeStatus, to: NodeStatus)
        /// Somebody operated on an instance, or on the node with that ordinal.
        case operation(InstanceID, ordinal: Int?)
    }

    package var seq: Int64
    package var time: Timestamp
    package var subject: Subject
    package var reason: String

    package init(seq: Int64, time: Timestamp, subject: Subject, reason: String) {
        self.seq = seq
        self.time = time
        self.subject = subject
        self.reason = reason
    }
}

/// The answer of a call that named a request id.
package struct AnswerRecord: Sendable {
    package var uid: UInt32
    package var requestID: String
    /// Digest of the request; another one under the same id is refused.
    package var digest: UInt64
    package var response: [UInt8]
    package var time: Timestamp

    package init(
        uid: UInt32, requestID: String, digest: UInt64, response: [UInt8], time: Timestamp,
    ) {
        self.uid = uid
        self.requestID = requestID
        self.digest = digest
        self.response = response
        self.time = time
    }
}

/// What is to be done outside once the batch is durable. Each may come twice after a crash.
package enum Action: Sendable {
    case start(AttemptStart)
    case stop(AttemptID, graceMilliseconds: Int64)
    case acknowledge(AttemptID)
    /// A `DeliveryReport` says what became of it.
    indirect case notify(Notification)
}

/// What commands and events lead to: first `records`, in one transaction, then `actions`.
package struct Effects: Sendable {
    package var records: [Record] = []
    package var actions: [Action] = []

    package init() {}
}
