import SluiceRPC
import SluiceSimulation
import Testing

struct ClientSessionTests {
    private var session = ClientSession(codec: TinyCodec())
    private let now = ContinuousClock.now

    @Test mutating func `ids are odd and grow, and a unary request has no flags`() throws {
        let first = try open("Echo", payload: [1])
        let second = try open("Echo")
        #expect(first == [.write(Desk.request("Echo", stream: 1, payload: [1]))])
        #expect(second == [.write(Desk.request("Echo", stream: 3))])
    }

    @Test mutating func `a stream is asked for with the sending half closed`() throws {
        #expect(try open("Watch") == [.write(Desk.request("Watch", flags: .remoteClosed))])
    }

    @Test mutating func `the answer completes the call`() throws {
        _ = try open("Echo")
        #expect(receive(response(.success(payload: [5]))) == [.complete(stream: 1, .success([5]))])
        #expect(receive(response(.success(payload: [6]))) == [])
    }

    @Test mutating func `an error completes the call`() throws {
        _ = try open("Echo")
        let status = Status(.notFound, "no")
        #expect(receive(response(.failure(status))) == [.complete(stream: 1, .failure(status))])
    }

    @Test mutating func `an answer that does not parse is an internal error`() throws {
        _ = try open("Echo")
        let status = Status(.internalError, "the envelope is empty")
        #expect(receive(Frame(.response, stream: 1)) == [.complete(stream: 1, .failure(status))])
    }

    @Test mutating func `data for a unary call and frames of unknown calls are ignored`() throws {
        _ = try open("Echo")
        #expect(
            receive(Desk.data([1]), Desk.data([1], stream: 9), Frame(.response, stream: 9))
                == [])
    }

    @Test mutating func `a timeout travels with the request and is kept here too`() throws {
        let actions = try open("Echo", timeout: .seconds(2))
        #expect(actions == [.write(Desk.request("Echo", timeout: 2_000_000_000))])
        #expect(session.nextDeadline == now + .seconds(2))
        let late = Status(.deadlineExceeded, "the deadline of the call has passed")
        #expect(
            advance(.seconds(2))
                == [.write(Frame(.cancel, stream: 1)), .complete(stream: 1, .failure(late))])
    }

    @Test(arguments: [Duration.zero, .seconds(-1)])
    mutating func `a timeout that has passed sends nothing`(_ timeout: Duration) {
        #expect(throws: Status.self) { try open("Echo", timeout: timeout) }
    }

    @Test mutating func `a timeout below a nanosecond is one nanosecond`() throws {
        let actions = try open("Echo", timeout: .nanoseconds(1) / 2)
        #expect(actions == [.write(Desk.request("Echo", timeout: 1))])
    }

    @Test mutating func `a request beyond the limit is refused here with 8`() {
        let long = [UInt8](repeating: 0, count: 4 << 20)
        let error = #expect(throws: Status.self) { try open("Echo", payload: long) }
        #expect(error?.code == .resourceExhausted)
    }

    @Test mutating func `a cancelled call tells the server and drops its answer`() throws {
        _ = try open("Echo")
        let status = Status(.cancelled, "the call was cancelled")
        #expect(
            act { $0.cancel(1, into: &$1) }
                == [.write(Frame(.cancel, stream: 1)), .complete(stream: 1, .failure(status))])
        #expect(receive(response(.success(payload: []))) == [])
    }

    @Test mutating func `messages come in order and the empty close ends them`() throws {
        _ = try open("Watch")
        _ = receive(Desk.data([1]), Desk.data([]), .endOfMessages(stream: 1))
        let answers = [next(), next(), next()]
        #expect(answers == [.message([1]), .message([]), .end])
    }

    @Test mutating func `a reader that waits gets the message and the end at once`() throws {
        _ = try open("Watch")
        #expect(next() == .wait)
        #expect(receive(Desk.data([1])) == [.resumeReceiver(stream: 1, .success([1]))])
        #expect(next() == .wait)
        #expect(receive(.endOfMessages(stream: 1)) == [.resumeReceiver(stream: 1, .success(nil))])
    }

    @Test mutating func `an error of a stream comes after its messages`() throws {
        _ = try open("Watch")
        let status = Status(.outOfRange, "too old")
        _ = receive(Desk.data([1]), response(.failure(status)))
        #expect([next(), next()] == [.message([1]), .over(status)])
    }

    @Test mutating func `a server that ends a stream with an OK response ends it`() throws {
        _ = try open("Watch")
        _ = receive(response(.success(payload: [])))
        #expect(next() == .end)
    }

    @Test mutating func `reading pauses while no call waits and goes on with the next call`() throws
    {
        _ = try open("Watch")
        var actions: [ClientAction] = []
        for _ in 0..<64 { actions = receive(Desk.data([1])) }
        #expect(actions == [.pauseReading])
        #expect(try open("Echo").last == .resumeReading)
    }

    @Test mutating func `reading goes on when a reader has caught up`() throws {
        _ = try open("Watch")
        for _ in 0..<64 { _ = receive(Desk.data([1])) }
        #expect(act { _ = $0.next(1, into: &$1) } == [.resumeReading])
    }

    @Test mutating func `a stream that nobody reads fails while other calls wait`() throws {
        _ = try open("Watch")
        _ = try open("Echo")
        for _ in 0..<4_096 { #expect(receive(Desk.data([1])) == []) }
        #expect(receive(Desk.data([1])) == [.write(Frame(.cancel, stream: 1))])
        #expect(next().failure == .resourceExhausted)
    }

    @Test mutating func `a lost connection ends every call`() throws {
        _ = try open("Echo")
        _ = try open("Watch")
        #expect(next(3) == .wait)
        let lost = Status(.unavailable, "lost")
        #expect(
            act { $0.close(lost, into: &$1) } == [
                .complete(stream: 1, .failure(lost)), .resumeReceiver(stream: 3, .failure(lost)),
                .close(lost),
            ])
        #expect(throws: lost) { try open("Echo") }
    }

    @Test mutating func `an oversized frame fails its call alone`() throws {
        _ = try open("Echo")
        _ = try open("Echo")
        var header = Frame(.response, stream: 1).encoded
        header[1] = 0x40
        header[3] = 1
        _ = act { unsafe $0.receive(header.span.bytes, at: .now, into: &$1) }
        let rest = [UInt8](repeating: 0, count: (4 << 20) + 1)
        let actions = act { unsafe $0.receive(rest.span.bytes, at: .now, into: &$1) }
        #expect(actions.last?.failure == .resourceExhausted)
        #expect(
            receive(response(.success(payload: []), stream: 3))
                == [.complete(stream: 3, .success([]))])
    }

    @Test mutating func `a forgotten stream leaves nothing behind`() throws {
        _ = try open("Watch")
        _ = receive(Desk.data([1]), .endOfMessages(stream: 1))
        #expect(act { $0.forget(1, into: &$1) } == [])
        #expect(next() == .over(Status(.cancelled, "the call is over")))
    }

    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    mutating func `random bytes never trap a client`(_ seed: UInt64) throws {
        var dice = Dice(seed: seed)
        for name in ["Echo", "Watch", "Echo"] { _ = try open(name) }
        for chunk in dice.chunks(of: dice.frame(longest: 50).encoded + dice.bytes(300)) {
            _ = act { unsafe $0.receive(chunk.span.bytes, at: .now, into: &$1) }
        }
    }

    private mutating func open(
        _ name: String, payload: [UInt8] = [], timeout: Duration? = nil,
    ) throws(Status) -> [ClientAction] {
        let method = Desk.method(name, name == "Watch" ? .serverStreaming : .unary)
        var actions: [ClientAction] = []
        _ = try session.open(
            method, payload, CallOptions(timeout: timeout), at: now, into: &actions)
        return actions
    }

    private mutating func receive(_ frames: Frame...) -> [ClientAction] {
        let bytes = frames.flatMap(\.encoded)
        return act { unsafe $0.receive(bytes.span.bytes, at: .now, into: &$1) }
    }

    private mutating func next(_ stream: UInt32 = 1) -> ReceiveAnswer {
        var actions: [ClientAction] = []
        return session.next(stream, into: &actions)
    }

    private mutating func advance(_ time: Duration) -> [ClientAction] {
        let due = now + time
        return act { $0.advance(to: due, into: &$1) }
    }

    private mutating func act(
        _ change: (inout ClientSession, inout [ClientAction]) -> Void,
    ) -> [ClientAction] {
        var actions: [ClientAction] = []
        change(&session, &actions)
        return actions
    }

    private func response(_ envelope: ResponseEnvelope, stream: UInt32 = 1) -> Frame {
        Frame(.response, stream: stream, data: TinyCodec.encoded(envelope))
    }
}

extension ReceiveAnswer {
    fileprivate var failure: StatusCode? {
        guard case .over(let status) = self else { return nil }
        return status.code
    }
}

extension ClientAction {
    /// The code that call 1 has failed with.
    fileprivate var failure: StatusCode? {
        guard case .complete(stream: 1, .failure(let status)) = self else { return nil }
        return status.code
    }
}
