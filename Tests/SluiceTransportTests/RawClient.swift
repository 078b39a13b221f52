import Dispatch
import Glibc
import SluiceRPC
import SluiceSimulation

/// A socket that sends and receives frames exactly as a test writes them. It blocks on a queue of
/// its own, so that the handlers keep the threads of the tasks.
final class RawClient: Sendable {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private let descriptor: Int32
    private let codec = TinyCodec()
    private let queue = DispatchQueue(label: "raw client")

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let code = unsafe Self.with(path) { unsafe connect(descriptor, $0, $1) }
        guard code == 0 else { throw Failure(description: "connect: \(errno)") }
        // A test that waits for an answer that never comes fails instead of hanging.
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience,
            socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) async throws {
        try await block { client in
            var sent = 0
            while sent < bytes.count {
                let count = unsafe bytes.withUnsafeBytes { buffer in
                    unsafe Glibc.send(
                        client.descriptor, buffer.baseAddress?.advanced(by: sent),
                        buffer.count - sent, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { throw Failure(description: "send: \(errno)") }
                sent += count
            }
        }
    }

    func send(_ frames: Frame...) async throws {
        try await send(frames.flatMap(\.encoded))
    }

    /// A Request frame.
    func request(
        _ method: String, _ payload: [UInt8] = [], stream: UInt32, flags: FrameFlags = [],
        timeout: Int64 = 0, metadata: [Metadata] = [],
    ) -> Frame {
        let envelope = RequestEnvelope(
            service: "test.Echo", method: method, payload: payload, timeoutNanoseconds: timeout,
            metadata: metadata)
        return Frame(
            .request, stream: stream, flags: flags, data: TinyCodec.encoded(envelope))
    }

    /// Sends a Request frame.
    func call(
        _ method: String, _ payload: [UInt8] = [], stream: UInt32, flags: FrameFlags = [],
        timeout: Int64 = 0, metadata: [Metadata] = [],
    ) async throws {
        try await send(
            request(
                method, payload, stream: stream, flags: flags, timeout: timeout,
                metadata: metadata))
    }

    /// The next frame; nil at the end of the connection.
    func receive() async throws -> Frame? {
        guard let header = try await read(FrameHeader.byteCount) else { return nil }
        let length = header.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        let stream = header[4..<8].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard let data = try await read(length) else { throw Failure(description: "cut frame") }
        return Frame(
            FrameType(rawValue: header[8]), stream: stream,
            flags: FrameFlags(rawValue: header[9]), data: data)
    }

    /// The next frame's stream and what the Response in it says.
    func answer() async throws -> (stream: UInt32, ResponseEnvelope) {
        guard let frame = try await receive() else { throw Failure(description: "closed") }
        guard frame.type == .response else { throw Failure(description: "got \(frame)") }
        return (frame.streamID, try codec.decodeResponse(frame.data))
    }

    /// The code of the next Response; nil: OK.
    func code(stream: UInt32) async throws -> StatusCode? {
        let (id, envelope) = try await answer()
        guard id == stream else { throw Failure(description: "stream \(id)") }
        switch envelope {
        case .success: return nil
        case .failure(let status): return status.code
        }
    }

    /// Every frame up to the terminal one of the stream, which is the last.
    func receiveAll(stream: UInt32) async throws -> [Frame] {
        var frames: [Frame] = []
        while let frame = try await receive() {
            guard frame.streamID == stream else { continue }
            frames.append(frame)
            if frame.type == .response || frame == .endOfMessages(stream: stream) { break }
        }
        return frames
    }

    /// Ends the sending half only.
    func halfClose() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    private func read(_ count: Int) async throws -> [UInt8]? {
        try await block { client in
            var bytes = [UInt8](repeating: 0, count: count)
            var got = 0
            while got < count {
                let read = unsafe bytes.withUnsafeMutableBytes { buffer in
                    unsafe recv(
                        client.descriptor, buffer.baseAddress?.advanced(by: got), count - got, 0)
                }
                if read == 0 && got == 0 { return nil }
                guard read > 0 else { throw Failure(description: "receive: \(errno)") }
                got += read
            }
            return bytes
        }
    }

    private func block<Value: Sendable>(
        _ body: @escaping @Sendable (RawClient) throws -> Value,
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body(self) }) }
        }
    }

    /// Leaves a socket file that nobody listens on, as a daemon does that was killed.
    static func leaveStaleSocket(at path: String) throws {
        makeFolder(of: path)
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        let code = unsafe with(path) { unsafe bind(socket, $0, $1) }
        guard code == 0 else { throw Failure(description: "bind: \(errno)") }
    }

    static func makeFolder(of path: String) {
        let folder = path.prefix(through: path.lastIndex(of: "/") ?? path.startIndex)
        unsafe mkdir(String(folder), 0o700)
    }

    private static func with(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32,
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) {
            unsafe $0.copyBytes(from: path.utf8)
        }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, length)
            }
        }
    }
}
