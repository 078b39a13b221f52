import Glibc
import SluiceEngine
import SluiceLauncher
import SluiceModel
import SluiceRPC
import SluiceRuntime
import SluiceServices
import SluiceStore
import SluiceWire
import Testing

/// A request in which several things are wrong is refused for the first of them (reference, 3.8).
@Suite(.timeLimit(.minutes(1))) struct RetryOrderTests {
    private typealias Case = (request: RetryInstancesRequest, errorCode: String)

    private static let cases: [Case] = [
        (RetryInstancesRequest(workspace: "none", jobName: "none"), "DLF.0819"),
        (RetryInstancesRequest(jobName: "none"), "DLF.1000"),
        (RetryInstancesRequest(jobName: "etl", retryLocation: .unrecognized(9)), "DLF.0802"),
        (
            RetryInstancesRequest(
                jobName: "etl", retryLocation: .specifiedNode, retryTaskVersion: .unrecognized(9)),
            "DLF.3051"
        ),
        (
            RetryInstancesRequest(
                jobName: "etl", retryLocation: .specifiedNode, retryTaskVersion: .original),
            "DLF.0802"
        ),
        (
            RetryInstancesRequest(
                jobName: "etl", retryLocation: .firstNode, retryTaskVersion: .original,
                taskRetrys: [TaskRetry(jobId: 1, planTime: 12, submitTime: 0)]),
            "DLF.0802"
        ),
        (
            RetryInstancesRequest(
                jobName: "etl", retryLocation: .firstNode, retryTaskVersion: .original,
                taskRetrys: [TaskRetry(jobId: 1, planTime: 12, submitTime: 12)]),
            "DLF.3051"
        ),
        (
            RetryInstancesRequest(
                jobName: "etl", retryLocation: .firstNode, retryTaskVersion: .original,
                taskRetrys: [TaskRetry(instanceId: 77)]),
            "DLF.0137"
        ),
    ]

    @Test(arguments: cases.indices)
    func `the first thing that is wrong decides the code`(index: Int) async throws {
        let (request, errorCode) = Self.cases[index]
        let context = CallContext(
            method: MethodInfo(
                service: "sluice.v1.InstanceService", name: "RetryInstances", kind: .unary,
                role: 1),
            peer: Peer(pid: 1, uid: 1, gid: 1))
        let daemon = try SmallDaemon()
        let services = InstanceServices(daemon.shell)
        let refusal = await #expect(throws: Status.self) {
            _ = try await services.retryInstances(request, context)
        }
        #expect(refusal?.errorDetail?.errorCode == errorCode)
        daemon.end()
    }
}

/// Services with a conductor and a store, without socket and keeper; one job: `etl`.
private final class SmallDaemon {
    let shell: Shell
    private let folder: String
    private let thread: ConductorThread

    init() throws {
        var template = Array("/tmp/sluice-services-XXXXXX".utf8CString)
        try #require(unsafe mkdtemp(&template) != nil)
        folder = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let settings = LauncherSettings(
            stateFolder: folder, keeperPath: "/bin/true", nodePath: "/bin/true")
        let store = try Store(stateFolder: folder) { _ in }
        let inbox = Inbox()
        shell = Shell(
            inbox: inbox, queries: Queries(store) { settings.logPath(for: $0) },
            events: EventSignal(latest: 0), files: FileWatch(), users: Users(),
            settings: settings)
        let definition = JobDefinition(
            name: "etl", nodes: [NodeDefinition(name: "a", type: .dummy)])
        let caller = Caller(uid: 1, gid: 1, pid: 1, user: "ann")
        let submit = SubmitJob(scope: .standard, definition: definition, source: "", comment: "")
        _ = inbox.put(
            .submission(Submission(command: .submitJob(submit), caller: caller)) { _ in })
        thread = ConductorThread(
            try Conductor(
                journal: SQLiteJournal(store), performer: Nobody(), inbox: inbox,
                settings: EngineSettings(), at: SystemClock.now()),
            inbox: inbox)
    }

    func end() {
        shell.inbox.close()
        thread.join()
        for name in ["", "-wal", "-shm"] { _ = unsafe unlink(folder + "/sluice.db" + name) }
        _ = unsafe rmdir(folder)
    }
}

/// Starts nothing: no census ever comes.
private final class Nobody: Performer {
    func start(_ attempt: AttemptStart) {}
    func stop(_ attempt: AttemptID, graceMilliseconds: Int64) {}
    func acknowledge(_ attempt: AttemptID) {}
    func accept(_ incarnation: Incarnation) {}
    func requestCensus() {}
    func flush() {}
}
