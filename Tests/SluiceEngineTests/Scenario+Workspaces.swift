import SluiceEngine
import SluiceModel

/// Settings of the workspace.
///
/// ```
/// workspace follow=yes max_jobs=2 max_nodes_per_job=3 mode=dev-prod
/// environment day=tue -rate       what it sets for its jobs, and what it no longer does
/// ```
extension Scenario {
    func environment(_ arguments: [String]) -> Command {
        .setEnvironment(
            SetEnvironment(
                scope: .standard,
                params: arguments.filter { $0.contains("=") }.map(pair).map { Pair($0.0, $0.1) },
                unsetParams: arguments.filter { $0.hasPrefix("-") }.map { String($0.dropFirst()) }))
    }

    func workspace(_ arguments: [String]) -> Command {
        var command = UpdateWorkspace(name: "default")
        for (name, value) in arguments.map(pair) {
            switch name {
            case "follow": command.waitingFollowsLatest = value == "yes"
            case "mode": command.mode = value == "dev-prod" ? .devProd : .basic
            case "max_jobs": command.maxJobs = Int(value)
            case "max_nodes_per_job": command.maxNodesPerJob = Int(value)
            case "max_files": command.maxFiles = Int(value)
            default: command.description = value
            }
        }
        return .updateWorkspace(command)
    }
}
