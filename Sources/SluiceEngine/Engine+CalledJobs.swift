internal import SluiceModel

/// Jobs whose nodes run instances of other jobs.
extension Engine {
    /// The job that a node calls exists.
    func checkExists(
        calledBy index: Int, of command: SubmitJob, by caller: Caller,
    ) throws(SluiceError) {
        guard let call = command.definition.nodes[index].call,
            call.qualifiedName != command.definition.name
        else { return }
        let place = "nodes[\(index)].job"
        let other = call.scope(in: command.scope)
        guard mayName(other, caller, from: command.scope),
            catalog.head(other, call.jobName) != nil
        else {
            let absence = absence(
                of: "job '\(call.jobName)'", in: other, from: command.scope, caller)
            throw SluiceError(
                .failedPrecondition, reason: "CALLED_JOB_MISSING", "\(place): \(absence)",
                subject: place, domain: .parameterInvalid)
        }
        // Its instances are made there in the end.
        guard other.workspace != command.scope.workspace else { return }
        try caller.check(.operator, in: other.workspace, for: place)
    }

    /// No job calls itself, however long the way, and the way is not too long.
    func checkCalls(of command: SubmitJob, by caller: Caller) throws(SluiceError) {
        let head = JobHead(
            id: JobID(0), scope: command.scope, name: command.definition.name, latestVersion: 0,
            calledJobs: command.definition.calledJobs)
        if let way = wayBack(to: head, along: \.calledJobs, caller) {
            throw SluiceError(
                .invalidArgument, reason: "CALL_CYCLE",
                "the jobs would call each other without end: \(way.joined(separator: " → "))",
                subject: "nodes", domain: .parameterInvalid)
        }
        try checkDepth(of: head, caller)
    }

    private func checkDepth(of head: JobHead, _ caller: Caller) throws(SluiceError) {
        guard !head.calledJobs.isEmpty else { return }
        var (above, below): ([JobID: [String]], [JobID: [String]]) = ([:], [:])
        let before = longestWay(from: head, &above, caller) { catalog.callers(of: $0) }
        let after = longestWay(from: head, &below, caller) { catalog.called(by: $0) }
        let way = before.dropFirst().reversed() + after
        guard way.count > Limits.callDepth else { return }
        throw SluiceError(
            .invalidArgument, reason: "CALLS_TOO_DEEP",
            "\(way.count) jobs would call one another (\(way.joined(separator: " → "))); "
                + "\(Limits.callDepth) are allowed",
            subject: "limit subjob.depth", domain: .parameterInvalid)
    }

    /// What names a job that is gone could not run.
    func checkNothingCalls(_ head: JobHead, _ caller: Caller) throws(SluiceError) {
        let names = caller.names(of: catalog.callers(of: head))
        guard names.isEmpty else {
            throw SluiceError(
                .failedPrecondition, reason: "JOB_HAS_CALLERS",
                "nodes of other jobs run job '\(head.name)': "
                    + names.prefix(10).joined(separator: ", ")
                    + "; submit them without it, or delete them first",
                subject: "job \(head.name)", domain: .parameterInvalid)
        }
    }

    /// The names on the longest way from a job on, itself the first. There are no ways back.
    private func longestWay(
        from head: JobHead, _ known: inout [JobID: [String]], _ caller: Caller,
        next: (JobHead) -> [JobHead],
    ) -> [String] {
        if let way = known[head.id] { return way }
        var longest: [String] = []
        for other in next(head) {
            let way = longestWay(from: other, &known, caller, next: next)
            if way.count > longest.count { longest = way }
        }
        let way = caller.way([head]) + longest
        known[head.id] = way
        return way
    }
}

extension Catalog {
    /// The jobs that have nodes which call one.
    fileprivate func callers(of head: JobHead) -> [JobHead] {
        heads { other in
            other.calledJobs.contains { other.resolve($0) == (head.scope, head.name) }
        }
    }

    func called(by head: JobHead) -> [JobHead] {
        head.calledJobs.compactMap { name in
            let (scope, name) = head.resolve(name)
            return self.head(scope, name)
        }
    }
}

extension JobDefinition {
    /// Names of the jobs that its nodes call, each once.
    package var calledJobs: [String] { nodes.compactMap(\.call?.qualifiedName).uniqued() }
}
