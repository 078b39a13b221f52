extension ServerSession.Stream {
    /// Takes the first message from the request itself, if it carries one. An empty payload is no
    /// message: our own clients open a stream that way.
    mutating func open(with payload: [UInt8], _ flags: FrameFlags, _ limits: RPCLimits) {
        if !payload.isEmpty && !flags.contains(.noData) {
            _ = incoming.append(
                payload, maximum: limits.incomingFrames, maximumBytes: limits.incomingBytes)
        }
        // A client that does not announce more messages sends none.
        incoming.ended = !flags.contains(.remoteOpen) || flags.contains(.remoteClosed)
    }

    /// Takes a Data frame; false where the queue has no room for it.
    mutating func accept(
        _ frame: Frame, _ limits: RPCLimits, into actions: inout [ServerAction],
    ) -> Bool {
        // What follows a half-close, or is not wanted any more, is dropped.
        guard !incoming.ended else { return true }
        requestBytes += frame.data.count
        if !frame.flags.contains(.noData) {
            guard deliver(frame.data, limits, into: &actions) else { return false }
        }
        if frame.flags.contains(.remoteClosed) { endMessages(into: &actions) }
        return true
    }

    private mutating func deliver(
        _ message: [UInt8], _ limits: RPCLimits, into actions: inout [ServerAction],
    ) -> Bool {
        if receiverWaits {
            receiverWaits = false
            actions.append(.resumeReceiver(call, message))
            return true
        }
        return incoming.append(
            message, maximum: limits.incomingFrames, maximumBytes: limits.incomingBytes)
    }

    private mutating func endMessages(into actions: inout [ServerAction]) {
        incoming.ended = true
        guard receiverWaits else { return }
        receiverWaits = false
        actions.append(.resumeReceiver(call, nil))
    }

    /// Whether a message of this length may join those that wait for the socket.
    func hasRoom(for bytes: Int, _ limits: RPCLimits) -> Bool {
        outgoingFrames == 0
            || (outgoingFrames < limits.outgoingFrames
                && outgoingBytes + bytes <= limits.outgoingBytes)
    }
}

extension MethodKind {
    /// The caller may send more than one message.
    package var clientStreams: Bool {
        switch self {
        case .unary, .serverStreaming: false
        case .clientStreaming, .bidirectional: true
        }
    }

    /// The server may send more than one message.
    package var serverStreams: Bool {
        switch self {
        case .unary, .clientStreaming: false
        case .serverStreaming, .bidirectional: true
        }
    }
}

extension Status {
    static let deadlinePassed = Status(.deadlineExceeded, "the deadline of the call has passed")
    static let shuttingDown = Status(.unavailable, "the server shuts down")
    static let over = Status(.cancelled, "the call is over")
}

extension RPCLimits {
    /// The metadata with keys in lower case; throws where it is too much.
    func checked(_ metadata: [Metadata]) throws(Status) -> [Metadata] {
        guard !metadata.isEmpty else { return [] }
        let bytes = metadata.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        guard metadata.count <= metadataEntries && bytes <= metadataBytes else {
            throw Status(
                .resourceExhausted,
                """
                metadata of \(metadata.count) entries and \(bytes) bytes; at most \
                \(metadataEntries) and \(metadataBytes) are allowed
                """)
        }
        return metadata.map { Metadata(key: $0.key.lowercased(), value: $0.value) }
    }

    func tooLong(_ what: String, _ bytes: Int) -> Status {
        Status(
            .resourceExhausted, "\(what) of \(bytes) bytes; at most \(frameBytes) are allowed")
    }
}
