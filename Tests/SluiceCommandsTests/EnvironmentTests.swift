import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct EnvironmentTests {
    private static let settings = EnvironmentSettings(
        params: [KeyValue(key: "day", value: "mon")],
        connections: [
            ConnectionDefinition(name: "sales", type: "sqlite", path: "/srv/sales.db")
        ])

    private func shell() -> Shell {
        let shell = Shell()
        shell.daemon.on(WorkspaceServiceMethods.getEnvironment) {
            (request: GetEnvironmentRequest) in
            GetEnvironmentResponse(
                settings: request.environment == .development ? nil : Self.settings)
        }
        shell.daemon.on(WorkspaceServiceMethods.setEnvironment) { (_: SetEnvironmentRequest) in
            SetEnvironmentResponse(settings: Self.settings)
        }
        return shell
    }

    private func requests(_ shell: Shell) -> [SetEnvironmentRequest] {
        shell.daemon.requests(
            SetEnvironmentRequest.self, of: WorkspaceServiceMethods.setEnvironment)
    }

    @Test func `what an environment sets is shown, or that it sets nothing`() async {
        let shell = shell()
        let shown = """
            param day         mon
            connection sales  sqlite:/srv/sales.db

            """
        #expect(await shell.run("workspace env show shop").output == shown)
        let nothing = await shell.run("workspace env show shop --env dev")
        #expect(nothing.output.isEmpty && nothing.remarks == "it sets nothing\n")
    }

    @Test func `parameters and databases are set, and shown as they are then`() async throws {
        let shell = shell()
        let result = await shell.run(
            "workspace env set shop --env dev --param day=a=b --connection sales=sqlite:/x:y.db")
        #expect(result.output.hasPrefix("param day         mon\n"))
        let request = try #require(requests(shell).first)
        #expect(request.workspace == "shop" && request.environment == .development)
        #expect(request.params == [KeyValue(key: "day", value: "a=b")])
        #expect(
            request.connections == [
                ConnectionDefinition(name: "sales", type: "sqlite", path: "/x:y.db")
            ])
    }

    @Test func `they are taken away by name`() async throws {
        let shell = shell()
        let result = await shell.run(
            "workspace env unset shop --param day --param rate --connection sales --dry-run")
        #expect(result.remarks == "nothing was changed\n")
        let request = try #require(requests(shell).first)
        #expect(request.unsetParams == ["day", "rate"] && request.unsetConnections == ["sales"])
        #expect(request.options?.dryRun == true)
    }

    @Test(arguments: [
        ("set shop", "there is nothing to set"), ("unset shop", "there is nothing to unset"),
        ("set shop --param day", "'day' is no key=value"),
        ("set shop --connection sales=/x.db", "'/x.db' is no database"),
        ("set shop --param a=1 --param a=2", "'a' is given twice"),
    ])
    func `what makes no sense is a mistake`(arguments: String, message: String) async {
        let shell = shell()
        let result = await shell.run("workspace env \(arguments)")
        #expect(result.outcome == .wrongUsage)
        #expect(result.remarks.contains(message))
        #expect(requests(shell).isEmpty)
    }
}
