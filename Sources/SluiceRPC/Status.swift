/// How a call ended, in gRPC's numbers, which ttrpc shares.
public enum StatusCode: Int32, Sendable, Hashable, CaseIterable {
    case ok = 0
    case cancelled = 1
    case unknown = 2
    case invalidArgument = 3
    case deadlineExceeded = 4
    case notFound = 5
    case alreadyExists = 6
    case permissionDenied = 7
    case resourceExhausted = 8
    case failedPrecondition = 9
    case aborted = 10
    case outOfRange = 11
    case unimplemented = 12
    case internalError = 13
    case unavailable = 14
    case dataLoss = 15
    case unauthenticated = 16
}

/// The error of a call: what a server answers in place of a message and what a client throws.
public struct Status: Error, Sendable, Hashable {
    /// A typed detail, byte-compatible with `google.protobuf.Any`.
    public struct Detail: Sendable, Hashable {
        public var typeURL: String
        public var value: [UInt8]

        public init(typeURL: String, value: [UInt8]) {
            self.typeURL = typeURL
            self.value = value
        }
    }

    /// Never `.ok`.
    public var code: StatusCode
    /// For people; English.
    public var message: String
    public var details: [Detail]

    public init(_ code: StatusCode, _ message: String, details: [Detail] = []) {
        self.code = code
        self.message = message
        self.details = details
    }
}
