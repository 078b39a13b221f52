import SluiceRPC
import SluiceWire
import Synchronization
import Testing

@testable import SluiceCommands

@Suite struct BackfillTests {
    private static let running = Backfill(
        backfillId: 7, kind: .backfill, jobName: "etl", user: "ada", createTime: noon - 60_000,
        parallel: 2, state: .running, total: 24, waiting: 10, active: 2, success: 10, fail: 1,
        skipped: 1)

    /// A daemon that makes backfill 7 of three cycles, one of them left out.
    private func shell(answer: String? = nil) -> Shell {
        var shell = Shell()
        shell.answer = answer
        shell.daemon.on(BackfillServiceMethods.createBackfill) { (request: CreateBackfillRequest) in
            let isPreview = request.options?.dryRun ?? false
            return CreateBackfillResponse(
                backfill: Backfill(
                    backfillId: isPreview ? 0 : 7, kind: .backfill, jobName: "etl", parallel: 2,
                    state: .running, total: 3, waiting: 2, skipped: 1),
                cycles: [
                    BackfillCycle(jobName: "etl", planTime: noon - 7_200_000, state: .waiting),
                    BackfillCycle(
                        position: 1, jobName: "etl", planTime: noon - 3_600_000, instanceId: 12,
                        state: .skipped, reason: "instance 12 is there, in success"),
                    BackfillCycle(
                        position: 2, jobName: "etl", planTime: noon, instanceId: 13, retry: true,
                        state: .waiting, workspace: "raw"),
                ], result: ChangeResult(dryRun: isPreview, planToken: "plan-1"))
        }
        return shell
    }

    private func requests(_ shell: Shell) -> [CreateBackfillRequest] {
        shell.daemon.requests(
            CreateBackfillRequest.self, of: BackfillServiceMethods.createBackfill)
    }

    @Test func `every cycle is shown, confirmed, and then exactly that is done`() async {
        let shell = shell(answer: "y")
        let result = await shell.run(
            "backfill create etl --from 2026-11-20 --to 2026-11-20 --parallel 2 --param a=1")
        #expect(result.outcome == .done)
        #expect(
            result.remarks == """
                2 cycles would run, at most 2 at once; 1 is left out:
                JOB      PLANNED               WHAT       WHY
                etl      2026-11-20T10:00:00Z  new
                etl      2026-11-20T11:00:00Z  left out   instance 12 is there, in success
                raw/etl  2026-11-20T12:00:00Z  again: 13
                Change 2 cycles? [y/N]\u{20}
                """)
        #expect(result.output == "backfill 7 of etl: 2 cycles, at most 2 at once; 1 is left out\n")
        #expect(requests(shell).map { $0.options?.planToken } == ["", "plan-1"])
        #expect(requests(shell).last?.params == [KeyValue(key: "a", value: "1")])
    }

    @Test func `a day means its first cycle, and at the other end its last one`() async throws {
        let shell = shell()
        _ = await shell.run("backfill create etl --from 2026-11-19 --to 2026-11-20 --yes -o name")
        let request = try #require(requests(shell).first)
        #expect(request.fromTime == noon - 129_600_000)
        #expect(request.toTime == noon + 43_200_000 - 1)
    }

    @Test(arguments: [
        "backfill create etl --from 2026-11-20 --to 2026-11-19",
        "backfill create etl --from 2026-11-20 --to 2026-11-20 --parallel 0",
        "backfill list --status open", "retry 12 --concurrent 2", "retry etl --with load",
        "retry etl --with load --planned 2026-11-20..", "retry 12 13 --with load --planned today",
        "retry etl --with load --planned today --from node",
        "retry etl --with load --planned today --status fail",
    ])
    func `what makes no sense is refused before the daemon is asked`(_ line: String) async {
        let shell = shell()
        #expect(await shell.run(line).outcome == .wrongUsage)
        #expect(shell.daemon.calls.isEmpty)
    }

    @Test func `the bar tells how far it is and how long it still takes`() {
        let line = BackfillViewer.line(Self.running, now: noon, width: 120, Paint(isOn: false))
        #expect(
            line == "backfill 7 of etl  running  ██████████░░░░░░░░░░ 12/24  "
                + "1 failed, 1 left out, 2 at work  about 1m 5s left")
        var paused = Self.running
        (paused.state, paused.why) = (.paused, "by hand")
        #expect(
            BackfillViewer.line(paused, now: noon, width: 120, Paint(isOn: false))
                .hasSuffix("2 at work  by hand"))
        let narrow = BackfillViewer.line(Self.running, now: noon, width: 97, Paint(isOn: false))
        #expect(narrow.hasSuffix("left"), "the bar gives way before the words do")
        #expect(narrow.hasPrefix("backfill 7 of etl  running  ██") && narrow.count <= 97)
    }

    @Test func `watching prints a line a change and exits with the outcome`() async {
        let shell = shell()
        let looks = Mutex(0)
        shell.daemon.on(BackfillServiceMethods.getBackfill) { (request: GetBackfillRequest) in
            var backfill = Self.running
            guard request.states.isEmpty else {
                return GetBackfillResponse(
                    backfill: backfill,
                    cycles: [
                        BackfillCycle(
                            jobName: "etl", planTime: noon, instanceId: 13, state: .fail,
                            reason: "exit 1")
                    ])
            }
            let look = looks.withLock { looks in
                looks += 1
                return looks
            }
            if look == 3 {
                (backfill.state, backfill.endTime) = (.fail, noon)
                (backfill.waiting, backfill.active, backfill.success) = (0, 0, 22)
            }
            return GetBackfillResponse(backfill: backfill)
        }
        let result = await shell.run("backfill watch 7")
        #expect(result.outcome == .failed)
        #expect(
            result.remarks == """
                2026-11-20T12:00:00Z backfill 7 of etl: running, 12/24, 1 failed, 1 left out, \
                2 at work
                2026-11-20T12:00:00Z backfill 7 of etl: fail, 24/24, 1 failed, 1 left out
                backfill 7 of etl: fail after 1m 0s; 22/24 succeeded, 1 failed, 1 left out
                  etl 2026-11-20T12:00:00Z, instance 13: exit 1

                """)
    }

    @Test func `one backfill is changed at once, several after a question`() async {
        let shell = shell()
        shell.daemon.on(BackfillServiceMethods.cancelBackfills) {
            (request: CancelBackfillsRequest) in
            let cancelled = request.backfillIds.map { id in
                var backfill = Self.running
                (backfill.backfillId, backfill.state) = (id, .cancelled)
                return backfill
            }
            return CancelBackfillsResponse(backfills: cancelled, result: ChangeResult())
        }
        let result = await shell.run("backfill cancel 7 --reason wrong")
        #expect(
            result.output
                == "backfill 7 of etl: cancelled, 12/24, 1 failed, 1 left out, 2 at work\n")
        #expect(await shell.run("backfill cancel 7 8").outcome == .wrongUsage)
    }

    @Test func `a retry of several jobs names them, their workspaces and the range`() async throws {
        let shell = shell()
        shell.daemon.on(InstanceServiceMethods.retryInstances) { (_: RetryInstancesRequest) in
            RetryInstancesResponse(
                backfill: Backfill(backfillId: 8, kind: .retry, jobName: "etl", total: 2))
        }
        let result = await shell.run(
            "retry etl --with load,other/report --planned 2026-11-20 --concurrent 2 --yes -o name")
        #expect(result.output == "8\n")
        let request = try #require(
            shell.daemon.requests(
                RetryInstancesRequest.self, of: InstanceServiceMethods.retryInstances
            ).first)
        #expect(request.jobName == "etl" && request.taskRetrys.isEmpty)
        #expect(
            request.jobs == [
                RetryJob(jobName: "load"), RetryJob(jobName: "report", workspaceId: "other"),
            ])
        #expect(request.beginTime == noon - 43_200_000)
        #expect(request.endTime == noon + 43_200_000 - 1)
        #expect(request.concurrent == 2 && request.retryLocation == .errorNode)
    }
}
