import SluiceServices
import Testing

@Suite(.timeLimit(.minutes(1))) struct EventSignalTests {
    @Test func `what was committed before is not waited for`() async {
        let signal = EventSignal(latest: 7)
        await signal.wait(after: 6)
        #expect(signal.latest == 7)
    }

    @Test func `everybody who waits for less is woken`() async {
        let signal = EventSignal(latest: 0)
        await withTaskGroup(of: Void.self) { group in
            for seen in 0..<100 { group.addTask { await signal.wait(after: Int64(seen % 3)) } }
            group.addTask { for seq in 1...3 { signal.post(Int64(seq)) } }
            await group.waitForAll()
        }
        #expect(signal.latest == 3)
    }

    @Test func `a wait ends when its task is cancelled, before or after it began`() async {
        let signal = EventSignal(latest: 0)
        for _ in 0..<200 {
            let task = Task { await signal.wait(after: 0) }
            task.cancel()
            await task.value
        }
    }

    @Test func `the latest number never goes back`() {
        let signal = EventSignal(latest: 5)
        signal.post(3)
        #expect(signal.latest == 5)
    }
}
