import SluiceWire

/// What an operation is about, and so how its changes are counted and listed.
enum Subject {
    case instances
    case nodes
}

extension [ChangeResult] {
    /// All of them as one; several have no plan token in common.
    var merged: ChangeResult {
        var all = first ?? ChangeResult()
        for result in dropFirst() {
            all.instances += result.instances
            all.instanceTotal += result.instanceTotal
            all.refused += result.refused
            all.refusedTotal += result.refusedTotal
            all.dependents += result.dependents
            all.planToken = ""
        }
        return all
    }
}

extension ChangeResult {
    /// Nodes that change, in all instances that are listed.
    var nodeTotal: Int { instances.reduce(0) { $0 + Int($1.nodeTotal) } }

    func count(of subject: Subject) -> ChangeCount {
        switch subject {
        case .instances: ChangeCount(Int(instanceTotal), "instance")
        case .nodes: ChangeCount(nodeTotal, "node", besides: dependents.count)
        }
    }

    fileprivate var changedNodes: [ChangedNode] {
        instances.flatMap { instance in instance.nodes.map { ChangedNode(instance, $0) } }
    }
}

extension InstanceChange {
    /// `load: fail → waiting, report: skip → waiting, and 3 more`
    var nodeText: String {
        let shown = nodes.prefix(4).map { "\($0.nodeName): \($0.transition)" }
        let rest = Int(nodeTotal) - shown.count
        return (shown + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: ", ")
    }

    /// `instance 12 of etl: fail → running (1 node)`
    var sentence: String {
        let nodes = nodeTotal > 0 ? " (\(counted(Int(nodeTotal), "node")))" : ""
        let words = transitionWords(from, to, effect: effect)
        return "instance \(instanceId) of \(jobName): \(words)\(nodes)"
    }
}

extension NodeChange {
    fileprivate var transition: String { transitionWords(from, to, effect: effect) }
}

/// `fail → waiting`, `paused` where the status stays, or both.
private func transitionWords<Status: WireEnum>(
    _ from: Status, _ to: Status, effect: String,
) -> String {
    guard from != to || effect.isEmpty else { return effect }
    let words = from.rawValue == 0 ? to.word : "\(from.word) → \(to.word)"
    return effect.isEmpty ? words : "\(words), \(effect)"
}

// MARK: - Showing

extension Printer {
    /// What was or would be changed: how much, what, what follows, and what is left out.
    func show(_ results: [ChangeResult], _ subject: Subject) throws(Failure) {
        let all = results.merged
        switch format {
        case .json, .jsonl, .yaml, .dot, .mermaid, .svg: try show(all, name: "") {}
        case .csv, .name:
            switch subject {
            case .instances: try showRows(all.instances, as: .changes)
            case .nodes: try showRows(all.changedNodes, as: .changes)
            }
            remarkOnRest(of: all, subject)
        case .table, .wide: try showToPeople(all, subject)
        }
    }

    private func showToPeople(_ result: ChangeResult, _ subject: Subject) throws(Failure) {
        let nodes = result.changedNodes
        if !result.dryRun, subject == .nodes, let node = nodes.first, result.nodeTotal == 1 {
            console.writeLine("\(node.target): \(node.node.transition)")
        } else if !result.dryRun, subject == .instances, result.instanceTotal == 1,
            let instance = result.instances.first
        {
            console.writeLine(instance.sentence)
        } else {
            try showTable(of: result, subject)
        }
        if subject == .nodes { showInstances(of: result) }
        showStarts(of: result)
        try showDependents(of: result)
        showRefused(of: result)
    }

    private func showTable(of result: ChangeResult, _ subject: Subject) throws(Failure) {
        let verb = result.dryRun ? "would change" : "changed"
        guard result.instanceTotal > 0 else { return console.writeLine("nothing \(verb)") }
        switch subject {
        case .instances:
            let nodes = result.nodeTotal > 0 ? ", \(counted(result.nodeTotal, "node")) in all" : ""
            console.writeLine("\(counted(Int(result.instanceTotal), "instance")) \(verb)\(nodes):")
            writeTable(try table(result.instances, as: .changes))
        case .nodes:
            let instances = counted(Int(result.instanceTotal), "instance")
            console.writeLine("\(counted(result.nodeTotal, "node")) of \(instances) \(verb):")
            writeTable(try table(result.changedNodes, as: .changes))
        }
        remarkOnRest(of: result, subject)
    }

    private func remarkOnRest(of result: ChangeResult, _ subject: Subject) {
        let instances = Int(result.instanceTotal) - result.instances.count
        if instances > 0 { console.remark("and \(counted(instances, "more instance"))") }
        let nodes = result.nodeTotal - result.instances.reduce(0) { $0 + $1.nodes.count }
        if subject == .nodes, nodes > 0 { console.remark("and \(counted(nodes, "more node"))") }
    }

    /// How the instances change whose nodes were operated on.
    private func showInstances(of result: ChangeResult) {
        for instance in result.instances where instance.from != instance.to {
            var head = instance
            head.nodeTotal = 0
            console.writeLine(head.sentence)
        }
    }

    /// Nodes that start next which one line names.
    private static let listedStarts = 10

    private func showStarts(of result: ChangeResult) {
        let starts = result.instances.flatMap { instance in
            instance.starts.map { "\(instance.instanceId)/\($0)" }
        }
        guard !starts.isEmpty else { return }
        let listed = starts.prefix(Self.listedStarts)
        let rest = result.instances.reduce(0) { $0 + Int($1.startTotal) } - listed.count
        let names = listed + (rest > 0 ? ["and \(rest) more"] : [])
        console.writeLine("starts next: \(names.joined(separator: ", "))")
    }

    private func showDependents(of result: ChangeResult) throws(Failure) {
        guard !result.dependents.isEmpty else { return }
        let several = result.dependents.count > 1
        let instances = counted(result.dependents.count, "instance")
        console.writeLine("\(instances) of other jobs depend\(several ? "" : "s") on this:")
        writeTable(try table(result.dependents, as: .dependents))
        let others = result.dependents.filter { !$0.included }.map { String($0.instanceId) }
        guard result.dryRun, !others.isEmpty else { return }
        let them = others.count > 1 ? "them" : "it"
        console.writeLine("run \(them) again as well: --include \(others.joined(separator: ","))")
    }

    private func showRefused(of result: ChangeResult) {
        guard result.refusedTotal > 0 else { return }
        console.writeLine("left out, \(counted(Int(result.refusedTotal), "target")):")
        for target in result.refused {
            let node = target.nodeName.isEmpty ? "" : "/\(target.nodeName)"
            console.writeLine("  \(target.instanceId)\(node): \(harmless(target.message))")
        }
        let rest = Int(result.refusedTotal) - result.refused.count
        if rest > 0 { console.writeLine("  and \(rest) more") }
    }
}
