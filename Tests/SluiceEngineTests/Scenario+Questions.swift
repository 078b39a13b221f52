import SluiceEngine
import SluiceModel

/// What a scenario asks without changing anything.
extension Scenario {
    func preview(_ command: Command) -> [String] {
        var copy = engine.copy(for: command)
        var effects = Effects()
        do {
            try hydrate { engine in engine.needs(of: command) }
            copy = engine.copy(for: command)
            let reply = try copy.handle(command, by: Self.caller, at: now, into: &effects)
            return reply.changes.flatMap(words) + reply.refused.map { "left out: \($0.message)" }
                + reply.dependents.map {
                    "depends on it: \($0.instance) \($0.jobName) \($0.status)"
                        + ($0.isIncluded ? ", included" : "")
                }
        } catch {
            return ["refused: \(error)"]
        }
    }

    private func words(_ change: InstanceChange) -> [String] {
        let from = change.from.map { "\($0)" } ?? "new"
        let effect = change.effect.isEmpty ? "" : "  (\(change.effect))"
        let starts =
            change.starts.isEmpty ? [] : ["  then starts \(change.starts.joined(separator: " "))"]
        return ["instance \(change.instance): \(from) -> \(change.to)\(effect)"]
            + change.nodes.map { node in
                let from = node.from.map { "\($0)" } ?? "new"
                let effect = node.effect.isEmpty ? "" : "  (\(node.effect))"
                return "  \(node.name): \(from) -> \(node.to)\(effect)"
            } + starts
    }

    func why(_ text: String) -> [String] {
        let parts = text.split(separator: "/").map(String.init)
        guard let instance = id(parts[0]) else { return ["no instance \(text)"] }
        do {
            try hydrate { engine in engine.needs(toExplain: instance) }
            let found = try engine.explain(
                instance, node: parts.count > 1 ? parts[1] : nil, in: .standard, at: now)
            return [found.summary]
                + found.causes.map { cause in
                    String(repeating: "  ", count: cause.depth + 1) + cause.text
                }
                + found.remedies.map { remedy in
                    let target = remedy.node.map { "\(remedy.instance)/\($0)" }
                    return
                        "-> \(remedy.operation) \(target ?? "\(remedy.instance)"): \(remedy.text)"
                }
        } catch {
            return ["refused: \(error)"]
        }
    }

    func allowed(_ text: String) -> [String] {
        let parts = text.split(separator: "/").map(String.init)
        guard let instance = id(parts[0]) else { return ["no instance \(text)"] }
        do {
            try hydrate { engine in engine.needs(toExplain: instance) }
            return try engine.allowedOperations(
                instance, node: parts.count > 1 ? parts[1] : nil, in: .standard
            ).filter { $0.refusal == nil }.map(\.name)
        } catch {
            return ["refused: \(error)"]
        }
    }
}
