internal import SluiceEngine
internal import SluiceModel

/// Workspaces, their environments, and pools.
extension WorldReader {
    func workspaces() throws -> [WorkspaceRecord] {
        let row = try SQLStatement(
            db,
            """
            SELECT name, description, create_time, mode, slots, waiting_follows_latest,
                publisher_differs, max_jobs, max_nodes_per_job, max_files
            FROM workspace
            ORDER BY id
            """)
        var workspaces: [WorkspaceRecord] = []
        while try row.step() {
            let name = row.text()
            workspaces.append(
                WorkspaceRecord(
                    name: name, description: row.text(), createTime: row.timestamp(),
                    mode: try row.value(WorkspaceMode.init(rawValue:), "mode") {
                        "workspace '\(name)'"
                    }, slots: row.int(),
                    settings: WorkspaceSettings(
                        waitingFollowsLatest: row.bool(), publisherDiffers: row.bool(),
                        quotas: Quotas(
                            jobs: row.int(), nodesPerJob: row.int(), files: row.int()))))
        }
        return workspaces
    }

    func environments() throws -> [EnvironmentRecord] {
        let row = try SQLStatement(
            db,
            """
            SELECT workspace.name, environment.environment, environment.params,
                environment.connections
            FROM environment JOIN workspace ON workspace.id = environment.workspace_id
            ORDER BY workspace.id, environment.environment
            """)
        var environments: [EnvironmentRecord] = []
        while try row.step() {
            let scope = try row.scope { "environment" }
            environments.append(
                EnvironmentRecord(
                    scope: scope, settings: try row.environmentSettings { "environment \(scope)" }))
        }
        return environments
    }

    func pools() throws -> [PoolRecord] {
        let row = try SQLStatement(
            db,
            """
            SELECT name, slots FROM pool ORDER BY name
            """)
        var pools: [PoolRecord] = []
        while try row.step() { pools.append(PoolRecord(name: row.text(), slots: row.int())) }
        return pools
    }
}
