import Glibc
import SluiceClient
import SluiceRPC
import SluiceWire

/// A daemon on a state folder of its own, and a connection to it.
struct BenchDaemon: Sendable {
    private let pid: pid_t
    private let folder: String
    private let sluice: Sluice
    private let readyMilliseconds: Double

    enum Failure: Error {
        case program(String)
        case notReady
        case failed(String)
    }

    /// Starts `sluiced` from beside this program and waits until it answers.
    static func start() async throws -> BenchDaemon {
        let folder = try temporaryFolder()
        let programs = try folderOfThisProgram()
        let start = ContinuousClock.now
        let pid = try spawn(
            programs + "/sluiced",
            ["--state", folder, "--allow-root", "--log-level", "error"])
        while ContinuousClock.now - start < .seconds(20) {
            if let sluice = try? await Sluice.connect(to: folder + "/sluice.sock") {
                return BenchDaemon(
                    pid: pid, folder: folder, sluice: sluice,
                    readyMilliseconds: (ContinuousClock.now - start) / .milliseconds(1))
            }
            usleep(1_000)  // A measurement of the start itself: there is nothing to wait on yet.
        }
        throw Failure.notReady
    }

    func end() async {
        // The daemon ends either way; what cannot be said is that it did not hear.
        _ = try? await sluice.server.stopServer(StopServerRequest(stopAttempts: true))
        var status: Int32 = 0
        _ = unsafe waitpid(pid, &status, 0)
        _ = try? Self.run("/bin/rm", ["-rf", folder])
    }

    func printIdle() {
        show("idle: ready and connected after", readyMilliseconds, "ms", "aim 50")
        let text = (try? Self.read("/proc/\(pid)/status")) ?? ""
        for line in text.split(separator: "\n") where line.hasPrefix("RssAnon:") {
            let kibibytes = Double(line.split(whereSeparator: \.isWhitespace)[1]) ?? 0
            show("idle: RssAnon", kibibytes / 1_024, "MiB", "aim 20")
        }
    }

    // MARK: - Calls

    func submit(_ name: String, _ nodes: [String], keys: String = "") async throws {
        let source =
            "name: \(name)\n\(keys)\nnodes:\n" + nodes.map { "  - \($0)\n" }.joined()
        _ = try await sluice.jobs.submitJob(SubmitJobRequest(source: source))
    }

    @discardableResult
    func run(_ job: String, planTime: Int64 = 0) async throws -> Int64 {
        try await sluice.instances.runJob(RunJobRequest(jobName: job, planTime: planTime))
            .instanceId
    }

    /// Runs a job and waits for its end.
    func runToEnd(_ job: String) async throws {
        let id = try await run(job)
        let watch = try await sluice.events.watchEvents(WatchEventsRequest(instanceId: id))
        for try await page in watch {
            let ends = page.events.filter { $0.type == .instanceStatus }.map(\.instanceTo)
            if ends.contains(.success) { return }
            if ends.contains(.fail) { throw Failure.failed("instance \(id) of \(job) failed") }
        }
    }

    func ask() async throws {
        _ = try await sluice.workspaces.listWorkspaces(ListWorkspacesRequest())
    }

    func details(_ id: Int64) async throws {
        _ = try await sluice.instances.getInstance(GetInstanceRequest(instanceId: id))
    }

    /// Calls a second with a number of them under way at once, on one connection.
    func rate(
        calls: Int, inFlight: Int, _ call: @escaping @Sendable (BenchDaemon) async throws -> Void,
    ) async throws -> Double {
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<inFlight {
                group.addTask {
                    for _ in 0..<calls / inFlight { try await call(self) }
                }
            }
            try await group.waitForAll()
        }
        return Double(calls) / ((ContinuousClock.now - start) / .seconds(1))
    }

    /// Something for each of many numbers, 64 at once.
    func each(
        of count: Int, _ body: @escaping @Sendable (BenchDaemon, Int) async throws -> Void,
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for start in 0..<64 {
                group.addTask {
                    for number in stride(from: start, to: count, by: 64) {
                        try await body(self, number)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Milliseconds after a plan time at which its instances were made.
    func lateness(ofCycle planTime: Int64) async throws -> [Double] {
        var late: [Double] = []
        var request = ListInstancesRequest(
            pageSize: 1_000, plannedFrom: planTime, plannedBefore: planTime + 1)
        repeat {
            let page = try await sluice.instances.listInstances(request)
            late += page.instances.map { Double($0.submitTime - planTime) }
            request.pageToken = page.nextPageToken
        } while !request.pageToken.isEmpty
        return late
    }

    /// When each of so many instances ended, by the events from here on.
    func momentsOfEnds(
        count: Int, after begin: () async throws -> Void,
    ) async throws -> [Int64] {
        let watch = try await sluice.events.watchEvents(WatchEventsRequest())
        try await begin()
        var moments: [Int64] = []
        for try await page in watch {
            let ends = page.events.filter { $0.instanceTo == .success }
            moments += ends.map(\.time)
            if moments.count >= count { break }
        }
        return moments
    }

    /// Processor time that the daemon has used so far.
    func processorSeconds() throws -> Double {
        let text = try Self.read("/proc/\(pid)/stat")
        // The name, in parentheses, may have blanks.
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12])
        else { throw Failure.failed("/proc/\(pid)/stat") }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    // MARK: - make

    /// Microseconds that `make -j2` takes for so many targets.
    func make(targets: Int) throws -> Double {
        let path = folder + "/bench.mk"
        let names = (0..<targets).map { "t\($0)" }.joined(separator: " ")
        try Self.write("all: \(names)\n\(names):\n\t@/bin/sh -c /bin/true\n", to: path)
        let start = ContinuousClock.now
        try Self.run("/usr/bin/make", ["-s", "-j2", "-f", path])
        return (ContinuousClock.now - start) / .microseconds(1)
    }
}

// MARK: - Processes and files

extension BenchDaemon {
    private static func spawn(_ program: String, _ arguments: [String]) throws -> pid_t {
        var pid = pid_t()
        var pointers = unsafe ([program] + arguments).map { unsafe strdup($0) }
        unsafe pointers.append(nil)
        defer { unsafe pointers.forEach { unsafe free($0) } }
        guard unsafe posix_spawn(&pid, program, nil, nil, pointers, environ) == 0 else {
            throw Failure.program(program)
        }
        return pid
    }

    private static func run(_ program: String, _ arguments: [String]) throws {
        let pid = try spawn(program, arguments)
        var status: Int32 = 0
        _ = unsafe waitpid(pid, &status, 0)
        guard status == 0 else { throw Failure.program(program) }
    }

    private static func temporaryFolder() throws -> String {
        var template = Array("/tmp/sluice-bench-XXXXXX".utf8CString)
        guard let path = unsafe mkdtemp(&template) else { throw Failure.program("mkdtemp") }
        return unsafe String(cString: path)
    }

    private static func folderOfThisProgram() throws -> String {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        guard let slash = path.lastIndex(of: "/") else { throw Failure.program("readlink") }
        return String(path[..<slash])
    }

    private static func write(_ text: String, to path: String) throws {
        guard let file = unsafe fopen(path, "w") else { throw Failure.program(path) }
        unsafe fputs(text, file)
        unsafe fclose(file)
    }

    private static func read(_ path: String) throws -> String {
        let file = unsafe open(path, O_RDONLY)
        guard file >= 0 else { throw Failure.program(path) }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe Glibc.read(file, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
