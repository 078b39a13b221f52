import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// `sluice why`: the chain of reasons down to the cause, and commands that put it right.
@Suite(.timeLimit(.minutes(10))) struct WhyTests {
    @Test func `the chain goes from what was asked to the first cause, and names the ways out`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let run = try await Pipeline(
                world, daemon, "etl",
                [
                    "extract",
                    "load < extract; failPolicy: SUSPEND, retryTimes: 2, retryInterval: 0s",
                    "report < load",
                ]
            ).run()
            try await run.end("extract")
            for _ in 0...2 { try await run.end("load", exit: 3) }
            _ = try await run.picture(at: .runningException)
            let why = try await world.sluice("why", "\(run.id)/report")
            let lines = why.output.split(separator: "\n").map { String($0) }
            #expect(
                lines.first == "report waits for load; load failed: exit 3, after 2 retries; "
                    + "instance \(run.id) is suspended")
            #expect(lines.contains { $0.hasPrefix("report waits for load, since ") })
            #expect(
                lines.contains { $0.hasPrefix("  load failed: exit 3, after 2 retries, since ") })
            #expect(
                Commands(why.output).lines == [
                    "sluice node rerun \(run.id)/load", "sluice instance continue \(run.id)",
                    "sluice ok \(run.id)/load", "sluice node force-rerun \(run.id)/report",
                ])
        }
    }

    @Test func `the chain goes through other jobs`() async throws {
        try await World.withDaemon { world, daemon in
            let first = try await Pipeline(world, daemon, "first", ["x"])
            let second = try await Pipeline(
                world, daemon, "second", ["y"],
                keys: "dependJobs: [{job: first, onFailure: suspend}]")
            let plan: Int64 = 1_700_000_000_000
            let (needed, run) = (
                try await first.run(planTime: plan), try await second.run(planTime: plan)
            )
            try await needed.end("x", exit: 4)
            _ = try await needed.end
            let why = try await world.sluice("why", "\(run.id)")
            for words in [
                "instance \(run.id) waits for instance \(needed.id) of job 'first', which is fail",
                "x failed: exit 4", "sluice retry \(needed.id)",
                "sluice instance run-without-dependencies \(run.id)",
            ] {
                #expect(why.output.contains(words), "\(why.output)")
            }
        }
    }

    @Test(arguments: Situation.allCases)
    func `each command that is named would be carried out`(_ situation: Situation) async throws {
        try await World.withDaemon { world, daemon in
            let run = try await situation.run(world, daemon, "job", paused: true)
            for target in ["\(run.id)", "\(run.id)/b", "\(run.id)/c"] {
                let why = try await world.sluice("why", target)
                #expect(why.code == 0)
                for command in Commands(why.output).lines {
                    let preview = try await world.shell("\(command) --dry-run")
                    #expect(preview.code == 0, "\(target): \(command): \(preview.errors)")
                }
            }
        }
    }

    @Test func `a failed pipeline of 50 nodes is taken to success with what why names`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let pipeline = try BrokenPipeline(world)
            let sluice = daemon.sluice
            try await sluice.submit(pipeline.source)
            let id = try await sluice.run("broken")
            try await sluice.operate(.pause, [NodeTarget(instanceId: id, nodeName: "n1-2")])
            try await sluice.operate(.pause, [id])

            var steps: [String] = []
            while case let details = try await settled(sluice, id), details.status != .success {
                try #require(steps.count < 40, "\(steps)")
                let why = try await world.sluice("why", "\(id)")
                // What a person does who reads what failed or was stopped, and why.
                try pipeline.repair(what: why.output)
                steps.append(try await progress(world, sluice, id, details, why.output))
            }
            let end = try await sluice.details(of: id)
            #expect(end.nodes.count == 50)
            let rest = end.nodes.filter { $0.status != .success }
            // Its policy ignores it.
            #expect(rest.map(\.nodeName) == ["n6-0"], "\(steps)")
            #expect(!end.nodes.contains { $0.forced } && end.instance?.forceSuccess == false)
            let verbs = Set(steps.compactMap { $0.split(separator: " ").dropFirst(2).first })
            #expect(verbs.isSuperset(of: ["resume", "confirm", "rerun"]), "\(steps)")
        }
    }

    /// Details as soon as nothing runs any more.
    private func settled(_ sluice: Sluice, _ id: Int64) async throws -> GetInstanceResponse {
        try await sluice.details(of: id) { $0.status != .running }
    }

    /// The first of the named commands after which the instance is another; it is waited for.
    private func progress(
        _ world: World, _ sluice: Sluice, _ id: Int64, _ before: GetInstanceResponse,
        _ why: String,
    ) async throws -> String {
        for command in Commands(why).lines {
            let done = try await world.shell("\(command) --yes")
            #expect(done.code == 0, "\(command): \(done.errors)")
            if try await settled(sluice, id).picture != before.picture { return command }
        }
        throw Child.Failure(description: "nothing that is named helps:\n\(why)")
    }
}

/// The commands in what `sluice why` prints, in order.
private struct Commands {
    let lines: [String]

    init(_ output: String) {
        lines = output.split(separator: "\n").filter { $0.hasPrefix("  sluice ") }.map { line in
            // Two blanks and what it would do come after a command.
            var words = line.drop { $0 == " " }
            if let end = words.firstRange(of: "  ") { words = words[..<end.lowerBound] }
            return String(words)
        }
    }
}

/// Ten layers of five nodes, each after all of the layer before. A node fails as long as its file
/// is missing, or waits for it.
private struct BrokenPipeline {
    private let world: World
    private let gate: Gate

    init(_ world: World) throws {
        self.world = world
        gate = Gate(world)
        for layer in 0..<10 {
            for place in 0..<5 where Self.problems["n\(layer)-\(place)"] == nil {
                _ = try world.write("", to: "n\(layer)-\(place)")
            }
        }
    }

    /// What the job file says of the nodes whose file is missing.
    private static let problems = [
        "n2-0": "failPolicy: FAIL_CHILD",
        "n3-1": "failPolicy: SUSPEND, retryTimes: 2, retryInterval: 0s",
        "n4-2": "failPolicy: FAIL",
        "n4-3": "failPolicy: FAIL_CHILD",
        "n6-0": "failPolicy: IGNORE",
        "n7-0": "failPolicy: FAIL_CHILD",
        "n7-4": "failPolicy: SUSPEND",
        "n9-4": "failPolicy: FAIL, retryTimes: 1, retryInterval: 0s",
    ]

    var source: String {
        let nodes = (0..<50).map { number in
            let (layer, name) = (number / 5, "n\(number / 5)-\(number % 5)")
            let before =
                layer == 0
                ? ""
                : (0..<5).map { "n\(layer - 1)-\($0)" }
                    .joined(separator: ", ")
            let keys = Self.problems[name].map { ", \($0)" } ?? ""
            return "  - {name: \(name), type: Shell, dependsOn: [\(before)]\(keys), "
                + "script: \"\(script(of: name))\"}"
        }
        return "name: broken\nconfirmBeforeRun: true\nnodes:\n" + nodes.joined(separator: "\n")
    }

    /// One waits for ever, until the failure of the one beside it stops it.
    private func script(of name: String) -> String {
        let file = "'\(world.folder)/\(name)'"
        switch name {
        case "n4-2": return "test -e \(file) || { \(gate.pass); exit 3; }"
        case "n4-3": return "test -e \(file) || { echo >'\(world.folder)/gate'; sleep inf; }"
        default: return "test -e \(file)"
        }
    }

    /// Makes the files of the nodes that are said to have failed or to have been stopped.
    func repair(what text: String) throws {
        for name in Self.problems.keys
        where text.contains("\(name) failed") || text.contains("\(name) was stopped") {
            _ = try world.write("", to: name)
        }
    }
}
