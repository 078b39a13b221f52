import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct ShowTests {
    private func shell() -> Shell {
        let shell = Shell()
        shell.daemon.on(InstanceServiceMethods.getInstance) { (_: GetInstanceRequest) in
            failedDetails
        }
        return shell
    }

    @Test func `show tells what failed, why, and what to type`() async {
        var shell = shell()
        shell.isTerminal = true
        shell.environment["NO_COLOR"] = "1"
        let result = await shell.run("show 12")
        #expect(
            result.output == """
                instance  12 of job etl, version 4
                status    fail
                planned   2026-11-20 11:50:00 (10m ago)
                started   2026-11-20 11:50:00 (10m ago)
                ended     2026-11-20 11:53:12 (6m ago)
                duration  3m 12s
                nodes     1 success, 1 fail
                params    day=2026-11-19
                made by   ada (unspecified)

                NODE     STATUS   ATTEMPT  RETRIES  STARTED  DURATION  ROWS  ROWS/S  REASON
                extract  success        1        0  10m ago      4.2s
                load     fail           2        0  10m ago      4.2s                exit 3
                report   waiting                 0                                   upstream: load

                load: exit 3
                  what it wrote:  sluice log 12/load
                again from what failed:  sluice retry 12
                with another value:      sluice retry 12 --param NAME=VALUE

                """)
    }

    @Test func `the latest instance of a job takes one call`() async {
        let shell = shell()
        _ = await shell.run("show etl@latest")
        let requests = shell.daemon.requests(
            GetInstanceRequest.self, of: InstanceServiceMethods.getInstance)
        #expect(requests.map(\.jobName) == ["etl"])
        #expect(shell.daemon.calls.count == 1)
    }

    @Test func `a cycle is found by its plan time`() async throws {
        let shell = shell()
        shell.daemon.on(InstanceServiceMethods.listInstances) { (_: ListInstancesRequest) in
            ListInstancesResponse(instances: [.sample(12)])
        }
        #expect(await shell.run("show etl@2026-11-20T11:50").outcome == .done)
        let list = try #require(
            shell.daemon.requests(
                ListInstancesRequest.self, of: InstanceServiceMethods.listInstances
            ).first)
        #expect(list.plannedFrom == noon - 600_000)
        #expect(list.plannedBefore == noon - 540_000)
    }

    @Test func `a plan time that fits several instances is refused with their ids`() async {
        let shell = shell()
        shell.daemon.on(InstanceServiceMethods.listInstances) { (_: ListInstancesRequest) in
            ListInstancesResponse(instances: [.sample(14), .sample(12)])
        }
        let result = await shell.run("show etl@2026-11-20")
        #expect(result.outcome == .wrongUsage)
        #expect(result.remarks.contains("fits several instances: 14, 12"))
    }

    @Test func `a node is shown by itself, and a wrong one with the nearest`() async {
        #expect(
            await shell().run("node show 12/report").output.contains("reason      upstream: load"))
        let result = await shell().run("show 12/lod")
        #expect(result.outcome == .notFound)
        #expect(
            result.remarks == """
                error: instance 12 has no node 'lod' (DLF.30125)
                hint: did you mean 'load'?

                """)
    }

    @Test func `JSON is the whole answer`() async {
        let result = await shell().run("show 12 -o json")
        #expect(result.output == failedDetails.jsonString(pretty: true) + "\n")
    }
}
