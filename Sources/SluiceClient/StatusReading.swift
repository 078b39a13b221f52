public import SluiceRPC
public import SluiceWire

extension Status {
    /// The domain's code, for example `DLF.0137`; empty where it has none for this.
    public var errorCode: String { errorDetail?.errorCode ?? "" }
    /// Stable UPPER_SNAKE name for programs, for example `INSTANCE_NOT_FOUND`; may be empty.
    public var reason: String { errorDetail?.reason ?? "" }
    /// What the error is about, for example `instance 812`; may be empty.
    public var subject: String { errorDetail?.subject ?? "" }
}

extension Status: CustomStringConvertible {
    /// A line for people: `NOT_FOUND: there is no job 'etl'`.
    public var description: String { "\(code.text): \(message)" }
}

extension StatusCode {
    /// The name in gRPC's tables, for example `NOT_FOUND`.
    public var text: String {
        switch self {
        case .ok: "OK"
        case .cancelled: "CANCELLED"
        case .unknown: "UNKNOWN"
        case .invalidArgument: "INVALID_ARGUMENT"
        case .deadlineExceeded: "DEADLINE_EXCEEDED"
        case .notFound: "NOT_FOUND"
        case .alreadyExists: "ALREADY_EXISTS"
        case .permissionDenied: "PERMISSION_DENIED"
        case .resourceExhausted: "RESOURCE_EXHAUSTED"
        case .failedPrecondition: "FAILED_PRECONDITION"
        case .aborted: "ABORTED"
        case .outOfRange: "OUT_OF_RANGE"
        case .unimplemented: "UNIMPLEMENTED"
        case .internalError: "INTERNAL"
        case .unavailable: "UNAVAILABLE"
        case .dataLoss: "DATA_LOSS"
        case .unauthenticated: "UNAUTHENTICATED"
        }
    }
}

extension InstanceStatus {
    /// Nothing more happens to the instance by itself.
    public var isFinal: Bool {
        switch self {
        case .success, .fail, .manualStop: true
        case .unspecified, .waiting, .running, .runningException, .pause, .unrecognized: false
        }
    }
}

extension NodeStatus {
    /// Nothing more happens to the node by itself; between an attempt and its automatic retry a
    /// node is `waiting`.
    public var isFinal: Bool {
        switch self {
        case .success, .fail, .skip, .manualStop: true
        case .unspecified, .waiting, .running, .pause, .unrecognized: false
        }
    }
}
