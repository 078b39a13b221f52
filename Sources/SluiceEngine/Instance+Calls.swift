internal import SluiceExpression
internal import SluiceModel

/// Nodes whose attempts are instances of another job.
extension Instance {
    /// The next attempt begins. Its instances are made by the engine.
    mutating func beginCall(_ index: Int, _ turn: inout Turn) throws(NotEvaluated) {
        let call = try call(of: index, at: turn.now)
        let goesOn = nodes[index].flags.contains(.goesOn)
        beginAttempt(index, &turn)
        record(index, start: turn.now.wall, incarnation: nil, nil, &turn)
        let running = Running(start: turn.now.wall, incarnation: nil)
        change(index, &turn) { node in
            node.phase = .running(running)
            node.flags.remove(.goesOn)
            node.reason = ""
        }
        if let old = calls[index], goesOn, old.elements == call.elements {
            calls[index] = old.goingOn()
        } else {
            calls[index] = call
            turn.records.append(.callBegun(ref(index)))
        }
        calls[index]?.deadline = call.deadline
        for position in call.items.indices { record(item: position, of: index, &turn) }
        if let due = call.deadline { turn.timers.append(Timer(due: due, node: ref(index))) }
        turn.calls.append(ref(index))
        settle(&turn)
    }

    private func call(of index: Int, at now: Now) throws(NotEvaluated) -> Call {
        let node = graph.nodes[index]
        var call = Call(elements: try elements(of: index, at: now.wall))
        if node.maxExecutionMilliseconds > 0 {
            call.deadline = now.boot.advanced(milliseconds: node.maxExecutionMilliseconds)
        }
        return call
    }

    /// What a ForEach goes over. A SubJob has one item, which is null.
    private func elements(
        of index: Int, at time: Timestamp,
    ) throws(NotEvaluated) -> [ExpressionValue] {
        let node = graph.nodes[index]
        guard let call = node.call, node.type == .forEach else { return [.null] }
        var fill = try filling(of: index, at: time)
        guard call.items.isEmpty else {
            return try fill(call.items, of: "items").map { .text($0) }
        }
        let text = try fill(call.list, of: "items")
        do throws(NoElementList) {
            return try ExpressionValue.elements(of: text)
        } catch {
            throw NotEvaluated(why: "items: \(error.reason)".shortened)
        }
    }

    private func filling(of index: Int, at time: Timestamp) throws(NotEvaluated) -> Filling {
        var fill = Filling(for: self, at: time)
        _ = try fill.variables(graph.definition.env + graph.nodes[index].env)
        return fill
    }

    /// Values for parameters of the instance of an item.
    func params(
        ofItem position: Int, of index: Int, at time: Timestamp,
    ) throws(NotEvaluated) -> [Pair] {
        guard let params = graph.nodes[index].call?.params, !params.isEmpty else { return [] }
        var fill = try filling(of: index, at: time)
        if graph.nodes[index].type == .forEach, let call = calls[index] {
            fill.setLoop(ExpressionLoop(elements: call.elements, offset: position))
        }
        return try fill(params, of: "params")
    }

    // MARK: - Items

    mutating func set(
        item position: Int, of index: Int, _ turn: inout Turn,
        _ change: (inout CallItem) -> Void,
    ) {
        calls[index]?.set(position, change)
        record(item: position, of: index, &turn)
        touch(index, &turn)
        if case .running = nodes[index].phase { nodes[index].reason = progress(of: index) }
    }

    private func record(item position: Int, of index: Int, _ turn: inout Turn) {
        guard let item = calls[index]?.items[position] else { return }
        turn.records.append(
            .callItem(CallItemRecord(node: ref(index), position: position, item: item)))
    }

    private func progress(of index: Int) -> String {
        guard let call = calls[index], let job = graph.nodes[index].call else { return "" }
        guard graph.nodes[index].type == .forEach else {
            return call.items[0].instance.map { "instance \($0) of \(job.qualifiedName)" } ?? ""
        }
        let failed = call.failed > 0 ? ", \(call.failed) failed" : ""
        return "\(call.succeeded) of \(call.items.count) done, \(call.active) at work\(failed)"
    }

    /// Ends the attempt where nothing is at work any more and nothing will begin.
    mutating func settleCall(_ index: Int, outputs: [Pair], _ turn: inout Turn) {
        guard case .running(let running) = nodes[index].phase, let call = calls[index],
            let job = graph.nodes[index].call, call.active == 0
        else { return }
        let outcome: Outcome
        switch running.stopping {
        case .timedOut: outcome = .timeout
        case .some: outcome = .stopped
        case nil:
            guard call.isDone(job) else { return }
            outcome = call.failed > 0 ? .calledFailed(wordsOfFailure(of: index)) : .success
        }
        let result = AttemptResult(
            outcome: outcome, endTime: turn.now.wall,
            milliseconds: max(0, turn.now.wall.milliseconds - running.start.milliseconds),
            outputs: outputs + summary(of: index))
        attemptEnded(index, running, result, &turn)
    }

    private func summary(of index: Int) -> [Pair] {
        guard let call = calls[index] else { return [] }
        guard graph.nodes[index].type == .forEach else {
            return call.items[0].instance.map { [Pair("instance", $0.description)] } ?? []
        }
        return [
            Pair("count", String(call.items.count)), Pair("success", String(call.succeeded)),
            Pair("fail", String(call.failed)),
        ]
    }

    private func wordsOfFailure(of index: Int) -> String {
        guard let call = calls[index],
            let position = call.items.firstIndex(where: { $0.state == .fail })
        else { return "" }
        let first = call.items[position].reason
        guard graph.nodes[index].type == .forEach else { return first }
        return "\(call.failed) of \(call.items.count) items failed; item \(position): \(first)"
            .shortened
    }

    /// What the last nodes have reported, as far as a node may report.
    var lastOutputs: [Pair] {
        var bytes = 0
        var outputs: [Pair] = []
        for index in nodes.indices where graph.successors[index].isEmpty {
            for pair in nodes[index].outputs {
                bytes += pair.name.utf8.count + pair.value.utf8.count + 2
                guard bytes <= Limits.outputBytes else { return outputs }
                outputs = outputs.merged(with: [pair])
            }
        }
        return outputs
    }

    /// Nodes at work on instances of other jobs.
    var callsAtWork: [NodeRef] {
        guard !calls.isEmpty else { return [] }
        return calls.keys.filter { index in
            if case .running = nodes[index].phase { true } else { false }
        }.sorted().map { ref($0) }
    }
}

extension Instance {
    /// How much of its time a node has left that was at work when the engine was restored.
    mutating func restoreDeadline(ofCall index: Int, _ running: Running, at now: Now) {
        let limit = graph.nodes[index].maxExecutionMilliseconds
        guard limit > 0 else { return }
        let age = max(0, now.wall.milliseconds - running.start.milliseconds)
        calls[index]?.deadline = now.boot.advanced(milliseconds: max(0, limit - age))
    }
}
