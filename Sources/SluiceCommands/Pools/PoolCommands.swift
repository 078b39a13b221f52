import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct PoolCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pool",
        abstract: "Named slots that nodes take while they run, for what only a few may use.",
        subcommands: [PoolListVerb.self, PoolSetVerb.self, PoolDeleteVerb.self])
}

/// Candidates for completion.
private let pools = CompletionKind.shellCommand("sluice complete pools")

struct PoolListVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists pools by name, what is taken of each, and how many nodes wait.",
        discussion: """
            EXAMPLES
              sluice pool list
              sluice pool list -o json
            """)
    static let methods = [PoolServiceMethods.listPools]

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.pools.listPools(ListPoolsRequest())
        }
        try session.printer.show(reply.pools, as: .pools)
        if reply.pools.isEmpty, session.printer.isForPeople { session.remark("no pools") }
        return .done
    }
}

struct PoolSetVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Makes a pool, or changes how many slots it has.",
        discussion: """
            What runs goes on where a pool becomes smaller than what is taken of it; nothing more \
            starts until it has room.

            EXAMPLES
              sluice pool set gpu 2
              sluice pool set warehouse 8 --reason 'a larger server'
            """)
    static let methods = [PoolServiceMethods.setPool]

    @Argument(help: "Its name.", completion: pools)
    var name: String

    @Argument(help: "How many slots it has, 1 to 100000.")
    var slots: Int32

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        guard slots != 0 else {
            throw .usage("a pool has one slot at least", hint: "sluice pool delete \(name)")
        }
        let request = SetPoolRequest(options: session.once(change), poolName: name, slots: slots)
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.pools.setPool(request)
        }
        try session.printer.show(reply, name: name) {
            let verb = change.dryRun ? "would have" : "has"
            let use = reply.pool?.use ?? ""
            session.console.writeLine("pool \(name) \(verb) \(counted(Int(slots), "slot"))\(use)")
        }
        return .done
    }
}

struct PoolDeleteVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Deletes a pool that no job uses.",
        discussion: """
            EXAMPLES
              sluice pool delete gpu
            """)
    static let methods = [PoolServiceMethods.deletePool]

    @Argument(help: "Its name.", completion: pools)
    var name: String

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = DeletePoolRequest(options: session.once(change), poolName: name)
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.pools.deletePool(request)
        }
        try session.printer.show(reply, name: name) {
            session.console.writeLine(
                change.dryRun ? "pool \(name) would be deleted" : "pool \(name) deleted")
        }
        return .done
    }
}

extension Pool {
    /// `; taken: 2, waiting: 3`
    fileprivate var use: String {
        "; taken: \(taken)" + (waiting > 0 ? ", waiting: \(waiting)" : "")
    }
}

extension Listing where Row == Pool {
    fileprivate static var pools: Self {
        Self(
            name: { $0.poolName },
            columns: [
                .text("poolName", "POOL") { $0.poolName },
                .number("slots", "SLOTS") { Int64($0.slots) },
                .number("taken", "TAKEN") { Int64($0.taken) },
                .number("waiting", "WAITING") { Int64($0.waiting) },
            ])
    }
}
