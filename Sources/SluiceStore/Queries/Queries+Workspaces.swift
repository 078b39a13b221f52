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
