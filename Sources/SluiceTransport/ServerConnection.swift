import NIOCore
import SluiceRPC

/// Moves bytes between a socket and its session and runs the handlers. Lives on its event loop.
///
/// Every change of the session goes through `update`, which carries out the actions in order.
final class ServerConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// A call whose handler has suspended.
    struct OpenCall {
        var task: Task<Void, Never>?
        var sender: CheckedContinuation<Result<Void, Status>, Never>?
        var receiver: CheckedContinuation<Result<[UInt8]?, Status>, Never>?
        /// Why the call is over for its caller; nil: it is not.
        var cancelled: Status?
    }

    let channel: any Channel
    let peer: Peer
    private let hooks: Server.Hooks
    private let output: FrameOutput
    private let timer: LoopTimer
    private var session: ServerSession
    private var calls: [CallID: OpenCall] = [:]
    /// The call whose handler is being started and has neither suspended nor ended.
    private var starting: CallID?
    private var isReading = false
    private var closeReason: CloseReason?
    /// Handlers that have not ended; they still need the loop when the connection is closed.
    private var runningHandlers = 0
    private var isInactive = false
    private let onClose: (ServerConnection) -> Void
    private let onIdle: (ServerConnection) -> Void

    init(
        channel: any Channel, peer: Peer, session: ServerSession, hooks: Server.Hooks,
        onClose: @escaping (ServerConnection) -> Void,
        onIdle: @escaping (ServerConnection) -> Void,
    ) {
        self.channel = channel
        self.peer = peer
        self.session = session
        self.hooks = hooks
        self.onClose = onClose
        self.onIdle = onIdle
        output = FrameOutput(channel: channel)
        timer = LoopTimer(eventLoop: channel.eventLoop)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        // Both references end in `handlerRemoved`.
        output.onWritten = { [self] bytes in
            update { $0.written(bytes, at: $1, into: &$2) }
        }
        timer.fire = { [self] in
            output.report()
            update { $0.advance(to: $1, into: &$2) }
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        isReading = true
        update { $0.receive(buffer.readableBytesSpan, at: $1, into: &$2) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        output.flush()
    }

    func channelInactive(context: ChannelHandlerContext) {
        update { $0.peerClosed(at: $1, into: &$2) }
    }

    /// Comes for a channel too that was closed before it became active, which `channelInactive`
    /// does not.
    func handlerRemoved(context: ChannelHandlerContext) {
        update { $0.peerClosed(at: $1, into: &$2) }
        output.stop()
        timer.stop()
        isInactive = true
        hooks.connectionClosed(peer, closeReason ?? .peerClosed)
        onClose(self)
        if runningHandlers == 0 { onIdle(self) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset by the peer or a broken pipe: the connection is over, whatever the reason.
        context.close(promise: nil)
    }

    func shutDown(grace: Duration) {
        update { $0.shutDown(grace: grace, at: $1, into: &$2) }
    }

    @discardableResult
    private func update<Result>(
        _ change: (inout ServerSession, ContinuousClock.Instant, inout [ServerAction]) -> Result,
    ) -> Result {
        var actions: [ServerAction] = []
        let result = change(&session, ContinuousClock.now, &actions)
        for action in actions { perform(action) }
        timer.arm(for: session.nextDeadline)
        if !isReading { output.scheduleFlush() }
        return result
    }

    private func perform(_ action: ServerAction) {
        switch action {
        case .start(let call, let method, let request, let context):
            start(call, method, request, context)
        case .resumeReceiver(let call, let message):
            calls[call]?.takeReceiver()?.resume(returning: .success(message))
        case .resumeSender(let call):
            calls[call]?.takeSender()?.resume(returning: .success(()))
        case .cancel(let call, let status): cancel(call, status)
        case .write(let frame): output.append(frame)
        case .record(let record): hooks.observer(record)
        case .pauseReading: setReading(false)
        case .resumeReading: setReading(true)
        case .close(let reason): close(reason)
        }
    }

    private func start(
        _ call: CallID, _ method: Method, _ request: [UInt8], _ context: CallContext,
    ) {
        runningHandlers += 1
        do throws(Status) {
            try hooks.interceptor(context, request)
        } catch {
            return finish(call, .failed(error))
        }
        let stream = CallStream(connection: self, call: call)
        starting = call
        let task = Task.immediate {
            let outcome = await method.handler.run(request, stream, context)
            // A handler that did not suspend is still on the loop and answers at once.
            stream.onLoop { $0.finish(call, outcome) }
        }
        guard starting == call else { return }
        starting = nil
        calls[call, default: OpenCall()].task = task
        if calls[call]?.cancelled != nil { task.cancel() }
    }

    private func finish(_ call: CallID, _ outcome: CallOutcome) {
        if starting == call { starting = nil }
        calls[call] = nil
        runningHandlers -= 1
        update { $0.finish(call, outcome, at: $1, into: &$2) }
        if isInactive && runningHandlers == 0 { onIdle(self) }
    }

    private func cancel(_ call: CallID, _ status: Status) {
        // A handler that ended in the meantime is not in the table any more.
        guard calls[call] != nil || starting == call else { return }
        calls[call, default: OpenCall()].cancelled = status
        calls[call]?.takeReceiver()?.resume(returning: .failure(status))
        calls[call]?.takeSender()?.resume(returning: .failure(status))
        calls[call]?.task?.cancel()
    }

    private func setReading(_ reads: Bool) {
        channel.setOption(.autoRead, value: reads).whenFailure { _ in
            // The channel is closed already, which `handlerRemoved` reports.
        }
    }

    private func close(_ reason: CloseReason) {
        guard closeReason == nil else { return }
        closeReason = reason
        output.flush()
        channel.close(promise: nil)
    }
}

/// What the handlers' streams call.
extension ServerConnection {
    func send(
        _ message: [UInt8], of call: CallID, _ ticket: CallTicket,
        _ sender: CheckedContinuation<Result<Void, Status>, Never>,
    ) {
        switch update({ $0.send(call, message, at: $1, into: &$2) }) {
        case .queued: sender.resume(returning: .success(()))
        case .over(let status):
            sender.resume(returning: .failure(calls[call]?.cancelled ?? status))
        case .wait:
            calls[call, default: OpenCall()].sender = sender
            if ticket.isCancelled { stopWaiting(call) }
        }
    }

    func next(
        of call: CallID, _ ticket: CallTicket,
        _ receiver: CheckedContinuation<Result<[UInt8]?, Status>, Never>,
    ) {
        switch update({ session, _, _ in session.next(call) }) {
        case .message(let message): receiver.resume(returning: .success(message))
        case .end: receiver.resume(returning: .success(nil))
        case .over(let status):
            receiver.resume(returning: .failure(calls[call]?.cancelled ?? status))
        case .wait:
            calls[call, default: OpenCall()].receiver = receiver
            if ticket.isCancelled { stopWaiting(call) }
        }
    }

    func stopReceiving(_ call: CallID) {
        update { session, _, actions in session.stopReceiving(call, into: &actions) }
    }

    /// A task of the handler was cancelled that waits in `send` or `next`.
    func stopWaiting(_ call: CallID) {
        let status = Status(.cancelled, "the task was cancelled")
        update { session, _, _ in session.stopWaiting(call) }
        calls[call]?.takeReceiver()?.resume(returning: .failure(status))
        calls[call]?.takeSender()?.resume(returning: .failure(status))
    }
}

extension ServerConnection.OpenCall {
    mutating func takeReceiver() -> CheckedContinuation<Result<[UInt8]?, Status>, Never>? {
        defer { receiver = nil }
        return receiver
    }

    mutating func takeSender() -> CheckedContinuation<Result<Void, Status>, Never>? {
        defer { sender = nil }
        return sender
    }
}
