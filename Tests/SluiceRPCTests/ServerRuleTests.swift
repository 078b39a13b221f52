import SluiceRPC
import Testing

/// Rules 2 to 5: frames, stream ids and how calls begin and end. `PROTOCOL.md` has the text.
struct ServerRuleTests {
    @Test func `rule 2: a frame of exactly the limit is taken`() {
        var desk = Desk { $0.frameBytes = 64 }
        let bare = Desk.request("Echo").data.count
        let frame = Desk.request("Echo", payload: [UInt8](repeating: 0, count: 64 - bare))
        #expect(frame.data.count == 64)
        #expect(desk.receive(frame).first?.hasPrefix("start 1 Echo") == true)
    }

    @Test func `rule 2: a longer frame is skipped and answered 8 and the connection lives`() {
        var desk = Desk { $0.frameBytes = 64 }
        let long = Frame(.request, stream: 1, data: [UInt8](repeating: 0, count: 65))
        #expect(
            desk.receive(long, Desk.request("Echo", stream: 3))
                == ["1 resourceExhausted", "start 3 Echo []"])
    }

    @Test func `rule 2: an oversized message ends its call with 8`() {
        var desk = Desk { $0.frameBytes = 64 }
        desk.receive(Desk.request("Collect"))
        #expect(
            desk.receive(Desk.data([UInt8](repeating: 0, count: 65)))
                == ["cancel 1 resourceExhausted", "1 resourceExhausted"])
    }

    @Test func `rule 2: a frame of the discard limit closes the connection`() {
        var desk = Desk()
        let header: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 1, 1, 0]
        #expect(desk.receive(header) == ["close: a frame of 16777216 bytes is beyond every limit"])
        #expect(desk.receive(Desk.request("Echo")) == [])
    }

    @Test func `rule 2: a partial frame closes the connection after 30 seconds`() {
        var desk = Desk()
        desk.receive([0, 0])
        desk.now += .seconds(20)
        desk.receive([0, 1])
        #expect(desk.session.nextDeadline == desk.now + .seconds(10))
        #expect(desk.pass(.seconds(10)) == ["close: a frame did not arrive in full in time"])
    }

    @Test func `rule 2: a complete frame ends the wait for it`() {
        var desk = Desk()
        let bytes = Desk.request("Echo").encoded
        desk.receive(Array(bytes.prefix(5)))
        desk.receive(Array(bytes.dropFirst(5)))
        #expect(desk.session.nextDeadline == nil)
    }

    @Test(arguments: [FrameType.response, FrameType(rawValue: 0), FrameType(rawValue: 77)])
    func `rule 3: responses and unknown types are ignored`(_ type: FrameType) {
        var desk = Desk()
        #expect(desk.receive(Frame(type, stream: 1, data: [1, 2])) == [])
        #expect(desk.receive(Desk.request("Echo")) == ["start 1 Echo []"])
    }

    @Test func `rule 3: unknown flags are ignored`() {
        var desk = Desk()
        #expect(
            desk.receive(Desk.request("Echo", flags: [FrameFlags(rawValue: 0xF8)]))
                == ["start 1 Echo []"])
    }

    // Stream ids

    @Test(arguments: [0, 2, 4_294_967_294] as [UInt32])
    func `rule 4: an even stream id is answered 3`(_ id: UInt32) {
        var desk = Desk()
        #expect(desk.receive(Desk.request("Echo", stream: id)) == ["\(id) invalidArgument"])
    }

    @Test func `rule 4: an id that is active ends with one answer, 3`() {
        var desk = Desk()
        desk.receive(Desk.request("Echo"))
        let first = desk.receive(Desk.request("Echo"))
        #expect(first == ["cancel 1 invalidArgument", "1 invalidArgument"])
        #expect(desk.finish(1, .message([1])) == [])
    }

    @Test func `rule 4: ids may fall and come back`() {
        var desk = Desk()
        for id: UInt32 in [9, 3, 9] {
            #expect(desk.receive(Desk.request("Echo", stream: id)) == ["start \(id) Echo []"])
            #expect(desk.finish(id, .message([])) == ["\(id) ok []"])
        }
    }

    @Test func `rule 4: data for a call that is over is dropped`() {
        var desk = Desk()
        desk.receive(Desk.request("Collect", stream: 5))
        desk.finish(5, .message([]))
        #expect(desk.receive(Desk.data([1], stream: 5), Desk.data([1], stream: 3)) == [])
    }

    @Test func `rule 4: data for an id that was never opened is answered 3`() {
        var desk = Desk()
        #expect(desk.receive(Desk.data([1], stream: 5)) == ["5 invalidArgument"])
    }

    @Test(arguments: ["Echo", "Watch"])
    func `rule 4: data for a method whose client does not stream is dropped`(_ name: String) {
        var desk = Desk()
        desk.receive(Desk.request(name))
        #expect(desk.receive(Desk.data([1])) == [])
    }

    // Terminal frames

    @Test(arguments: [
        ("Echo", CallOutcome.message([7]), "1 ok [7]"),
        ("Collect", .message([7]), "1 ok [7]"),
        ("Watch", .done, "1 end"),
        ("Chat", .done, "1 end"),
        ("Echo", .failed(Status(.notFound, "")), "1 notFound"),
        ("Watch", .failed(Status(.notFound, "")), "1 notFound"),
        ("Collect", .failed(Status(.notFound, "")), "1 notFound"),
        ("Chat", .failed(Status(.notFound, "")), "1 notFound"),
    ])
    func `rule 5: every kind ends with its one terminal frame`(
        _ name: String, _ outcome: CallOutcome, _ line: String,
    ) {
        var desk = Desk()
        desk.receive(Desk.request(name))
        #expect(desk.finish(1, outcome) == [line])
        #expect(desk.session.activeCalls == 0)
    }

    @Test func `rule 5: a stream called as unary is answered 12 with its unary twin`() {
        var desk = Desk()
        #expect(desk.receive(Desk.request("Watch", flags: [])) == ["1 unimplemented"])
        #expect(
            desk.records.last?.status?.message
                == "Watch answers with a stream and was called as a unary method; call Wait, "
                + "which has a single answer")
    }

    @Test(arguments: ["Follow", "Chat"])
    func `rule 5: a stream without twin called as unary is answered 12`(_ name: String) {
        var desk = Desk()
        #expect(desk.receive(Desk.request(name, flags: [])) == ["1 unimplemented"])
        #expect(desk.records.last?.status?.message.hasSuffix("call it as a stream") == true)
    }

    @Test func `rule 5: an empty payload is a message of a server stream`() {
        var desk = Desk()
        #expect(desk.receive(Desk.request("Watch")) == ["start 1 Watch []"])
    }

    @Test(
        arguments: [
            ([1], [.remoteOpen], ReceiveAnswer.message([1])),
            ([], [.remoteOpen], .wait),
            ([1], [.remoteOpen, .noData], .wait),
            ([], [.remoteClosed], .end),
            ([], [], .end),
        ] as [([UInt8], FrameFlags, ReceiveAnswer)])
    func `rule 5: the payload opens a client stream if it is not empty and ND is clear`(
        _ payload: [UInt8], _ flags: FrameFlags, _ answer: ReceiveAnswer,
    ) {
        var desk = Desk()
        desk.receive(Desk.request("Collect", flags: flags, payload: payload))
        #expect(desk.next() == answer)
    }

    @Test func `rule 5: messages are delivered in order and a half-close ends them`() {
        var desk = Desk()
        desk.receive(
            Desk.request("Collect"), Desk.data([1]), Desk.data([]), .endOfMessages(stream: 1))
        let answers = (0..<4).map { _ in desk.next() }
        #expect(answers == [.message([1]), .message([]), .end, .end])
    }

    @Test func `rule 5: a last message may carry the half-close`() {
        var desk = Desk()
        desk.receive(Desk.request("Collect"), Desk.data([1], flags: .remoteClosed))
        #expect([desk.next(), desk.next()] == [.message([1]), .end])
    }

    @Test func `rule 5: what follows a half-close is dropped`() {
        var desk = Desk()
        desk.receive(Desk.request("Collect"), .endOfMessages(stream: 1), Desk.data([1]))
        #expect(desk.next() == .end)
    }

    @Test func `rule 5: a handler that waits is woken by the message and by the end`() {
        var desk = Desk()
        desk.receive(Desk.request("Collect"))
        #expect(desk.next() == .wait)
        #expect(desk.receive(Desk.data([4])) == ["receiver 1 [4]"])
        #expect(desk.next() == .wait)
        #expect(desk.receive(.endOfMessages(stream: 1)) == ["receiver 1 end"])
    }

    @Test func `rule 5: nothing follows the terminal frame`() {
        var desk = Desk()
        desk.receive(Desk.request("Watch"))
        desk.finish(1, .done)
        let (answer, trace) = desk.send([1])
        #expect(answer == .over(Status(.cancelled, "the call is over")))
        #expect(trace == [])
    }
}
