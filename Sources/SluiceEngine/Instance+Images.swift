internal import SluiceModel

/// What is written of an instance.
extension Instance {
    /// Its image and, where it changed, that of its run; both count as written from here on.
    mutating func takeImage() -> (instance: InstanceRecord, run: RunRecord?) {
        defer {
            isTouched = false
            isNew = false
            writtenRun = (run, status)
        }
        return (record, unwrittenRun)
    }

    /// The present run, where it is not as it was written last.
    var unwrittenRun: RunRecord? {
        let isWritten = writtenRun.map { $0.run == run && $0.status == status } ?? false
        return isWritten ? nil : runRecord
    }

    /// The image of a node; nil where the ordinal belongs to earlier nodes.
    mutating func takeImage(ofOrdinal ordinal: Int) -> NodeRecord? {
        guard let index = index(ofOrdinal: ordinal) else { return nil }
        defer {
            nodes[index].isTouched = false
            nodes[index].isNew = false
        }
        let node = nodes[index]
        return NodeRecord(
            ref: ref(index), isNew: node.isNew, name: graph.nodes[index].name, phase: node.phase,
            attempt: node.attempt, retries: node.retries, ranInThisRun: node.ranInThisRun,
            reason: node.reason, flags: node.flags, removedUpstreams: node.removedUpstreams,
            since: node.since)
    }

    private var record: InstanceRecord {
        InstanceRecord(
            id: id, isNew: isNew, job: job, scope: scope, jobName: jobName,
            version: graph.version, type: type, planTime: planTime, submitTime: submitTime,
            user: user, labels: labels, overrides: overrides, params: params, status: status,
            stage: stage, ignoreSuccess: ignoreSuccess, forceSuccess: forceSuccess,
            firstOrdinal: firstOrdinal, run: run.number, reason: reason, startTime: run.start,
            endTime: run.end, milliseconds: run.milliseconds, counts: counts, isPaused: isPaused,
            isPreferred: isPreferred, needsConfirmation: needsConfirmation,
            waitReason: waitReason, callingNode: callingNode, fileWait: fileWait,
            eventData: eventData, alertsTold: alertsTold,
            fromEnvironment: fromEnvironment)
    }

    /// First obstacle of the instance as a whole.
    var waitReason: WaitReason? {
        switch stage {
        case .held: obstacle
        case .queued: .slot
        case .open, .stopping, .ended: nil
        }
    }

    private var runRecord: RunRecord {
        RunRecord(
            instance: id, number: run.number, startTime: run.start, endTime: run.end,
            milliseconds: run.milliseconds, status: status, version: graph.version,
            cause: run.cause)
    }
}
