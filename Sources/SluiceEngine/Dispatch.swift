internal import DequeModule
internal import SluiceExpression
internal import SluiceModel

/// From ready to running: slots are given out, texts are filled in, starts are ordered.
extension Engine {
    /// Starts nothing more in this life of the engine; what runs is still seen to its end.
    package mutating func drain() {
        isDraining = true
    }

    /// Starts ready nodes as long as there are slots.
    mutating func dispatch(_ now: Now, _ effects: inout Effects) {
        tellDependents(now, &effects)
        // Without a keeper nothing is dispatched: an attempt names the keeper that it went to.
        guard !incarnation.text.isEmpty, !isDraining else { return }
        while let ref = nextReady() {
            guard let node = standing(of: ref) else { continue }
            withInstance(ref.instance, now, &effects) { instance, turn in
                instance.dispatch(node.index, &turn)
            }
            // A node that cannot be prepared may end its instance, and that frees others.
            if !changedStatuses.isEmpty { tellDependents(now, &effects) }
        }
    }
}

extension Instance {
    fileprivate mutating func dispatch(_ index: Int, _ turn: inout Turn) {
        let limit = graph.definition.maxParallelNodes
        guard limit == 0 || counts[.running] < limit else {
            overParallel.append(index)
            return
        }
        do throws(NotEvaluated) {
            guard !graph.nodes[index].type.callsJob else { return try beginCall(index, &turn) }
            var start = try start(of: index, at: turn.now.wall)
            beginAttempt(index, &turn)
            start.id = attemptID(index)
            let running = Running(start: turn.now.wall, incarnation: turn.incarnation)
            record(
                index, start: running.start, incarnation: running.incarnation, nil,
                code: code(of: start, index), &turn)
            setPhase(index, .running(running), &turn)
            takeSlots(index, 1, &turn)
            turn.actions.append(.start(start))
            settle(&turn)
        } catch {
            failBeforeStart(index, why: error.why, &turn)
        }
    }

    /// What the attempt runs, where it is not what the definition says.
    private func code(of start: AttemptStart, _ index: Int) -> FilledCode? {
        let node = graph.nodes[index]
        guard start.script != node.script || start.command != node.command else { return nil }
        return FilledCode(script: start.script, command: start.command)
    }

    /// All that the present attempt of a node needs, with every text filled in.
    ///
    /// - Parameter time: when the attempt starts; nil: it was dispatched already.
    func start(of index: Int, at time: Timestamp? = nil) throws(NotEvaluated) -> AttemptStart {
        let node = graph.nodes[index]
        var fill = Filling(for: self, at: time ?? startOfAttempt(index))
        // First, since the other texts can ask for them.
        let env = try fill.variables(graph.definition.env + node.env)
        let folder =
            node.workingFolder.isEmpty ? graph.definition.workingFolder : node.workingFolder
        let scriptMode: Template.Mode = node.type == .sql ? .strict : .script
        return AttemptStart(
            id: attemptID(index), scope: scope, jobName: jobName, nodeName: node.name,
            type: node.type, run: run.number, planTime: planTime,
            script: try fill(node.script, of: "script", scriptMode),
            command: try fill(node.command, of: "command"), interpreter: node.interpreter,
            connection: try connection(of: node, &fill), params: params, env: env,
            workingFolder: try fill(folder, of: "workingFolder"),
            properties: try fill(node.properties, of: "properties"),
            maxExecutionMilliseconds: node.maxExecutionMilliseconds, eventData: eventData,
            resources: try pinned())
    }

    private func startOfAttempt(_ index: Int) -> Timestamp? {
        guard case .running(let running) = nodes[index].phase else { return nil }
        return running.start
    }

    private func connection(
        of node: NodeDefinition, _ fill: inout Filling,
    ) throws(NotEvaluated) -> Connection? {
        let set = fromEnvironment.connections.first { $0.name == node.connection }
        let defined = graph.definition.connections.first { $0.name == node.connection }
        guard var connection = set ?? defined else { return nil }
        guard connection.kind != .environment else {
            throw NotEvaluated(
                why: "\(scope.environment.words) had no connection '\(connection.name)' when "
                    + "the instance was made")
        }
        connection.path = try fill(connection.path, of: "connection '\(connection.name)'")
        return connection
    }
}
