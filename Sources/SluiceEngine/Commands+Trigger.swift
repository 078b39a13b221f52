package import SluiceModel

/// An event for a job whose trigger is a call.
package struct TriggerJob: Hashable, Sendable {
    package var scope: Scope
    package var jobName: String
    /// A second one of the same name makes no instance; empty: it has none.
    package var eventID: String
    /// What the instance is told.
    package var data: String

    package init(scope: Scope, jobName: String, eventID: String = "", data: String = "") {
        self.scope = scope
        self.jobName = jobName
        self.eventID = eventID
        self.data = data
    }
}
