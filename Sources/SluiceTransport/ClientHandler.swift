import NIOCore
import SluiceRPC

/// Moves bytes between a socket and its client session. Lives on its event loop.
final class ClientHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias Caller = CheckedContinuation<Result<[UInt8], Status>, Never>
    typealias Reader = CheckedContinuation<Result<[UInt8]?, Status>, Never>

    private let channel: any Channel
    private let output: FrameOutput
    private let timer: LoopTimer
    private var session: ClientSession
    private var callers: [UInt32: Caller] = [:]
    private var readers: [UInt32: Reader] = [:]

    init(channel: any Channel, session: ClientSession) {
        self.channel = channel
        self.session = session
        output = FrameOutput(channel: channel)
        timer = LoopTimer(eventLoop: channel.eventLoop)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        // The reference ends in `handlerRemoved`.
        timer.fire = { [self] in
            update { $0.advance(to: $1, into: &$2) }
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        update { $0.receive(buffer.readableBytesSpan, at: $1, into: &$2) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        let status = Status(.unavailable, "the connection to the daemon is lost")
        update { session, _, actions in session.close(status, into: &actions) }
        timer.stop()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset or a broken pipe: the connection is over, whatever the reason.
        context.close(promise: nil)
    }

    func unary(
        _ method: MethodInfo, _ request: [UInt8], _ options: CallOptions, _ ticket: CallTicket,
        _ caller: Caller,
    ) {
        guard !ticket.isCancelled else {
            return caller.resume(
                returning: .failure(Status(.cancelled, "the call was cancelled")))
        }
        switch open(method, request, options) {
        case .success(let id):
            ticket.streamID = id
            callers[id] = caller
        case .failure(let status):
            caller.resume(returning: .failure(status))
        }
    }

    func open(
        _ method: MethodInfo, _ request: [UInt8], _ options: CallOptions,
    ) -> Result<UInt32, Status> {
        update { session, now, actions in
            do throws(Status) {
                return .success(
                    try session.open(method, request, options, at: now, into: &actions))
            } catch {
                return .failure(error)
            }
        }
    }

    func next(_ id: UInt32, _ ticket: CallTicket, _ reader: Reader) {
        switch update({ session, _, actions in session.next(id, into: &actions) }) {
        case .message(let message): reader.resume(returning: .success(message))
        case .end: reader.resume(returning: .success(nil))
        case .over(let status): reader.resume(returning: .failure(status))
        case .wait:
            readers[id] = reader
            if ticket.isCancelled { cancel(ticket) }
        }
    }

    /// Ends the call of a task that was cancelled.
    func cancel(_ ticket: CallTicket) {
        let id = ticket.streamID
        update { session, _, actions in session.cancel(id, into: &actions) }
    }

    func forget(_ id: UInt32) {
        update { session, _, actions in session.forget(id, into: &actions) }
    }

    @discardableResult
    private func update<Result>(
        _ change: (inout ClientSession, ContinuousClock.Instant, inout [ClientAction]) -> Result,
    ) -> Result {
        var actions: [ClientAction] = []
        let result = change(&session, ContinuousClock.now, &actions)
        for action in actions { perform(action) }
        timer.arm(for: session.nextDeadline)
        output.scheduleFlush()
        return result
    }

    private func perform(_ action: ClientAction) {
        switch action {
        case .write(let frame): output.append(frame)
        case .complete(let id, let result):
            callers.removeValue(forKey: id)?.resume(returning: result)
        case .resumeReceiver(let id, let result):
            readers.removeValue(forKey: id)?.resume(returning: result)
        case .pauseReading: setReading(false)
        case .resumeReading: setReading(true)
        case .close: channel.close(promise: nil)
        }
    }

    private func setReading(_ reads: Bool) {
        channel.setOption(.autoRead, value: reads).whenFailure { _ in
            // The channel is closed already, which `handlerRemoved` reports.
        }
    }
}
