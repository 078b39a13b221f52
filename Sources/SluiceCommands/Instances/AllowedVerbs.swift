import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct InstanceAllowedVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "allowed", abstract: "Lists what can be done with an instance, and why not.",
        discussion: """
            EXAMPLES
              sluice instance allowed 12
              sluice instance allowed etl@latest -o json
            """)
    static let methods = [InstanceServiceMethods.listAllowedOperations]

    @Argument(help: TargetHelp.instance, completion: TargetHelp.instances)
    var target: String

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let id = try await session.identifier(of: try Target(target).withoutNode())
        return try await session.showAllowed(on: NodeTarget(instanceId: id))
    }
}

struct NodeAllowedVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "allowed", abstract: "Lists what can be done with a node, and why not.",
        discussion: """
            EXAMPLES
              sluice node allowed 12/load
              sluice node allowed 12/load -o name     only what can be done
            """)
    static let methods = [InstanceServiceMethods.listAllowedOperations]

    @Argument(help: TargetHelp.node, completion: TargetHelp.nodes)
    var target: String

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await session.showAllowed(on: try await session.node(named: target))
    }
}

extension Session {
    /// The operations on a node, or on the instance where no node is named.
    fileprivate func showAllowed(on target: NodeTarget) async throws(Failure) -> Outcome {
        let request = ListAllowedOperationsRequest(
            workspace: workspace, environment: environment, instanceId: target.instanceId,
            nodeName: target.nodeName)
        var operations = try await call { (sluice) async throws(Status) in
            try await sluice.instances.listAllowedOperations(request)
        }.operations
        if printer.format == .name { operations.removeAll { !$0.allowed } }
        try printer.show(operations, as: .allowed)
        return .done
    }
}

extension Listing where Row == AllowedOperation {
    fileprivate static var allowed: Self {
        Self(
            name: { $0.operation },
            columns: [
                .text("operation", "OPERATION") { $0.operation },
                Column(field: "allowed", heading: .init(title: "ALLOWED")) { row, _ in
                    row.allowed ? Table.Cell("yes", .good) : Table.Cell("no", .dim)
                },
                .text("message", "WHY NOT", canShrink: true) { $0.message },
            ])
    }
}
