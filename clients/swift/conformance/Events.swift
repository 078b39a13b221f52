import SluiceClient
import SluiceRPC
import SluiceWire

/// Events and logs.
extension Transcript {
    func follow(_ step: Step) async throws -> [String] {
        let request = WatchEventsRequest(instanceId: id(of: step.instance))
        var statuses: [InstanceStatus] = []
        for try await event in sluice.watch(request) where event.type == .instanceStatus {
            if statuses.isEmpty { statuses = [event.instanceFrom] }
            statuses.append(event.instanceTo)
            if event.instanceTo.isFinal { break }
        }
        return [statuses.map(Text.status).joined(separator: " ")]
    }

    func waitEvents(_ step: Step) async throws -> [String] {
        let request = WaitEventsRequest(afterSeq: -1, waitMs: step.waitMs ?? 0)
        let reply = try await sluice.events.waitEvents(request, options: options(step))
        return ["\(reply.events.count) events"]
    }

    func cancelStream() async throws -> [String] {
        let stream = try await sluice.events.watchEvents(WatchEventsRequest(afterSeq: -1))
        stream.cancel()
        var count = 0
        for try await _ in stream { count += 1 }
        return ["\(count) answers"]
    }

    func watchAcrossRestart(_ step: Step) async throws -> [String] {
        let after = try await sluice.latestEvent()
        let request = WatchEventsRequest(afterSeq: after, jobName: step.job ?? "")
        var events = sluice.watch(request).makeAsyncIterator()
        let first = try await runToEnd(step, &events)
        _ = restart()
        let second = try await runToEnd(step, &events)
        let numbers = [after] + (first + second).map(\.seq)
        let grows = zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
        return first.map { "first \(Text.event($0))" } + second.map { "second \(Text.event($0))" }
            + [grows ? "numbers grow" : "numbers do not grow"]
    }

    /// Runs the job, and reads its events up to the one that tells of the end.
    private func runToEnd(
        _ step: Step, _ events: inout EventSequence.Iterator,
    ) async throws -> [Event] {
        let request = RunJobRequest(options: .once(), jobName: step.job ?? "")
        _ = try await sluice.persistently { try await sluice.instances.runJob(request) }
        var seen: [Event] = []
        while let event = try await events.next() {
            seen.append(event)
            if event.instanceTo.isFinal { break }
        }
        return seen
    }

    func followLog(_ step: Step) async throws -> [String] {
        let request = FollowLogRequest(
            instanceId: id(of: step.instance), nodeName: step.node ?? "")
        var text: [UInt8] = []
        for try await piece in try await sluice.instances.followLog(
            request, options: options(step))
        {
            text += piece.data
        }
        return [Text.checksum(text)]
    }

    /// The whole log, piece by piece.
    func log(_ step: Step) async throws -> [UInt8] {
        var request = ReadLogRequest(
            instanceId: id(of: step.instance), nodeName: step.node ?? "")
        var text: [UInt8] = []
        while true {
            let reply = try await sluice.instances.readLog(request)
            text += reply.data
            if reply.end { return text }
            request.offset = reply.nextOffset
        }
    }

    private func options(_ step: Step) -> CallOptions {
        CallOptions(timeout: step.timeoutMs.map { .milliseconds($0) })
    }
}
