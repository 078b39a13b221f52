package import SluiceModel
package import SluiceWire

// A job's definition as a message and back: how versions are stored and answered. Both directions
// together lose nothing.

extension SluiceWire.JobDefinition {
    package init(_ job: SluiceModel.JobDefinition) {
        self.init(
            name: job.name, description: job.description, params: job.params.messages,
            connections: job.connections.map(ConnectionDefinition.init),
            env: job.env.messages, workingFolder: job.workingFolder, labels: job.labels.messages,
            maxParallelInstances: Int32(clamping: job.maxParallelInstances),
            maxParallelNodes: Int32(clamping: job.maxParallelNodes),
            nodes: job.nodes.map(SluiceWire.NodeDefinition.init),
            dependJobs: job.dependJobs.map(SluiceWire.JobDependency.init),
            confirmBeforeRun: job.confirmBeforeRun,
            schedule: job.schedule.map(SluiceWire.Schedule.init),
            priority: job.priority == Limits.standardPriority
                ? nil : Int32(clamping: job.priority),
            notifications: job.notifications.map(SluiceWire.NotificationRule.init),
            trigger: job.trigger.map(Trigger.init),
            kind: job.kind == .offlineJob ? .unspecified : SluiceWire.ObjectKind(job.kind),
            module: job.module == .pipeline ? .unspecified : SluiceWire.Module(job.module),
            resources: job.resources)
    }
}

extension SluiceModel.JobDefinition {
    /// Nil where a node, a connection, a notification or a trigger is of a type that this program
    /// does not know. What a message of an earlier program lacks has its default.
    package init?(_ message: SluiceWire.JobDefinition) {
        let connections = message.connections.compactMap(Connection.init)
        let nodes = message.nodes.compactMap(SluiceModel.NodeDefinition.init)
        let rules = message.notifications.compactMap(SluiceModel.NotificationRule.init)
        guard connections.count == message.connections.count,
            nodes.count == message.nodes.count, rules.count == message.notifications.count
        else { return nil }
        let trigger = message.trigger.flatMap { TriggerDefinition($0) }
        guard (trigger == nil) == (message.trigger == nil) else { return nil }
        self.init(
            name: message.name, description: message.description,
            kind: SluiceModel.ObjectKind(message.kind) ?? .offlineJob,
            module: SluiceModel.Module(message.module) ?? .pipeline,
            resources: message.resources, params: message.params.pairs,
            connections: connections, env: message.env.pairs,
            workingFolder: message.workingFolder, labels: message.labels.pairs,
            maxParallelInstances: Int(message.maxParallelInstances),
            maxParallelNodes: Int(message.maxParallelNodes), nodes: nodes,
            dependJobs: message.dependJobs.map(SluiceModel.JobDependency.init),
            confirmBeforeRun: message.confirmBeforeRun,
            schedule: message.schedule.map(ScheduleDefinition.init), trigger: trigger,
            priority: message.priority.map(Int.init) ?? Limits.standardPriority,
            notifications: rules)
    }
}

extension SluiceWire.NodeDefinition {
    init(_ node: SluiceModel.NodeDefinition) {
        self.init(
            name: node.name, type: node.type.rawValue, dependsOn: node.dependsOn,
            script: node.script, command: node.command, interpreter: node.interpreter,
            connection: node.connection, retryTimes: Int32(clamping: node.retry.times),
            retryIntervalMs: node.retry.intervalMilliseconds,
            retryExponential: node.retry.exponential,
            retryIntervalMaxMs: node.retry.maxIntervalMilliseconds,
            retryOnTimeout: node.retry.onTimeout,
            failPolicy: SluiceWire.FailPolicy(node.failPolicy),
            maxExecutionTimeMs: node.maxExecutionMilliseconds, env: node.env.messages,
            workingFolder: node.workingFolder, properties: node.properties.messages,
            labels: node.labels.messages,
            conditions: node.conditions.map(SluiceWire.EdgeCondition.init),
            join: node.isUnconditional ? .unspecified : ConditionJoin(node.join),
            skipsDownstream: node.isUnconditional ? nil : node.skipsDownstream,
            pool: node.pool, poolSlots: node.pool.isEmpty ? 0 : Int32(clamping: node.poolSlots),
            call: node.call.map(SluiceWire.JobCall.init))
    }
}

extension SluiceModel.NodeDefinition {
    fileprivate init?(_ message: SluiceWire.NodeDefinition) {
        guard let type = NodeType(rawValue: message.type) else { return nil }
        self.init(
            name: message.name, type: type, dependsOn: message.dependsOn,
            script: message.script, command: message.command, interpreter: message.interpreter,
            connection: message.connection,
            retry: RetryRule(
                times: Int(message.retryTimes), intervalMilliseconds: message.retryIntervalMs,
                exponential: message.retryExponential,
                maxIntervalMilliseconds: message.retryIntervalMaxMs == 0
                    ? Limits.durationMilliseconds : message.retryIntervalMaxMs,
                onTimeout: message.retryOnTimeout),
            failPolicy: SluiceModel.FailPolicy(message.failPolicy),
            maxExecutionMilliseconds: message.maxExecutionTimeMs, env: message.env.pairs,
            workingFolder: message.workingFolder, properties: message.properties.pairs,
            labels: message.labels.pairs,
            conditions: message.conditions.map(SluiceModel.EdgeCondition.init),
            join: Join(message.join), skipsDownstream: message.skipsDownstream ?? true,
            pool: message.pool, poolSlots: max(1, Int(message.poolSlots)),
            call: message.call.map(SluiceModel.JobCall.init))
    }

    /// Nothing about conditions is to be said: it has none, and the defaults of the rest.
    fileprivate var isUnconditional: Bool { conditions.isEmpty && join == .or && skipsDownstream }
}

extension SluiceWire.JobCall {
    fileprivate init(_ call: SluiceModel.JobCall) {
        self.init(
            jobName: call.jobName, workspace: call.workspace, params: call.params.messages,
            detached: !call.waits, items: call.items, list: call.list,
            parallel: Int32(clamping: call.parallel), stopsOnFailure: call.stopsOnFailure)
    }
}

extension SluiceModel.JobCall {
    fileprivate init(_ message: SluiceWire.JobCall) {
        self.init(
            jobName: message.jobName, workspace: message.workspace, params: message.params.pairs,
            waits: !message.detached, items: message.items, list: message.list,
            parallel: max(1, Int(message.parallel)), stopsOnFailure: message.stopsOnFailure)
    }
}

extension ConnectionDefinition {
    init(_ connection: Connection) {
        self.init(
            name: connection.name, type: connection.kind.rawValue, path: connection.path)
    }
}

extension Connection {
    fileprivate init?(_ message: ConnectionDefinition) {
        guard let kind = Kind(rawValue: message.type) else { return nil }
        self.init(name: message.name, kind: kind, path: message.path)
    }
}

// MARK: - What the two vocabularies share

extension [Pair] {
    package var messages: [KeyValue] { map { KeyValue(key: $0.name, value: $0.value) } }
}

extension [KeyValue] {
    package var pairs: [Pair] { map { Pair($0.key, $0.value) } }
}

extension SluiceWire.ObjectKind {
    package init(_ kind: SluiceModel.ObjectKind) { self.init(rawValue: Int32(kind.rawValue)) }
}

extension SluiceModel.ObjectKind {
    /// Nil where the message names none.
    package init?(_ kind: SluiceWire.ObjectKind) { self.init(rawValue: Int(kind.rawValue)) }
}

extension SluiceWire.Module {
    package init(_ module: SluiceModel.Module) { self.init(rawValue: Int32(module.rawValue)) }
}

extension SluiceModel.Module {
    /// Nil where the message names none.
    package init?(_ module: SluiceWire.Module) { self.init(rawValue: Int(module.rawValue)) }
}

extension SluiceWire.FailPolicy {
    package init(_ policy: SluiceModel.FailPolicy) {
        self.init(rawValue: Int32(policy.rawValue))
    }
}

extension SluiceModel.FailPolicy {
    /// The standard policy where the message has none.
    init(_ message: SluiceWire.FailPolicy) {
        self = Self(rawValue: Int(message.rawValue)) ?? .fail
    }
}
