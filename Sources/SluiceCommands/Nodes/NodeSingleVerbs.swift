import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

/// What the operations on one node take.
struct OneNode: ParsableArguments {
    @Argument(help: TargetHelp.node, completion: TargetHelp.nodes)
    var target: String

    @OptionGroup var waiting: WaitFlags
    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    var manner: Manner { Manner(change: change, waiting: waiting) }
}

struct NodeRerunDownstreamVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "rerun-downstream",
        abstract: "Runs again what comes after a node, not the node itself.",
        discussion: """
            The preview also names instances of other jobs that depend on this one; they run again
            only where --include names them.

            EXAMPLES
              sluice node rerun-downstream 12/load
              sluice node rerun-downstream 12/load --dry-run
              sluice node rerun-downstream 12/load --include 40,41 --yes
            """)
    static let methods = [NodeServiceMethods.rerunDownstream]

    @OptionGroup var one: OneNode

    @Option(
        help: ArgumentHelp(
            "Instances of other jobs that run again as well; several with commas or by repetition.",
            valueName: "instance"),
        completion: TargetHelp.instances)
    var include: [String] = []

    var shared: SharedOptions { one.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let node = try await session.node(named: one.target)
        let dependents = try await session.identifiers(of: include.listed)
        let change = session.resultChange { (options, sluice) async throws(Status) in
            try await sluice.nodes.rerunDownstream(
                RerunDownstreamRequest(
                    workspace: session.workspace, environment: session.environment,
                    options: options, node: node, dependents: dependents)
            ).result
        }
        return try await session.conclude(change, .nodes, .following, one.manner)
    }
}

struct NodeForceRerunVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "force-rerun",
        abstract: "Starts a node now, whatever its status and whatever comes before it.",
        discussion: """
            An attempt that runs is ended first. A node that is paused starts once its pause is
            taken off.

            EXAMPLES
              sluice node force-rerun 12/load
              sluice node force-rerun 12/load --follow
            """)
    static let methods = [NodeServiceMethods.forceRerunNode]

    @OptionGroup var one: OneNode
    var shared: SharedOptions { one.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let node = try await session.node(named: one.target)
        let change = session.resultChange { (options, sluice) async throws(Status) in
            try await sluice.nodes.forceRerunNode(
                ForceRerunNodeRequest(
                    workspace: session.workspace, environment: session.environment,
                    options: options, node: node)
            ).result
        }
        return try await session.conclude(change, .nodes, .one, one.manner)
    }
}

struct NodeRemoveUpstreamVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "remove-upstream",
        abstract: "Lets a node no longer wait for nodes before it, in this instance only.",
        discussion: """
            EXAMPLES
              sluice node remove-upstream 12/report                     none of them counts
              sluice node remove-upstream 12/report --upstream load,check
            """)
    static let methods = [NodeServiceMethods.removeUpstream]

    @OptionGroup var one: OneNode

    @Option(
        help: ArgumentHelp(
            "Only these nodes before it; several with commas or by repetition.", valueName: "node"))
    var upstream: [String] = []

    var shared: SharedOptions { one.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let node = try await session.node(named: one.target)
        let upstreams = upstream.listed
        // An empty list would mean all of them.
        guard upstream.isEmpty || !upstreams.isEmpty else {
            throw .usage("--upstream names no node", hint: "--upstream load,check")
        }
        let change = session.resultChange { (options, sluice) async throws(Status) in
            try await sluice.nodes.removeUpstream(
                RemoveUpstreamRequest(
                    workspace: session.workspace, environment: session.environment,
                    options: options, node: node, upstreams: upstreams)
            ).result
        }
        return try await session.conclude(change, .nodes, .one, one.manner)
    }
}

struct NodeSkipVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "skip",
        abstract: "Passes over a node that waits; what comes after it goes on.",
        discussion: """
            EXAMPLES
              sluice node skip 12/report --reason 'not needed today'
            """)
    static let methods = [NodeServiceMethods.skipNode]

    @OptionGroup var one: OneNode
    var shared: SharedOptions { one.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let node = try await session.node(named: one.target)
        let change = session.resultChange { (options, sluice) async throws(Status) in
            try await sluice.nodes.skipNode(
                SkipNodeRequest(
                    workspace: session.workspace, environment: session.environment,
                    options: options, node: node)
            ).result
        }
        return try await session.conclude(change, .nodes, .one, one.manner)
    }
}

extension [String] {
    /// Words that were given with commas or by repetition.
    var listed: [String] { flatMap { $0.split(separator: ",").map(String.init) } }
}
