import SluiceEngine
import SluiceModel
import SluiceSimulation

/// Runs a scenario file: commands and facts, one a line, each followed by what it led to.
///
/// ```
/// job etl             nodes on the lines that follow: NAME TYPE [key=value…] [<- UPSTREAM…],
///                     as in `c Shell if=a:success if=b:#{…} join=and skips=next <- a b`
/// run etl [k=v…]      a run by hand
/// end 1/a ok|exit 3|signal 9|timeout|lost [k=v…]   the attempt that runs has ended
/// defer 1/a           the machine had no room for it
/// retry etl 1 from firstNode|errorNode|NODE [current] [k=v…]
/// instance OPERATION 1 2 [skip-refused]            stop, pause, force-success, …
/// node OPERATION 1/a 2/b [up=x] [include=3] [skip-refused]   rerun, set-success, …
/// preview …           what such a line would change; nothing happens
/// why 1 | why 1/a     why it is not running, and what would put it right
/// allowed 1 | allowed 1/a   the operations that are admitted
/// wait 90s            time passes
/// back 10m            the wall clock is set back
/// restart [keeper]    the daemon, or the keeper too, begins a new life
/// show 1              how the instance and its nodes stand
/// ```
final class Scenario {
    let journal = MemoryJournal()
    var engine = Engine(settings: EngineSettings(slots: 4))
    var now = Now(
        wall: Timestamp(milliseconds: 1_700_000_000_000), boot: BootTime(nanoseconds: 0))
    private var keeper = 1
    /// What the keeper has running.
    var running: Set<AttemptID> = []
    var told = 0

    static let caller = Caller(uid: 0, gid: 0, pid: 1, user: "ann")

    init() {
        _ = batch { engine, effects in
            engine.take(
                AttemptCensus(incarnation: Incarnation("k1")), at: self.now, into: &effects)
        }
    }

    /// What one block of a scenario prints, with all that is to be done at once after it.
    func play(_ lines: [String]) -> [String] { playAlone(lines) + rest() }

    private func playAlone(_ lines: [String]) -> [String] {
        let words = lines[0].split(separator: " ").map(String.init)
        let arguments = Array(words.dropFirst())
        switch words[0] {
        case "job": return submit(arguments, nodes: Array(lines.dropFirst()))
        case "run": return run(arguments)
        case "end": return end(arguments)
        case "defer":
            guard let attempt = attempt(arguments[0]) else { return ["no node"] }
            running.remove(attempt)
            return observe(.deferred(attempt, reason: "EAGAIN"))
        case "stop": return play(["instance stop " + arguments.joined(separator: " ")])
        case "instance", "node", "retry": return change(words).map { command($0) } ?? []
        case "preview": return change(arguments).map { preview($0) } ?? []
        case "why": return why(arguments[0])
        case "allowed": return allowed(arguments[0])
        case "delete":
            return command(.deleteJob(DeleteJob(scope: .standard, name: arguments[0])))
        case "put", "remove": return command(object(words))
        case "schedule": return command(operateJobs(arguments))
        case "call": return command(call(arguments))
        case "found": return found(arguments)
        case "watched": return watched()
        case "backfill": return command(backfill(arguments))
        case "backfills": return command(operateBackfills(arguments))
        case "retry-jobs": return command(retryJobs(arguments))
        case "pool":
            return command(.setPool(SetPool(name: arguments[0], slots: Int(arguments[1]) ?? 0)))
        case "environment": return command(environment(arguments))
        case "workspace": return command(workspace(arguments))
        case "workspace-slots":
            return command(
                .setWorkspaceSlots(
                    SetWorkspaceSlots(name: "default", slots: Int(arguments[0]) ?? 0)))
        case "progress": return progress(arguments[0])
        case "deliver": return deliver(arguments)
        case "notify": return command(sendAgain(arguments))
        case "told": return whoWasTold()
        case "wait": return wait(arguments[0])
        case "at": return wait(until: timestamp(arguments[0]))
        case "sleep":
            pass(milliseconds(arguments[0]))
            return restart(withKeeper: false)
        case "back":
            now.wall.milliseconds -= milliseconds(arguments[0])
            return []
        case "restart": return restart(withKeeper: arguments == ["keeper"])
        case "show": return arguments.compactMap(id).flatMap(show)
        default: return ["unknown command '\(words[0])'"]
        }
    }

    // MARK: - Commands

    private func submit(_ arguments: [String], nodes: [String]) -> [String] {
        var definition = JobDefinition(name: arguments[0], nodes: nodes.map(node))
        for (name, value) in arguments.dropFirst().map(pair) {
            switch name {
            case "parallel": definition.maxParallelInstances = Int(value) ?? 0
            case "parallelNodes": definition.maxParallelNodes = Int(value) ?? 0
            case "after": definition.dependJobs.append(jobDependency(value))
            case "priority": definition.priority = Int(value) ?? 5
            case "confirm": definition.confirmBeforeRun = true
            case "uses": definition.resources.append(value)
            default:
                let isKnown = Self.scheduleWords.union(Self.notificationWords).contains(name)
                if isKnown { continue }
                definition.params.append(Pair(name, value))
            }
        }
        definition.schedule = schedule(arguments.dropFirst().map(pair))
        definition.notifications = notifications(arguments.dropFirst().map(pair))
        definition.trigger = trigger(arguments.dropFirst().map(pair))
        return command(
            .submitJob(
                SubmitJob(scope: .standard, definition: definition, source: "", comment: "")))
    }

    /// `etl`, `etl:ignore`, `etl:fail:previous`.
    private func jobDependency(_ text: String) -> JobDependency {
        let parts = text.split(separator: ":").map(String.init)
        let policies: [String: FailPolicy] = ["ignore": .ignore, "suspend": .suspend]
        var dependency = JobDependency(
            jobName: parts[0], failPolicy: parts.dropFirst().first.flatMap { policies[$0] } ?? .fail
        )
        if parts.contains("previous") { dependency.period = .previous }
        return dependency
    }

    /// `planned=10m`: that long after the scenarios' first moment.
    private func run(_ arguments: [String]) -> [String] {
        let pairs = arguments.dropFirst().map(pair)
        let planned = pairs.first { $0.0 == "planned" }.map {
            Timestamp(milliseconds: 1_700_000_000_000 + milliseconds($0.1))
        }
        return command(
            .runJob(
                RunJob(
                    scope: .standard, jobName: arguments[0],
                    params: pairs.filter { $0.0 != "planned" }.map { Pair($0.0, $0.1) },
                    planTime: planned)))
    }

    /// A command that `preview` can precede.
    private func change(_ words: [String]) -> Command? {
        let arguments = Array(words.dropFirst())
        switch words[0] {
        case "retry": return retry(arguments)
        case "instance":
            return InstanceOperation.allCases.first { $0.name == arguments[0] }.map {
                .operateInstances(
                    OperateInstances(
                        scope: .standard, operation: $0,
                        instances: arguments.dropFirst().compactMap(id),
                        skipsRefused: arguments.contains("skip-refused")))
            }
        case "node":
            return NodeOperation.allCases.first { $0.name == arguments[0] }.map {
                operateNodes($0, Array(arguments.dropFirst()))
            }
        default: return nil
        }
    }

    private func operateNodes(_ operation: NodeOperation, _ arguments: [String]) -> Command {
        let pairs = arguments.map(pair)
        return .operateNodes(
            OperateNodes(
                scope: .standard, operation: operation,
                nodes: arguments.filter { $0.contains("/") }.compactMap(target),
                upstreams: pairs.filter { $0.0 == "up" }.map(\.1),
                dependents: pairs.filter { $0.0 == "include" }.compactMap { id($0.1) },
                skipsRefused: arguments.contains("skip-refused")))
    }

    private func target(_ text: String) -> NodeTarget? {
        let parts = text.split(separator: "/").map(String.init)
        return id(parts[0]).map { NodeTarget($0, parts[1]) }
    }

    private func retry(_ arguments: [String]) -> Command {
        let location: RetryInstances.Location =
            switch arguments.firstIndex(of: "from").map({ arguments[$0 + 1] }) {
            case "firstNode": .firstNode
            case "errorNode", nil: .errorNode
            case .some(let node): .specifiedNode(node)
            }
        return
            .retryInstances(
                RetryInstances(
                    scope: .standard, jobName: arguments[0], location: location,
                    version: arguments.contains("current") ? .current : .original,
                    targets: arguments.compactMap(id).map { .instance($0) },
                    params: arguments.filter { $0.contains("=") }.map {
                        Pair(pair($0).0, pair($0).1)
                    }, listens: arguments.contains("listen")))
    }

    private func command(_ command: Command) -> [String] {
        do throws(JournalFailure) {
            try hydrate { engine in engine.needs(of: command) }
        } catch {
            return ["the journal failed"]
        }
        var refusal: [String] = []
        let output = batch { engine, effects in
            do throws(SluiceError) {
                _ = try engine.handle(command, by: Self.caller, at: self.now, into: &effects)
            } catch {
                refusal = ["refused \(error.reason) \(error.errorCode): \(error.message)"]
            }
        }
        return refusal + output
    }

    struct JournalFailure: Error {}

    func hydrate(_ needed: (Engine) -> [Need]) throws(JournalFailure) {
        var asked: Set<Need> = []
        while true {
            let needs = needed(engine).filter { asked.insert($0).inserted }
            if needs.isEmpty { return }
            for need in needs {
                if case .schedule(let definition) = need {
                    engine.supply(Self.supply(definition), for: need)
                    continue
                }
                guard let supply = try? journal.supply(for: need) else { throw JournalFailure() }
                engine.supply(supply, for: need)
            }
        }
    }

    // MARK: - Facts

    private func end(_ arguments: [String]) -> [String] {
        guard let attempt = attempt(arguments[0]) else { return ["there is no such node"] }
        guard running.remove(attempt) != nil else { return ["\(name(attempt)) does not run"] }
        let pairs = arguments.filter { $0.contains("=") }.map(pair)
        let outcome: Outcome =
            switch arguments[1] {
            case "ok": .success
            case "exit": .exit(code: Int32(arguments[2]) ?? 1)
            case "signal": .signal(number: Int32(arguments[2]) ?? 9)
            case "timeout": .timeout
            case "stopped": .stopped
            default: .lost
            }
        return observe(
            .ended(
                attempt,
                AttemptResult(
                    outcome: outcome, endTime: now.wall, milliseconds: 1_000,
                    outputs: pairs.map { Pair($0.0, $0.1) })))
    }

    private func observe(_ report: AttemptReport) -> [String] {
        batch { engine, effects in engine.observe(report, at: self.now, into: &effects) }
    }

    private func wait(_ duration: String) -> [String] {
        let length = milliseconds(duration)
        now.wall.milliseconds += length
        now.boot = now.boot.advanced(milliseconds: length)
        return batch { _, _ in }
    }

    private func restart(withKeeper: Bool) -> [String] {
        guard let restored = try? journal.load() else { return ["the journal failed"] }
        engine = Engine(settings: EngineSettings(slots: 4), restored: restored, at: now)
        if withKeeper {
            keeper += 1
            running = []
        }
        let census = AttemptCensus(
            incarnation: Incarnation("k\(keeper)"), running: running.sorted())
        return batch { engine, effects in engine.take(census, at: self.now, into: &effects) }
    }

    // MARK: - Output

    /// One batch: what `change` led to, committed, in words.
    func batch(_ change: (inout Engine, inout Effects) -> Void) -> [String] {
        var effects = Effects()
        engine.notice(now)
        change(&engine, &effects)
        repeat {
            makeReady()
            engine.advance(to: now, into: &effects)
        } while engine.hasUntoldEnds
        engine.seal(into: &effects)
        guard (try? journal.commit(effects.records)) != nil else { return ["the journal failed"] }
        let events = journal.events.dropFirst(told).compactMap(words)
        told = journal.events.count
        return events + effects.actions.compactMap(words)
    }

    private func words(_ event: EventRecord) -> String? {
        let why = event.reason.isEmpty ? "" : "  (\(event.reason))"
        switch event.subject {
        case .jobSubmitted(_, _, let name, let version): return "job \(name) version \(version)"
        case .jobDeleted(_, _, let name): return "job \(name) deleted"
        case .jobSchedule(_, _, let name): return "job \(name): \(event.reason)"
        case .workspace(let name, _): return "workspace \(name): \(event.reason)"
        case .alert(let id): return "alert \(id): \(event.reason)"
        case .instanceCreated(let id):
            guard let instance = journal.instances[id], instance.type != .manual else {
                return "instance \(id) created"
            }
            return "instance \(id) of \(instance.jobName) created for \(text(instance.planTime))"
        case .instance(let id, let from, let to): return "instance \(id): \(from) -> \(to)\(why)"
        case .node(let ref, let attempt, let from, let to):
            return "\(name(ref))#\(attempt): \(from) -> \(to)\(why)"
        case .operation(let id, let ordinal):
            let target = ordinal.map { name(NodeRef(instance: id, ordinal: $0)) }
            return "\(event.reason) \(target ?? "\(id)")"
        }
    }

    private func words(_ action: Action) -> String? {
        switch action {
        case .start(let start):
            let isNew = running.insert(start.id).inserted
            let script = start.script.isEmpty ? "" : "  `\(start.script)`"
            let files = words(start.resources)
            return "\(isNew ? "start" : "start again") \(name(start.id))\(script)\(files)"
        case .stop(let attempt, _): return "stop \(name(attempt))"
        case .acknowledge: return nil
        case .notify(let notification): return words(notification)
        }
    }

    private func show(_ id: InstanceID) -> [String] {
        guard let instance = journal.instances[id] else { return ["no instance \(id)"] }
        let flags =
            (instance.ignoreSuccess ? " ignoreSuccess" : "")
            + (instance.forceSuccess ? " forceSuccess" : "")
            + (instance.isPaused ? " paused" : "")
            + (instance.waitReason.map { " waits \($0.name)" } ?? "")
        let why = instance.reason.isEmpty ? "" : "  (\(instance.reason))"
        let header =
            "instance \(id) version \(instance.version) run \(instance.run): "
            + "\(instance.status)\(flags)\(why)"
        let nodes = journal.nodes.values.filter { $0.ref.instance == id }.sorted { $0.ref < $1.ref }
        return [header]
            + nodes.map { node in
                var wait = ""
                if case .waiting(let waits) = node.phase { wait = " \(waits.reason.name)" }
                let why = node.reason.isEmpty ? "" : "  (\(node.reason))"
                let old = node.ref.ordinal < instance.firstOrdinal ? " [earlier]" : ""
                let flags =
                    (node.flags.contains(.paused) ? " paused" : "")
                    + (node.flags.contains(.forcedSuccess) ? " forced" : "")
                    + (node.flags.contains(.passedOver) ? " passed-over" : "")
                    + (node.removedUpstreams.isEmpty
                        ? "" : " without \(node.removedUpstreams.joined(separator: ","))")
                return "  \(node.name): \(node.phase.status)\(wait) attempt \(node.attempt) "
                    + "retries \(node.retries)\(flags)\(old)\(why)"
            }
    }

    // MARK: - Names and numbers

    func name(_ ref: NodeRef) -> String {
        "\(ref.instance)/\(journal.nodes[ref]?.name ?? "\(ref.ordinal)")"
    }

    func name(_ attempt: AttemptID) -> String {
        "\(name(attempt.node))#\(attempt.number)"
    }

    /// The latest attempt of `1/a`.
    private func attempt(_ text: String) -> AttemptID? {
        let parts = text.split(separator: "/").map(String.init)
        let latest = journal.nodes.values
            .filter { $0.ref.instance == id(parts[0]) && $0.name == parts[1] }
            .max { $0.ref < $1.ref }
        guard let latest else { return nil }
        return AttemptID(node: latest.ref, number: latest.attempt)
    }

    func id(_ text: String) -> InstanceID? { Int64(text).map { InstanceID($0) } }

    func pair(_ text: String) -> (String, String) {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        return (parts[0], parts.count == 2 ? parts[1] : "")
    }

    func milliseconds(_ text: String) -> Int64 {
        let number = Int64(text.dropLast()) ?? 0
        let units: [Character: Int64] = ["h": 3_600_000, "m": 60_000]
        return number * (text.last.flatMap { units[$0] } ?? 1_000)
    }
}
