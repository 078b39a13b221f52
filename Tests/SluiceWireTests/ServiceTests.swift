import SluiceRPC
import SluiceWire
import Testing

@Suite struct ServiceTests {
    @Test func `every method declares its role and kind`() {
        let all =
            EventServiceMethods.all + InstanceServiceMethods.all + JobServiceMethods.all
            + ServerServiceMethods.all + WorkspaceServiceMethods.all
        #expect(all.allSatisfy { $0.role > 0 })
        #expect(
            all.filter { $0.kind == .serverStreaming }.map(\.name) == [
                "WatchEvents", "FollowLog",
            ])
        #expect(
            InstanceServiceMethods.stopInstances
                == MethodInfo(
                    service: "sluice.v1.InstanceService", name: "StopInstances", kind: .unary,
                    role: 2))
        #expect(Role(rawValue: ServerServiceMethods.stopServer.role) == .admin)
    }

    @Test func `the dispatch has every method in order`() {
        let methods = EventServiceMethods.dispatch(to: CountingEvents())
        #expect(methods.map(\.info) == EventServiceMethods.all)
    }

    @Test func `a call goes from the stub through the dispatch to the handler and back`()
        async throws
    {
        let client = EventServiceClient(
            Loopback(EventServiceMethods.dispatch(to: CountingEvents())))
        let response = try await client.waitEvents(WaitEventsRequest(afterSeq: 41))
        #expect(response == WaitEventsResponse(latestSeq: 42))
    }

    @Test func `an error of the handler reaches the caller as it is`() async {
        let client = EventServiceClient(
            Loopback(EventServiceMethods.dispatch(to: CountingEvents())))
        let status = await #expect(throws: Status.self) {
            try await client.waitEvents(WaitEventsRequest(afterSeq: -7))
        }
        #expect(status == Status(.outOfRange, "oldest is 1"))
    }

    @Test func `a stream delivers its replies and ends`() async throws {
        let client = EventServiceClient(
            Loopback(EventServiceMethods.dispatch(to: CountingEvents())))
        var seen: [Int64] = []
        for try await reply in try await client.watchEvents(WatchEventsRequest(afterSeq: 5)) {
            seen += reply.events.map(\.seq)
        }
        #expect(seen == [6, 7, 8])
    }

    @Test func `a request that does not parse is an invalid argument`() async throws {
        let methods = EventServiceMethods.dispatch(to: CountingEvents())
        guard case .unary(let answer) = methods[0].handler else {
            Issue.record("WaitEvents is not unary")
            return
        }
        let status = await #expect(throws: Status.self) {
            try await answer([0xff], .example(methods[0].info))
        }
        #expect(status?.code == .invalidArgument)
        #expect(status?.message == "sluice.v1.WaitEventsRequest: ends inside a field")
    }

    @Test func `a request with a NUL is refused before it is sent`() async {
        let client = EventServiceClient(Loopback([]))
        let status = await #expect(throws: Status.self) {
            try await client.waitEvents(WaitEventsRequest(jobName: "a\0b"))
        }
        #expect(status?.code == .invalidArgument)
    }

    @Test func `dropping the replies cancels the call`() async throws {
        let source = ListSource([[], []])
        do {
            let replies = ReplySequence<WatchEventsResponse>(source)
            for try await _ in replies { break }
            #expect(!source.isCancelled)
        }
        #expect(source.isCancelled)
    }
}
