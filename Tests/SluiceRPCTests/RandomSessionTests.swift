import SluiceRPC
import Testing

struct RandomSessionTests {
    @Test(arguments: 1...300 as ClosedRange<UInt64>)
    func `a session's actions do not depend on how the bytes are chunked`(_ seed: UInt64) {
        var dice = Dice(seed: seed)
        let frames = (0..<dice.roll(1...60)).map { _ in dice.clientFrame() }
        let bytes = frames.flatMap(\.encoded)
        var whole = Desk { $0.frameBytes = 256 }
        var pieces = whole
        let expected = whole.receive(bytes)
        let found = dice.chunks(of: bytes).flatMap { pieces.receive($0) }
        #expect(found == expected)
        #expect(pieces.records == whole.records)
    }

    @Test(arguments: 1...300 as ClosedRange<UInt64>)
    func `random bytes never trap a session`(_ seed: UInt64) {
        var dice = Dice(seed: seed)
        var desk = Desk()
        for chunk in dice.chunks(of: dice.bytes(500)) { desk.receive(chunk) }
        desk.pass(.seconds(40))
    }

    /// Handlers answer, send, receive and wait at random, the kernel takes what it likes, and time
    /// passes; the client does what it likes, but waits for an answer before it uses an id again.
    @Test(arguments: 1...300 as ClosedRange<UInt64>)
    func `every request has one terminal frame and nothing comes after it`(_ seed: UInt64) {
        var run = RandomRun(seed: seed)
        for _ in 0..<200 where !run.closed { run.step() }
        run.finishAll()
        #expect(run.closed || run.waiting.isEmpty)
        #expect(run.surprises == [])
        #expect(run.desk.session.activeCalls == 0)
    }
}

private struct RandomRun {
    var dice: Dice
    var desk = Desk {
        $0.writeWindowBytes = 60
        $0.outgoingFrames = 2
        $0.incomingFrames = 2
    }
    /// Ids whose request has no terminal frame yet.
    var waiting: Set<UInt32> = []
    /// Frames for an id that waits for none.
    var surprises: [String] = []
    var closed = false
    private var running: [CallID] = []
    private var highest: UInt32 = 0

    init(seed: UInt64) { dice = Dice(seed: seed) }

    mutating func step() {
        switch dice.roll(0...7) {
        case 0...2: receive(dice.clientFrame())
        case 3: note(desk.flush())
        case 4: note(desk.pass(.milliseconds(dice.roll(0...100))))
        case 5, 6:
            let stream = UInt32(dice.roll(0...9))
            _ = desk.next(stream: stream)
            note(desk.send(dice.bytes(dice.roll(0...9)), stream: stream).1)
        default:
            guard let call = running.randomElement(using: &dice) else { return }
            running.removeAll { $0 == call }
            note(desk.finish(call, dice.roll(0...1) == 0 ? .message([1]) : .done))
        }
    }

    mutating func finishAll() {
        for call in running { note(desk.finish(call, .failed(Status(.aborted, "")))) }
        while desk.inFlight > 0 { note(desk.flush()) }
    }

    private mutating func receive(_ frame: Frame) {
        let id = frame.streamID
        switch frame.type {
        case .request:
            guard id % 2 == 1, waiting.insert(id).inserted else { return }
            highest = max(highest, id)
        case .data where id > highest: return
        default: break
        }
        note(desk.receive(frame))
    }

    private mutating func note(_ trace: [String]) {
        for line in trace {
            let words = line.split(separator: " ")
            switch words[0] {
            case "start": running += UInt32(words[1]).flatMap { desk.calls[$0] }.map { [$0] } ?? []
            case "cancel", "receiver", "sender", "pause", "resume": break
            case "close:": closed = true
            default: sent(UInt32(words[0]) ?? 0, line, isMessage: words[1] == "data")
            }
        }
    }

    private mutating func sent(_ id: UInt32, _ line: String, isMessage: Bool) {
        let expected = isMessage ? waiting.contains(id) : waiting.remove(id) != nil
        if !expected { surprises.append(line) }
    }
}
