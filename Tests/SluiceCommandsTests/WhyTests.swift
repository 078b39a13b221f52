import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct WhyTests {
    private static let explanation = ExplainInstanceResponse(
        summary: "report waits for load, which failed",
        causes: [
            Cause(
                instanceId: 12, nodeName: "report", kind: .upstream, text: "report waits for load"),
            Cause(
                depth: 1, instanceId: 12, nodeName: "load", kind: .failed,
                text: "load failed: exit 3, after 2 retries", since: noon - 180_000),
            Cause(
                depth: 1, instanceId: 40, jobName: "bill", nodeName: "sum", kind: .retryDelay,
                text: "sum is retried", until: noon + 60_000),
        ],
        remedies: [
            Remedy(operation: "rerun", instanceId: 12, nodeName: "load", text: "runs load again"),
            Remedy(operation: "set-success", instanceId: 12, nodeName: "load"),
            Remedy(operation: "continue", instanceId: 12, text: "goes on without load"),
            Remedy(operation: "retry", instanceId: 12, text: "runs all that failed"),
            Remedy(operation: "resume", instanceId: 12),
        ])

    private func shell() -> Shell {
        let shell = Shell()
        shell.daemon.on(InstanceServiceMethods.explainInstance) { (_: ExplainInstanceRequest) in
            Self.explanation
        }
        return shell
    }

    @Test func `why tells the chain of causes and what to type`() async {
        var shell = shell()
        shell.isTerminal = true
        let result = await shell.run("why 12/report")
        #expect(
            result.output.withoutStyles == """
                report waits for load, which failed

                report waits for load
                  load failed: exit 3, after 2 retries, since 2026-11-20 11:57:00 (3m ago)
                  sum is retried (40/sum of bill) until 2026-11-20 12:01:00 (in 1m)

                what would put it right:
                  sluice node rerun 12/load    runs load again
                  sluice ok 12/load
                  sluice instance continue 12  goes on without load
                  sluice retry 12              runs all that failed
                  sluice instance resume 12

                """)
        #expect(result.output.contains("\u{1B}[31mload failed"))
        shell.isTerminal = false
        #expect(!(await shell.run("why 12/report").output.contains("\u{1B}")))
    }

    @Test func `what to type names the workspace that was named`() async {
        let result = await shell().run("why 12 -w finance --env dev")
        #expect(result.output.contains("  sluice retry 12 --workspace finance --env dev"))
    }

    @Test(arguments: [
        ("why 12", ""), ("why 12/report", "report"), ("why 12 report", "report"),
        ("instance why 12/report", "report"),
    ])
    func `the node is named in one word or two`(_ line: String, _ node: String) async {
        let shell = shell()
        #expect(await shell.run(line).outcome == .done)
        let requests = shell.daemon.requests(
            ExplainInstanceRequest.self, of: InstanceServiceMethods.explainInstance)
        #expect(requests.map(\.nodeName) == [node])
        #expect(requests.map(\.instanceId) == [12])
    }

    @Test func `two nodes are one too many`() async {
        #expect(await shell().run("why 12/load report").outcome == .wrongUsage)
        #expect(await shell().run("why 12/load#2").outcome == .wrongUsage)
    }

    @Test func `JSON is the whole answer`() async {
        let result = await shell().run("why 12 -o json")
        #expect(result.output == Self.explanation.jsonString(pretty: true) + "\n")
    }

    @Test(arguments: ["instance allowed 12", "node allowed 12/load"])
    func `what is allowed is listed with why the rest is not`(_ line: String) async {
        let shell = Shell()
        shell.daemon.on(InstanceServiceMethods.listAllowedOperations) {
            (_: ListAllowedOperationsRequest) in
            ListAllowedOperationsResponse(operations: [
                AllowedOperation(operation: "rerun", allowed: true),
                AllowedOperation(operation: "skip", message: "it is in [fail] status"),
            ])
        }
        #expect(
            await shell.run(line).output == """
                OPERATION  ALLOWED  WHY NOT
                rerun      yes
                skip       no       it is in [fail] status

                """)
        #expect(await shell.run(line + " -o name").output == "rerun\n")
        let requests = shell.daemon.requests(
            ListAllowedOperationsRequest.self, of: InstanceServiceMethods.listAllowedOperations)
        #expect(requests.first?.nodeName == (line.hasPrefix("node") ? "load" : ""))
    }
}

@Suite struct HistoryTests {
    private func shell() -> Shell {
        let shell = Shell()
        shell.daemon.on(OperationServiceMethods.listOperations) { (_: ListOperationsRequest) in
            ListOperationsResponse(operations: [
                SluiceWire.Operation(
                    operationId: 8, time: noon, user: "ada", uid: 1_000, pid: 77,
                    program: "sluice", operation: "rerun", jobName: "etl", instanceId: 12,
                    nodeName: "load", fromStatus: "fail", toStatus: "waiting", reason: "again"),
                SluiceWire.Operation(
                    operationId: 7, time: noon - 1_000, user: "bob", program: "python3",
                    operation: "stop", jobName: "etl", instanceId: 12,
                    refusal: "it has ended already"),
            ])
        }
        return shell
    }

    @Test func `the record tells who did what, and what was refused`() async {
        #expect(
            await shell().run("history").output == """
                WHEN                  WHO  PROGRAM  OPERATION  TARGET    FROM → TO       REASON  REFUSED
                2026-11-20T12:00:00Z  ada  sluice   rerun      12/load   fail → waiting  again
                2026-11-20T11:59:59Z  bob  python3  stop       12 (etl)                          \
                it has ended already

                """)
        #expect(await shell().run("history -o name").output == "8\n7\n")
    }

    @Test func `filters become the request`() async throws {
        let shell = shell()
        _ = await shell.run(
            "operation list 12/load --job e* --operation rerun --user ada --since 2026-11-19 "
                + "--until 2026-11-20 --refused --limit 5")
        _ = await shell.run("history --done")
        let requests = shell.daemon.requests(
            ListOperationsRequest.self, of: OperationServiceMethods.listOperations)
        let request = try #require(requests.first)
        #expect(request.instanceId == 12)
        #expect(request.nodeName == "load")
        #expect(request.jobGlob == "e*")
        #expect(request.operation == "rerun")
        #expect(request.user == "ada")
        #expect(request.beforeTime - request.fromTime == 2 * 86_400_000)
        #expect(requests.map(\.result) == [.refused, .done])
        #expect(request.pageSize == 5)
        #expect(await shell.run("history --done --refused").outcome == .wrongUsage)
    }
}
