import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct WorkspaceSlotsVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "slots", abstract: "Bounds how many attempts of a workspace run at once.",
        discussion: """
            The daemon's own bound (sluiced --slots) holds for all workspaces together. What runs \
            goes on.

            EXAMPLES
              sluice workspace slots finance 8
              sluice workspace slots finance 0        no bound but the daemon's
            """)
    static let methods = [WorkspaceServiceMethods.setWorkspaceSlots]

    @Argument(help: "The workspace.", completion: .shellCommand("sluice complete workspaces"))
    var name: String

    @Argument(help: "At most so many, 1 to 100000; 0: no bound.")
    var slots: Int32

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = SetWorkspaceSlotsRequest(
            workspace: name, options: session.once(change), slots: slots)
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.workspaces.setWorkspaceSlots(request)
        }
        try session.printer.show(reply, name: name) {
            let verb = change.dryRun ? "would have" : "has"
            let bound = slots > 0 ? counted(Int(slots), "slot") : "no bound of its own"
            session.console.writeLine("workspace \(name) \(verb) \(bound)")
        }
        return .done
    }
}
