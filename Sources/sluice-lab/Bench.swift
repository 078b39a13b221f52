import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

/// Measures a real daemon, started from beside this program on a state folder of its own.
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures the daemon over its socket. Compare figures of one run only.")

    enum Subject: String, CaseIterable, ExpressibleByArgument {
        case idle, chain, layers, shell, runs, rpc, details, fires, dependents
        /// Takes three minutes.
        case schedules
    }

    @Argument(help: "What to measure: \(Subject.allCases.map(\.rawValue).joined(separator: ", ")).")
    var subjects: [Subject] = Subject.allCases.filter { $0 != .schedules }

    @Option(help: "How often each figure is taken; the median is printed.")
    var rounds = 7

    func run() async throws {
        let daemon = try await BenchDaemon.start()
        do {
            for subject in subjects { try await measure(subject, daemon) }
        } catch {
            await daemon.end()
            throw error
        }
        await daemon.end()
    }

    private func measure(_ subject: Subject, _ daemon: BenchDaemon) async throws {
        switch subject {
        case .chain: try await chain(daemon)
        case .layers: try await layers(daemon)
        case .shell: try await shell(daemon)
        case .runs: try await runs(daemon)
        case .rpc: try await rpc(daemon)
        case .details: try await details(daemon)
        case .fires: try fireTimes()
        case .dependents: try await dependents(daemon)
        case .schedules: try await schedules(daemon)
        case .idle: daemon.printIdle()
        }
    }

    // MARK: - Pipelines

    /// A run by hand of a chain of nodes that need no process: answered when all of it is durable.
    private func chain(_ daemon: BenchDaemon) async throws {
        let nodes = (0..<1_000).map { index in
            "{name: n\(index), type: Dummy" + (index > 0 ? ", dependsOn: n\(index - 1)" : "") + "}"
        }
        try await daemon.submit("chain", nodes)
        let times = try await repeated { try await daemon.run("chain") }
        show("chain: 1,000 Dummy nodes, a node", times.median / 1_000, "µs", "aim 10")
    }

    private func layers(_ daemon: BenchDaemon) async throws {
        let nodes = (0..<1_000).map { index in
            let layer = index / 100
            let before = (0..<(layer > 0 ? 100 : 0)).map { "n\((layer - 1) * 100 + $0)" }
            return "{name: n\(index), type: Dummy, dependsOn: [\(before.joined(separator: ", "))]}"
        }
        try await daemon.submit("layers", nodes)
        let times = try await repeated { try await daemon.run("layers") }
        show("layers: 10 × 100 Dummy nodes, each on all before, a node", times.median / 1_000, "µs")
    }

    /// 600 processes against `make -j2` with the same commands, on a daemon with its usual slots.
    private func shell(_ daemon: BenchDaemon) async throws {
        let count = 600
        let nodes = (0..<count).map {
            "{name: n\($0), type: Shell, command: [/bin/sh, -c, /bin/true]}"
        }
        try await daemon.submit("shell", nodes)
        var ours: [Double] = []
        var makes: [Double] = []
        for _ in 0..<max(3, rounds / 2) {
            ours.append(try await timed { try await daemon.runToEnd("shell") } / Double(count))
            makes.append(try daemon.make(targets: count) / Double(count))
        }
        show("shell: 600 × sh -c /bin/true, a node", ours.median, "µs")
        show("make -j2 of the same, a target", makes.median, "µs")
        show("shell against make", ours.median / makes.median, "×", "aim 1.5")
    }

    private func runs(_ daemon: BenchDaemon) async throws {
        try await daemon.submit("one", ["{name: n, type: Dummy}"])
        var times: [Double] = []
        for _ in 0..<200 { times.append(try await timed { try await daemon.run("one") }) }
        show("runs: one after the other, p50", times.median, "µs")
        let rate = try await daemon.rate(calls: 4_000, inFlight: 64) { try await $0.run("one") }
        show("runs: 64 in flight", rate, "runs/s")
    }

    // MARK: - Calls

    private func rpc(_ daemon: BenchDaemon) async throws {
        var times: [Double] = []
        for _ in 0..<2_000 { times.append(try await timed { try await daemon.ask() }) }
        show("rpc: ListWorkspaces one after the other, p50", times.median, "µs")
        let rate = try await daemon.rate(calls: 40_000, inFlight: 64) { try await $0.ask() }
        show("rpc: ListWorkspaces 64 in flight on one connection", rate, "calls/s")
    }

    private func details(_ daemon: BenchDaemon) async throws {
        let nodes = (0..<100).map { "{name: n\($0), type: Dummy}" }
        try await daemon.submit("hundred", nodes)
        let instance = try await daemon.run("hundred")
        var times: [Double] = []
        for _ in 0..<2_000 { times.append(try await timed { try await daemon.details(instance) }) }
        show("details: 100 nodes, p50", times.median, "µs", "aim 300")
    }

    // MARK: - Figures

    private func repeated<Value>(_ body: () async throws -> Value) async throws -> [Double] {
        var times: [Double] = []
        for _ in 0..<rounds { times.append(try await timed(body)) }
        return times
    }

    /// Microseconds.
    private func timed<Value>(_ body: () async throws -> Value) async throws -> Double {
        let start = ContinuousClock.now
        _ = try await body()
        return (ContinuousClock.now - start) / .microseconds(1)
    }
}

func show(_ name: String, _ value: Double, _ unit: String, _ aim: String = "") {
    let digits = value < 100 ? (value * 100).rounded() / 100 : value.rounded()
    print("\(name): \(digits) \(unit)\(aim.isEmpty ? "" : "  (\(aim))")")
}

extension [Double] {
    var median: Double { isEmpty ? 0 : sorted()[count / 2] }
}
