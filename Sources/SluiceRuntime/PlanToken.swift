internal import SluiceEngine
internal import SluiceModel

/// Names an operation, its arguments and what it changes.
enum PlanToken {
    static func of(_ command: Command, _ reply: Reply, in world: Engine) -> String {
        var digest = Digest()
        digest.add(String(reflecting: command))
        if case .job(_, _, let version, let changed) = reply.subject {
            digest.add(Int64(version))
            digest.add(changed ? 1 : Int64(0))
        }
        if case .file(let head, let changed) = reply.subject {
            digest.add(Int64(head.latestVersion))
            digest.add(changed ? 1 : Int64(0))
        }
        if case .backfill(let backfill) = reply.subject {
            for item in backfill.items {
                digest.add(item.job.rawValue)
                digest.add(item.planTime.milliseconds)
                digest.add(item.instance?.rawValue ?? 0)
                digest.add(Int64(item.state.rawValue))
            }
        }
        if case .publications(let publications) = reply.subject {
            for publication in publications {
                digest.add(publication.item.id.rawValue)
                digest.add(Int64(publication.formerVersion))
                digest.add(publication.error)
            }
        }
        for change in reply.changes {
            digest.add(change.from == nil ? 0 : change.instance.rawValue)
            digest.add(change.from?.description ?? "")
            digest.add(change.to.description)
            digest.add(change.effect)
            // Another version has other code under the same names.
            if let instance = world.instances[change.instance] {
                digest.add(Int64(instance.graph.version))
                for pair in instance.overrides {
                    digest.add(pair.name)
                    digest.add(pair.value)
                }
            }
            for node in change.nodes {
                digest.add(node.name)
                digest.add(node.from?.description ?? "")
                digest.add(node.to.description)
                digest.add(node.effect)
            }
        }
        for target in reply.refused {
            digest.add(target.instance.rawValue)
            digest.add(target.node ?? "")
        }
        return digest.hex
    }
}
