/// Every bound on what people may hand in, by name. What is over one is refused with it.
package enum Limits {
    /// Bytes of a job file.
    package static let jobSourceBytes = 3 * 1024 * 1024
    /// Nodes of a job.
    package static let jobNodes = 10_000
    /// Characters of a name.
    package static let nameCharacters = 128
    /// Jobs that a job may depend on.
    package static let dependJobs = 100
    /// File objects that a job may name in `resources`.
    package static let resources = 1_000
    /// Items of a pending list that one call may publish or remove.
    package static let publishItems = 50
    /// Versions of a job that are kept.
    package static let jobVersions = 1_000
    /// Bytes of the content of a file object.
    package static let objectBytes = 3 * 1024 * 1024
    /// Versions of a file object that are kept.
    package static let objectVersions = 1_000
    /// Bytes of the name of a file.
    package static let fileNameBytes = 255
    /// Node instances of live instances in a daemon.
    package static let liveNodeInstances = 1_000_000
    /// Parameters of a job; connections; environment variables; labels; properties of a node.
    package static let pairs = 1_000
    /// Bytes of a parameter's or property's value.
    package static let valueBytes = 64 * 1024
    /// Automatic retries of a node.
    package static let retryTimes = 100
    /// Longest duration in a job file: 24 hours.
    package static let durationMilliseconds: Int64 = 24 * 3600 * 1000
    /// Longest time after which an instance that waits is stopped: 366 days.
    package static let waitingMilliseconds: Int64 = 366 * 24 * 3600 * 1000
    /// Instances of a job that may run at once.
    package static let parallelInstances = 1_000
    /// Bytes of what a node reports in `SLUICE_OUTPUT`.
    package static let outputBytes = 64 * 1024
    /// Bytes of the log of an attempt.
    package static let logBytes: Int64 = 64 * 1024 * 1024
    /// Instances or nodes that one call may name.
    package static let batchTargets = 1_000
    /// Bytes of a request id.
    package static let requestIDBytes = 128
    /// Bytes of a reason or comment.
    package static let reasonBytes = 1_024
    /// Changes, offenders and problems that an answer lists; it counts them all.
    package static let listedChanges = 1_000
    /// Milliseconds for which a request id is remembered.
    package static let requestMemoryMilliseconds: Int64 = 24 * 3600 * 1000
    /// Bytes of a script with its parameters filled in.
    package static let expandedBytes = 4 * 1024 * 1024
    /// Levels of an expression, and of JSON that one reads.
    package static let expressionDepth = 128
    /// Steps of work of all expressions of one text. A step is an operator or a call, or 16 bytes
    /// that one reads or makes.
    package static let expressionSteps = 200_000
    /// Bytes of a text that an expression makes: a node's outputs as JSON fit in, however escaped.
    package static let expressionBytes = 512 * 1024
    /// Arguments of a call in an expression.
    package static let expressionArguments = 100
    /// Elements of a list in an expression, and of a list that is looped over.
    package static let listElements = 10_000
    /// Missed cycles of a schedule that are run after a downtime.
    package static let catchupCycles = 1_000
    /// Cycles of another job that an instance waits for.
    package static let dependencyCycles = 1_500
    /// Cycles of a backfill, or instances of a retry of several jobs.
    package static let backfillCycles = 10_000
    /// Cycles of a backfill that are at work at once (`S214`).
    package static let backfillParallel = 128
    /// The last of the priorities of a job; 0 is the first.
    package static let lowestPriority = 9
    /// The priority of a job that names none.
    package static let standardPriority = 5
    /// Slots of a pool.
    package static let poolSlots = 100_000
    /// Pools of a daemon.
    package static let pools = 1_000
    /// The highest quota of jobs or file objects in an environment of a workspace.
    package static let quota = 1_000_000
    /// What that quota is until an admin says otherwise.
    package static let standardQuota = 10_000
    /// Bytes of what an environment sets for its jobs.
    package static let environmentBytes = 1024 * 1024
    /// Roles that calls give in a workspace, and that the daemon's file gives in one.
    package static let grants = 1_000
    /// Milliseconds in which a refusal for want of a role is logged once for each user, method and
    /// workspace.
    package static let refusalMilliseconds: Int64 = 60_000
    /// Refusals that are remembered for that; more of them are not logged.
    package static let refusals = 1_000
    /// Conditions of a node.
    package static let conditions = 100
    /// Elements of the list of a ForEach.
    package static let callItems = 10_000
    /// Instances of a ForEach that are at work at once.
    package static let callParallel = 128
    /// Jobs that call one another, from the first to the last.
    package static let callDepth = 16
    /// What a run's length may be of the usual one before it is slow, percent: 1.1 to 100 times.
    package static let slowPercent = 110...10_000
    /// Rules of a job that say whom it tells of what.
    package static let notificationRules = 20
    /// Arguments of a notification's command, its program among them; headers of its webhook.
    package static let notificationWords = 100
    /// Shortest and longest time that a try to deliver a notification may be given, milliseconds.
    package static let notificationTimeout: ClosedRange<Int64> = 1_000...600_000
    /// Tries to deliver a notification after the first one.
    package static let notificationRetries = 20
    /// Failed nodes that a notification names.
    package static let notifiedNodes = 20
    /// Notifications that wait to be delivered.
    package static let pendingNotifications = 10_000
    /// Bytes of what comes with an event.
    package static let eventDataBytes = 64 * 1024
    /// Bytes of the id that a call gives its event.
    package static let eventIDBytes = 256
    /// Files that a pattern is looked through for; what comes behind them is left out.
    package static let matchingFiles = 10_000
    /// Bytes of a path.
    package static let pathBytes = 4_095
    /// Commands and events that are applied in one batch.
    package static let batchInputs = 4_096
}

extension Limits {
    /// Problems of a job file that an error lists; validation lists more.
    package static let problemsInError = 50

    /// The limits as `sluice server info` shows them.
    package static let named: [(name: String, value: Int64, unit: String)] = [
        ("job.source", Int64(jobSourceBytes), "bytes"),
        ("job.nodes", Int64(jobNodes), "nodes"),
        ("job.depend-jobs", Int64(dependJobs), "jobs"),
        ("job.resources", Int64(resources), "file objects"),
        ("job.versions", Int64(jobVersions), "versions"),
        ("object.content", Int64(objectBytes), "bytes"),
        ("object.versions", Int64(objectVersions), "versions"),
        ("object.name", Int64(fileNameBytes), "bytes"),
        ("job.parallel-instances", Int64(parallelInstances), "instances"),
        ("job.pairs", Int64(pairs), "entries"),
        ("job.value", Int64(valueBytes), "bytes"),
        ("job.duration", durationMilliseconds, "milliseconds"),
        ("job.priority", Int64(lowestPriority), "levels"),
        ("node.retries", Int64(retryTimes), "retries"),
        ("node.conditions", Int64(conditions), "conditions"),
        ("foreach.items", Int64(callItems), "elements"),
        ("foreach.parallel", Int64(callParallel), "instances"),
        ("subjob.depth", Int64(callDepth), "jobs"),
        ("schedule.catchup", Int64(catchupCycles), "cycles"),
        ("schedule.dependency-cycles", Int64(dependencyCycles), "cycles"),
        ("schedule.waiting", waitingMilliseconds, "milliseconds"),
        ("backfill.cycles", Int64(backfillCycles), "cycles"),
        ("backfill.parallel", Int64(backfillParallel), "cycles"),
        ("pools", Int64(pools), "pools"),
        ("pool.slots", Int64(poolSlots), "slots"),
        ("environment.settings", Int64(environmentBytes), "bytes"),
        ("workspace.quota", Int64(quota), "objects"),
        ("workspace.grants", Int64(grants), "roles"),
        ("role.refusal-log", refusalMilliseconds, "milliseconds"),
        ("role.refusals", Int64(refusals), "refusals"),
        ("name", Int64(nameCharacters), "characters"),
        ("instances.live-nodes", Int64(liveNodeInstances), "node instances"),
        ("batch.targets", Int64(batchTargets), "instances"),
        ("batch.listed", Int64(listedChanges), "changes"),
        ("event.path", Int64(pathBytes), "bytes"),
        ("event.data", Int64(eventDataBytes), "bytes"),
        ("event.id", Int64(eventIDBytes), "bytes"),
        ("event.files", Int64(matchingFiles), "files of a pattern"),
        ("attempt.log", logBytes, "bytes"),
        ("attempt.output", Int64(outputBytes), "bytes"),
        ("expression.depth", Int64(expressionDepth), "levels"),
        ("expression.work", Int64(expressionSteps), "steps"),
        ("expression.text", Int64(expressionBytes), "bytes"),
        ("expression.arguments", Int64(expressionArguments), "arguments"),
        ("expression.list", Int64(listElements), "elements"),
        ("expression.filled-in", Int64(expandedBytes), "bytes"),
        ("request.id", Int64(requestIDBytes), "bytes"),
        ("request.reason", Int64(reasonBytes), "bytes"),
        ("schedule.slower-than", Int64(slowPercent.upperBound), "percent"),
        ("job.notifications", Int64(notificationRules), "rules"),
        ("notification.words", Int64(notificationWords), "words"),
        ("notification.timeout", notificationTimeout.upperBound, "milliseconds"),
        ("notification.retries", Int64(notificationRetries), "retries"),
        ("notification.nodes", Int64(notifiedNodes), "nodes"),
        ("notifications.pending", Int64(pendingNotifications), "notifications"),
        ("publish.items", Int64(publishItems), "items"),
        ("request.memory", requestMemoryMilliseconds, "milliseconds"),
    ]
}
