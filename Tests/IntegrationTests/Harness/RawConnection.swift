import Glibc
import SluiceRPC
import SluiceWire

/// A connection to a real daemon on which a test writes its frames itself.
final class RawConnection: Sendable {
    private static let codec = TTRPCEnvelopeCodec()

    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let code = unsafe UnixAddress.with(path) { unsafe connect(descriptor, $0, $1) }
        guard code == 0 else { throw Child.Failure(description: "connect: \(errno)") }
    }

    deinit { close(descriptor) }

    /// A Request frame of the server's info, unless something else is said.
    static func request(
        _ service: String = "sluice.v1.ServerService", _ method: String = "GetServerInfo",
        _ payload: [UInt8] = [], stream: UInt32 = 1, flags: FrameFlags = [],
        timeout: Int64 = 0,
    ) throws -> Frame {
        let envelope = RequestEnvelope(
            service: service, method: method, payload: payload, timeoutNanoseconds: timeout)
        return Frame(
            .request, stream: stream, flags: flags, data: try codec.encodeRequest(envelope))
    }

    func send(_ frames: Frame...) async throws {
        try await send(frames.flatMap(\.encoded))
    }

    func send(_ bytes: [UInt8]) async throws {
        let problem = try await blocking { [self] in
            var sent = 0
            while sent < bytes.count {
                let count = unsafe bytes.withUnsafeBytes { buffer in
                    unsafe Glibc.send(
                        descriptor, buffer.baseAddress?.advanced(by: sent), buffer.count - sent,
                        Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return errno }
                sent += count
            }
            return 0
        }
        // What closes the connection may do so before it has read everything.
        guard [0, EPIPE, ECONNRESET].contains(problem) else {
            throw Child.Failure(description: "send: \(problem)")
        }
    }

    func halfClose() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// The next frame; nil at the end of the connection.
    func receive() async throws -> Frame? {
        guard let header = try await read(FrameHeader.byteCount) else { return nil }
        func word(_ place: Range<Int>) -> UInt32 {
            header[place].reduce(0) { $0 << 8 | UInt32($1) }
        }
        guard let data = try await read(Int(word(0..<4))) else {
            throw Child.Failure(description: "cut frame")
        }
        return Frame(
            FrameType(rawValue: header[8]), stream: word(4..<8),
            flags: FrameFlags(rawValue: header[9]), data: data)
    }

    /// The status of the next Response; nil: it is OK.
    func answer(stream: UInt32 = 1) async throws -> Status? {
        guard let frame = try await receive(), frame.type == .response, frame.streamID == stream
        else { throw Child.Failure(description: "no response on stream \(stream)") }
        switch try Self.codec.decodeResponse(frame.data) {
        case .success: return nil
        case .failure(let status): return status
        }
    }

    private func read(_ count: Int) async throws -> [UInt8]? {
        try await blocking { [descriptor] in
            var bytes = [UInt8](repeating: 0, count: count)
            var got = 0
            while got < count {
                let part = unsafe bytes.withUnsafeMutableBytes { buffer in
                    unsafe recv(
                        descriptor, buffer.baseAddress?.advanced(by: got), count - got, 0)
                }
                guard part > 0 else { return nil }
                got += part
            }
            return bytes
        }
    }
}

/// The address of a socket file.
enum UnixAddress {
    static func with<Value>(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value,
    ) -> Value {
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
