/// Every bound of a connection, with the values of the protocol as defaults. `PROTOCOL.md` lists
/// them under the same names.
package struct RPCLimits: Sendable, Hashable {
    /// Longest data of a frame, header excluded; the limit itself is allowed.
    package var frameBytes = 4 << 20
    /// From this length on a frame closes the connection; below it, it is discarded and answered.
    package var discardBytes = 16 << 20
    package var metadataEntries = 64
    /// Keys and values of the metadata together, in UTF-8.
    package var metadataBytes = 16 << 10
    /// Messages of one call that its handler has not taken yet. An empty queue takes any message.
    package var incomingFrames = 64
    package var incomingBytes = 1 << 20
    /// Messages of one call that the socket has not taken yet. An empty queue takes any message.
    package var outgoingFrames = 256
    package var outgoingBytes = 4 << 20
    /// Bytes handed to the socket and not taken by the kernel; what is beyond waits in the queues.
    package var writeWindowBytes = 1 << 20
    /// Bytes of a connection that wait for the window before it stops reading requests.
    package var backlogBytes = 8 << 20
    /// Calls of a connection that run; those whose caller is gone count until their handler ends.
    package var activeCalls = 1_024
    /// Age at which a frame that has not arrived in full closes the connection.
    package var partialFrame: Duration = .seconds(30)
    /// Time without progress of a writer with a full queue before the connection is closed.
    package var stalledWriter: Duration = .seconds(30)
    /// Time that a shutdown waits, after the grace time, for the last answers to be written.
    package var lastFlush: Duration = .seconds(2)
    /// Messages of a stream at which a client stops reading while none of its calls waits.
    package var clientPauseFrames = 64
    package var clientPauseBytes = 1 << 20
    /// Messages of a stream that a client holds while other calls keep the connection busy.
    package var clientIncomingFrames = 4_096
    package var clientIncomingBytes = 16 << 20

    package init() {}
}
