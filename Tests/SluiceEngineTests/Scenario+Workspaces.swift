import SluiceEngine
import SluiceModel

/// Settings of the workspace.
///
/// ```
/// workspace follow=yes max_jobs=2 max_nodes_per_job=3 mode=dev-prod
/// ```
extension Scenario {
    func workspace(_ arguments: [String]) -> Command {
        var command = UpdateWorkspace(name: "default")
        for (name, value) in arguments.map(pair) {
            switch name {
            case "follow": command.waitingFollowsLatest = value == "yes"
            case "mode": command.mode = value == "dev-prod" ? .devProd : .basic
            case "max_jobs": command.maxJobs = Int(value)
            case "max_nodes_per_job": command.maxNodesPerJob = Int(value)
            default: command.description = value
            }
        }
        return .updateWorkspace(command)
    }
}
