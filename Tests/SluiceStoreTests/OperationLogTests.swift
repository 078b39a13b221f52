import SluiceModel
import SluiceRuntime
import SluiceWire
import Testing

@testable import SluiceEngine
@testable import SluiceStore

@Suite struct OperationLogTests {
    private let scene: Scene

    init() throws {
        scene = try Scene()
        try scene.world.submit("j", chain(["a", "b"], type: .shell))
        _ = try scene.world.run("j")
    }

    private func write(_ records: OperationRecord...) throws {
        try scene.world.journal.commit(records.map { .operation($0) })
    }

    private func entry(
        _ operation: String, instance: Int64? = 1, node: String = "", at time: Int64 = 5,
        job: String = "j", user: String = "ada", refusal: String = "",
        scope: Scope = .standard,
    ) -> OperationRecord {
        OperationRecord(
            time: Timestamp(milliseconds: time),
            caller: Caller(uid: 1_000, gid: 100, pid: 42, user: user, program: "sluice"),
            operation: operation, scope: scope, jobName: job,
            instance: instance.map { InstanceID($0) }, node: node, from: "waiting",
            to: "waiting", detail: "load", reason: "late", refusal: refusal,
            effect: "no longer waits for load", afterSeq: 17)
    }

    private func list(_ request: ListOperationsRequest) throws -> [Int64] {
        try scene.queries.listOperations(request).operations.map(\.operationId)
    }

    @Test func `S80: an entry says who, when, what, to what, from what to what, and why`() throws {
        try write(entry("remove-upstream", node: "b"))
        let found = try scene.queries.listOperations(ListOperationsRequest()).operations
        #expect(
            found == [
                Operation(
                    operationId: 1, time: 5, user: "ada", uid: 1_000, gid: 100, pid: 42,
                    program: "sluice", operation: "remove-upstream", workspace: "default",
                    environment: .production, jobName: "j", instanceId: 1, nodeName: "b",
                    fromStatus: "waiting", toStatus: "waiting", request: "load",
                    reason: "late", refusal: "", effect: "no longer waits for load",
                    afterSeq: 17)
            ])
    }

    @Test func `S80: every filter of operations leaves what fits, newest first`() throws {
        try write(
            entry("retry errorNode", at: 10), entry("pause", node: "a", at: 20, user: "bob"),
            entry("pause", node: "b", at: 30, refusal: "it is paused"),
            entry("submit", instance: nil, at: 40, job: "k"))
        let cases: [(ListOperationsRequest, [Int64])] = [
            (ListOperationsRequest(), [4, 3, 2, 1]),
            (ListOperationsRequest(instanceId: 1), [3, 2, 1]),
            (ListOperationsRequest(instanceId: 1, nodeName: "a"), [2]),
            (ListOperationsRequest(jobGlob: "k*"), [4]),
            (ListOperationsRequest(jobGlob: "?"), [4, 3, 2, 1]),
            (ListOperationsRequest(operation: "pause"), [3, 2]),
            (ListOperationsRequest(operation: "retry"), [1]),
            (ListOperationsRequest(operation: "retry errorNode"), [1]),
            (ListOperationsRequest(operation: "retr"), []),
            (ListOperationsRequest(user: "bob"), [2]),
            (ListOperationsRequest(fromTime: 20), [4, 3, 2]),
            (ListOperationsRequest(beforeTime: 20), [1]),
            (ListOperationsRequest(result: .done), [4, 2, 1]),
            (ListOperationsRequest(result: .refused), [3]),
        ]
        for (request, ids) in cases { #expect(try list(request) == ids, "\(request)") }
    }

    @Test func `each workspace and environment has a log of its own`() throws {
        try scene.world.perform(
            .createWorkspace(CreateWorkspace(name: "w", description: "", mode: .devProd)))
        try write(
            entry("submit", instance: nil),
            entry("submit", instance: nil, scope: Scope(workspace: "w", environment: .production)),
            entry("submit", instance: nil, scope: Scope(workspace: "w", environment: .development)))
        #expect(try list(ListOperationsRequest()) == [1])
        #expect(try list(ListOperationsRequest(workspace: "w")) == [2])
        #expect(
            try list(ListOperationsRequest(workspace: "w", environment: .development)) == [3])
    }

    @Test func `pages go from the newest down while others are written`() throws {
        for _ in 1...5 { try write(entry("pause")) }
        var request = ListOperationsRequest(pageSize: 2)
        var found: [Int64] = []
        repeat {
            let page = try scene.queries.listOperations(request)
            found += page.operations.map(\.operationId)
            request.pageToken = page.nextPageToken
            try write(entry("resume"))
        } while !request.pageToken.isEmpty
        #expect(found == [5, 4, 3, 2, 1])
    }

    @Test func `an instance or node without entries has none; one that is not there is refused`()
        throws
    {
        #expect(try list(ListOperationsRequest(instanceId: 1)) == [])
        #expect(try list(ListOperationsRequest(instanceId: 1, nodeName: "b")) == [])
        let noNode = #expect(throws: SluiceError.self) {
            try list(ListOperationsRequest(instanceId: 1, nodeName: "x"))
        }
        #expect(noNode?.reason == "NODE_NOT_FOUND")
        let noInstance = #expect(throws: SluiceError.self) {
            try list(ListOperationsRequest(instanceId: 99))
        }
        #expect(noInstance?.reason == "INSTANCE_NOT_FOUND")
    }

    @Test func `a refused call about an instance that never was is found under its number`() throws
    {
        try write(entry("stop", instance: 99, refusal: "there is no instance 99"))
        #expect(try list(ListOperationsRequest(instanceId: 99)) == [1])
    }

    @Test func `what makes no sense in a request is refused and named`() throws {
        let cases: [(ListOperationsRequest, String)] = [
            (ListOperationsRequest(nodeName: "a"), "INSTANCE_NOT_NAMED"),
            (ListOperationsRequest(pageSize: -1), "PAGE_SIZE_OUT_OF_RANGE"),
            (ListOperationsRequest(pageToken: "x"), "PAGE_TOKEN_INVALID"),
            (ListOperationsRequest(result: .unrecognized(9)), "UNKNOWN_RESULT"),
            (ListOperationsRequest(environment: .development), "NO_DEVELOPMENT_ENVIRONMENT"),
        ]
        for (request, reason) in cases {
            let error = #expect(throws: SluiceError.self) {
                try scene.queries.listOperations(request)
            }
            #expect(error?.reason == reason, "\(request)")
        }
    }
}
