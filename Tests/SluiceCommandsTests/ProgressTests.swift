import SluiceClient
import SluiceRPC
import SluiceWire
import Synchronization
import Testing

@testable import SluiceCommands

@Suite struct ProgressTests {
    private static let start = GetInstanceResponse(
        instance: .sample(12, .running),
        nodes: [
            .sample("extract", .success),
            .sample("load", .waiting, attempt: 0, waits: .upstream, for: "extract"),
            .sample("report", .waiting, attempt: 0, waits: .upstream, for: "load"),
        ])

    private func lines(_ board: ProgressBoard, now: Int64 = noon, height: Int = 20) -> [String] {
        board.lines(now: now, width: 80, height: height, paint: Paint(isOn: false))
    }

    @Test func `the board follows the events`() {
        var board = ProgressBoard(Self.start)
        board.take(.node("load", .waiting, .running, seq: 5))
        #expect(
            lines(board, now: noon + 61_000) == [
                "etl 12  running  ██████░░░░░░░░░░░░░░ 1/3  11m 1s",
                "✓  extract  success   4.2s",
                "▶  load     running  1m 1s",
                "·  report   waiting         upstream: load",
            ])
        board.take(.node("load", .running, .fail, seq: 6, at: noon + 2_500, reason: "exit 3"))
        board.take(.instance(.running, .fail, seq: 7))
        #expect(lines(board)[2] == "✗  load     fail     2.5s  exit 3")
        #expect(lines(board)[0].hasPrefix("etl 12  fail  █████████████░"))
    }

    @Test func `events of other instances change nothing`() {
        var board = ProgressBoard(Self.start)
        var event = Event.node("load", .waiting, .running, seq: 5)
        event.instanceId = 13
        board.take(event)
        #expect(board.count(of: .running) == 0)
    }

    @Test func `a large instance shows what matters`() {
        let nodes = (1...200).map { number in
            NodeInstance.sample(
                "n\(number)", number == 150 ? .fail : number == 151 ? .running : .success)
        }
        let board = ProgressBoard(
            GetInstanceResponse(instance: .sample(12, .running), nodes: nodes))
        let shown = lines(board, height: 6)
        #expect(shown.count == 6)
        #expect(shown.contains { $0.hasPrefix("✗  n150") })
        #expect(shown.contains { $0.hasPrefix("▶  n151") })
        #expect(shown.last == "  and 196 more nodes")
    }

    /// A daemon whose instance 12 goes through the events and then has ended as `end`.
    private func shell(_ batches: [[Event]], end: GetInstanceResponse) -> Shell {
        let shell = Shell()
        let reads = Mutex(0)
        let waits = Mutex(0)
        shell.daemon.on(InstanceServiceMethods.runJob) { (_: RunJobRequest) in
            RunJobResponse(instanceId: 12)
        }
        shell.daemon.on(InstanceServiceMethods.getInstance) { (_: GetInstanceRequest) in
            let isFirst = reads.withLock { reads in
                reads += 1
                return reads == 1
            }
            return isFirst ? Self.start : end
        }
        shell.daemon.on(EventServiceMethods.waitEvents) { (request: WaitEventsRequest) in
            guard request.afterSeq >= 0 else { return WaitEventsResponse(latestSeq: 4) }
            let turn = waits.withLock { waits in
                waits += 1
                return waits - 1
            }
            return WaitEventsResponse(
                events: batches[turn], latestSeq: batches[turn].last?.seq ?? request.afterSeq)
        }
        return shell
    }

    @Test func `waiting prints a line an event and exits with the outcome`() async {
        let shell = shell(
            [
                [.node("load", .waiting, .running, seq: 5)], [],
                [
                    .node("load", .running, .fail, seq: 6, reason: "exit 3"),
                    .instance(.running, .fail, seq: 7),
                ],
            ], end: failedDetails)
        let result = await shell.run("run etl --wait")
        #expect(result.outcome == .failed)
        #expect(result.output.isEmpty)
        #expect(
            result.remarks == """
                instance 12 of etl started
                2026-11-20T12:00:00Z 12/load: waiting → running
                2026-11-20T12:00:00Z 12/load: running → fail (exit 3)
                2026-11-20T12:00:00Z instance 12 of etl: running → fail
                instance 12 of etl: fail after 3m 12s
                  load: exit 3
                    sluice log 12/load
                  again: sluice retry 12

                """)
        let waits = shell.daemon.requests(
            WaitEventsRequest.self, of: EventServiceMethods.waitEvents)
        #expect(waits.map(\.afterSeq) == [-1, 4, 5, 5])
    }

    @Test func `waiting ends with a failure where the instance is suspended`() async {
        var end = failedDetails
        end.instance?.status = .runningException
        let shell = shell(
            [
                [
                    .node("load", .running, .fail, seq: 5, reason: "exit 3"),
                    .instance(.running, .runningException, seq: 6),
                ]
            ], end: end)
        let result = await shell.run("run etl --wait")
        #expect(result.outcome == .failed)
        #expect(result.remarks.hasSuffix("  it waits for somebody: sluice why 12\n"))
    }

    @Test func `success exits 0, and JSON is the end alone`() async {
        let end = GetInstanceResponse(instance: .sample(12, .success))
        let shell = shell([[.instance(.running, .success, seq: 5)]], end: end)
        let result = await shell.run("run etl --wait -o json")
        #expect(result.outcome == .done)
        #expect(result.output == end.jsonString(pretty: true) + "\n")
    }

    @Test func `on a terminal the block is drawn over the one before`() async {
        let end = GetInstanceResponse(instance: .sample(12, .success))
        var shell = shell([[], [.instance(.running, .success, seq: 5)]], end: end)
        shell.isTerminal = true
        let result = await shell.run("instance wait 12 --color never")
        let blocks = result.remarks.split(separator: "\u{1B}[4A\r\u{1B}[J")
        #expect(blocks.count == 4)
        #expect(result.outcome == .done)
    }

    @Test func `a wait that takes too long exits 7 and says how to go on`() async {
        let shell = shell([], end: failedDetails)
        let result = await shell.run("instance wait 12 --timeout 0s")
        #expect(result.outcome == .timedOut)
        #expect(result.remarks.contains("hint: it goes on; wait again: sluice instance wait 12"))
    }

    @Test func `following prints the logs line by line under the node's name`() async {
        let shell = shell(
            [
                [.node("load", .waiting, .running, seq: 5)],
                [
                    .node("load", .running, .success, seq: 6),
                    .instance(.running, .success, seq: 7),
                ],
            ],
            end: GetInstanceResponse(
                instance: .sample(12, .success), nodes: [.sample("load", .success)]))
        let text = Array("one\ntwo\nthree".utf8)
        shell.daemon.on(InstanceServiceMethods.readLog) { (request: ReadLogRequest) in
            guard request.nodeName == "load" else { return ReadLogResponse(end: true) }
            let next = min(request.offset + 6, Int64(text.count))
            return ReadLogResponse(
                data: Array(text[Int(request.offset)..<Int(next)]), offset: request.offset,
                nextOffset: next, size: Int64(text.count), end: next == text.count,
                attempt: request.attempt)
        }
        let result = await shell.run("run etl --follow")
        #expect(result.output == "load | one\nload | two\nload | three\n")
    }
}
