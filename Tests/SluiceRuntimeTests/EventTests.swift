import SluiceEngine
import SluiceModel
import SluiceRuntime
import SluiceSimulation
import Testing

/// Events on the way through the conductor.
@Suite struct EventTests {
    private static func job(
        _ name: String, _ source: TriggerDefinition.Source, nodes: [NodeDefinition] = [.shell("a")],
    ) -> Command {
        .submitJob(
            SubmitJob(
                scope: .standard,
                definition: JobDefinition(
                    name: name, nodes: nodes, trigger: TriggerDefinition(source)), source: "",
                comment: ""))
    }

    private static func report(_ mark: String, isComplete: Bool = true) -> Input {
        .files(
            FileReport(
                owner: .job(JobID(1)), pattern: "/in/*",
                files: [FoundFile(path: "/in/a", mark: mark)], isComplete: isComplete))
    }

    private func instances(_ desk: Desk) -> Int { desk.journal.memory.instances.count }

    @Test func `the files of a job are watched as soon as it is committed, and until it goes`()
        throws
    {
        let desk = try Desk()
        #expect(desk.watched.take() == [""])
        desk.submit(Self.job("in", .file(pattern: "/in/*")))
        _ = desk.step()
        _ = desk.step()
        #expect(desk.watched.take() == ["/in/*"])
        desk.submit(.deleteJob(DeleteJob(scope: .standard, name: "in")))
        _ = desk.step()
        #expect(desk.watched.take() == [""])
    }

    @Test func `a file that is reported twice makes one instance, in one batch or in two`() throws {
        let desk = try Desk()
        desk.submit(Self.job("in", .file(pattern: "/in/*")))
        _ = desk.step()
        for isComplete in [false, true, false] {
            _ = desk.inbox.put(Self.report("1", isComplete: isComplete))
        }
        _ = desk.step()
        #expect(instances(desk) == 1)
        _ = desk.inbox.put(Self.report("1"))
        _ = desk.step()
        #expect(instances(desk) == 1)
        _ = desk.inbox.put(Self.report("2"))
        _ = desk.step()
        #expect(instances(desk) == 2)
    }

    @Test func `a refused batch uses no event, and all files are looked for anew afterwards`()
        throws
    {
        let desk = try Desk()
        desk.submit(Self.job("in", .file(pattern: "/in/*")))
        _ = desk.step()
        _ = desk.watched.take()
        desk.journal.memory.refusal = .full("no room")
        _ = desk.inbox.put(Self.report("1"))
        _ = desk.step()
        _ = desk.inbox.put(Self.report("1"))
        _ = desk.step(after: 1_000)
        #expect(instances(desk) == 0)
        #expect(Set(desk.watched.take()) == [""])
        desk.journal.memory.refusal = nil
        _ = desk.step(after: 2_000)
        #expect(desk.watched.take() == ["/in/*"])
        _ = desk.inbox.put(Self.report("1"))
        _ = desk.step()
        #expect(instances(desk) == 1)
    }

    @Test func `an end and all that it triggers are of one commit, however long the chain`()
        throws
    {
        let desk = try Desk()
        let dummy = [NodeDefinition(name: "a", type: .dummy)]
        try desk.haveJob("j0", dummy)
        for number in 1...20 {
            let before = TriggerDefinition.Source.job(
                name: "j\(number - 1)", workspace: "", end: .success)
            desk.submit(Self.job("j\(number)", before, nodes: dummy))
            _ = desk.step()
        }
        desk.submit(.run("j0"))
        let trace = desk.step()
        #expect(trace.filter { $0 == "commit" }.count == 1)
        #expect(instances(desk) == 21)
        let data = desk.journal.memory.instances.values.sorted { $0.id < $1.id }.map(\.eventData)
        #expect(data == [nil] + (1...20).map { "\($0)" })
        _ = desk.step()
        #expect(instances(desk) == 21)
    }

    @Test func `a call is carried out once under a request id, and shown by a dry run`() throws {
        let desk = try Desk()
        desk.submit(Self.job("in", .call))
        let call = Command.triggerJob(TriggerJob(scope: .standard, jobName: "in", data: "x"))
        let shown = desk.submit(call, Submission.Options(isDryRun: true))
        _ = desk.step()
        #expect(shown.done?.reply.changes.map(\.to) == [.waiting])
        #expect(instances(desk) == 0)
        for _ in 0..<2 {
            desk.submit(call, Submission.Options(requestID: "r1"))
            _ = desk.step()
        }
        #expect(instances(desk) == 1)
        #expect(desk.journal.memory.operations.map(\.operation) == ["submit", "trigger"])
    }
}
