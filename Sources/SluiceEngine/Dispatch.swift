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
        while slotsTaken < settings.slots, let ref = ready.popFirst() {
            guard let node = standing(of: ref), node.phase == .waiting(.slot),
                instances[ref.instance]?.isHeldByPause(node.index) == false
            else { continue }
            withInstance(ref.instance, now, &effects) { instance, turn in
                instance.dispatch(node.index, &turn)
            }
            // A node that cannot be prepared may end its instance, and that frees others.
            if !changedStatuses.isEmpty { tellDependents(now, &effects) }
        }
    }
}

/// A text of the node has an expression that does not evaluate.
struct NotEvaluated: Error {
    var why: String
}

extension Instance {
    fileprivate mutating func dispatch(_ index: Int, _ turn: inout Turn) {
        let limit = graph.definition.maxParallelNodes
        guard limit == 0 || counts[.running] < limit else {
            overParallel.append(index)
            return
        }
        do throws(NotEvaluated) {
            var start = try start(of: index)
            beginAttempt(index, &turn)
            start.id = attemptID(index)
            let running = Running(start: turn.now.wall, incarnation: turn.incarnation)
            record(
                index, start: running.start, incarnation: running.incarnation, nil,
                code: code(of: start, index), &turn)
            setPhase(index, .running(running), &turn)
            turn.slotsTaken += 1
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
    func start(of index: Int) throws(NotEvaluated) -> AttemptStart {
        let node = graph.nodes[index]
        let fill = Filling(instance: self)
        let connection = graph.definition.connections.first { $0.name == node.connection }
        let folder =
            node.workingFolder.isEmpty ? graph.definition.workingFolder : node.workingFolder
        let scriptMode: Template.Mode = node.type == .sql ? .strict : .script
        return AttemptStart(
            id: attemptID(index), scope: scope, jobName: jobName, nodeName: node.name,
            type: node.type, run: run.number, planTime: planTime,
            script: try fill(node.script, of: "script", scriptMode),
            command: try fill(node.command, of: "command"), interpreter: node.interpreter,
            connection: try connection.map { value throws(NotEvaluated) in
                Connection(
                    name: value.name, kind: value.kind,
                    path: try fill(value.path, of: "connection '\(value.name)'"))
            },
            params: params,
            env: try fill(graph.definition.env + node.env, of: "env"),
            workingFolder: try fill(folder, of: "workingFolder"),
            properties: try fill(node.properties, of: "properties"),
            maxExecutionMilliseconds: node.maxExecutionMilliseconds)
    }
}

/// Fills in the texts of one node; an error says in which field.
private struct Filling {
    let instance: Instance

    func callAsFunction(
        _ text: String, of field: String, _ mode: Template.Mode = .strict,
    ) throws(NotEvaluated) -> String {
        do throws(ExpressionError) {
            return try Template(text, mode: mode).expand(in: Values(instance: instance))
        } catch {
            throw NotEvaluated(why: "\(field): \(error.message)".shortened)
        }
    }

    func callAsFunction(_ texts: [String], of field: String) throws(NotEvaluated) -> [String] {
        var filled: [String] = []
        for text in texts { filled.append(try self(text, of: field)) }
        return filled
    }

    func callAsFunction(_ pairs: [Pair], of field: String) throws(NotEvaluated) -> [Pair] {
        var filled: [Pair] = []
        for pair in pairs {
            filled.append(Pair(pair.name, try self(pair.value, of: "\(field).\(pair.name)")))
        }
        return filled
    }
}

/// What expressions of a node can see: the instance as it is when the node starts.
private struct Values: ExpressionContext {
    let instance: Instance

    var jobName: String { instance.jobName }
    var planTime: Timestamp { instance.planTime }
    var instanceID: InstanceID { instance.id }

    func param(_ name: String) -> String? {
        instance.params.first { $0.name == name }?.value
    }

    func nodeStatus(_ name: String) -> String? {
        instance.graph.index(of: name).map { instance.nodes[$0].phase.status.description }
    }

    func nodeOutput(_ name: String) -> [Pair]? {
        instance.graph.index(of: name).map { instance.nodes[$0].outputs }
    }
}
