/// Keys of a job file, in the order in which people write them.
enum JobKey: String, FieldKey {
    case name, description, labels, params, connections, env, workingFolder
    case maxParallelInstances, maxParallelNodes, dependJobs, confirmBeforeRun, nodes
}

/// Keys of a node.
enum NodeKey: String, FieldKey {
    case name, type, dependsOn, script, command, interpreter, connection
    case retryTimes, retryInterval, retryBackoff, retryIntervalMax, retryOnTimeout
    case failPolicy, maxExecutionTime, env, workingFolder, properties, labels
}

/// Keys of a job that comes before.
enum DependencyKey: String, FieldKey {
    case job, onFailure
}

/// Keys of a connection.
enum ConnectionKey: String, FieldKey {
    case type, path
}
