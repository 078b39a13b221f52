import SluiceEngine
import SluiceModel
import SluiceStore
import SluiceWire
import Testing

/// There and back.
private func returned(_ job: SluiceModel.JobDefinition) throws -> SluiceModel.JobDefinition? {
    let bytes = try SluiceWire.JobDefinition(job).encoded()
    return SluiceModel.JobDefinition(try SluiceWire.JobDefinition(decoding: bytes))
}

private func job(_ schedule: ScheduleDefinition?) -> SluiceModel.JobDefinition {
    SluiceModel.JobDefinition(name: "j", nodes: [.init(name: "a")], schedule: schedule)
}

@Suite struct DefinitionCodingTests {
    @Test func `a schedule of defaults comes back, and none as none`() throws {
        let defaults = job(ScheduleDefinition(cron: "0 0 2 * * ?"))
        #expect(try returned(defaults) == defaults)
        #expect(try returned(job(nil)) == job(nil))
    }

    @Test func `every field of a schedule comes back`() throws {
        let full = job(
            ScheduleDefinition(
                cron: "*/5 * * * *", timeZone: "GMT+8", start: .zero,
                end: Timestamp(milliseconds: -1), calendar: "c", calendarRule: .countWorkingDays,
                catchup: .all, catchupLimit: 7, overlap: .stopOld, dependsOnPrevious: true,
                isEnabled: false, startWithinMilliseconds: 1, endWithinMilliseconds: 2,
                cancelWaitingMilliseconds: 3, slowPercent: 125))
        #expect(try returned(full) == full)
    }

    @Test func `every choice of a schedule comes back`() throws {
        for rule in SluiceModel.CalendarRule.allCases {
            let one = job(ScheduleDefinition(cron: "@daily", calendar: "c", calendarRule: rule))
            #expect(try returned(one) == one)
        }
        for catchup in ScheduleDefinition.Catchup.allCases {
            let one = job(ScheduleDefinition(cron: "@daily", catchup: catchup))
            #expect(try returned(one) == one)
        }
        for overlap in ScheduleDefinition.Overlap.allCases {
            let one = job(ScheduleDefinition(cron: "@daily", overlap: overlap))
            #expect(try returned(one) == one)
        }
    }

    @Test func `kind, module and resources come back`() throws {
        for kind in SluiceModel.ObjectKind.allCases where kind.isJob {
            for module in SluiceModel.Module.allCases {
                var one = job(nil)
                (one.kind, one.module, one.resources) = (kind, module, ["rates.csv", "汇率"])
                #expect(try returned(one) == one)
            }
        }
    }

    @Test func `a connection that the environment says comes back`() throws {
        var one = job(nil)
        one.connections = [
            Connection(name: "a", kind: .environment, path: ""),
            Connection(name: "b", kind: .sqlite, path: "/x:y.db"),
        ]
        #expect(try returned(one) == one)
    }

    @Test func `workspace and period of a dependency come back`() throws {
        var one = job(nil)
        one.dependJobs = [
            .init(jobName: "a"), .init(jobName: "b", workspace: "w", failPolicy: .ignore),
            .init(jobName: "c", period: .previous, failPolicy: .suspend),
        ]
        #expect(try returned(one) == one)
    }

    @Test(
        arguments: [(.or, true), (.or, false), (.and, true), (.and, false)]
            as [(SluiceModel.NodeDefinition.Join, Bool)])
    func `conditions come back, and what is to become of them`(
        join: SluiceModel.NodeDefinition.Join, skipsDownstream: Bool,
    ) throws {
        var one = job(nil)
        for conditions in [[], [SluiceModel.EdgeCondition(node: "a", expression: "true")]] {
            one.nodes.append(
                .init(
                    name: "b\(conditions.count)", dependsOn: ["a"], conditions: conditions,
                    join: join, skipsDownstream: skipsDownstream))
        }
        #expect(try returned(one) == one)
    }

    @Test(arguments: 0...9)
    func `a priority comes back, the first too`(priority: Int) throws {
        var one = job(nil)
        one.priority = priority
        #expect(try returned(one) == one)
    }

    @Test func `whom a job tells comes back`() throws {
        var one = job(nil)
        one.notifications = [
            .init(occasion: .failure, target: .command(["tell", "", "${x}"])),
            .init(
                occasion: .late,
                target: .webhook(url: "https://h/", headers: [Pair("A", "b"), Pair("C", "")]),
                timeoutMilliseconds: 1_000, retryTimes: 0),
            .init(occasion: .success, target: .webhook(url: "http://h", headers: [])),
        ]
        #expect(try returned(one) == one)
    }

    @Test func `an occasion that a later program made cannot be read`() {
        let later = SluiceWire.JobDefinition(
            name: "j", notifications: [.init(occasion: .init(rawValue: 99), command: ["tell"])])
        #expect(SluiceModel.JobDefinition(later) == nil)
    }

    @Test func `pools and how much is taken of them come back`() throws {
        var one = job(nil)
        one.nodes += [
            .init(name: "b", pool: "gpu"), .init(name: "c", pool: "gpu", poolSlots: 100_000),
        ]
        #expect(try returned(one) == one)
    }

    @Test func `what a message of an earlier program lacks has its default`() throws {
        let old = SluiceWire.JobDefinition(
            name: "j", nodes: [.init(name: "a", type: "Dummy")], dependJobs: [.init(jobName: "b")],
            schedule: .init(cron: "@daily"))
        let model = SluiceModel.JobDefinition(old)
        let read = try #require(model)
        #expect(read.schedule == ScheduleDefinition(cron: "@daily"))
        #expect(read.dependJobs == [SluiceModel.JobDependency(jobName: "b")])
        #expect(read.nodes[0].conditions.isEmpty)
        #expect(read.nodes[0].join == .or)
        #expect(read.nodes[0].skipsDownstream)
        #expect(read.priority == Limits.standardPriority)
        #expect(read.nodes[0].pool.isEmpty)
        #expect(read.nodes[0].poolSlots == 1)
    }

    @Test func `a version is answered with its schedule and conditions as stored`() throws {
        let scene = try Scene()
        var one = job(ScheduleDefinition(cron: "0 0 2 * * ?", timeZone: "UTC", start: .zero))
        one.nodes.append(
            .init(
                name: "b", dependsOn: ["a"],
                conditions: [.init(node: "a", expression: "#{true}")]))
        try scene.world.perform(
            .submitJob(SubmitJob(scope: .standard, definition: one, source: "s", comment: "")))
        let answer = try scene.queries.getJob(GetJobRequest(jobName: "j"), now: .zero).definition
        #expect(answer == SluiceWire.JobDefinition(one))
        #expect(answer?.schedule?.startTime == 0)
    }

    @Test func `a node without conditions is stored as it was before there were any`() {
        let message = SluiceWire.JobDefinition(job(nil)).nodes[0]
        #expect(message.join == .unspecified)
        #expect(message.skipsDownstream == nil)
        #expect(message.pool.isEmpty && message.poolSlots == 0)
    }

    @Test func `a choice that a later program made reads as the default`() {
        let later = SluiceWire.Schedule(
            cron: "@daily", calendarRule: .init(rawValue: 99), catchup: .init(rawValue: 99),
            overlap: .init(rawValue: 99))
        let read = SluiceModel.JobDefinition(SluiceWire.JobDefinition(name: "j", schedule: later))
        #expect(read?.schedule == ScheduleDefinition(cron: "@daily"))
    }
}
