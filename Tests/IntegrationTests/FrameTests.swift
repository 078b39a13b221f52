import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Raw frames to the real daemon. What each rule means in detail is tested beside the transport.
@Suite(.timeLimit(.minutes(10))) struct FrameTests {
    @Test func `a frame above the limit is answered 8 and the connection lives`() async throws {
        try await withConnection { connection in
            let header = FrameHeader(length: 5 << 20, streamID: 1, type: .request, flags: [])
            try await connection.send(header.encoded + [UInt8](repeating: 1, count: 5 << 20))
            #expect(try await connection.answer()?.code == .resourceExhausted)
            try await expectAlive(connection)
        }
    }

    @Test func `a header of 16 MiB or more closes the connection`() async throws {
        try await withConnection { connection in
            let header = FrameHeader(length: 16 << 20, streamID: 1, type: .request, flags: [])
            try await connection.send(header.encoded)
            #expect(try await connection.receive() == nil)
        }
    }

    @Test(
        arguments: [
            (.request(stream: 2), .invalidArgument), (.request("sluice.v1.No"), .unimplemented),
            (.request(method: "No"), .unimplemented), (.request(timeout: -1), .deadlineExceeded),
            (.request(payload: [0xff, 0xff]), .invalidArgument),
            (.raw([0xff, 1, 2, 3]), .invalidArgument), (.raw([]), .unimplemented),
        ] as [(Wrong, StatusCode)])
    func `a wrong request is answered with its code and the connection lives`(
        _ wrong: Wrong, _ code: StatusCode,
    ) async throws {
        try await withConnection { connection in
            let frame = try wrong.frame
            try await connection.send(frame)
            #expect(try await connection.answer(stream: frame.streamID)?.code == code)
            try await expectAlive(connection)
        }
    }

    @Test(
        arguments: [
            ("EventService", "WatchEvents", "WaitEvents"),
            ("InstanceService", "FollowLog", "ReadLog"),
        ])
    func `a stream called as unary is told its twin`(
        _ service: String, _ stream: String, _ twin: String,
    ) async throws {
        try await withConnection { connection in
            try await connection.send(try RawConnection.request("sluice.v1.\(service)", stream))
            let status = try await connection.answer()
            #expect(status?.code == .unimplemented)
            #expect(status?.message.contains(twin) == true)
            try await expectAlive(connection)
        }
    }

    @Test func `frames that mean nothing from a client are ignored`() async throws {
        try await withConnection { connection in
            try await connection.send(
                Frame(.response, stream: 1, data: [1]), Frame(.response, stream: 1),
                Frame(FrameType(rawValue: 0x7f), stream: 9, data: [1, 2]))
            try await expectAlive(connection)
        }
    }

    @Test func `a frame that is cut by the end of its connection harms nobody`() async throws {
        try await World.withDaemon { world, daemon in
            for kept in [1, 9, 10, 12] {
                let connection = try RawConnection(world.socket)
                let bytes = try RawConnection.request().encoded
                try await connection.send(Array(bytes.prefix(kept)))
                connection.halfClose()
                #expect(try await connection.receive() == nil)
            }
            _ = try await daemon.sluice.server.getServerInfo(GetServerInfoRequest())
        }
    }

    @Test func `a hundred connections at once are all answered`() async throws {
        try await World.withDaemon { world, _ in
            let connections = try (0..<100).map { _ in try RawConnection(world.socket) }
            for connection in connections { try await connection.send(try RawConnection.request()) }
            for connection in connections { #expect(try await connection.answer() == nil) }
        }
    }

    /// A request that is refused before its handler.
    enum Wrong: Sendable {
        case raw([UInt8])
        case request(
            _ service: String = "sluice.v1.ServerService", method: String = "GetServerInfo",
            payload: [UInt8] = [], stream: UInt32 = 1, timeout: Int64 = 0)

        var frame: Frame {
            get throws {
                switch self {
                case .raw(let bytes): Frame(.request, stream: 1, data: bytes)
                case .request(let service, let method, let payload, let stream, let timeout):
                    try RawConnection.request(
                        service, method, payload, stream: stream, timeout: timeout)
                }
            }
        }
    }

    private func withConnection(_ body: (RawConnection) async throws -> Void) async throws {
        try await World.withDaemon { world, _ in try await body(try RawConnection(world.socket)) }
    }

    private func expectAlive(_ connection: RawConnection) async throws {
        try await connection.send(try RawConnection.request(stream: 101))
        #expect(try await connection.answer(stream: 101) == nil)
    }
}

extension FrameHeader {
    fileprivate var encoded: [UInt8] {
        let words = [length, streamID].flatMap { word in
            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
        }
        return words + [type.rawValue, flags.rawValue]
    }
}
