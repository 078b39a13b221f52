import SluiceRPC
import Testing

/// Rules 6 to 9: envelopes, deadlines and limits. `PROTOCOL.md` has the text.
struct ServerLimitTests {
    @Test func `rule 6: an answer that is too long is 8 on its call`() {
        var desk = Desk { $0.frameBytes = 100 }
        desk.receive(Desk.request("Echo"))
        let long = [UInt8](repeating: 0, count: 101)
        #expect(desk.finish(1, .message(long)) == ["1 resourceExhausted"])
        #expect(desk.receive(Desk.request("Echo", stream: 3)) == ["start 3 Echo []"])
    }

    @Test func `rule 6: a message that is too long is 8 on its stream`() {
        var desk = Desk { $0.frameBytes = 100 }
        desk.receive(Desk.request("Watch"))
        let (_, trace) = desk.send([UInt8](repeating: 0, count: 101))
        #expect(trace == ["cancel 1 resourceExhausted", "1 resourceExhausted"])
    }

    @Test func `rule 6: an error that is too long is answered 8`() {
        var desk = Desk { $0.frameBytes = 100 }
        desk.receive(Desk.request("Echo"))
        let status = Status(.notFound, String(repeating: "x", count: 101))
        #expect(desk.finish(1, .failed(status)) == ["1 resourceExhausted"])
    }

    @Test(arguments: [("no.Service", "Echo"), ("test.Echo", "Nothing")])
    func `rule 7: an unknown service or method is answered 12`(
        _ service: String, _ method: String,
    ) {
        var desk = Desk()
        #expect(desk.receive(Desk.request(method, service: service)) == ["1 unimplemented"])
    }

    @Test func `rule 7: an envelope that does not parse is answered 3`() {
        var desk = Desk()
        #expect(
            desk.receive(Frame(.request, stream: 1, data: [0, 0, 1]))
                == ["1 invalidArgument"])
    }

    @Test func `rule 8: a negative timeout has passed already`() {
        var desk = Desk()
        #expect(desk.receive(Desk.request("Echo", timeout: -1)) == ["1 deadlineExceeded"])
    }

    @Test(arguments: ["Echo", "Watch", "Collect", "Chat"])
    func `rule 8: a deadline counts from receipt and holds for every kind`(_ name: String) {
        var desk = Desk()
        desk.receive(Desk.request(name, timeout: 5_000_000_000))
        #expect(desk.session.nextDeadline == desk.now + .seconds(5))
        #expect(desk.contexts[1]?.deadline == desk.now + .seconds(5))
        #expect(desk.pass(.milliseconds(4_999)) == [])
        #expect(desk.pass(.milliseconds(1)) == ["cancel 1 deadlineExceeded", "1 deadlineExceeded"])
        #expect(desk.session.nextDeadline == nil)
    }

    @Test func `rule 8: the longest timeout is no overflow`() {
        var desk = Desk()
        #expect(desk.receive(Desk.request("Echo", timeout: .max)) == ["start 1 Echo []"])
    }

    @Test func `rule 8: deadlines that fall due together end in their order`() {
        var desk = Desk()
        desk.receive(
            Desk.request("Echo", stream: 1, timeout: 3),
            Desk.request("Echo", stream: 3, timeout: 1),
            Desk.request("Echo", stream: 5, timeout: 2), Desk.request("Echo", stream: 7))
        let answers = desk.pass(.seconds(1)).filter { !$0.hasPrefix("cancel") }
        #expect(answers == ["3 deadlineExceeded", "5 deadlineExceeded", "1 deadlineExceeded"])
    }

    @Test func `rule 9: keys of the metadata are lower-cased`() {
        var desk = Desk()
        desk.receive(Desk.request("Echo", metadata: [Metadata(key: "Trace-ID", value: "A")]))
        #expect(desk.contexts[1]?.metadata == [Metadata(key: "trace-id", value: "A")])
    }

    @Test(arguments: [
        (64, 1, "start 1 Echo []"), (65, 1, "1 resourceExhausted"),
        (1, 16_383, "start 1 Echo []"), (1, 16_384, "1 resourceExhausted"),
    ])
    func `rule 9: metadata beyond 64 entries or 16 KiB is answered 8`(
        _ entries: Int, _ bytes: Int, _ line: String,
    ) {
        var desk = Desk()
        let entry = Metadata(key: "k", value: String(repeating: "v", count: bytes))
        let metadata = Array(repeating: entry, count: entries)
        #expect(desk.receive(Desk.request("Echo", metadata: metadata)) == [line])
    }
}
