import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Cycles that are made up for, through the real daemon.
@Suite(.timeLimit(.minutes(10))) struct BackfillTests {
    // MARK: How cycles are worked off

    @Test func `so many cycles are at work at once, and each is made once`() async throws {
        try await World.withDaemon { world, daemon in
            let (sluice, gate) = (daemon.sluice, Gate(world))
            try await sluice.submit(Hours.job("etl", "\(gate.arrive); \(gate.pass)"))
            let reply = try await sluice.backfill("etl", 0...11, parallel: 3)
            let id = try #require(reply.backfill?.backfillId)
            #expect(reply.cycles.map(\.planTime) == (0...11).map(Hours.at))
            try await gate.arrived(3)
            let early = try await sluice.backfill(id) { $0.active == 3 }.backfill
            #expect(early?.waiting == 9 && early?.total == 12 && early?.state == .running)
            gate.open(12)
            let ended = try await sluice.ended(backfill: id)
            #expect(ended.backfill?.state == .success && ended.backfill?.success == 12)
            #expect(ended.cycles.map(\.instanceId) == Array(1...12))
            #expect(try await sluice.course().peak == 3)
            let made = try await sluice.instances.listInstances(ListInstancesRequest()).instances
            #expect(made.map(\.planTime).sorted() == (0...11).map(Hours.at))
        }
    }

    @Test func `the newest comes first where that is asked for`() async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            try await sluice.submit(Hours.job("etl", "true"))
            let id = try await sluice.backfill("etl", 0...3) { $0.reverse = true }
            let ended = try await sluice.ended(backfill: id.backfill?.backfillId ?? 0)
            #expect(ended.cycles.map(\.planTime) == (0...3).reversed().map(Hours.at))
            #expect(ended.cycles.map(\.instanceId) == [1, 2, 3, 4])
        }
    }

    @Test func `what is there is left out, or runs again where that is asked for`() async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            try await sluice.submit(Hours.job("etl", "true"))
            _ = try await sluice.ended(
                backfill: try await sluice.backfill("etl", 1...2).backfill?.backfillId ?? 0)
            let more = try await sluice.backfill("etl", 0...3)
            #expect(more.cycles.map(\.state) == [.waiting, .skipped, .skipped, .waiting])
            #expect(more.cycles[1].reason == "instance 1 is there, in success")
            let ended = try await sluice.ended(backfill: 2)
            #expect(ended.backfill?.state == .success)
            #expect(ended.backfill?.skipped == 2 && ended.backfill?.success == 2)
            // All is there: nothing is begun, and it has ended with the call.
            let none = try await sluice.backfill("etl", 0...3)
            #expect(none.backfill?.state == .success && none.backfill?.skipped == 4)
            _ = try await sluice.ended(
                backfill: try await sluice.backfill("etl", 0...3) { $0.rerunExisting = true }
                    .backfill?.backfillId ?? 0)
            let instances = try await sluice.instances.listInstances(ListInstancesRequest())
            #expect(instances.instances.map(\.run) == [2, 2, 2, 2])
        }
    }

    @Test func `jobs that depend on it come along, each cycle after the one it needs`()
        async throws
    {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            try await sluice.submit(Hours.job("up", "true"))
            try await sluice.submit(Hours.job("down", "true", keys: "dependJobs: [up]"))
            try await sluice.submit(Hours.job("last", "true", keys: "dependJobs: [down]"))
            // Of one hour the first job has run already: what comes after it is not held by that.
            _ = try await sluice.ended(
                backfill: try await sluice.backfill("up", 1...1).backfill?.backfillId ?? 0)
            let id = try await sluice.backfill("up", 0...2, parallel: 8) { $0.downstream = true }
            let ended = try await sluice.ended(backfill: id.backfill?.backfillId ?? 0)
            #expect(ended.backfill?.state == .success)
            #expect(ended.backfill?.success == 8 && ended.backfill?.skipped == 1)
            let course = try await sluice.course()
            for cycle in ended.cycles {
                for before in cycle.after {
                    let end = course.firstIndex(of: "-\(ended.cycles[Int(before)].instanceId)")
                    let begin = course.firstIndex(of: "+\(cycle.instanceId)")
                    #expect(try #require(end) < #require(begin))
                }
            }
            #expect(ended.cycles.flatMap(\.after).count == 5)
        }
    }

    @Test func `a failure pauses the rest where that is asked for, and cancel leaves it out`()
        async throws
    {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            try await sluice.submit(
                Hours.job("etl", "test $SLUICE_PLAN_TIME != \(Hours.at(1))"))
            let id =
                try await sluice.backfill("etl", 0...4) { $0.stopOnFailure = true }
                .backfill?.backfillId ?? 0
            let paused = try await sluice.backfill(id) { $0.state == .paused }
            #expect(paused.states == [.success, .fail, .waiting, .waiting, .waiting])
            #expect(paused.backfill?.why == "instance 2 of job 'etl' failed")
            #expect(try await sluice.operate(.resume, backfill: id)?.state == .running)
            let ended = try await sluice.ended(backfill: id)
            #expect(ended.states == [.success, .fail, .success, .success, .success])
            #expect(ended.backfill?.state == .fail && ended.backfill?.why == "")
            let late = try await refusal { () async throws(Status) in
                try await sluice.operate(.cancel, backfill: id)
            }
            #expect(late.code == .failedPrecondition && late.errorCode == "DLF.3051")
            #expect(late.message == "backfill \(id) has ended and cannot be changed")
            let unknown = try await refusal { () async throws(Status) in
                try await sluice.operate(.cancel, backfill: id + 1)
            }
            #expect(unknown.code == .notFound && unknown.errorCode == "DLF.0137")
        }
    }

    @Test func `paused nothing more begins, and cancelled what has begun goes on`() async throws {
        try await World.withDaemon { world, daemon in
            let (sluice, gate) = (daemon.sluice, Gate(world))
            try await sluice.submit(Hours.job("etl", "\(gate.arrive); \(gate.pass)"))
            let id = try await sluice.backfill("etl", 0...5, parallel: 2).backfill?.backfillId ?? 0
            try await gate.arrived(2)
            #expect(try await sluice.operate(.pause, backfill: id)?.state == .paused)
            gate.open()
            let held = try await sluice.backfill(id) { $0.active == 1 }
            #expect(held.backfill?.success == 1 && held.backfill?.waiting == 4)
            let twice = try await refusal { () async throws(Status) in
                try await sluice.operate(.pause, backfill: id)
            }
            #expect(twice.code == .failedPrecondition)
            let cancelled = try await sluice.operate(.cancel, backfill: id)
            #expect(cancelled?.state == .cancelled && cancelled?.skipped == 4)
            #expect(cancelled?.active == 1)
            gate.open()
            let ended = try await sluice.ended(backfill: id).backfill
            #expect(ended?.state == .cancelled && ended?.success == 2 && ended?.skipped == 4)
        }
    }

    // MARK: What it outlives

    @Test func `a backfill outlives kill -9 of the daemon, and makes each cycle once`()
        async throws
    {
        try await World.withDaemon { world, first in
            let gate = Gate(world)
            let script =
                "echo $SLUICE_PLAN_TIME >> '\(world.folder)/runs'; \(gate.arrive); \(gate.pass)"
            try await first.sluice.submit(Hours.job("etl", script))
            let id =
                try await first.sluice.backfill("etl", 0...9, parallel: 2)
                .backfill?.backfillId ?? 0
            try await gate.arrived(2)
            var daemon = first
            for _ in 1...3 {
                gate.open()
                try await gate.arrived()
                try await daemon.kill()
                daemon = try await world.startDaemon()
            }
            gate.open(7)
            let ended = try await daemon.sluice.ended(backfill: id)
            #expect(ended.backfill?.state == .success && ended.backfill?.success == 10)
            #expect(world.lines(of: "runs").sorted() == (0...9).map { String(Hours.at($0)) })
            #expect(ended.cycles.map(\.planTime) == (0...9).map(Hours.at))
            #expect(Set(ended.cycles.map(\.instanceId)) == Set(1...10))
            #expect(try await daemon.sluice.course().peak == 2)
        }
    }

    @Test func `a repeated request id makes one backfill`() async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            try await sluice.submit(Hours.job("etl", "true"))
            let options = ChangeOptions.once()
            let first = try await sluice.backfill("etl", 0...2, options)
            let again = try await sluice.backfill("etl", 0...2, options)
            #expect(first.backfill?.backfillId == again.backfill?.backfillId)
            let list = try await sluice.backfills.listBackfills(ListBackfillsRequest())
            #expect(list.backfills.map(\.backfillId) == [1])
        }
    }

    @Test func `what a preview showed is done, or it is refused`() async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            try await sluice.submit(Hours.job("etl", "true"))
            let preview = try await sluice.backfill("etl", 0...2, .once(dryRun: true))
            #expect(preview.backfill?.backfillId == 0 && preview.backfill?.total == 3)
            #expect(preview.cycles.map(\.state) == [.waiting, .waiting, .waiting])
            let token = preview.result?.planToken ?? ""
            #expect(preview.result?.dryRun == true && !token.isEmpty)
            let list = try await sluice.backfills.listBackfills(ListBackfillsRequest())
            #expect(list.backfills.isEmpty)
            _ = try await sluice.instances.runJob(
                RunJobRequest(options: .once(), jobName: "etl", planTime: Hours.at(1)))
            let changed = try await refusal { () async throws(Status) in
                try await sluice.backfill("etl", 0...2, .once(planToken: token))
            }
            #expect(changed.code == .aborted)
            let now = try await sluice.backfill("etl", 0...2, .once(dryRun: true))
            let made = try await sluice.backfill(
                "etl", 0...2, .once(planToken: now.result?.planToken ?? ""))
            #expect(made.backfill?.skipped == 1)
        }
    }

    // MARK: What is refused

    @Test func `what is out of bounds is refused, and nothing is made`() async throws {
        try await World.withDaemon { _, daemon in
            let sluice = daemon.sluice
            try await sluice.submit(Hours.job("etl", "true"))
            try await sluice.submit("name: plain\nnodes: [{name: a, type: Dummy}]")
            for parallel in [129, -1] as [Int32] {
                let status = try await refusal { () async throws(Status) in
                    try await sluice.backfill("etl", 0...2, parallel: parallel)
                }
                #expect(status.code == .invalidArgument, "\(status.message)")
            }
            let cases: [(job: String, hours: ClosedRange<Int>, reason: String)] = [
                ("etl", 0...10_000, "TOO_MANY_CYCLES"), ("plain", 0...2, "JOB_NOT_SCHEDULED"),
                ("nothing", 0...2, "JOB_NOT_FOUND"),
                ("etl", 1_000_000...1_000_001, "RANGE_IN_THE_FUTURE"),
            ]
            for (job, hours, reason) in cases {
                let status = try await refusal { () async throws(Status) in
                    try await sluice.backfill(job, hours)
                }
                #expect(status.reason == reason, "\(status.message)")
            }
            let backwards = try await refusal { () async throws(Status) in
                try await sluice.backfill("etl", 0...2) { $0.toTime = Hours.at(-1) }
            }
            #expect(backwards.errorCode == "DLF.30121")
            let list = try await sluice.backfills.listBackfills(ListBackfillsRequest())
            #expect(list.backfills.isEmpty)
        }
    }

    @Test func `the command line makes, shows and ends backfills`() async throws {
        try await World.withDaemon { world, daemon in
            try await daemon.sluice.submit(
                Hours.job("etl", "test $SLUICE_PLAN_TIME != \(Hours.at(2))"))
            func create(_ from: String, _ to: String, _ more: String...) async throws
                -> Child.Result
            {
                try await world.sluice(
                    ["backfill", "create", "etl", "--from", from, "--to", to] + more)
            }
            let range = ("2023-11-14T23:00Z", "2023-11-15T00:00Z")
            #expect(try await create(range.0, range.1).code == 2)
            let shown = try await create(range.0, range.1, "--dry-run")
            #expect(shown.code == 0)
            #expect(shown.output.hasPrefix("2 cycles would run, at most 1 at once:"))
            #expect(try await create(range.0, range.1, "--yes", "--wait").code == 0)
            let failed = try await create(
                "2023-11-15T01:00Z", "2023-11-15T02:00Z", "--yes", "--wait")
            #expect(failed.code == 1 && failed.errors.contains("node 'a' failed"))
            #expect(try await world.sluice("backfill", "watch", "1").code == 0)
            let list = try await world.sluice("backfill", "list", "--status", "fail", "-o", "name")
            #expect(list.output == "2\n")
            let cycles = try await world.sluice("backfill", "show", "2", "-o", "csv")
            #expect(cycles.output.split(separator: "\n").count == 3)
            #expect(try await world.sluice("backfill", "pause", "1").code == 4)
        }
    }
}
