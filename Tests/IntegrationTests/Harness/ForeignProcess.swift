import Foundation
import Glibc

/// A process that the test did not start itself, held by a descriptor that no other process can
/// take over.
final class ForeignProcess: Sendable {
    let pid: pid_t
    let arguments: [String]
    private let descriptor: Int32

    /// What names `text` in its arguments, environment or working folder, and lives.
    static func all(about text: String) -> [ForeignProcess] {
        let pids = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return pids.compactMap { pid_t($0) }.filter { $0 != getpid() }
            .compactMap { ForeignProcess($0, about: text) }
    }

    private init?(_ pid: pid_t, about text: String) {
        descriptor = Self.open(pid)
        self.pid = pid
        arguments = Self.strings("/proc/\(pid)/cmdline")
        let folder = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd")
        let traces = arguments + Self.strings("/proc/\(pid)/environ") + [folder ?? ""]
        guard descriptor >= 0, traces.contains(where: { $0.contains(text) }) else { return nil }
        guard !hasEnded else { return nil }
    }

    deinit { close(descriptor) }

    var program: String { arguments.first.map { URL(filePath: $0).lastPathComponent } ?? "" }

    func kill() { Glibc.kill(pid, SIGKILL) }

    var hasEnded: Bool { poll(0) }

    /// Blocks.
    func waitUntilGone() { while !poll(-1) {} }

    private func poll(_ milliseconds: Int32) -> Bool {
        var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe Glibc.poll(&event, 1, milliseconds) == 1
    }

    /// pidfd_open(2), which the headers show to GNU programs only.
    private static func open(_ pid: pid_t) -> Int32 {
        typealias PidfdOpen = @convention(c) (pid_t, UInt32) -> Int32
        guard let symbol = unsafe dlsym(nil, "pidfd_open") else { return -1 }
        return unsafe unsafeBitCast(symbol, to: PidfdOpen.self)(pid, 0)
    }

    private static func strings(_ path: String) -> [String] {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
            .split(separator: "\0").map { String($0) }
    }
}
