package import SluiceEngine
package import SluiceModel

extension Conductor {
    /// What the conductor tells the shell about; called on its thread.
    package struct Listener {
        /// Number of the latest committed event.
        package var eventsCommitted: (Int64) -> Void
        /// For the log: the volume refused a batch, or takes batches again.
        package var writabilityChanged: (JournalError?) -> Void

        /// These instances are gone from the store; their logs are not yet.
        package var instancesRemoved: ([InstanceID]) -> Void
        /// From here on these files are watched, and no others.
        package var fileWatchesChanged: ([FileWatch.Owner: FileWatch]) -> Void
        /// From here on these are the roles that calls have given.
        package var grantsChanged: ([GrantRecord]) -> Void

        package init(
            eventsCommitted: @escaping (Int64) -> Void = { _ in },
            writabilityChanged: @escaping (JournalError?) -> Void = { _ in },
            instancesRemoved: @escaping ([InstanceID]) -> Void = { _ in },
            fileWatchesChanged: @escaping ([FileWatch.Owner: FileWatch]) -> Void = { _ in },
            grantsChanged: @escaping ([GrantRecord]) -> Void = { _ in },
        ) {
            self.grantsChanged = grantsChanged
            self.fileWatchesChanged = fileWatchesChanged
            self.eventsCommitted = eventsCommitted
            self.writabilityChanged = writabilityChanged
            self.instancesRemoved = instancesRemoved
        }
    }
}
