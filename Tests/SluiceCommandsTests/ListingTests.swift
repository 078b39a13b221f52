import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct ListingTests {
    private func shell(_ instances: [Instance] = [.sample(13, .running), .sample(12, .fail)])
        -> Shell
    {
        let shell = Shell()
        shell.daemon.on(InstanceServiceMethods.listInstances) { (_: ListInstancesRequest) in
            ListInstancesResponse(instances: instances)
        }
        return shell
    }

    @Test func `ps shows instances with relative times on a terminal`() async {
        var shell = shell()
        shell.isTerminal = true
        shell.environment["NO_COLOR"] = "1"
        let result = await shell.run("ps")
        #expect(
            result.output == """
                INSTANCE  JOB  STATUS   NODES  PLANNED  STARTED  DURATION
                      13  etl  running  1/3    10m ago  10m ago    10m 0s
                      12  etl  fail     2/3    10m ago  10m ago    3m 12s

                """)
        #expect(result.outcome == .done)
    }

    @Test func `off a terminal times are RFC 3339 in the local zone`() async {
        var shell = shell([.sample(12)])
        shell.zone = Zone { _ in -19_800 }
        let result = await shell.run("ps --fields instanceId,startTime")
        #expect(result.output == "INSTANCE  STARTED\n      12  2026-11-20T06:20:00-05:30\n")
    }

    @Test func `fields that have no column are shown too, and unknown ones refused`() async {
        let shell = shell([.sample(12)])
        let result = await shell.run("ps --fields instanceId,params")
        #expect(result.output == "INSTANCE  PARAMS\n      12  day=2026-11-19\n")
        let wrong = await shell.run("ps --fields nope")
        #expect(wrong.outcome == .wrongUsage)
        #expect(wrong.remarks.contains("the fields: jobName, instanceId, status"))
    }

    @Test func `JSON is the message itself`() async {
        let instance = Instance.sample(12)
        let shell = shell([instance])
        #expect(await shell.run("ps -o jsonl").output == instance.jsonString() + "\n")
        #expect(
            await shell.run("ps -o json --fields instanceId,status").output == """
                [
                  {
                    "instanceId": 12,
                    "status": "success"
                  }
                ]

                """)
    }

    @Test func `CSV has the names and values of JSON`() async {
        let result = await shell([.sample(12)]).run(
            "ps -o csv --fields instanceId,status,startTime")
        #expect(result.output == "instanceId,status,startTime\n12,success,1795175400000\n")
    }

    @Test func `names are what other commands take`() async {
        #expect(await shell().run("instance list -o name").output == "13\n12\n")
    }

    @Test func `selectors become the request`() async throws {
        let shell = shell()
        _ = await shell.run(
            "ps --job im* --status fail,running --planned 2026-11-19 --started 2h.. --label a=b "
                + "--limit 5"
        )
        let request = try #require(
            shell.daemon.requests(
                ListInstancesRequest.self, of: InstanceServiceMethods.listInstances
            ).first)
        #expect(request.jobGlob == "im*")
        #expect(request.statuses == [.fail, .running])
        #expect(request.plannedBefore - request.plannedFrom == 86_400_000)
        #expect(request.startedFrom == noon - 7_200_000)
        #expect(request.labels == [KeyValue(key: "a", value: "b")])
        #expect(request.pageSize == 5)
    }

    @Test func `pages are read up to the limit, and more is announced`() async {
        let shell = Shell()
        shell.daemon.on(InstanceServiceMethods.listInstances) { (request: ListInstancesRequest) in
            let first = Int64(request.pageToken) ?? 100
            return ListInstancesResponse(
                instances: [.sample(first), .sample(first - 1)], nextPageToken: String(first - 2))
        }
        let result = await shell.run("ps --limit 3 --fields instanceId")
        #expect(result.output == "INSTANCE\n     100\n      99\n      98\n")
        #expect(result.remarks == "there are more; show them: --limit 30\n")
    }

    @Test func `an empty list says so beside the data`() async {
        let result = await shell([]).run("ps")
        #expect(result.output == "")
        #expect(result.remarks == "no instances\n")
        #expect(await shell([]).run("ps -o json").output == "[]\n")
    }

    @Test func `a wrong status is refused with the right ones`() async {
        let result = await shell().run("ps --status failed")
        #expect(result.outcome == .wrongUsage)
        #expect(
            result.remarks == """
                error: 'failed' is no status
                hint: one of: waiting, running, success, fail, running-exception, pause, manual-stop

                """)
    }
}
