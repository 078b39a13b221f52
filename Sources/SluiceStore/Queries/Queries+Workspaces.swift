internal import GRDB
package import SluiceModel
package import SluiceWire

extension Queries {
    package func getWorkspace(
        _ request: GetWorkspaceRequest,
    ) throws(SluiceError) -> GetWorkspaceResponse {
        try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: .production)
            let found = try workspaces(db, "WHERE id = ?") { $0.bind(scope.workspaceID) }
            return GetWorkspaceResponse(workspace: found.first)
        }
    }

    package func listWorkspaces(
        _ request: ListWorkspacesRequest,
    ) throws(SluiceError) -> ListWorkspacesResponse {
        let size = try PageSize.list.entries(request.pageSize)
        let token = PageToken(list: "workspaces")
        let after = try token.key(in: request.pageToken) ?? ""
        return try read { db in
            let found = try workspaces(db, "WHERE name > ? ORDER BY name LIMIT ?") { row in
                row.bind(after)
                row.bind(size + 1)
            }
            let page = page(found, of: size) { token.text(after: $0.name) }
            return ListWorkspacesResponse(
                workspaces: page.entries, nextPageToken: page.nextToken)
        }
    }

    package func getEnvironment(
        _ request: GetEnvironmentRequest,
    ) throws(SluiceError) -> GetEnvironmentResponse {
        try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: request.environment)
            let row = try SQLStatement(
                db,
                """
                SELECT params, connections FROM environment
                WHERE workspace_id = ? AND environment = ?
                """)
            row.bind(scope.workspaceID)
            row.bind(scope.environment)
            let settings =
                try row.step()
                ? try row.environmentSettings { "environment of '\(scope.workspace)'" }
                : SluiceModel.EnvironmentSettings()
            return GetEnvironmentResponse(settings: SluiceWire.EnvironmentSettings(settings))
        }
    }

    /// Jobs whose latest version takes one of these connections from the environment, by name.
    /// Reads every definition: for rare calls.
    package func jobs(
        needing connections: [String], in scope: Scope,
    ) throws(SluiceError) -> [String] {
        try read { db in
            let stored = try StoredScope(
                db, workspace: scope.workspace,
                environment: SluiceWire.Environment(rawValue: Int32(scope.environment.rawValue)))
            let row = try SQLStatement(
                db,
                """
                SELECT job.name, job_version.definition
                FROM job JOIN job_version
                    ON job_version.job_id = job.id AND job_version.version = job.latest_version
                WHERE job.delete_time IS NULL AND job.workspace_id = ? AND job.environment = ?
                ORDER BY job.name
                """)
            row.bind(stored.workspaceID)
            row.bind(stored.environment)
            var names: [String] = []
            while try row.step() {
                let name = row.text()
                let definition = try SluiceModel.JobDefinition(
                    stored: row.blob(), "the latest version of job '\(name)'")
                let needs = definition.connections.contains { connection in
                    connection.kind == .environment && connections.contains(connection.name)
                }
                if needs { names.append(name) }
            }
            return names
        }
    }

    private func workspaces(
        _ db: Database, _ which: String, _ bind: (SQLStatement) -> Void,
    ) throws -> [Workspace] {
        let row = try SQLStatement(
            db,
            """
            SELECT name, mode, description, create_time, slots, waiting_follows_latest,
                publisher_differs, max_jobs, max_nodes_per_job, max_files
            FROM workspace \(which)
            """)
        bind(row)
        var workspaces: [Workspace] = []
        while try row.step() {
            workspaces.append(
                Workspace(
                    name: row.text(), mode: WorkspaceMode(rawValue: row.int32()),
                    description: row.text(),
                    createTime: row.integer(), slots: row.int32(),
                    waitingFollowsLatest: row.bool(), publisherDiffers: row.bool(),
                    maxJobs: row.int32(), maxNodesPerJob: row.int32(), maxFiles: row.int32()))
        }
        return workspaces
    }
}

extension SluiceWire.EnvironmentSettings {
    package init(_ settings: SluiceModel.EnvironmentSettings) {
        self.init(
            params: settings.params.messages,
            connections: settings.connections.map(ConnectionDefinition.init))
    }
}
