import SluiceRPC
import SluiceTransport
import Testing

/// The protocol as a client sees it that writes its frames itself.
struct ConformanceTests {
    private static let end = Frame.endOfMessages(stream: 1)

    @Test func `a unary call has one response with the payload`() async throws {
        try await World.run { world in
            let client = try world.raw()
            try await client.call("Echo", [1, 2], stream: 1)
            let (stream, envelope) = try await client.answer()
            #expect(stream == 1)
            #expect(envelope == .success(payload: [1, 2]))
        }
    }

    @Test func `a server stream ends with an empty data frame and no response`() async throws {
        try await World.run { world in
            let client = try world.raw()
            try await client.call("Count", Array("2".utf8), stream: 1, flags: .remoteClosed)
            let messages = ["0", "1"].map { Frame(.data, stream: 1, data: Array($0.utf8)) }
            #expect(try await client.receiveAll(stream: 1) == messages + [Self.end])
        }
    }

    @Test func `an empty stream is its end alone`() async throws {
        try await World.run { world in
            let client = try world.raw()
            try await client.call("Count", stream: 1, flags: .remoteClosed)
            #expect(try await client.receiveAll(stream: 1) == [Self.end])
        }
    }

    @Test func `a client stream is collected and answered once`() async throws {
        try await World.run { world in
            let client = try world.raw()
            try await client.call("Collect", [1], stream: 1, flags: .remoteOpen)
            try await client.send(
                Frame(.data, stream: 1, data: [2]), Frame(.data, stream: 1, data: []),
                Frame(.data, stream: 1, data: [3]), Self.end)
            #expect(try await client.answer().1 == .success(payload: [1, 2, 3]))
        }
    }

    @Test func `a chat answers every message and ends after the half-close`() async throws {
        try await World.run { world in
            let client = try world.raw()
            try await client.call("Chat", stream: 1, flags: [.remoteOpen, .noData])
            try await client.send(Frame(.data, stream: 1, data: [1, 2]))
            #expect(try await client.receive() == Frame(.data, stream: 1, data: [2, 1]))
            try await client.send(Frame(.data, stream: 1, data: [3, 4], ), Self.end)
            #expect(
                try await client.receiveAll(stream: 1)
                    == [Frame(.data, stream: 1, data: [4, 3]), Self.end])
        }
    }

    @Test func `a stream called as unary is answered 12 and told its twin`() async throws {
        try await World.run { world in
            let client = try world.raw()
            try await client.call("Count", stream: 1)
            guard case .failure(let status) = try await client.answer().1 else { return }
            #expect(status.code == .unimplemented)
            #expect(status.message.contains("call Echo,"))
        }
    }

    @Test func `answers come in the order of completion`() async throws {
        try await World.run { world in
            let client = try world.raw()
            try await client.call("Stubborn", stream: 1)
            try await client.call("Echo", stream: 3)
            #expect(try await client.code(stream: 3) == nil)
            world.probe.release()
            #expect(try await client.code(stream: 1) == nil)
        }
    }

    @Test(
        arguments: [
            ("Nothing", 1, 0, StatusCode.unimplemented), ("Echo", 2, 0, .invalidArgument),
            ("Echo", 1, -1, .deadlineExceeded), ("Wait", 1, 1_000_000, .deadlineExceeded),
            ("Stubborn", 1, 1_000_000, .deadlineExceeded),
        ] as [(String, UInt32, Int64, StatusCode)])
    func `what cannot be answered is answered with its code`(
        _ name: String, _ stream: UInt32, _ timeout: Int64, _ code: StatusCode,
    ) async throws {
        try await World.run { world in
            let client = try world.raw()
            try await client.call(name, stream: stream, timeout: timeout)
            #expect(try await client.code(stream: stream) == code)
        }
    }

    @Test func `a second request with an active id ends the call with 3`() async throws {
        try await World.run { world in
            let client = try world.raw()
            try await client.call("Wait", stream: 1)
            try await client.call("Wait", stream: 1)
            #expect(try await client.code(stream: 1) == .invalidArgument)
            await world.probe.untilEnded(1)
            try await client.call("Echo", stream: 1)
            #expect(try await client.code(stream: 1) == nil)
        }
    }

    @Test func `data for an id that was never opened is answered 3`() async throws {
        try await World.run { world in
            let client = try world.raw()
            try await client.send(Frame(.data, stream: 7, data: [1]))
            #expect(try await client.code(stream: 7) == .invalidArgument)
        }
    }

    @Test(arguments: ["Wait", "Stubborn"])
    func `a cancel frame is answered 1 whether the handler listens or not`(
        _ name: String,
    ) async throws {
        try await World.run { world in
            let client = try world.raw()
            try await client.call(name, stream: 1)
            await world.probe.untilBegan(1)
            try await client.send(Frame(.cancel, stream: 1))
            #expect(try await client.code(stream: 1) == .cancelled)
            world.probe.release()
            await world.probe.untilEnded(1)
            try await client.call("Echo", stream: 3)
            #expect(try await client.code(stream: 3) == nil)
        }
    }

    @Test func `a cancel that comes with its request ends the call and no other one`() async throws
    {
        try await World.run { world in
            let client = try world.raw()
            try await client.send(
                client.request("Hop", stream: 1), client.request("Echo", stream: 3),
                Frame(.cancel, stream: 1))
            let answers = [try await client.answer(), try await client.answer()]
            #expect(Set(answers.map(\.stream)) == [1, 3])
        }
    }

    @Test func `an answer beyond the limit is 8 and the connection lives`() async throws {
        try await World.run { world in
            let client = try world.raw()
            try await client.call("Large", Array("4194304".utf8), stream: 1)
            #expect(try await client.code(stream: 1) == .resourceExhausted)
            try await client.call("Large", Array("4000000".utf8), stream: 3)
            #expect(try await client.code(stream: 3) == nil)
        }
    }

    @Test func `a stream faster than its handler is answered 8 alone`() async throws {
        try await World.run { world in
            let client = try world.raw()
            try await client.call("Lazy", stream: 1, flags: [.remoteOpen, .noData])
            for _ in 0...64 { try await client.send(Frame(.data, stream: 1, data: [1])) }
            #expect(try await client.code(stream: 1) == .resourceExhausted)
            try await client.call("Echo", stream: 3)
            #expect(try await client.code(stream: 3) == nil)
        }
    }

    @Test func `more active calls than allowed are answered 8`() async throws {
        try await World.run({ $0.limits.activeCalls = 2 }) { world in
            let client = try world.raw()
            for id: UInt32 in [1, 3, 5] { try await client.call("Stubborn", stream: id) }
            #expect(try await client.code(stream: 5) == .resourceExhausted)
        }
    }

    @Test func `metadata reaches the handler's context in lower case`() async throws {
        let (seen, tell) = AsyncStream<[Metadata]>.makeStream()
        let look: @Sendable (CallContext, [UInt8]) -> Void = { context, _ in
            tell.yield(context.metadata)
        }
        try await World.run(hooks: { $0.interceptor = look }) { world in
            let client = try world.raw()
            try await client.call("Echo", stream: 1, metadata: [Metadata(key: "A-Key", value: "V")])
            #expect(try await client.code(stream: 1) == nil)
        }
        var found = seen.makeAsyncIterator()
        #expect(await found.next() == [Metadata(key: "a-key", value: "V")])
    }

    @Test func `the interceptor refuses a call before its handler starts`() async throws {
        let refusal = Status(.permissionDenied, "needs the role ADMIN")
        let refuse: @Sendable (CallContext, [UInt8]) throws(Status) -> Void = {
            _, _ throws(Status) in throw refusal
        }
        try await World.run(hooks: { $0.interceptor = refuse }) { world in
            let client = try world.raw()
            try await client.call("Wait", stream: 1)
            #expect(try await client.answer().1 == .failure(refusal))
            #expect(world.probe.facts.began == 0)
        }
    }

    @Test func `every request leaves one record`() async throws {
        try await World.run { world in
            let client = try world.raw()
            try await client.call("Echo", stream: 1)
            try await client.call("Nothing", stream: 3)
            try await client.call("Count", Array("3".utf8), stream: 5, flags: .remoteClosed)
            await world.probe.until { $0.records.count == 3 }
            let records = world.probe.facts.records
            #expect(records.map(\.method) == ["Echo", "Nothing", "Count"])
            #expect(records.map(\.status?.code) == [nil, .unimplemented, nil])
            #expect(records.allSatisfy { $0.peer.uid == World.uid && $0.peer.pid == World.pid })
        }
    }
}
