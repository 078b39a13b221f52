import SluiceRPC
import Testing

/// Rules 10 to 13: lost connections, queues, cancel and shutdown. `PROTOCOL.md` has the text.
struct ServerEndTests {
    @Test func `rule 10: a peer that closes cancels everything and hears nothing`() {
        var desk = Desk()
        desk.receive(Desk.request("Echo", stream: 3), Desk.request("Watch", stream: 1))
        let trace = desk.update { $0.peerClosed(at: $1, into: &$2) }
        #expect(
            trace
                == [
                    "cancel 1 cancelled", "cancel 3 cancelled",
                    "close: the peer closed the connection",
                ])
        #expect(desk.finish(3, .message([])) == [])
    }

    @Test func `rule 10: answers come in the order of completion`() {
        var desk = Desk()
        desk.receive(Desk.request("Echo", stream: 1), Desk.request("Echo", stream: 3))
        #expect(desk.finish(3, .message([3])) == ["3 ok [3]"])
        #expect(desk.finish(1, .message([1])) == ["1 ok [1]"])
    }

    @Test func `rule 11: the sixty-fifth message that nobody takes ends its call with 8`() {
        var desk = Desk()
        desk.receive(Desk.request("Collect", stream: 1), Desk.request("Collect", stream: 3))
        for _ in 0..<64 { #expect(desk.receive(Desk.data([1])) == []) }
        #expect(
            desk.receive(Desk.data([1]))
                == ["cancel 1 resourceExhausted", "1 resourceExhausted"])
        #expect(desk.receive(Desk.data([1], stream: 3)) == [])
    }

    @Test func `rule 11: incoming bytes are bounded, but one message always fits`() {
        var desk = Desk()
        desk.receive(Desk.request("Collect"))
        #expect(desk.receive(Desk.data([UInt8](repeating: 0, count: 3 << 20))) == [])
        #expect(desk.receive(Desk.data([1])).last == "1 resourceExhausted")
    }

    @Test func `rule 11: a sender waits while 256 messages wait for the socket`() {
        var desk = Desk { $0.writeWindowBytes = 1 }
        desk.receive(Desk.request("Watch"))
        #expect(desk.send([0]).1 == ["1 data [0]"])
        for _ in 0..<256 { #expect(desk.send([1]).0 == .queued) }
        #expect(desk.send([2]).0 == .wait)
        #expect(desk.flush() == ["1 data [1]", "sender 1"])
    }

    @Test func `rule 11: a sender that does not wait loses its call`() {
        var desk = Desk {
            $0.writeWindowBytes = 1; $0.outgoingFrames = 1
        }
        desk.receive(Desk.request("Watch"))
        _ = (desk.send([0]), desk.send([1]), desk.send([2]))
        let (_, trace) = desk.send([3])
        #expect(trace == ["cancel 1 resourceExhausted"])
        #expect(desk.session.activeCalls == 0)
    }

    @Test func `rule 11: outgoing bytes are bounded`() {
        var desk = Desk { $0.writeWindowBytes = 1 }
        desk.receive(Desk.request("Watch"))
        let megabyte = [UInt8](repeating: 0, count: 1 << 20)
        let answers = (0..<6).map { _ in desk.send(megabyte).0 }
        #expect(answers == [.queued, .queued, .queued, .queued, .queued, .wait])
    }

    @Test func `rule 11: a writer that stalls for 30 seconds closes the connection`() {
        var desk = Desk {
            $0.writeWindowBytes = 1; $0.outgoingFrames = 1
        }
        desk.receive(Desk.request("Watch"))
        _ = (desk.send([0]), desk.send([1]), desk.send([2]))
        #expect(desk.pass(.seconds(29)) == [])
        #expect(desk.pass(.seconds(1)).last == "close: the peer does not read its answers")
    }

    @Test func `rule 11: a writer that makes progress keeps the connection`() {
        var desk = Desk {
            $0.writeWindowBytes = 1; $0.outgoingFrames = 1
        }
        desk.receive(Desk.request("Watch"))
        _ = (desk.send([0]), desk.send([1]), desk.send([2]))
        desk.now += .seconds(29)
        _ = desk.update { $0.written(5, at: $1, into: &$2) }
        #expect(desk.pass(.seconds(29)) == [])
    }

    @Test func `rule 11: reading pauses while answers pile up unread`() {
        var desk = Desk {
            $0.writeWindowBytes = 1; $0.backlogBytes = 200
        }
        var trace: [String] = []
        for id in 0..<20 where !trace.contains("pause reading") {
            trace = desk.receive(Desk.data(stream: UInt32(id * 2 + 1)))
        }
        #expect(trace.contains("pause reading"))
        for _ in 0..<20 where !trace.contains("resume reading") { trace = desk.flush() }
        #expect(trace.contains("resume reading"))
    }

    @Test func `rule 11: more active calls than allowed are answered 8`() {
        var desk = Desk { $0.activeCalls = 2 }
        desk.receive(Desk.request("Echo", stream: 1), Desk.request("Echo", stream: 3))
        #expect(desk.receive(Desk.request("Echo", stream: 5)) == ["5 resourceExhausted"])
        desk.finish(1, .message([]))
        #expect(desk.receive(Desk.request("Echo", stream: 7)) == ["start 7 Echo []"])
    }

    @Test func `rule 11: a handler that goes on after its call was cancelled still counts`() {
        var desk = Desk { $0.activeCalls = 1 }
        desk.receive(Desk.request("Echo"))
        let call = desk.calls[1]
        desk.receive(Frame(.cancel, stream: 1))
        #expect(desk.receive(Desk.request("Echo", stream: 3)) == ["3 resourceExhausted"])
        desk.finish(call, .message([]))
        #expect(desk.receive(Desk.request("Echo", stream: 5)) == ["start 5 Echo []"])
    }

    @Test(arguments: ["Echo", "Watch", "Collect", "Chat"])
    func `rule 12: a cancel frame ends the call with 1`(_ name: String) {
        var desk = Desk()
        desk.receive(Desk.request(name))
        #expect(desk.receive(Frame(.cancel, stream: 1)) == ["cancel 1 cancelled", "1 cancelled"])
    }

    @Test func `rule 12: a cancel frame that crosses the answer means nothing`() {
        var desk = Desk()
        desk.receive(Desk.request("Echo"))
        desk.finish(1, .message([]))
        #expect(desk.receive(Frame(.cancel, stream: 1), Frame(.cancel, stream: 99)) == [])
    }

    @Test func `rule 12: the late end of a cancelled call does not touch a new one of its id`() {
        var desk = Desk()
        desk.receive(Desk.request("Echo"))
        let old = desk.calls[1]
        desk.receive(Frame(.cancel, stream: 1), Desk.request("Echo"))
        #expect(desk.finish(old, .message([9])) == [])
        #expect(desk.finish(1, .message([1])) == ["1 ok [1]"])
    }

    @Test func `rule 13: an idle connection closes at once`() {
        var desk = Desk()
        #expect(desk.shutDown() == ["close: the server shuts down"])
    }

    @Test func `rule 13: active calls may end and new ones are answered 14`() {
        var desk = Desk()
        desk.receive(Desk.request("Echo"))
        #expect(desk.shutDown() == [])
        #expect(desk.receive(Desk.request("Echo", stream: 3)) == ["3 unavailable"])
        #expect(desk.finish(1, .message([1])) == ["1 ok [1]"])
        #expect(desk.flush() == ["close: the server shuts down"])
    }

    @Test func `rule 13: streams are answered 14 at once, calls after the grace time`() {
        var desk = Desk()
        desk.receive(Desk.request("Echo"), Desk.request("Watch", stream: 3))
        #expect(desk.shutDown() == ["cancel 3 unavailable", "3 unavailable"])
        #expect(desk.pass(.seconds(9)) == [])
        #expect(desk.pass(.seconds(1)) == ["cancel 1 unavailable", "1 unavailable"])
        #expect(desk.pass(.seconds(2)) == ["close: the server shuts down"])
    }
}

extension Desk {
    @discardableResult
    mutating func shutDown() -> [String] {
        update { $0.shutDown(grace: .seconds(10), at: $1, into: &$2) }
    }
}
