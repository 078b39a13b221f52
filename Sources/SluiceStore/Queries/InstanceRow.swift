internal import GRDB
internal import SluiceEngine
internal import SluiceModel
internal import SluiceWire

/// A row of an instance, with what its message leaves out.
struct InstanceRow {
    var message: SluiceWire.Instance
    var stage: Int
    var firstOrdinal: Int

    var key: VersionKey {
        VersionKey(job: JobID(message.jobId), version: Int(message.version))
    }

    /// The columns that `init` reads, from instance and job.
    static let columns = """
        instance.id, job.name, job.id, instance.status, instance.stage, instance.plan_time,
        instance.submit_time, instance.start_time, instance.end_time, instance.milliseconds,
        instance.type, instance.force_success, instance.ignore_success, instance.version,
        instance.run, instance.reason, instance.user, instance.first_ordinal, instance.waiting,
        instance.running, instance.success, instance.fail, instance.skip, instance.pause,
        instance.manual_stop, instance.params, instance.labels, instance.is_paused,
        instance.is_preferred, instance.wait_reason, instance.parent_id, instance.parent_node,
        instance.event_data, instance.environment_params, instance.environment_connections
        """

    /// The row that `row` stands at.
    init(_ row: SQLStatement, in scope: StoredScope, now: Timestamp) throws {
        var message = SluiceWire.Instance()
        message.instanceId = row.integer()
        message.jobName = row.text()
        message.jobId = row.integer()
        message.status = SluiceWire.InstanceStatus(rawValue: row.int32())
        stage = row.int()
        message.planTime = row.integer()
        message.submitTime = row.integer()
        let start = row.optionalInteger()
        let end = row.optionalInteger()
        let milliseconds = row.optionalInteger()
        message.instanceType = SluiceWire.InstanceType(rawValue: row.int32())
        message.forceSuccess = row.bool()
        message.ignoreSuccess = row.bool()
        message.version = row.int32()
        message.run = row.int32()
        message.reason = row.text()
        message.user = row.text()
        firstOrdinal = row.int()
        let counts = SluiceWire.NodeCounts(
            waiting: row.int32(), running: row.int32(), success: row.int32(), fail: row.int32(),
            skip: row.int32(), pause: row.int32(), manualStop: row.int32())
        let words = { [id = message.instanceId] in "instance \(id)" }
        message.params = try row.pairs("params", words).messages
        message.labels = try row.pairs("labels", words).messages
        message.paused = row.bool()
        message.preferred = row.bool()
        message.waitReason = SluiceWire.WaitReason(rawValue: row.int32())
        message.parentInstanceId = row.optionalInteger() ?? 0
        message.parentNode = row.optionalText() ?? ""
        message.eventData = row.optionalText()
        message.connections = try row.environmentSettings(words).connections
            .map(ConnectionDefinition.init)
        message.counts = counts
        message.total = counts.total
        message.workspace = scope.workspace
        self.message = message
        setTimes(start: start, end: end, milliseconds: milliseconds, now: now)
    }

    /// `S109` to `S111`: 0 while it never started, no end until it is final.
    private mutating func setTimes(
        start: Int64?, end: Int64?, milliseconds: Int64?, now: Timestamp,
    ) {
        message.startTime = start ?? 0
        let hasEnded = stage == Stage.ended.rawValue
        message.endTime = hasEnded ? end : nil
        guard let start else { return }
        let soFar = max(0, now.milliseconds - start)
        message.executeTime = hasEnded ? milliseconds : soFar
    }
}

extension SluiceWire.NodeCounts {
    /// Number of nodes in all.
    fileprivate var total: Int32 {
        waiting + running + success + fail + skip + pause + manualStop
    }
}
