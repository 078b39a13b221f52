import SluiceClient
import SluiceRPC
import Synchronization

@testable import SluiceCommands

/// Runs commands against a fake daemon and keeps what they print.
struct Shell {
    let daemon = FakeDaemon()
    /// 2026-11-20T12:00:00Z.
    var now: Int64 = 1_795_176_000_000
    var isTerminal = false
    var width = 100
    var zone = Zone.utc
    var environment: [String: String] = ["HOME": "/home/ada"]
    var files: [String: String] = [:]
    /// Files that are no text.
    var bytes: [String: [UInt8]] = [:]
    /// What lies in folders beside the files: links, pipes.
    var special: [String: FolderEntry.Kind] = [:]
    /// What is typed at a question; nil: nobody is there.
    var answer: String?
    /// What the editor makes of a file.
    var edit: @Sendable (String) -> String = { $0 }
    /// The shell commands that were run, and the files that are still there.
    let desk = Desk()
    /// Why no connection is possible.
    var refusal: Status?

    struct Result {
        var outcome: Outcome
        var output: String
        var remarks: String
    }

    func run(_ line: String) async -> Result {
        await run(arguments: line.split(separator: " ").map { String($0) })
    }

    func run(arguments: [String]) async -> Result {
        let output = Sink()
        let remarks = Sink()
        let (daemon, refusal) = (daemon, refusal)
        let outcome = await SluiceTool.run(
            arguments, on: console(output, remarks),
            connect: { (_) async throws(Status) in
                if let refusal { throw refusal }
                return Sluice(channel: daemon, patience: .none)
            })
        return Result(outcome: outcome, output: output.text, remarks: remarks.text)
    }

    private func console(_ output: Sink, _ remarks: Sink) -> Console {
        let (now, files, bytes, special, answer) = (now, files, bytes, special, answer)
        let (edit, desk) = (edit, desk)
        return Console(
            output: { output.append($0) }, remarks: { remarks.append($0) },
            outputIsTerminal: isTerminal, remarksAreTerminal: isTerminal, width: width, height: 24,
            environment: environment, now: { now }, zone: zone,
            ask: { question in
                remarks.append(Array(question.utf8))
                return answer
            },
            read: { (path) throws(Failure) in
                if let bytes = bytes[path] { return bytes }
                guard let text = files[path] ?? desk.text(of: path) else {
                    throw Failure(.notFound, "cannot read \(path): No such file or directory")
                }
                return Array(text.utf8)
            },
            isFile: { files[$0] != nil },
            entries: { (folder) throws(Failure) in try Self.entries(of: folder, files, special) },
            keep: { (name, text) in desk.put(text, at: "/tmp/sluice-1-\(name)") },
            discard: { path in desk.remove(path) },
            edit: { command in
                desk.run(command, edit)
                return 0
            }, pause: { _ in })
    }
}

extension Shell {
    /// What the paths of files say of a folder. One that has nothing is there if its name ends in a
    /// slash.
    private static func entries(
        of folder: String, _ files: [String: String], _ special: [String: FolderEntry.Kind],
    ) throws(Failure) -> [FolderEntry] {
        let paths = files.keys.map { ($0, FolderEntry.Kind.file) } + special.map { ($0, $1) }
        let below = paths.filter { $0.0.hasPrefix(folder + "/") }
        guard !below.isEmpty else {
            throw Failure(.notFound, "cannot read \(folder): No such file or directory")
        }
        let entries = below.map { path, kind in
            let rest = path.dropFirst(folder.count + 1)
            let name = rest.prefix { $0 != "/" }
            return FolderEntry(name: String(name), kind: name == rest ? kind : .folder)
        }
        return Set(entries).filter { !$0.name.isEmpty }.sorted { $0.name < $1.name }
    }
}

/// Files that commands make, and the editors that open them.
final class Desk: Sendable {
    private struct State {
        var files: [String: String] = [:]
        var commands: [String] = []
    }

    private let state = Mutex(State())

    var files: [String: String] { state.withLock { $0.files } }
    var commands: [String] { state.withLock { $0.commands } }

    func text(of path: String) -> String? { files[path] }

    func put(_ text: String, at path: String) -> String {
        state.withLock { $0.files[path] = text }
        return path
    }

    func remove(_ path: String) { state.withLock { $0.files[path] = nil } }

    func run(_ command: String, _ edit: (String) -> String) {
        state.withLock { state in
            state.commands.append(command)
            for (path, text) in state.files { state.files[path] = edit(text) }
        }
    }
}

private final class Sink: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    func append(_ more: [UInt8]) { bytes.withLock { $0 += more } }

    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
}
