internal import GRDB
internal import SluiceEngine
internal import SluiceModel
internal import SluiceWire

/// What was done by hand to an instance and its nodes.
extension Queries {
    /// Attributes that an answer has at most: the newest. Their texts fill no more than a quarter
    /// of a message.
    private static let attributeLimit = 10_000
    private static let attributeBytes = 1024 * 1024

    /// To the instance its own, to each node of the page those of the node; oldest first.
    func addAttributes(
        to instance: inout SluiceWire.Instance, and page: inout NodeRows.Page, _ db: Database,
    ) throws {
        let row = try SQLStatement(
            db,
            """
            SELECT ordinal, kind, detail, time, user, reason FROM attribute
            WHERE instance_id = ? AND (ordinal IS NULL OR ordinal BETWEEN ? AND ?)
            ORDER BY id DESC
            LIMIT ?
            """)
        let first = page.lastOrdinal - page.count + 1
        row.bind(instance.instanceId)
        row.bind(first)
        row.bind(page.lastOrdinal)
        row.bind(Self.attributeLimit)
        var found: [(ordinal: Int?, attribute: Attribute)] = []
        var room = Self.attributeBytes
        while try row.step() {
            let entry = (row.optionalInteger().map { Int($0) }, Attribute(row))
            room -= entry.1.detail.utf8.count + entry.1.reason.utf8.count
            if room < 0 { break }
            found.append(entry)
        }
        for (ordinal, attribute) in found.reversed() {
            if let ordinal {
                page.nodes[ordinal - first].attributes.append(attribute)
            } else {
                instance.attributes.append(attribute)
            }
        }
    }
}

extension Attribute {
    /// Five columns, from `kind` to `reason`.
    fileprivate init(_ row: SQLStatement) {
        self.init(
            kind: row.text(), detail: row.text(), time: row.integer(), user: row.text(),
            reason: row.text())
    }
}

extension InstanceDependency {
    init(_ dependency: Dependency) {
        self.init(
            jobName: dependency.jobName, planTime: dependency.planTime.milliseconds,
            failPolicy: SluiceWire.FailPolicy(dependency.failPolicy),
            dropped: dependency.isDropped)
        guard let upstream = dependency.upstream else { return }
        instanceId = upstream.instance.rawValue
        status = SluiceWire.InstanceStatus(rawValue: Int32(upstream.status.rawValue))
    }
}
