import SluiceEngine
import SluiceModel
import SluiceRuntime
import SluiceSimulation
import Testing

/// Roles on their way through the conductor: durable, then in force, then answered.
@Suite struct GrantTests {
    private let grant = Command.grantRole(
        GrantRole(workspace: "default", grantee: .user(1_000), role: .operator))
    private let revoke = Command.revokeRole(
        RevokeRole(workspace: "default", grantee: .user(1_000)))

    @Test func `who is told that a role was given or taken finds it so`() throws {
        let desk = try Desk()
        _ = desk.trace.take()
        desk.submit(grant, as: "grant")
        #expect(desk.step() == ["commit", "grants uid:1000 operator", "answer grant"])
        desk.submit(.job("etl"))
        #expect(desk.step().contains { $0.hasPrefix("grants") } == false)
        desk.submit(revoke, as: "revoke")
        #expect(desk.step() == ["commit", "grants ", "answer revoke"])
    }

    @Test func `a role whose grant is not durable is not given`() throws {
        let desk = try Desk()
        desk.submit(grant)
        _ = desk.step()
        desk.journal.memory.refusal = .full("no room")
        let lost = desk.submit(revoke)
        #expect(desk.step().contains { $0.hasPrefix("grants") } == false)
        #expect(lost.refusal?.code == .resourceExhausted)
        desk.journal.memory.refusal = nil
        let again = desk.submit(revoke, as: "again")
        // What the volume had is told anew before what has changed since.
        #expect(desk.step().filter { $0.hasPrefix("grants") } == ["grants "])
        #expect(again.refusal == nil)
    }

    @Test func `a restart knows the roles before anybody can call`() throws {
        let desk = try Desk()
        desk.submit(grant)
        _ = desk.step()
        var told: [String] = []
        _ = try Conductor(
            journal: desk.journal.memory, performer: Silent(), courier: Silent(), inbox: Inbox(),
            settings: EngineSettings(),
            listener: Conductor.Listener(
                grantsChanged: { told.append(contentsOf: $0.map { "\($0.grantee)" }) }),
            at: desk.now)
        #expect(told == ["uid:1000"])
    }

    @Test func `the same grant twice is one, and another role takes its place`() throws {
        let desk = try Desk()
        for _ in 1...2 {
            desk.submit(grant)
            _ = desk.step()
        }
        let other = desk.submit(
            .grantRole(GrantRole(workspace: "default", grantee: .user(1_000), role: .admin)))
        _ = desk.step()
        #expect(desk.conductor.engine.givenRoles.map(\.role) == [.admin])
        guard case .grant(let grant)? = other.done?.reply.subject else {
            Issue.record("no grant")
            return
        }
        #expect(grant.user == "ann" && grant.time == desk.now.wall)
    }

    @Test func `a workspace has room for a thousand`() throws {
        let desk = try Desk()
        let calls = (0...UInt32(Limits.grants)).map { number in
            desk.submit(
                .grantRole(
                    GrantRole(workspace: "default", grantee: .group(number), role: .viewer)))
        }
        _ = desk.step()
        #expect(calls.dropLast().allSatisfy { $0.refusal == nil })
        #expect(calls.last?.refusal?.reason == "TOO_MANY_GRANTS")
        let elsewhere = desk.submit(
            .grantRole(
                GrantRole(workspace: Grants.everywhere, grantee: .group(1), role: .viewer)))
        _ = desk.step()
        #expect(elsewhere.refusal == nil)
    }

    @Test func `a refused call is only logged, in default's log where there is no such workspace`()
        throws
    {
        let desk = try Desk()
        _ = desk.trace.take()
        for workspace in ["default", "nowhere"] {
            let entry = OperationRecord(
                time: desk.now.wall, caller: Desk.ann, operation: "run job",
                scope: Scope(workspace: workspace), jobName: "", instance: nil, from: "", to: "",
                detail: "", reason: "", refusal: "no role")
            #expect(desk.inbox.put(.refused(entry)))
        }
        #expect(desk.step() == ["commit"])
        #expect(desk.journal.memory.operations.map(\.scope.workspace) == ["default", "default"])
        #expect(desk.journal.memory.operations.map(\.refusal) == ["no role", "no role"])
    }
}

/// Ports that nobody listens at.
private final class Silent: Performer, Courier {
    func deliver(_ notification: SluiceModel.Notification) {}
    func start(_ attempt: AttemptStart) {}
    func stop(_ attempt: AttemptID, graceMilliseconds: Int64) {}
    func acknowledge(_ attempt: AttemptID) {}
    func accept(_ incarnation: Incarnation) {}
    func requestCensus() {}
    func flush() {}
}
