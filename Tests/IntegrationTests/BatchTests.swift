import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// The five operations that take many nodes at once.
@Suite(.timeLimit(.minutes(10))) struct BatchTests {
    @Test func `S53: five operations take many nodes, and the others one`() {
        let requests: [(name: String, fields: [String])] = [
            Self.shape(PauseNodesRequest()), Self.shape(RerunNodesRequest()),
            Self.shape(TerminateNodesRequest()), Self.shape(ResumeNodesRequest()),
            Self.shape(SetNodesSuccessRequest()), Self.shape(RerunDownstreamRequest()),
            Self.shape(ForceRerunNodeRequest()), Self.shape(RemoveUpstreamRequest()),
            Self.shape(SkipNodeRequest()),
        ]
        let many = requests.filter { $0.fields.contains("nodes") }
        #expect(
            many.map(\.name) == [
                "PauseNodesRequest", "RerunNodesRequest", "TerminateNodesRequest",
                "ResumeNodesRequest", "SetNodesSuccessRequest",
            ])
        let one = requests.filter { $0.fields.contains("node") && !$0.fields.contains("nodes") }
        #expect(one.count == 4)
        // Each changing method of the service is one of these nine.
        let methods = NodeServiceMethods.all.filter { $0.role == Role.operator.rawValue }
        #expect(methods.count == 9)
    }

    private static func shape<Request: WireMessage>(
        _ request: Request,
    ) -> (name: String, fields: [String]) {
        let mirror = Mirror(reflecting: request)
        return ("\(Request.self)", mirror.children.compactMap(\.label))
    }

    /// Three branches after one node: `a` has succeeded, each `b` runs.
    private func branches(
        _ world: World, _ daemon: Daemon, _ options: String = "",
    ) async throws -> Run {
        let run = try await Pipeline(
            world, daemon,
            ["a", "b1 < a\(options)", "b2 < a\(options)", "b3 < a", "c1 < b1", "c2 < b2"]
        ).run()
        try await run.end("a")
        for node in ["b1", "b2", "b3"] { try await run.begun(node) }
        return run
    }

    // MARK: Pause and resume

    @Test func `S54 S56 S63 S65: several nodes are paused at once, and resumed at once`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await branches(world, daemon)
            try await run.operate(.pause, "c1", "c2", "b3")
            for node in ["b1", "b2", "b3"] { try await run.finish(node) }
            let held = try await run.picture(at: .pause)
            #expect(
                held == "pause: a#1 success, b1#1 success, b2#1 success, b3#1 success paused, "
                    + "c1#0 pause SLOT, c2#0 pause SLOT")
            try await run.operate(.resume, "c1", "c2", "b3")
            try await run.end(["c1", "c2"])
            let end = try await run.end
            #expect(
                end == "success: a#1 success, b1#1 success, b2#1 success, b3#1 success, "
                    + "c1#1 success, c2#1 success")
        }
    }

    @Test func `S55 S64: a node that is paused already, or is not, refuses the batch`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await branches(world, daemon)
            try await run.operate(.pause, "b1", "b2")
            let pause = try await run.refusal(of: .pause, "b1", "b3", "b2")
            try expect(pause, names: [(run, "b1"), (run, "b2")], not: [(run, "b3")])
            let resume = try await run.refusal(of: .resume, "a", "b1", "b3")
            try expect(resume, names: [(run, "a"), (run, "b3")], not: [(run, "b1")])
        }
    }

    // MARK: Rerun

    @Test func `S57 S58 S59: successes and failures run again at once, and what follows them`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await branches(world, daemon)
            try await run.finish("b1", exit: 1)
            try await run.finish("b2", exit: 1)
            try await run.finish("b3")
            _ = try await run.end
            try await run.operate(.rerun, "b1", "b2", "b3")
            let live = try await run.picture
            #expect(
                live == "running: a#1 success, b1#2 running, b2#2 running, b3#2 running, "
                    + "c1#0 waiting UPSTREAM, c2#0 waiting UPSTREAM")
            try await run.end(["b1", "b2", "b3", "c1", "c2"])
            let end = try await run.end
            #expect(
                end == "success: a#1 success, b1#2 success, b2#2 success, b3#2 success, "
                    + "c1#1 success, c2#1 success")
        }
    }

    @Test func `S57: of two nodes one after the other the first runs first`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(world, daemon, ["a", "b < a", "c < b"]).run()
            try await run.end(["a", "b", "c"])
            _ = try await run.end
            try await run.operate(.rerun, "c", "a")
            // b is untouched and has succeeded, so c does not wait for a.
            try await run.end("c")
            try await run.end("a")
            #expect(try await run.end == "success: a#2 success, b#1 success, c#2 success")
            try await run.operate(.rerun, "c", "b")
            #expect(
                try await run.picture
                    == "running: a#2 success, b#2 running, c#2 waiting UPSTREAM")
            try await run.end(["b", "c"])
            #expect(try await run.end == "success: a#2 success, b#2 success, c#3 success")
        }
    }

    @Test func `S58: every node that does not fit is named, and nothing is rerun`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await branches(world, daemon)
            try await run.finish("b1", exit: 1)
            let status = try await run.refusal(of: .rerun, "a", "b1", "b2", "b3", "c1")
            try expect(
                status, names: [(run, "b2"), (run, "b3"), (run, "c1")],
                not: [(run, "a"), (run, "b1")])
        }
    }

    // MARK: Terminate

    @Test func `S60 S61 S62: nodes that run or wait end at once, and nothing after each runs`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await branches(world, daemon, "; retryTimes: 1, retryInterval: 1h")
            try await run.finish("b2", exit: 1)
            let mixed = try await run.picture
            #expect(mixed.contains("b1#1 running, b2#1 waiting RETRY_DELAY, b3#1 running"))
            try await run.operate(.terminate, "b1", "b2")
            try await run.finish("b3")
            let end = try await run.end
            #expect(
                end == "fail: a#1 success, b1#1 fail, b2#1 fail, b3#1 success, "
                    + "c1#0 waiting UPSTREAM, c2#0 waiting UPSTREAM")
        }
    }

    @Test func `S61: a node that waits for its upstream, or has ended, refuses the batch`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await branches(world, daemon)
            let status = try await run.refusal(of: .terminate, "b1", "c1", "b2", "a")
            try expect(
                status, names: [(run, "c1"), (run, "a")], not: [(run, "b1"), (run, "b2")])
            // They still run, in earnest.
            for node in ["b1", "b2", "b3"] { try await run.finish(node) }
            try await run.end(["c1", "c2"])
            #expect(try await run.end.hasPrefix("success: "))
        }
    }

    // MARK: Set success

    @Test func `S66 S68: several failures are set to success, and scheduling goes on behind them`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await branches(world, daemon)
            for node in ["b1", "b2", "b3"] { try await run.finish(node, exit: 1) }
            _ = try await run.end
            try await run.operate(.setSuccess, "b1", "b2")
            try await run.end(["c1", "c2"])
            let end = try await run.end
            #expect(
                end == "fail: a#1 success, b1#1 success forced, b2#1 success forced, b3#1 fail, "
                    + "c1#1 success, c2#1 success")
        }
    }

    @Test func `S67: a node that has not failed refuses the batch`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await branches(world, daemon)
            try await run.finish("b1", exit: 1)
            let status = try await run.refusal(of: .setSuccess, "b1", "b2", "c2")
            try expect(status, names: [(run, "b2"), (run, "c2")], not: [(run, "b1")])
        }
    }

    // MARK: Over instances, and without what is refused

    @Test func `nodes of several instances are one batch`() async throws {
        try await World.withDaemon { world, daemon in
            let sluice = daemon.sluice
            let pipeline = try await Pipeline(world, daemon, ["a", "b < a"])
            var runs: [Run] = []
            for _ in 0..<2 {
                let run = try await pipeline.run()
                try await run.end("a", exit: 1)
                _ = try await run.end
                runs.append(run)
            }
            let last = try await pipeline.run()
            try await last.begun("a")
            let failed = runs.map { $0.target("a") }
            let status = try await refusal { () async throws(Status) in
                try await sluice.operate(.rerun, failed + [last.target("a")])
            }
            try expect(status, names: [(last, "a")], not: runs.map { ($0, "a") })
            for run in runs {
                #expect(try await run.picture == "fail: a#1 fail, b#0 waiting UPSTREAM")
            }
            let result = try await sluice.operate(.setSuccess, failed)
            #expect(result.instances.map(\.instanceId) == runs.map(\.id))
            try await runs[0].begun("b")
            try await runs[1].begun("b")
        }
    }

    @Test func `what is refused can be left out, and the answer lists it`() async throws {
        try await World.withDaemon { world, daemon in
            let run = try await branches(world, daemon)
            try await run.finish("b1", exit: 1)
            let result = try await run.operate(.rerun, "b1", "b2", "c1", skipRefused: true)
            #expect(result.refused.map(\.nodeName) == ["b2", "c1"] && result.refusedTotal == 2)
            #expect(result.refused.allSatisfy { $0.message.contains("cannot be rerun") })
            #expect(result.instances.flatMap(\.nodes).map(\.nodeName) == ["b1"])
            #expect(try await run.node("b1").attempt == 2)
            // Where nothing is left the batch is refused.
            let status = try await refusal { () async throws(Status) in
                try await daemon.sluice.operate(
                    .rerun, ["b2", "c1"].map(run.target), skipRefused: true)
            }
            try expect(status, names: [(run, "b2"), (run, "c1")], not: [])
        }
    }

    /// A refusal of a batch lists every node that does not fit, and only those.
    private func expect(
        _ status: Status, names: [(Run, String)], not others: [(Run, String)],
        sourceLocation: SourceLocation = #_sourceLocation,
    ) throws {
        #expect(status.code == .failedPrecondition, sourceLocation: sourceLocation)
        #expect(status.errorCode == "DLF.3051", sourceLocation: sourceLocation)
        for (run, node) in names {
            #expect(
                status.message.contains("node \(run.id)/\(node) is "),
                sourceLocation: sourceLocation)
        }
        for (run, node) in others {
            #expect(
                !status.message.contains("node \(run.id)/\(node) is "),
                sourceLocation: sourceLocation)
        }
    }
}
