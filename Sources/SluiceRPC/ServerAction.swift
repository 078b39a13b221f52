/// A call on a server's connection. Stream ids come back after a call; these do not.
package struct CallID: Sendable, Hashable {
    package let streamID: UInt32
    package let serial: UInt64
}

/// What a server is to do next. Actions are carried out in the order of their list.
package enum ServerAction: Sendable {
    /// Run the handler; its end is reported by `finish`, exactly once. `request` is empty where
    /// the caller streams.
    case start(CallID, Method, request: [UInt8], CallContext)
    /// The handler waited in `next`; nil: no more messages follow.
    case resumeReceiver(CallID, [UInt8]?)
    /// The handler waited in `send`, and its message has been queued.
    case resumeSender(CallID)
    /// The call is over for its caller: cancel the handler's task and wake it if it waits. Nothing
    /// that it answers is sent.
    case cancel(CallID, Status)
    /// Send a frame; report by `written` when the kernel has taken it.
    case write(Frame)
    /// A call has ended, or was refused.
    case record(CallRecord)
    /// Stop reading until `resumeReading`: the caller does not read its answers.
    case pauseReading
    case resumeReading
    /// Nothing follows.
    case close(CloseReason)
}

/// Why a server closes a connection.
package enum CloseReason: Sendable, Hashable {
    /// A frame of at least `RPCLimits.discardBytes`.
    case frameTooLong(UInt32)
    case partialFrame
    case stalledWriter
    case shutdown
    /// The peer closed first, or the socket failed.
    case peerClosed
}

extension CloseReason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .frameTooLong(let length): "a frame of \(length) bytes is beyond every limit"
        case .partialFrame: "a frame did not arrive in full in time"
        case .stalledWriter: "the peer does not read its answers"
        case .shutdown: "the server shuts down"
        case .peerClosed: "the peer closed the connection"
        }
    }
}

/// One call, for the line that a server logs of it.
package struct CallRecord: Sendable, Hashable {
    /// Names as the caller gave them; empty where the envelope did not parse.
    package var service: String
    package var method: String
    package var peer: Peer
    /// How the call ended for its caller; nil: OK.
    package var status: Status?
    package var duration: Duration
    package var requestBytes: Int
    package var responseBytes: Int

    package init(
        service: String, method: String, peer: Peer, status: Status?, duration: Duration,
        requestBytes: Int, responseBytes: Int,
    ) {
        self.service = service
        self.method = method
        self.peer = peer
        self.status = status
        self.duration = duration
        self.requestBytes = requestBytes
        self.responseBytes = responseBytes
    }
}

/// How a handler ended.
package enum CallOutcome: Sendable, Hashable {
    /// The one answer of a method whose server does not stream.
    case message([UInt8])
    /// A stream of answers is complete.
    case done
    case failed(Status)
}

/// The answer to a handler that sends a message.
package enum SendAnswer: Sendable, Hashable {
    case queued
    /// The queue is full: wait for `resumeSender`. The message is kept and not to be sent again.
    case wait
    case over(Status)
}

/// The answer to a handler that asks for the next message.
package enum ReceiveAnswer: Sendable, Hashable {
    case message([UInt8])
    case end
    /// Wait for `resumeReceiver`.
    case wait
    case over(Status)
}
