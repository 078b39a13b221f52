internal import GRDB
internal import SluiceEngine
internal import SluiceModel
internal import SluiceWire

/// A node instance that a request names.
struct NamedNode {
    var ref: NodeRef
    var name: String
    /// Number of the latest attempt; 0: none yet.
    var attempt: Int
}

extension Queries {
    /// A node of an instance by its name, the youngest of that name: where a retry gave the
    /// instance other nodes, a name that only earlier ones had is found among those. `reason` is
    /// what the error is called where there is none.
    func node(
        _ name: String, of instance: InstanceRow, _ db: Database,
        orElse reason: String = "NODE_NOT_FOUND",
    ) throws -> NamedNode {
        let row = try SQLStatement(
            db,
            """
            SELECT ordinal, attempt FROM node WHERE instance_id = ? AND name = ?
            ORDER BY ordinal DESC
            LIMIT 1
            """)
        row.bind(instance.message.instanceId)
        row.bind(name)
        guard try row.step() else {
            let names = try definitions.facts(of: instance.key, db).nodes.map(\.name)
            throw SluiceError.noNode(name, of: instance, names: names, reason)
        }
        let ref = NodeRef(
            instance: InstanceID(instance.message.instanceId), ordinal: row.int())
        return NamedNode(ref: ref, name: name, attempt: row.int())
    }

    /// What a request names as `node`.
    func target(
        _ target: SluiceWire.NodeTarget?, _ db: Database, _ scope: StoredScope,
    ) throws -> (instance: InstanceRow, node: NamedNode) {
        guard let target else {
            throw SluiceError(
                .invalidArgument, reason: "NODE_NOT_NAMED", "no node is named",
                subject: "node", domain: .parameterNotConfigured)
        }
        let instance = try instance(target.instanceId, db, scope, .zero)
        return (instance, try node(target.nodeName, of: instance, db))
    }
}

extension SluiceError {
    static func noNode(
        _ name: String, of instance: InstanceRow, names: [String], _ reason: String,
    ) -> SluiceError {
        let hint = nearest(to: name, among: names).map { "; did you mean '\($0)'?" } ?? ""
        return SluiceError(
            .notFound, reason: reason,
            "instance \(instance.message.instanceId) of job '\(instance.message.jobName)' has no "
                + "node '\(name)'\(hint)",
            subject: "node \(name)", domain: .nodeNotInJob)
    }

    static func noAttempt(_ number: Int, of node: NamedNode) -> SluiceError {
        SluiceError(
            .notFound, reason: "ATTEMPT_NOT_FOUND",
            node.attempt == 0
                ? "node '\(node.name)' of instance \(node.ref.instance) has no attempt yet"
                : "node '\(node.name)' of instance \(node.ref.instance) has attempts 1 to "
                    + "\(node.attempt), not \(number)",
            subject: "attempt \(number)")
    }
}

// MARK: - Names that were mistyped

/// Letters of a name that are compared.
private let comparedLetters = 64

/// The name that a mistyped one was meant for; nil where none is near.
private func nearest(to name: String, among known: [String]) -> String? {
    let wanted = Array(name.lowercased().prefix(comparedLetters))
    let allowed = max(1, wanted.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in known {
        let letters = Array(candidate.lowercased().prefix(comparedLetters))
        guard abs(letters.count - wanted.count) <= allowed else { continue }
        let distance = editDistance(wanted, letters)
        if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
}

/// Letters to put in, take out or replace until one text is the other (Levenshtein).
private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    var last = Array(0...right.count)
    for row in left.indices {
        var current = [row + 1]
        for column in right.indices {
            let isSame = left[row] == right[column]
            current.append(
                min(last[column] + (isSame ? 0 : 1), last[column + 1] + 1, current[column] + 1))
        }
        last = current
    }
    return last[right.count]
}
