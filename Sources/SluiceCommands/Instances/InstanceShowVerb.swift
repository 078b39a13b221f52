import ArgumentParser
import SluiceJobFile
import SluiceRPC
import SluiceWire

struct InstanceShowVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows an instance, its nodes and why they are as they are.",
        discussion: """
            EXAMPLES
              sluice show 12
              sluice show etl@latest
              sluice show 12/load                 one node
              sluice show 12 -o json
            """)
    static let methods = [InstanceServiceMethods.getInstance]

    @Argument(help: TargetHelp.instance, completion: TargetHelp.instances)
    var target: String

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let target = try Target(target)
        let details = try await session.details(of: target.instance)
        if let node = target.node {
            try session.show(node: node, of: details)
        } else {
            try session.show(details)
        }
        return .done
    }
}

extension Session {
    func show(_ details: GetInstanceResponse) throws(Failure) {
        let instance = try complete(details)
        try printer.show(details, name: String(instance.instanceId)) { () throws(Failure) in
            for line in InstanceText(instance, printer).lines(of: details) {
                console.writeLine(line)
            }
            console.writeLine("")
            printer.writeTable(try printer.table(details.nodes, as: .nodes))
            for line in InstanceText(instance, printer).advice(for: details.nodes) {
                console.writeLine(line)
            }
        }
    }

    func show(node name: String, of details: GetInstanceResponse) throws(Failure) {
        guard let node = details.nodes.first(where: { $0.nodeName == name }) else {
            throw unknown(node: name, in: details)
        }
        let target = "\(node.instanceId)/\(name)"
        try printer.show(node, name: target) { () throws(Failure) in
            for line in NodeText(node, printer).lines { console.writeLine(line) }
        }
    }

    func unknown(node name: String, in details: GetInstanceResponse) -> Failure {
        let id = details.instance?.instanceId ?? 0
        let near = nearest(to: name, among: details.nodes.map(\.nodeName))
        return Failure(
            .notFound, "instance \(id) has no node '\(name)'", code: "DLF.30125",
            hint: near.map { "did you mean '\($0)'?" } ?? "its nodes: sluice show \(id)")
    }
}
