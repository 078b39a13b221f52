/// Keys of a job file, in the order in which people write them.
enum JobKey: String, FieldKey {
    case name, description, kind, module, labels, params, connections, resources, env
    case workingFolder, schedule, trigger
    case priority, maxParallelInstances, maxParallelNodes, dependJobs, confirmBeforeRun
    case onFailure, onSuccess, onLate, nodes
}

/// Keys of what says whom to tell.
enum NotificationKey: String, FieldKey {
    case command, webhook, headers, timeout, retryTimes
}

/// Keys of a node.
enum NodeKey: String, FieldKey {
    case name, type, dependsOn, conditions, join, onSkip, script, command, interpreter, connection
    case job, workspace, params, wait, items, parallel, onItemFailure
    case retryTimes, retryInterval, retryBackoff, retryIntervalMax, retryOnTimeout
    case failPolicy, maxExecutionTime, pool, slots, env, workingFolder, properties, labels
}

/// Keys of a condition of a node.
enum ConditionKey: String, FieldKey {
    case node
    case expression = "if"
}

/// Keys of a schedule.
enum ScheduleKey: String, FieldKey {
    case cron, timeZone, start, end, calendar, calendarRule, catchup, catchupLimit, overlap
    case dependPrePeriod, enabled, startWithin, endWithin, slowerThan, cancelWaitingAfter
    case waitForFile
}

/// Keys of a file that a run waits for.
enum FileListeningKey: String, FieldKey {
    case path, scanInterval, scanDuration
}

/// Keys of the events that make runs.
enum TriggerKey: String, FieldKey {
    case file, job, workspace, on, call, enabled
}

/// Keys of a job that comes before.
enum DependencyKey: String, FieldKey {
    case job, workspace, period, onFailure
}

/// Keys of a connection.
enum ConnectionKey: String, FieldKey {
    case type, path
}
