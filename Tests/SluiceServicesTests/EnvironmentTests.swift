import SluiceEngine
import SluiceModel
import SluiceRPC
import SluiceRuntime
import SluiceServices
import SluiceWire
import Testing

/// What environments set for their jobs, on the way through services, engine and store.
@Suite(.timeLimit(.minutes(1))) struct EnvironmentTests {
    private let context = CallContext.from(.somebody, WorkspaceServiceMethods.setEnvironment)
    private static let sales = ConnectionDefinition(
        name: "sales", type: "sqlite", path: "/srv/${day}.db")

    private struct Scene {
        let daemon: SmallDaemon
        let workspaces: WorkspaceServices
        let jobs: JobServices

        init() throws {
            daemon = try SmallDaemon()
            workspaces = WorkspaceServices(daemon.shell)
            jobs = JobServices(daemon.shell)
        }
    }

    private func settings(
        _ scene: Scene, _ workspace: String = "",
        _ environment: SluiceWire.Environment = .production,
    ) async throws -> SluiceWire.EnvironmentSettings? {
        try await scene.workspaces.getEnvironment(
            .init(workspace: workspace, environment: environment), context
        ).settings
    }

    private func set(_ scene: Scene, _ request: SetEnvironmentRequest) async throws {
        let reply = try await scene.workspaces.setEnvironment(request, context)
        guard reply.result?.dryRun == false else { return }
        #expect(
            try await settings(scene, request.workspace, request.environment) == reply.settings)
    }

    private func refusal(_ scene: Scene, _ request: SetEnvironmentRequest) async -> Status? {
        await #expect(throws: Status.self) { try await set(scene, request) }
    }

    @Test func `what is set is kept by name, each environment for itself`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        #expect(try await settings(scene) == SluiceWire.EnvironmentSettings())
        _ = try await scene.workspaces.createWorkspace(
            .init(workspace: "shop", mode: .devProd), context)
        let day = KeyValue(key: "day", value: "mon")
        let rate = KeyValue(key: "rate", value: "5")
        try await set(scene, .init(workspace: "shop", params: [rate], connections: [Self.sales]))
        try await set(
            scene, .init(workspace: "shop", params: [day, KeyValue(key: "rate", value: "6")]))
        try await set(
            scene, .init(workspace: "shop", environment: .development, params: [rate]))
        let production = try #require(try await settings(scene, "shop"))
        #expect(production.params == [day, KeyValue(key: "rate", value: "6")])
        #expect(production.connections == [Self.sales])
        let development = try #require(try await settings(scene, "shop", .development))
        #expect(development.params == [rate] && development.connections.isEmpty)
        #expect(try await settings(scene) == SluiceWire.EnvironmentSettings())
        try await set(
            scene, .init(workspace: "shop", unsetParams: ["day"], unsetConnections: ["sales"]))
        #expect(try await settings(scene, "shop")?.params.map(\.key) == ["rate"])
    }

    @Test func `a dry run sets nothing`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        let reply = try await scene.workspaces.setEnvironment(
            .init(options: ChangeOptions(dryRun: true), connections: [Self.sales]), context)
        #expect(reply.settings?.connections == [Self.sales])
        #expect(try await settings(scene)?.connections == [])
    }

    @Test func `what is wrong is said by place`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        func one(_ name: String, _ type: String, _ path: String) -> SetEnvironmentRequest {
            .init(connections: [ConnectionDefinition(name: name, type: type, path: path)])
        }
        let twice = SetEnvironmentRequest(connections: [Self.sales, Self.sales])
        let long = String(repeating: "x", count: 4_096)
        let cases: [(SetEnvironmentRequest, String)] = [
            (.init(params: [KeyValue(key: "", value: "x")]), "params: a name is empty"),
            (
                .init(params: [KeyValue(key: "a/b", value: "x")]),
                "params.a/b: the name 'a/b' has the character '/'; letters, digits, CJK and '-', "
                    + "'_', '.' are allowed"
            ),
            (one("sales", "oracle", "/x"), "connections.sales: type 'oracle' is none of: sqlite"),
            (
                one("sales", "environment", ""),
                "connections.sales: type 'environment' is none of: sqlite"
            ),
            (
                one("sales", "sqlite", ""),
                "connections.sales: the path of a database of type sqlite is needed"
            ),
            (one("sales", "sqlite", long), "connections.sales: the path is longer than 4095 bytes"),
            (one("", "sqlite", "/x"), "connections.: the name is empty"),
            (twice, "connections.sales: given twice; give it once"),
            (
                .init(unsetParams: ["day"]),
                "production of workspace 'default' sets no parameter 'day'"
            ),
            (
                .init(unsetConnections: ["sales"]),
                "production of workspace 'default' sets no connection 'sales'"
            ),
            (
                .init(environment: .development, unsetParams: ["day"]),
                "workspace 'default' is of mode BASIC and has no development environment"
            ),
        ]
        for (request, message) in cases {
            #expect(await refusal(scene, request)?.message == message)
        }
        let open = await refusal(
            scene, .init(params: [KeyValue(key: "day", value: "#{Job.")]))
        #expect(open?.errorDetail?.subject == "params.day")
    }

    @Test func `all of it has a bound`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        let large = String(repeating: "x", count: 64 * 1_024)
        let many = (1...17).map { KeyValue(key: "p\($0)", value: large) }
        let refused = await refusal(scene, .init(params: many))
        #expect(refused?.code == .resourceExhausted)
        #expect(refused?.errorDetail?.reason == "ENVIRONMENT_TOO_LARGE")
        #expect(refused?.message.contains("1048576 bytes are allowed") == true)
    }

    @Test func `a job needs what it takes from the environment, and keeps it there`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        let source = """
            name: report
            connections: {sales: {type: environment}}
            nodes: [{name: a, type: SQL, connection: sales, script: SELECT 1}]
            """
        let missing = await #expect(throws: Status.self) {
            _ = try await scene.jobs.submitJob(.init(source: source), context)
        }
        #expect(missing?.code == .failedPrecondition)
        #expect(missing?.errorDetail?.reason == "CONNECTION_MISSING")
        #expect(
            missing?.message == """
                connections.sales: production of workspace 'default' has no connection 'sales'; \
                an admin sets it: sluice workspace env set default --env production --connection \
                sales=sqlite:PATH
                """)
        try await set(scene, .init(connections: [Self.sales]))
        _ = try await scene.jobs.submitJob(.init(source: source), context)
        for options in [nil, ChangeOptions(dryRun: true)] {
            let used = await refusal(
                scene, .init(options: options, unsetConnections: ["sales"]))
            #expect(used?.errorDetail?.reason == "CONNECTION_IN_USE")
            #expect(used?.message == "jobs take what is to go from the environment: report")
        }
        // Another place for it is no harm.
        try await set(
            scene,
            .init(connections: [
                ConnectionDefinition(name: "sales", type: "sqlite", path: "/other.db")
            ]))
        _ = try await scene.jobs.deleteJob(.init(jobName: "report"), context)
        try await set(scene, .init(unsetConnections: ["sales"]))
    }

    @Test func `who changed it is on record`() async throws {
        let scene = try Scene()
        defer { scene.daemon.end() }
        try await set(
            scene,
            .init(
                options: ChangeOptions(reason: "moved"),
                params: [KeyValue(key: "day", value: "mon")], connections: [Self.sales]))
        try await set(scene, .init(unsetParams: ["day"]))
        let log = try await OperationServices(scene.daemon.shell)
            .listOperations(.init(operation: "set environment"), context).operations
        #expect(
            log.map(\.request) == ["without day", "day=mon, sales=sqlite:/srv/${day}.db"])
        #expect(log.map(\.reason) == ["", "moved"])
    }
}
