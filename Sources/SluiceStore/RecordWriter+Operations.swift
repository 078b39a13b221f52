internal import SluiceEngine
internal import SluiceModel

/// What operations leave behind, and what is said about calls.
extension RecordWriter {
    func write(_ attribute: AttributeRecord) throws {
        let row = try statement(.attribute)
        row.bind(attribute.instance.rawValue)
        row.bind(attribute.ordinal.map(Int64.init))
        row.bind(attribute.kind.rawValue)
        row.bind(attribute.detail)
        row.bind(attribute.time.milliseconds)
        row.bind(attribute.user)
        row.bind(attribute.reason)
        try row.run()
    }

    func write(_ record: DependencyRecord) throws {
        let row = try statement(.dependency)
        row.bind(record.instance.rawValue)
        row.bind(record.position)
        row.bind(record.dependency.job.rawValue)
        row.bind(record.dependency.jobName)
        row.bind(record.dependency.planTime.milliseconds)
        row.bind(record.dependency.failPolicy.rawValue)
        row.bind(record.dependency.isDropped)
        try row.run()
    }

    func forgetDependencies(of instance: InstanceID) throws {
        let row = try statement(.forgetDependencies)
        row.bind(instance.rawValue)
        try row.run()
    }

    func write(_ operation: OperationRecord) throws {
        let row = try statement(.operation)
        row.bind(operation.time.milliseconds)
        row.bind(Int64(operation.caller.uid))
        row.bind(Int64(operation.caller.gid))
        row.bind(Int64(operation.caller.pid))
        row.bind(operation.caller.user)
        row.bind(operation.caller.program)
        row.bind(operation.operation)
        row.bind(operation.scope.workspace)
        row.bind(operation.scope.environment.rawValue)
        row.bind(operation.jobName)
        row.bind(operation.instance?.rawValue)
        row.bind(operation.node)
        row.bind(operation.from)
        row.bind(operation.to)
        row.bind(operation.effect)
        row.bind(operation.afterSeq)
        row.bind(operation.detail)
        row.bind(operation.reason)
        row.bind(operation.refusal)
        try row.run()
    }

    func write(_ answer: AnswerRecord) throws {
        let row = try statement(.answer)
        row.bind(Int64(answer.uid))
        row.bind(answer.requestID)
        row.bind(Int64(bitPattern: answer.digest))
        row.bind(answer.time.milliseconds)
        row.bind(answer.response)
        try row.run()
    }
}
