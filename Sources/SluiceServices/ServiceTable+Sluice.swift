package import SluiceRPC
internal import SluiceWire

extension ServiceTable {
    /// Every method of the API.
    package static func sluice(_ shell: Shell, _ facts: ServerFacts) -> ServiceTable {
        ServiceTable(
            WorkspaceServiceMethods.dispatch(to: WorkspaceServices(shell))
                + PoolServiceMethods.dispatch(to: PoolServices(shell))
                + ObjectServiceMethods.dispatch(to: ObjectServices(shell))
                + JobServiceMethods.dispatch(to: JobServices(shell))
                + InstanceServiceMethods.dispatch(to: InstanceServices(shell))
                + NodeServiceMethods.dispatch(to: NodeServices(shell))
                + OperationServiceMethods.dispatch(to: OperationServices(shell))
                + ScheduleServiceMethods.dispatch(to: ScheduleServices(shell))
                + PublicationServiceMethods.dispatch(to: PublicationServices(shell))
                + NotificationServiceMethods.dispatch(to: NotificationServices(shell))
                + BackfillServiceMethods.dispatch(to: BackfillServices(shell))
                + EventServiceMethods.dispatch(to: EventServices(shell))
                + ServerServiceMethods.dispatch(to: ServerServices(shell, facts)))
    }
}
