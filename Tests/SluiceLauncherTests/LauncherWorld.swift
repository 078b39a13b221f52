import Glibc
import SluiceModel
import Synchronization

@testable import SluiceLauncher

/// A state folder of its own with a real keeper, and what the launcher reports about it.
final class LauncherWorld: Sendable {
    let settings: LauncherSettings
    let launcher: Launcher
    private let reports: AsyncStream<AttemptReport>
    private let censuses: AsyncStream<AttemptCensus>
    private let continuation: AsyncStream<AttemptReport>.Continuation
    private let censusContinuation: AsyncStream<AttemptCensus>.Continuation

    init(
        logBytes: Int64 = Limits.logBytes, in folder: String? = nil, nodePath: String = "/bin/cat",
        keeperPath: String = LauncherWorld.keeperPath,
    ) {
        settings = LauncherSettings(
            stateFolder: folder ?? Self.newFolder(), keeperPath: keeperPath,
            nodePath: nodePath, logBytes: logBytes, timeoutGraceMilliseconds: 200,
            keeperIdleMilliseconds: 1_000)
        launcher = Launcher(settings: settings)
        (reports, continuation) = AsyncStream.makeStream()
        (censuses, censusContinuation) = AsyncStream.makeStream()
    }

    /// Connects, listens and hands out what the keeper knew.
    func begin() throws -> AttemptCensus {
        let census = try launcher.connect()
        launcher.listen(
            report: { [continuation] reports in
                for report in reports { continuation.yield(report) }
            },
            census: { [censusContinuation] in _ = censusContinuation.yield($0) })
        return census
    }

    /// Takes what comes by way of a provisioner, in place of `begin`.
    func listen(to provisioner: Provisioner) {
        provisioner.listen(
            report: { [continuation] reports in
                for report in reports { continuation.yield(report) }
            },
            census: { [censusContinuation] in _ = censusContinuation.yield($0) })
    }

    /// Stops everything, waits until the keeper is gone and removes the folder.
    func end() {
        // Told first, the launcher starts no other keeper when this one goes.
        launcher.shutdown(stopAttempts: true)
        if let keeperPid { kill(keeperPid, SIGTERM) }
        continuation.finish()
        censusContinuation.finish()
        waitForKeeperToGo()
        // Nobody may write to folders of resources.
        shell("chmod -R u+w '\(settings.stateFolder)' && rm -rf '\(settings.stateFolder)'")
    }

    /// Nil where no keeper listens.
    var keeperPid: pid_t? {
        guard let socket = KeeperSocket(stateFolder: settings.stateFolder) else { return nil }
        defer { socket.close() }
        // `struct ucred`: pid, uid, gid.
        var credentials: [Int32] = [0, 0, 0]
        var bytes = socklen_t(12)
        let status = unsafe getsockopt(
            socket.descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &bytes)
        return status == 0 ? credentials[0] : nil
    }

    /// The keeper holds its lock as long as it lives.
    func waitForKeeperToGo() {
        let lock = unsafe open(settings.stateFolder + "/keeper.lock", O_RDWR | O_CLOEXEC)
        guard lock >= 0 else { return }
        flock(lock, LOCK_EX)
        close(lock)
    }

    // MARK: Reports

    func nextReport() async -> AttemptReport? {
        for await report in reports { return report }
        return nil
    }

    func nextCensus() async -> AttemptCensus? {
        for await census in censuses { return census }
        return nil
    }

    /// Passes over all else.
    func started(_ id: AttemptID) async -> Int32? {
        for await report in reports {
            if case .started(id, let pid) = report { return pid }
        }
        return nil
    }

    /// Passes over all else.
    func ended(_ id: AttemptID) async -> AttemptResult? {
        for await report in reports {
            if case .ended(id, let result) = report { return result }
        }
        return nil
    }

    // MARK: Attempts

    func run(_ attempt: AttemptStart) async -> AttemptResult? {
        start(attempt)
        return await ended(attempt.id)
    }

    func start(_ attempt: AttemptStart) {
        launcher.start(attempt)
        launcher.flush()
    }

    func stop(_ id: AttemptID, graceMilliseconds: Int64 = 10_000) {
        launcher.stop(id, graceMilliseconds: graceMilliseconds)
        launcher.flush()
    }

    func acknowledge(_ id: AttemptID) {
        launcher.acknowledge(id)
        launcher.flush()
    }

    /// From its first byte to its last, with the line that says what was dropped.
    func log(of id: AttemptID) throws -> String {
        var bytes: [UInt8] = []
        var offset: Int64 = 0
        while true {
            let chunk = try LogReader.read(
                path: launcher.logPath(for: id), offset: offset, maxBytes: 100_000,
                logBytes: settings.logBytes)
            bytes += chunk.bytes
            offset = chunk.nextOffset
            if offset == chunk.size { return String(decoding: bytes, as: UTF8.self) }
        }
    }

    // MARK: The machine

    /// The one beside the tests; `SLUICE_TEST_KEEPER` names another, made with sanitizers.
    static var keeperPath: String {
        if let other = unsafe getenv("SLUICE_TEST_KEEPER") { return unsafe String(cString: other) }
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
        let bytes = buffer.prefix(count).map { UInt8(bitPattern: $0) }
        let path = String(decoding: bytes, as: UTF8.self)
        return folder(of: path) + "/sluice-keeper"
    }

    static func folder(of path: String) -> String {
        path.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
    }

    static func newFolder() -> String {
        var template = Array("/tmp/sluice-launcher-XXXXXX".utf8CString)
        guard let path = unsafe mkdtemp(&template) else { return "/tmp/sluice-launcher" }
        return unsafe String(cString: path)
    }
}

/// Runs a line of shell to its end; its exit code.
@discardableResult
func shell(_ line: String) -> Int32 {
    let status = unsafe system(line)
    return (status >> 8) & 0xff
}

extension AttemptStart {
    /// A Shell node's attempt of instance 7, with everything else plain.
    static func shell(
        _ script: String, number: Int = 1, command: [String] = [], interpreter: [String] = [],
        type: NodeType = .shell, params: [Pair] = [], env: [Pair] = [], folder: String = "",
        timeout: Int64 = 0,
    ) -> AttemptStart {
        AttemptStart(
            id: AttemptID(instance: InstanceID(7), ordinal: 3, number: number),
            scope: Scope(workspace: "acme"), jobName: "nightly", nodeName: "load", type: type,
            run: 2, planTime: Timestamp(milliseconds: 1_700_000_000_000), script: script,
            command: command, interpreter: interpreter, connection: nil, params: params, env: env,
            workingFolder: folder, properties: [], maxExecutionMilliseconds: timeout)
    }
}
