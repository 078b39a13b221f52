/// Which sides of a method may send more than one message.
public enum MethodKind: Sendable, Hashable {
    case unary
    case serverStreaming
    case clientStreaming
    case bidirectional
}

/// A method as its schema declares it.
public struct MethodInfo: Sendable, Hashable {
    /// Full proto name without a slash, for example `sluice.v1.InstanceService`.
    public var service: String
    /// Bare name, for example `GetInstance`.
    public var name: String
    public var kind: MethodKind
    /// Number of the `sluice.v1.Role` that a caller needs; 0: none declared.
    public var role: Int32
    /// Number of the `sluice.v1.Reach`: where the caller needs it.
    public var reach: Int32

    public init(
        service: String, name: String, kind: MethodKind, role: Int32, reach: Int32 = 0,
    ) {
        self.service = service
        self.name = name
        self.kind = kind
        self.role = role
        self.reach = reach
    }
}

/// Who is at the other end of a connection, as the kernel said at accept.
package struct Peer: Sendable, Hashable {
    package var pid: Int32
    package var uid: UInt32
    package var gid: UInt32
    /// Supplementary groups.
    package var groups: [UInt32]

    package init(pid: Int32, uid: UInt32, gid: UInt32, groups: [UInt32] = []) {
        self.pid = pid
        self.uid = uid
        self.gid = gid
        self.groups = groups
    }
}

/// What a handler knows of its call beside the request. A cancelled call cancels the task of its
/// handler.
package struct CallContext: Sendable {
    package var method: MethodInfo
    package var peer: Peer
    /// Keys are lower case.
    package var metadata: [Metadata]
    /// When the caller stops waiting; nil: never.
    package var deadline: ContinuousClock.Instant?

    package init(
        method: MethodInfo, peer: Peer, metadata: [Metadata] = [],
        deadline: ContinuousClock.Instant? = nil,
    ) {
        self.method = method
        self.peer = peer
        self.metadata = metadata
        self.deadline = deadline
    }
}

/// An entry of a request's metadata.
public struct Metadata: Sendable, Hashable {
    public var key: String
    public var value: String

    public init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}

/// Where a streaming handler writes its answers.
package protocol MessageSink: Sendable {
    /// Waits while the stream's queue is full; throws once the call is over for the caller.
    nonisolated(nonsending) func send(_ message: [UInt8]) async throws(Status)
}

/// Where messages of a stream come from: requests in a handler, replies in a client.
public protocol MessageSource: Sendable {
    /// The next message; nil after the last one.
    nonisolated(nonsending) func next() async throws(Status) -> [UInt8]?
    /// Ends the call early; later messages are dropped.
    func cancel()
}

/// The code behind a method, in bytes; made by the generated dispatch, called by the transport.
package enum MethodHandler: Sendable {
    case unary(
        @Sendable (_ request: [UInt8], _ context: CallContext) async throws(Status) -> [UInt8])
    case serverStreaming(
        @Sendable (_ request: [UInt8], _ replies: any MessageSink, _ context: CallContext)
            async throws(Status) -> Void)
    case clientStreaming(
        @Sendable (_ requests: any MessageSource, _ context: CallContext)
            async throws(Status) -> [UInt8])
    case bidirectional(
        @Sendable (
            _ requests: any MessageSource, _ replies: any MessageSink,
            _ context: CallContext
        ) async throws(Status) -> Void)
}

/// A method and the code behind it.
package struct Method: Sendable {
    package var info: MethodInfo
    package var handler: MethodHandler

    package init(info: MethodInfo, handler: MethodHandler) {
        self.info = info
        self.handler = handler
    }
}

/// Every method that a server answers. Its kinds, not the flags of a frame, decide how a call goes.
package struct ServiceTable: Sendable {
    private var services: [String: [String: Method]] = [:]

    package init(_ methods: [Method] = []) {
        for method in methods {
            services[method.info.service, default: [:]][method.info.name] = method
        }
    }

    package enum Lookup: Sendable {
        case found(Method)
        case unknownService
        case unknownMethod
    }

    package func find(service: String, method: String) -> Lookup {
        guard let methods = services[service] else { return .unknownService }
        guard let found = methods[method] else { return .unknownMethod }
        return .found(found)
    }

    /// Every method, by service and name.
    package var methods: [MethodInfo] {
        services.values.flatMap { $0.values.map(\.info) }
            .sorted { ($0.service, $0.name) < ($1.service, $1.name) }
    }
}

/// How a caller wants a call made.
public struct CallOptions: Sendable {
    /// Time until the caller gives up; nil: none.
    public var timeout: Duration?
    public var metadata: [Metadata]

    public init(timeout: Duration? = nil, metadata: [Metadata] = []) {
        self.timeout = timeout
        self.metadata = metadata
    }
}

/// What generated client stubs call.
public protocol ClientChannel: Sendable {
    nonisolated(nonsending) func unary(
        _ method: MethodInfo, _ request: [UInt8], _ options: CallOptions,
    ) async throws(Status) -> [UInt8]

    nonisolated(nonsending) func serverStreaming(
        _ method: MethodInfo, _ request: [UInt8], _ options: CallOptions,
    ) async throws(Status) -> any MessageSource
}

/// First message of a call. The schema of the envelope is `sluice/v1/ttrpc.proto`.
package struct RequestEnvelope: Sendable, Hashable {
    package var service: String
    package var method: String
    package var payload: [UInt8]
    /// 0: none; negative: expired already.
    package var timeoutNanoseconds: Int64
    package var metadata: [Metadata]

    package init(
        service: String, method: String, payload: [UInt8] = [], timeoutNanoseconds: Int64 = 0,
        metadata: [Metadata] = [],
    ) {
        self.service = service
        self.method = method
        self.payload = payload
        self.timeoutNanoseconds = timeoutNanoseconds
        self.metadata = metadata
    }
}

/// The answer of a call: a payload, or a status that is not OK.
package enum ResponseEnvelope: Sendable, Hashable {
    case success(payload: [UInt8])
    case failure(Status)
}

/// Turns envelopes into bytes and back. The wire module implements it with generated code, so that
/// this module depends on no serialization.
package protocol EnvelopeCodec: Sendable {
    /// Throws `.invalidArgument` where the bytes do not parse.
    func decodeRequest(_ bytes: [UInt8]) throws(Status) -> RequestEnvelope
    func encodeRequest(_ request: RequestEnvelope) throws(Status) -> [UInt8]
    /// Throws `.internalError` where the bytes do not parse.
    func decodeResponse(_ bytes: [UInt8]) throws(Status) -> ResponseEnvelope
    func encodeResponse(_ response: ResponseEnvelope) throws(Status) -> [UInt8]
}
