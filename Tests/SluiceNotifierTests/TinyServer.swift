import Glibc
import SluiceRuntime
import Synchronization

/// A web server on a port of its own that keeps what it is asked and answers with given codes, one
/// after the other, the last one again and again.
final class TinyServer: Sendable {
    let port: UInt16
    private let descriptor: Int32
    private let requests = Mutex<[String]>([])

    init(answers: [String]) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = unsafe bind(descriptor, generic, length)
                _ = unsafe getsockname(descriptor, generic, &length)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        listen(descriptor, 8)
        runOnDetachedThread { [self] in serve(answers) }
    }

    /// The connections that come after this are refused.
    func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// What has come so far: head and body.
    var asked: [String] { requests.withLock { $0 } }

    private func serve(_ answers: [String]) {
        var left = answers[...]
        while case let connection = accept(descriptor, nil, nil), connection >= 0 {
            let request = Self.request(on: connection)
            requests.withLock { $0.append(request) }
            let answer = left.count > 1 ? left.removeFirst() : left[left.startIndex]
            let reply = "HTTP/1.1 \(answer)\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
            _ = unsafe send(connection, reply, reply.utf8.count, Int32(MSG_NOSIGNAL))
            shutdown(connection, Int32(SHUT_WR))
            close(connection)
        }
        close(descriptor)
    }

    private static func request(on connection: Int32) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = unsafe read(connection, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer[..<count]
            let text = String(decoding: bytes, as: UTF8.self)
            guard let end = text.firstRange(of: "\r\n\r\n") else { continue }
            let length = text.split(separator: "\r\n").first { $0.hasPrefix("Content-Length: ") }
            let wanted = length.flatMap { Int($0.dropFirst("Content-Length: ".count)) } ?? 0
            if text[end.upperBound...].utf8.count >= wanted { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
