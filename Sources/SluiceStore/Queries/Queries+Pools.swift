internal import GRDB
package import SluiceModel

extension Queries {
    /// Jobs whose latest version takes slots of a pool, by workspace and name; those of other
    /// workspaces than `default` as `workspace/name`. Reads every definition: for rare calls.
    package func jobs(usingPool pool: String) throws(SluiceError) -> [String] {
        try read { db in
            let row = try SQLStatement(
                db,
                """
                SELECT workspace.name, job.name, job_version.definition
                FROM job JOIN workspace ON workspace.id = job.workspace_id
                    JOIN job_version
                        ON job_version.job_id = job.id AND job_version.version = job.latest_version
                WHERE job.delete_time IS NULL
                ORDER BY workspace.name, job.name, job.environment
                """)
            var names: [String] = []
            while try row.step() {
                let workspace = row.text()
                let name = row.text()
                let definition = try SluiceModel.JobDefinition(
                    stored: row.blob(), "the latest version of job '\(name)'")
                guard definition.nodes.contains(where: { $0.pool == pool }) else { continue }
                names.append(
                    workspace == Scope.standard.workspace ? name : "\(workspace)/\(name)")
            }
            return names.uniqued()
        }
    }
}
