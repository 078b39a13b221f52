/// What a node of type `SubJob` or `ForEach` makes instances of.
package struct JobCall: Hashable, Sendable {
    package var jobName: String
    /// The job's workspace; empty: the same.
    package var workspace: String
    /// Values for parameters of that job, filled in for each instance.
    package var params: [Pair]
    /// Of a SubJob: false where the node is done as soon as the instance is there.
    package var waits: Bool
    /// Of a ForEach: its elements; or empty, where `list` says them.
    package var items: [String]
    /// Of a ForEach: a text that comes to a JSON list, or to an element on each line.
    package var list: String
    /// Instances that are at work at once, 1 to `Limits.callParallel`.
    package var parallel: Int
    /// Once an item has failed no other begins.
    package var stopsOnFailure: Bool

    package init(
        jobName: String, workspace: String = "", params: [Pair] = [], waits: Bool = true,
        items: [String] = [], list: String = "", parallel: Int = 1, stopsOnFailure: Bool = false,
    ) {
        self.jobName = jobName
        self.workspace = workspace
        self.params = params
        self.waits = waits
        self.items = items
        self.list = list
        self.parallel = parallel
        self.stopsOnFailure = stopsOnFailure
    }

    /// `workspace/job`, or the job's name alone where it is in the same workspace.
    package var qualifiedName: String {
        workspace.isEmpty ? jobName : "\(workspace)/\(jobName)"
    }
}
