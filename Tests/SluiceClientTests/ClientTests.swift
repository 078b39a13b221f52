import SluiceRPC
import SluiceWire
import Synchronization
import Testing

@testable import SluiceClient

private let lost = Status(.unavailable, "the connection is lost")

extension Patience {
    /// Repeats three times without a pause.
    fileprivate static var immediate: Patience {
        var patience = Patience(pauses: [.zero, .zero, .zero])
        patience.sleep = { _ in }
        return patience
    }
}

private func sluice(_ script: [FakeChannel.Answer]) -> (Sluice, FakeChannel) {
    let channel = FakeChannel(script)
    return (Sluice(channel: channel, patience: .immediate), channel)
}

@Suite struct SocketPathTests {
    @Test func `the environment decides before the system and the home`() {
        let all = ["SLUICE_SOCKET": "/a.sock", "SLUICE_STATE": "/b", "HOME": "/home/ada"]
        #expect(SocketPath.default(environment: all) { _ in true } == "/a.sock")
        #expect(
            SocketPath.default(environment: ["SLUICE_STATE": "/b"]) { _ in true }
                == "/b/sluice.sock")
        #expect(SocketPath.default(environment: [:]) { _ in true } == "/run/sluice/sluice.sock")
    }

    @Test func `without a system daemon the user's own is meant`() {
        #expect(
            SocketPath.default(environment: ["HOME": "/home/ada"]) { _ in false }
                == "/home/ada/.local/state/sluice/sluice.sock")
        #expect(
            SocketPath.default(environment: ["HOME": "/h", "XDG_STATE_HOME": "/x"]) { _ in false }
                == "/x/sluice/sluice.sock")
    }
}

@Suite struct StatusReadingTests {
    @Test func `an error reads as its code and its message`() {
        let status = Status(.notFound, "there is no job 'etl'")
        #expect("\(status)" == "NOT_FOUND: there is no job 'etl'")
    }

    @Test func `a code has the name that gRPC gives it`() {
        let names = StatusCode.allCases.map(\.text)
        #expect(Set(names).count == names.count)
        #expect(StatusCode.internalError.text == "INTERNAL")
        #expect(StatusCode.failedPrecondition.text == "FAILED_PRECONDITION")
    }

    @Test func `the detail of an error is read from it`() {
        let detail = ErrorDetail(
            errorCode: "DLF.0100", reason: "JOB_NOT_FOUND", subject: "job etl")
        let status = Status(.notFound, "there is no job 'etl'", detail: detail)
        #expect(status.errorCode == "DLF.0100")
        #expect(status.reason == "JOB_NOT_FOUND")
        #expect(status.subject == "job etl")
        #expect(lost.errorCode + lost.reason + lost.subject == "")
    }
}

@Suite struct RepetitionTests {
    @Test func `a lost call is made again with the same request id`() async throws {
        let (sluice, channel) = sluice([.lost, .lost, .message(RunJobResponse(instanceId: 7))])
        let request = RunJobRequest(options: .once(), jobName: "etl")
        let reply = try await sluice.persistently { () async throws(Status) in
            try await sluice.instances.runJob(request)
        }
        #expect(reply.instanceId == 7)
        let ids = channel.requests(RunJobRequest.self, of: InstanceServiceMethods.runJob)
            .map { $0.options?.requestId }
        #expect(ids == Array(repeating: request.options?.requestId, count: 3))
    }

    @Test func `a call of errors of any kind is made again, too`() async throws {
        let (sluice, channel) = sluice([.lost, .message(RunJobResponse(instanceId: 7))])
        let reply = try await sluice.persistently {
            try await sluice.instances.runJob(RunJobRequest(options: .once(), jobName: "etl"))
        }
        #expect(reply.instanceId == 7)
        await #expect(throws: CancellationError.self) {
            try await sluice.persistently { throw CancellationError() }
        }
        #expect(channel.calls == ["RunJob", "RunJob"])
    }

    @Test func `patience has an end`() async {
        let (sluice, channel) = sluice([.lost, .lost, .lost, .lost, .lost])
        await #expect(throws: lost) {
            try await sluice.details(GetInstanceRequest(instanceId: 1))
        }
        #expect(channel.calls.count == 4)
    }

    @Test func `another failure is not repeated`() async {
        let missing = Status(.notFound, "no such instance")
        let (sluice, channel) = sluice([.failure(missing)])
        await #expect(throws: missing) {
            try await sluice.details(GetInstanceRequest(instanceId: 1))
        }
        #expect(channel.calls.count == 1)
    }

    @Test func `request ids differ and a dry run has none`() {
        #expect(Set((0..<100).map { _ in RequestID.make() }).count == 100)
        #expect(ChangeOptions.once().requestId.utf8.count == 32)
        #expect(ChangeOptions.once(dryRun: true).requestId.isEmpty)
    }

    @Test func `a connection is dialed again only after it was lost`() async throws {
        let dials = Mutex(0)
        let channel = RedialingChannel { () async throws(Status) in
            let number = dials.withLock { dials in
                dials += 1
                return dials
            }
            return FakeChannel(number == 1 ? [.reply([1]), .lost] : [.reply([2])])
        }
        let method = InstanceServiceMethods.getInstance
        #expect(try await channel.unary(method, [], CallOptions()) == [1])
        await #expect(throws: lost) { try await channel.unary(method, [], CallOptions()) }
        #expect(try await channel.unary(method, [], CallOptions()) == [2])
        #expect(dials.withLock { $0 } == 2)
    }
}

@Suite struct PageTests {
    @Test func `pages are fetched as they are read`() async throws {
        let (sluice, channel) = sluice([
            .message(ListJobsResponse(jobs: [JobSummary(jobName: "a")], nextPageToken: "t")),
            .message(ListJobsResponse(jobs: [], nextPageToken: "u")),
            .message(ListJobsResponse(jobs: [JobSummary(jobName: "b")])),
        ])
        var names: [String] = []
        for try await job in sluice.jobs(ListJobsRequest()) { names.append(job.jobName) }
        #expect(names == ["a", "b"])
        let tokens = channel.requests(ListJobsRequest.self, of: JobServiceMethods.listJobs)
            .map(\.pageToken)
        #expect(tokens == ["", "t", "u"])
    }

    @Test func `nodes come page by page, and the filter goes with each`() async throws {
        let (sluice, channel) = sluice([
            .message(ListNodesResponse(nodes: [NodeSummary(nodeName: "a")], nextPageToken: "t")),
            .lost,
            .message(ListNodesResponse(nodes: [NodeSummary(nodeName: "b")])),
        ])
        var names: [String] = []
        for try await node in sluice.nodes(ListNodesRequest(statuses: [.fail])) {
            names.append(node.nodeName)
        }
        #expect(names == ["a", "b"])
        let requests = channel.requests(ListNodesRequest.self, of: NodeServiceMethods.listNodes)
        #expect(requests.map(\.pageToken) == ["", "t", "t"])
        #expect(requests.allSatisfy { $0.statuses == [.fail] })
    }

    // S80
    @Test func `the operation log is read as far as it is asked for`() async throws {
        let (sluice, channel) = sluice([
            .message(
                ListOperationsResponse(
                    operations: [Operation(operationId: 9), Operation(operationId: 8)],
                    nextPageToken: "t"))
        ])
        let request = ListOperationsRequest(instanceId: 12, nodeName: "load")
        let found = try await sluice.operations(request).prefix(upTo: 1)
        #expect(found.items.map(\.operationId) == [9])
        #expect(found.isTruncated)
        let requests = channel.requests(
            ListOperationsRequest.self, of: OperationServiceMethods.listOperations)
        #expect(requests == [request])
    }

    @Test func `the nodes of an instance come from all of its pages`() async throws {
        let (sluice, channel) = sluice([
            .message(
                GetInstanceResponse(
                    instance: Instance(instanceId: 12), nodes: [NodeInstance(nodeName: "a")],
                    nextNodePageToken: "t")),
            .message(GetInstanceResponse(nodes: [NodeInstance(nodeName: "b")])),
        ])
        let details = try await sluice.details(GetInstanceRequest(jobName: "etl"))
        #expect(details.nodes.map(\.nodeName) == ["a", "b"])
        let requests = channel.requests(
            GetInstanceRequest.self, of: InstanceServiceMethods.getInstance)
        // The second page is of the same instance, even if a later one exists by now.
        #expect(requests.map(\.instanceId) == [0, 12])
    }
}

@Suite struct EventTests {
    @Test func `events go on after a lost connection without loss or repetition`() async throws {
        let (sluice, channel) = sluice([
            .message(WaitEventsResponse(latestSeq: 40)),
            .messages([WatchEventsResponse(events: [Event(seq: 41), Event(seq: 42)])], end: lost),
            .lost,
            .messages([WatchEventsResponse(events: [Event(seq: 43)])]),
        ])
        var events = sluice.watch(WatchEventsRequest(afterSeq: -1)).makeAsyncIterator()
        var seen: [Int64?] = []
        for _ in 0..<3 { seen.append(try await events.next()?.seq) }
        #expect(seen == [41, 42, 43])
        let starts = channel.requests(
            WatchEventsRequest.self, of: EventServiceMethods.watchEvents
        ).map(\.afterSeq)
        #expect(starts == [40, 42, 42])
    }

    @Test func `an instance that has ended already takes one look`() async throws {
        let ended = GetInstanceResponse(instance: Instance(instanceId: 12, status: .fail))
        let (sluice, channel) = sluice([
            .message(WaitEventsResponse(latestSeq: 4)), .message(ended),
        ])
        var names: [String] = []
        for try await update in sluice.progress(of: 12) { names.append(name(of: update)) }
        #expect(names == ["state", "ended"])
        #expect(channel.calls == ["WaitEvents", "GetInstance"])
    }

    @Test func `the position is taken before the state, so no event falls between`() async throws {
        let running = GetInstanceResponse(instance: Instance(instanceId: 12, status: .running))
        let ended = GetInstanceResponse(instance: Instance(instanceId: 12, status: .success))
        let (sluice, channel) = sluice([
            .message(WaitEventsResponse(latestSeq: 4)), .message(running), .lost,
            .message(WaitEventsResponse(events: [Event(seq: 5, nodeName: "a")], latestSeq: 9)),
            .message(
                WaitEventsResponse(events: [Event(seq: 10, instanceTo: .success)], latestSeq: 10)),
            .message(ended),
        ])
        var names: [String] = []
        for try await update in sluice.progress(of: 12) { names.append(name(of: update)) }
        #expect(names == ["state", "events", "events", "ended"])
        let waits = channel.requests(WaitEventsRequest.self, of: EventServiceMethods.waitEvents)
        #expect(waits.map(\.afterSeq) == [-1, 4, 4, 9])
    }

    @Test func `an instance that was brought back is watched on`() async throws {
        let running = GetInstanceResponse(instance: Instance(instanceId: 12, status: .running))
        let (sluice, _) = sluice([
            .message(WaitEventsResponse(latestSeq: 4)), .message(running),
            .message(WaitEventsResponse(events: [Event(seq: 5, instanceTo: .fail)], latestSeq: 5)),
            .message(running),
        ])
        var updates = sluice.progress(of: 12).makeAsyncIterator()
        var names: [String] = []
        for _ in 0..<3 {
            if let update = try await updates.next() { names.append(name(of: update)) }
        }
        #expect(names == ["state", "events", "state"])
    }

    @Test func `events that are gone are replaced by the state`() async throws {
        let running = GetInstanceResponse(instance: Instance(instanceId: 12, status: .running))
        let (sluice, _) = sluice([
            .message(WaitEventsResponse(latestSeq: 4)), .message(running),
            .failure(Status(.outOfRange, "the oldest is 90")),
            .message(WaitEventsResponse(latestSeq: 99)), .message(running),
        ])
        var updates = sluice.progress(of: 12).makeAsyncIterator()
        for _ in 0..<2 {
            let update = try #require(try await updates.next())
            #expect(name(of: update) == "state")
        }
    }

    @Test func `who waits gets the instance as it ended`() async throws {
        let running = GetInstanceResponse(instance: Instance(instanceId: 12, status: .running))
        let ended = GetInstanceResponse(instance: Instance(instanceId: 12, status: .fail))
        let (sluice, channel) = sluice([
            .message(WaitEventsResponse(latestSeq: 4)), .message(running), .lost,
            .message(
                WaitEventsResponse(events: [Event(seq: 5, instanceTo: .fail)], latestSeq: 5)),
            .message(ended),
        ])
        let details = try await sluice.wait(for: 12, workspace: "side")
        #expect(details == ended)
        let waits = channel.requests(WaitEventsRequest.self, of: EventServiceMethods.waitEvents)
        #expect(waits.map(\.workspace) == ["side", "side", "side"])
    }

    @Test func `who waits no longer than a deadline is told that it passed`() async throws {
        let running = GetInstanceResponse(instance: Instance(instanceId: 12, status: .running))
        let (sluice, _) = sluice([
            .message(WaitEventsResponse(latestSeq: 4)), .message(running),
        ])
        await #expect(throws: Status(.deadlineExceeded, "it has not ended in time")) {
            try await sluice.wait(for: 12, deadline: .now)
        }
    }

    private func name(of update: InstanceUpdate) -> String {
        switch update {
        case .state: "state"
        case .events: "events"
        case .ended: "ended"
        }
    }
}

@Suite struct LogTests {
    private func details(_ status: NodeStatus, attempt: Int32) -> FakeChannel.Answer {
        .message(
            GetInstanceResponse(
                instance: Instance(instanceId: 12, status: .running),
                nodes: [NodeInstance(nodeName: "load", status: status, attempt: attempt)]))
    }

    private func piece(_ text: String, at offset: Int64, attempt: Int32) -> FollowLogResponse {
        FollowLogResponse(data: Array(text.utf8), offset: offset, attempt: attempt)
    }

    @Test func `a log is followed across attempts to the end of the node`() async throws {
        let (sluice, channel) = sluice([
            .message(WaitEventsResponse(latestSeq: 4)), details(.running, attempt: 1),
            .messages([piece("one", at: 0, attempt: 1)], end: lost),
            .messages([piece("two", at: 3, attempt: 1)]),
            .message(WaitEventsResponse(latestSeq: 5)), details(.waiting, attempt: 1),
            .message(
                WaitEventsResponse(
                    events: [Event(seq: 6, nodeName: "load", attempt: 2, nodeTo: .running)],
                    latestSeq: 6)),
            .messages([piece("three", at: 0, attempt: 2)]),
            .message(WaitEventsResponse(latestSeq: 7)), details(.success, attempt: 2),
        ])
        var text = ""
        for try await piece in sluice.followLog(FollowLogRequest(instanceId: 12, nodeName: "load"))
        {
            text += String(decoding: piece.data, as: UTF8.self)
        }
        #expect(text == "onetwothree")
        let requests = channel.requests(
            FollowLogRequest.self, of: InstanceServiceMethods.followLog)
        #expect(requests.map(\.attempt) == [1, 1, 2])
        #expect(requests.map(\.offset) == [0, 3, 0])
    }

    @Test func `a node that is not in the instance is said`() async {
        let (sluice, _) = sluice([
            .message(WaitEventsResponse(latestSeq: 4)), details(.running, attempt: 1),
        ])
        await #expect(throws: Status.self) {
            for try await _ in sluice.followLog(FollowLogRequest(instanceId: 12, nodeName: "x")) {}
        }
    }
}
