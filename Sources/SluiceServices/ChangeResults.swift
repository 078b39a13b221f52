internal import SluiceEngine
internal import SluiceModel
internal import SluiceRuntime
internal import SluiceWire

// What a command did, as the wire says it.

extension ChangeResult {
    /// The first of everything, and how many there are.
    init(_ done: Done) {
        let reply = done.reply
        var room = Room()
        self.init(
            dryRun: done.isDryRun, planToken: done.planToken,
            instances: reply.changes.prefix(Limits.listedChanges).map {
                SluiceWire.InstanceChange($0, isPreview: done.isDryRun, &room)
            },
            instanceTotal: Int32(clamping: reply.changes.count),
            refused: reply.refused.prefix(Limits.listedChanges).map {
                SluiceWire.RefusedTarget($0)
            },
            refusedTotal: Int32(clamping: reply.refused.count),
            dependents: reply.dependents.prefix(Limits.listedChanges).map {
                SluiceWire.DependentInstance($0)
            })
    }
}

/// What an answer still has room for: a thousand instances of a thousand nodes each are more than
/// a message takes. What finds no room is counted and not listed.
private struct Room {
    /// Half of a message: names and texts of nodes.
    private var bytes = 2 * 1024 * 1024
    /// Bytes of an entry beside its texts, at most.
    private static let overhead = 16

    mutating func take(_ texts: String...) -> Bool {
        bytes -= texts.reduce(Self.overhead) { $0 + $1.utf8.count }
        return bytes >= 0
    }
}

extension SluiceWire.InstanceChange {
    fileprivate init(
        _ change: SluiceEngine.InstanceChange, isPreview: Bool, _ room: inout Room,
    ) {
        self.init(
            instanceId: isPreview && change.from == nil ? 0 : change.instance.rawValue,
            jobName: change.jobName, from: change.from.wire, to: change.to.wire,
            nodes: change.nodes.prefix(Limits.listedChanges).lazy
                .map { SluiceWire.NodeChange($0) }
                .prefix { room.take($0.nodeName, $0.effect) },
            nodeTotal: Int32(clamping: change.nodes.count), effect: change.effect.shortened,
            starts: change.starts.prefix(Limits.listedChanges).prefix { room.take($0) },
            startTotal: Int32(clamping: change.starts.count))
    }
}

extension SluiceWire.NodeChange {
    fileprivate init(_ change: SluiceEngine.NodeChange) {
        self.init(
            nodeName: change.name, from: change.from.wire, to: change.to.wire,
            effect: change.effect.shortened)
    }
}

extension SluiceWire.RefusedTarget {
    fileprivate init(_ target: SluiceEngine.RefusedTarget) {
        self.init(
            instanceId: target.instance.rawValue, nodeName: target.node ?? "",
            message: target.message.shortened)
    }
}

extension SluiceWire.DependentInstance {
    fileprivate init(_ dependent: SluiceEngine.DependentInstance) {
        self.init(
            instanceId: dependent.instance.rawValue, jobName: dependent.jobName,
            status: dependent.status.wire, included: dependent.isIncluded)
    }
}

extension SluiceModel.InstanceStatus {
    var wire: SluiceWire.InstanceStatus { SluiceWire.InstanceStatus(rawValue: Int32(rawValue)) }
}

extension SluiceModel.NodeStatus {
    var wire: SluiceWire.NodeStatus { SluiceWire.NodeStatus(rawValue: Int32(rawValue)) }
}

extension SluiceModel.InstanceStatus? {
    fileprivate var wire: SluiceWire.InstanceStatus { self?.wire ?? .unspecified }
}

extension SluiceModel.NodeStatus? {
    fileprivate var wire: SluiceWire.NodeStatus { self?.wire ?? .unspecified }
}
