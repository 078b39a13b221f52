internal import GRDB
package import SluiceModel
package import SluiceWire

extension Queries {
    package func getWorkspace(
        _ request: GetWorkspaceRequest, _ rights: Rights,
    ) throws(SluiceError) -> GetWorkspaceResponse {
        try read { db in
            let scope = try StoredScope(
                db, workspace: request.workspace, environment: .production)
            let found = try workspaces(db, "WHERE id = ?", most: 1, rights) {
                $0.bind(scope.workspaceID)
            }
            return GetWorkspaceResponse(workspace: found.first)
        }
    }

    /// Those in which the caller has a role.
    package func listWorkspaces(
        _ request: ListWorkspacesRequest, _ rights: Rights,
    ) throws(SluiceError) -> ListWorkspacesResponse {
        let size = try PageSize.list.entries(request.pageSize)
        let token = PageToken(list: "workspaces")
        let after = try token.key(in: request.pageToken) ?? ""
        return try read { db in
            let found = try workspaces(
                db, "WHERE name > ? ORDER BY name", most: size + 1, rights
            ) { $0.bind(after) }
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

    /// Throws where there is no such workspace.
    package func checkWorkspace(_ name: String) throws(SluiceError) {
        try read { db in _ = try StoredScope(db, workspace: name, environment: .production) }
    }

    private func workspaces(
        _ db: Database, _ which: String, most count: Int, _ rights: Rights,
        _ bind: (SQLStatement) -> Void,
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
        while workspaces.count < count, try row.step() {
            var workspace = Workspace(
                name: row.text(), mode: WorkspaceMode(rawValue: row.int32()),
                description: row.text(),
                createTime: row.integer(), slots: row.int32(),
                waitingFollowsLatest: row.bool(), publisherDiffers: row.bool(),
                maxJobs: row.int32(), maxNodesPerJob: row.int32(), maxFiles: row.int32())
            guard let role = rights.role(in: workspace.name) else { continue }
            workspace.role = SluiceWire.Role(rawValue: Int32(role.rawValue))
            workspaces.append(workspace)
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
