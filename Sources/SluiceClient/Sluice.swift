public import SluiceRPC
import SluiceTransport
public import SluiceWire

/// A daemon as a program sees it: one connection, made again when it is lost, and one typed stub
/// for each service. Copies share the connection.
///
/// ```swift
/// let sluice = try await Sluice.connect()
/// let reply = try await sluice.persistently {
///     try await sluice.instances.runJob(RunJobRequest(options: .once(), jobName: "etl"))
/// }
/// for try await update in sluice.progress(of: reply.instanceId) { … }
/// ```
public struct Sluice: Sendable {
    public let jobs: JobServiceClient
    public let objects: ObjectServiceClient
    public let instances: InstanceServiceClient
    public let nodes: NodeServiceClient
    public let operations: OperationServiceClient
    public let schedules: ScheduleServiceClient
    public let backfills: BackfillServiceClient
    public let notifications: NotificationServiceClient
    public let publications: PublicationServiceClient
    public let events: EventServiceClient
    public let workspaces: WorkspaceServiceClient
    public let pools: PoolServiceClient
    public let server: ServerServiceClient
    /// What the stubs call: for programs that call by name.
    public let channel: any ClientChannel
    /// How long a call that `persistently` makes outlives a lost connection.
    public var patience: Patience

    /// A client on any channel; `connect` makes the usual one.
    public init(channel: any ClientChannel, patience: Patience = Patience()) {
        jobs = JobServiceClient(channel)
        objects = ObjectServiceClient(channel)
        instances = InstanceServiceClient(channel)
        nodes = NodeServiceClient(channel)
        operations = OperationServiceClient(channel)
        schedules = ScheduleServiceClient(channel)
        backfills = BackfillServiceClient(channel)
        notifications = NotificationServiceClient(channel)
        publications = PublicationServiceClient(channel)
        events = EventServiceClient(channel)
        workspaces = WorkspaceServiceClient(channel)
        pools = PoolServiceClient(channel)
        server = ServerServiceClient(channel)
        self.channel = channel
        self.patience = patience
    }

    /// Connects to the daemon behind the socket at `path`. Throws `.unavailable` where none listens
    /// and `.permissionDenied` where the socket may not be used.
    ///
    /// - Parameters:
    ///   - path: at most 107 bytes.
    ///   - patience: how long a lost connection is tried again.
    ///   - callTimeout: for unary calls that are made without a timeout; nil: none. What a changing
    ///     call has begun is carried out all the same.
    public static func connect(
        to path: String = SocketPath.default(), patience: Patience = Patience(),
        callTimeout: Duration? = .seconds(60),
    ) async throws(Status) -> Sluice {
        let channel = RedialingChannel(callTimeout: callTimeout) { () async throws(Status) in
            try await ClientConnection.connect(to: path, codec: TTRPCEnvelopeCodec())
        }
        try await channel.dialNow()
        return Sluice(channel: channel, patience: patience)
    }
}
