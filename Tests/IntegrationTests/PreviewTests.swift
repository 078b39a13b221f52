import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// Previews, plan tokens and repeated requests of every changing call.
@Suite(.timeLimit(.minutes(10))) struct PreviewTests {
    // MARK: A preview changes nothing, and its token does exactly what it showed

    @Test(arguments: NodeVerb.allCases)
    func `a preview of an operation on a node is what then happens`(
        _ verb: NodeVerb,
    ) async throws {
        try await World.withDaemon { world, daemon in
            let run = try await verb.fitting.run(world, daemon, "job", paused: verb == .resume)
            let nodes = [run.target("b")]
            try await expectAsShown(daemon.sluice) { (options) async throws(Status) in
                try await daemon.sluice.operate(verb, nodes, options)
            }
            #expect(try await daemon.sluice.log(of: run.id, "b").last?.operation == verb.rawValue)
        }
    }

    @Test(arguments: InstanceVerb.allCases)
    func `a preview of an operation on an instance is what then happens`(
        _ verb: InstanceVerb,
    ) async throws {
        try await World.withDaemon { world, daemon in
            let run = try await verb.run(world, daemon)
            try await expectAsShown(daemon.sluice) { (options) async throws(Status) in
                try await daemon.sluice.operate(verb, [run.id], options)
            }
            #expect(try await daemon.sluice.log(of: run.id).last?.operation == verb.rawValue)
        }
    }

    @Test func `a preview of a retry, a run, a submission and a deletion is what then happens`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let sluice = daemon.sluice
            let run = try await Situation.fail.run(world, daemon, "job")
            try await expectAsShown(sluice) { (options) async throws(Status) in
                try await sluice.instances.retryInstances(
                    RetryInstancesRequest(
                        options: options, jobName: "job", retryLocation: .errorNode,
                        retryTaskVersion: .original,
                        taskRetrys: [TaskRetry(instanceId: run.id)])
                ).result ?? ChangeResult()
            }
            try await expectAsShown(sluice) { (options) async throws(Status) in
                try await sluice.instances.runJob(
                    RunJobRequest(options: options, jobName: "never")
                ).result ?? ChangeResult()
            }
            try await expectAsShown(sluice) { (options) async throws(Status) in
                try await sluice.jobs.submitJob(
                    SubmitJobRequest(
                        options: options, source: "name: fresh\nnodes: [{name: a, type: Dummy}]")
                ).result ?? ChangeResult()
            }
            try await expectAsShown(sluice) { (options) async throws(Status) in
                try await sluice.jobs.deleteJob(
                    DeleteJobRequest(options: options, jobName: "fresh")
                ).result ?? ChangeResult()
            }
            try await expectAsShown(sluice) { (options) async throws(Status) in
                try await sluice.workspaces.createWorkspace(
                    CreateWorkspaceRequest(workspace: "shop", options: options)
                ).result ?? ChangeResult()
            }
        }
    }

    /// Shows, and sees that nothing has changed; then does it with the token.
    private func expectAsShown(
        _ sluice: Sluice, sourceLocation: SourceLocation = #_sourceLocation,
        _ call: (ChangeOptions) async throws(Status) -> ChangeResult,
    ) async throws {
        let before = try await Everything(sluice)
        let shown = try await call(.once(dryRun: true))
        #expect(shown.dryRun && !shown.planToken.isEmpty, sourceLocation: sourceLocation)
        #expect(try await Everything(sluice) == before, sourceLocation: sourceLocation)
        let done = try await call(.once(planToken: shown.planToken))
        #expect(!done.dryRun && done.planToken.isEmpty, sourceLocation: sourceLocation)
        #expect(done.plan == shown.plan, sourceLocation: sourceLocation)
        #expect(try await Everything(sluice) != before, sourceLocation: sourceLocation)
    }

    // MARK: Somebody else was faster

    @Test(arguments: [
        // What comes between changes what the operation would change.
        (NodeVerb.rerun, Situation.fail, NodeVerb.setSuccess),
        (.rerunDownstream, .success, .rerun),
        (.forceRerun, .fail, .setSuccess),
        (.forceRerun, .waitsForUpstream, .skip),
        (.removeUpstream, .waitsForUpstream, .removeUpstream),
        (.pause, .fail, .setSuccess),
        (.terminate, .waitsForRetry, .forceRerun),
        // What comes between makes the operation impossible.
        (.rerun, .success, .rerun),
        (.setSuccess, .fail, .setSuccess),
        (.terminate, .waitsForSlot, .terminate),
        (.pause, .running, .pause),
        (.skip, .waitsForUpstream, .skip),
    ])
    func `a plan that somebody crossed is aborted, and nothing happens`(
        verb: NodeVerb, situation: Situation, between: NodeVerb,
    ) async throws {
        try await World.withDaemon { world, daemon in
            let sluice = daemon.sluice
            let run = try await situation.run(world, daemon, "job")
            let shown = try await run.preview(verb, "b")
            if between == .rerun, verb == .rerunDownstream {
                // Something after it runs by now.
                try await run.operate(.rerun, "c")
                try await run.begun("c")
            } else {
                try await run.operate(between, "b")
            }
            let before = try await Everything(sluice)
            let nodes = [run.target("b")]
            let status = try await refusal { () async throws(Status) in
                try await sluice.operate(verb, nodes, .once(planToken: shown.planToken))
            }
            #expect(status.code == .aborted && status.reason == "PLAN_CHANGED")
            // But for the record of the refusal.
            var after = try await Everything(sluice)
            let entry = after.operations.removeLast()
            #expect(entry.operation == verb.rawValue && entry.refusal == status.message)
            #expect(after == before)
        }
    }

    @Test func `a token is good for its own operation only`() async throws {
        try await World.withDaemon { world, daemon in
            let sluice = daemon.sluice
            let run = try await Situation.fail.run(world, daemon, "job")
            let token = try await run.preview(.rerun, "b").planToken
            for (verb, node) in [(NodeVerb.setSuccess, "b"), (.forceRerun, "b"), (.rerun, "a")] {
                let nodes = [run.target(node)]
                let status = try await refusal { () async throws(Status) in
                    try await sluice.operate(verb, nodes, .once(planToken: token))
                }
                #expect(status.code == .aborted)
            }
            #expect(
                try await run.picture == "fail: a#1 success, b#1 fail, c#0 waiting UPSTREAM")
            try await sluice.operate(.rerun, [run.target("b")], .once(planToken: token))
            try await run.end(["b", "c"])
        }
    }

    // MARK: The same call again

    @Test(arguments: NodeVerb.allCases)
    func `a call with the same request id returns the first answer and changes nothing`(
        _ verb: NodeVerb,
    ) async throws {
        try await World.withDaemon { world, daemon in
            let sluice = daemon.sluice
            let run = try await verb.fitting.run(world, daemon, "job", paused: verb == .resume)
            let (nodes, options) = ([run.target("b")], ChangeOptions(requestId: "once"))
            let first = try await sluice.operate(verb, nodes, options)
            #expect(!first.repeated)
            let log = try await sluice.log(of: run.id)
            let second = try await sluice.operate(verb, nodes, options)
            #expect(second.repeated && second.plan == first.plan)
            #expect(second.instances == first.instances)
            #expect(try await sluice.log(of: run.id) == log)
            let other = try await refusal { () async throws(Status) in
                try await sluice.operate(verb, [run.target("c")], options)
            }
            #expect(other.code == .invalidArgument && other.reason == "REQUEST_ID_USED")
        }
    }

    // MARK: What is said to be possible

    @Test(arguments: Situation.allCases)
    func `what is said to be possible of a node is admitted, and nothing else`(
        _ situation: Situation,
    ) async throws {
        try await World.withDaemon { world, daemon in
            let sluice = daemon.sluice
            for paused in [false, true] {
                let run = try await situation.run(world, daemon, "job\(paused)", paused: paused)
                let reply = try await sluice.instances.listAllowedOperations(
                    ListAllowedOperationsRequest(instanceId: run.id, nodeName: "b"))
                #expect(
                    Set(reply.operations.map(\.operation))
                        == Set(NodeVerb.allCases.map(\.rawValue)))
                for said in reply.operations {
                    let verb = try #require(NodeVerb(rawValue: said.operation))
                    let nodes = [run.target("b")]
                    do throws(Status) {
                        try await sluice.operate(verb, nodes, .once(dryRun: true))
                        #expect(said.allowed && said.message.isEmpty, "\(verb)")
                    } catch {
                        #expect(!said.allowed && said.message == error.message, "\(verb)")
                    }
                }
            }
        }
    }

    @Test(arguments: Situation.allCases)
    func `what is said to be possible of an instance is admitted, and nothing else`(
        _ situation: Situation,
    ) async throws {
        try await World.withDaemon { world, daemon in
            let sluice = daemon.sluice
            let run = try await situation.run(world, daemon, "job")
            let reply = try await sluice.instances.listAllowedOperations(
                ListAllowedOperationsRequest(instanceId: run.id))
            let verbs = InstanceVerb.allCases
            #expect(
                Set(reply.operations.map(\.operation)) == Set(verbs.map(\.rawValue) + ["retry"]))
            for said in reply.operations {
                guard let verb = InstanceVerb(rawValue: said.operation) else { continue }
                do throws(Status) {
                    try await sluice.operate(verb, [run.id], .once(dryRun: true))
                    #expect(said.allowed && said.message.isEmpty, "\(verb)")
                } catch {
                    #expect(!said.allowed && said.message == error.message, "\(verb)")
                }
            }
        }
    }
}

extension NodeVerb {
    /// A state in which it is admitted; for a resume, of a node that is paused.
    fileprivate var fitting: Situation {
        switch self {
        case .rerun, .setSuccess: .fail
        case .rerunDownstream, .pause, .resume: .success
        case .forceRerun, .terminate: .running
        case .removeUpstream, .skip: .waitsForUpstream
        }
    }
}

extension InstanceVerb {
    /// An instance on which it is admitted.
    fileprivate func run(_ world: World, _ daemon: Daemon) async throws -> Run {
        switch self {
        case .stop, .pause, .runPreferentially:
            return try await Situation.running.run(world, daemon, "job")
        case .forceSuccess: return try await Situation.fail.run(world, daemon, "job")
        case .confirm: return try await Situation.waitsForConfirmation.run(world, daemon, "job")
        case .runWithoutDependencies:
            return try await Situation.waitsForOtherJob.run(world, daemon, "job")
        case .resume:
            let run = try await Situation.running.run(world, daemon, "job")
            try await run.operate(.pause)
            return run
        case .continue:
            let run = try await Pipeline(
                world, daemon, ["a; failPolicy: SUSPEND", "b < a"]
            ).run()
            try await run.end("a", exit: 1)
            _ = try await run.picture(at: .runningException)
            return run
        }
    }
}

extension ChangeResult {
    /// What the operation itself changes, in a line for each.
    fileprivate var plan: [String] {
        instances.flatMap { change in
            let head =
                "\(change.jobName): \(change.from) -> \(change.to) \(change.effect)"
            return [head]
                + change.nodes.map { "\($0.nodeName): \($0.from) -> \($0.to) \($0.effect)" }
        }
    }
}

/// All that a change could change.
private struct Everything: Equatable {
    var events: [Event]
    var operations: [SluiceWire.Operation]
    var pictures: [String]
    var jobs: [JobSummary]
    var workspaces: [Workspace]

    init(_ sluice: Sluice) async throws(Status) {
        events = try await sluice.allEvents()
        operations = try await sluice.log(of: 0)
        jobs = try await sluice.jobs.listJobs(ListJobsRequest()).jobs
        workspaces = try await sluice.workspaces.listWorkspaces(ListWorkspacesRequest()).workspaces
        let list = try await sluice.instances.listInstances(ListInstancesRequest())
        pictures = []
        for instance in list.instances {
            let details = try await sluice.details(of: instance.instanceId)
            let attributes = [details.instance?.attributes ?? []] + details.nodes.map(\.attributes)
            pictures.append("\(details.picture) \(attributes) \(details.runs.count)")
        }
    }
}
