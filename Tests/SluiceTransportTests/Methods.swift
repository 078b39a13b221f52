import SluiceRPC

extension World {
    /// Methods of every kind, named after what they do.
    static func table(_ probe: Probe) -> ServiceTable {
        ServiceTable(unary(probe) + streams(probe))
    }

    private static func unary(_ probe: Probe) -> [Method] {
        [
            Method(info: method("Echo"), handler: .unary { request, _ in request }),
            Method(
                info: method("Hop"),
                handler: .unary { request, _ async throws(Status) in
                    await Task.yield()
                    return request
                }),
            Method(
                info: method("Large"),
                handler: .unary { request, _ async throws(Status) in
                    [UInt8](repeating: 7, count: Int(String(decoding: request, as: UTF8.self)) ?? 0)
                }),
            Method(
                info: method("Wait"),
                handler: .unary { request, _ async throws(Status) in
                    probe.began()
                    await probe.untilCancelled()
                    probe.ended()
                    throw Status(.cancelled, "the handler saw it")
                }),
            Method(
                info: method("Stubborn"),
                handler: .unary { request, _ async throws(Status) in
                    probe.began()
                    await probe.untilReleased()
                    probe.ended()
                    return request
                }),
        ]
    }

    private static func streams(_ probe: Probe) -> [Method] {
        [
            Method(
                info: method("Count", .serverStreaming),
                handler: .serverStreaming { request, replies, _ async throws(Status) in
                    for number in 0..<(Int(String(decoding: request, as: UTF8.self)) ?? 0) {
                        try await replies.send(Array(String(number).utf8))
                    }
                }),
            Method(
                info: method("Flood", .serverStreaming),
                handler: .serverStreaming { request, replies, _ async throws(Status) in
                    probe.began()
                    defer { probe.ended() }
                    while true { try await replies.send([UInt8](repeating: 1, count: 65_536)) }
                }),
            Method(
                info: method("Silent", .serverStreaming),
                handler: .serverStreaming { _, _, _ in
                    probe.began()
                    await probe.untilCancelled()
                    probe.ended()
                }),
            Method(
                info: method("Lazy", .clientStreaming),
                handler: .clientStreaming { _, _ in
                    await probe.untilReleased()
                    return []
                }),
            Method(
                info: method("Collect", .clientStreaming),
                handler: .clientStreaming { requests, _ async throws(Status) in
                    var all: [UInt8] = []
                    while let message = try await requests.next() { all += message }
                    return all
                }),
            Method(
                info: method("Chat", .bidirectional),
                handler: .bidirectional { requests, replies, _ async throws(Status) in
                    while let message = try await requests.next() {
                        try await replies.send(message.reversed())
                    }
                }),
        ]
    }
}
