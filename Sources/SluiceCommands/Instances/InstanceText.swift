import SluiceWire

/// An instance in words.
struct InstanceText {
    private let instance: Instance
    private let printer: Printer

    init(_ instance: Instance, _ printer: Printer) {
        self.instance = instance
        self.printer = printer
    }

    /// Its head: a name and a value a line; what is empty is left out.
    func lines(of details: GetInstanceResponse) -> [String] {
        let runs = details.runs
        let moment = printer.moment
        let status = printer.paint(instance.statusText, instance.status.style)
        let why = [instance.reason, instance.waitReason.words].filter { !$0.isEmpty }
        let facts: [(name: String, value: String)] = [
            (
                "instance",
                "\(instance.instanceId) of job \(instance.jobName), version \(instance.version)"
            ),
            ("status", ([status] + why).joined(separator: "; ")),
            ("planned", moment.text(instance.planTime)),
            ("started", moment.text(instance.startTime)),
            ("ended", moment.text(instance.endTime ?? 0)),
            ("duration", instance.executeTime.map(DurationText.write) ?? ""),
            ("nodes", instance.counts.map(Self.text) ?? ""),
            ("run", instance.run > 1 || runs.count > 1 ? String(instance.run) : ""),
            ("params", SluiceCommands.text(of: instance.params)),
            ("databases", SluiceCommands.text(of: instance.connections.map(\.pair))),
            (
                "resources",
                instance.resources.map { "\($0.objectName)@\($0.version)" }
                    .joined(separator: ", ")
            ),
            ("labels", SluiceCommands.text(of: instance.labels)),
            ("made by", Self.maker(of: instance)),
            ("event", harmless(instance.eventData ?? "")),
            ("held", Self.holds(on: instance)),
            ("not told", untold(details.failedNotifications)),
            ("by hand", instance.attributes.first.map(text) ?? ""),
        ]
        let acts = instance.attributes.dropFirst().map { ("", text(of: $0)) }
        let needs = instance.dependencies.enumerated().map { index, dependency in
            (index == 0 ? "after jobs" : "", text(of: dependency))
        }
        return FactText.lines(facts + acts + needs, printer.paint)
            + (runs.count > 1 ? runs.map(line) : [])
    }

    /// The failures in full, and what can be done.
    func advice(for nodes: [NodeInstance]) -> [String] {
        let id = instance.instanceId
        let failed = nodes.filter { $0.status == .fail }
        guard !failed.isEmpty else { return [] }
        var lines = [""]
        for node in failed.prefix(Session.listedFailures) {
            lines.append("\(node.nodeName): \(printer.paint(harmless(node.reason), .bad))")
            if node.attempt > 0 {
                lines.append("  what it wrote:  sluice log \(id)/\(node.nodeName)")
            }
        }
        let rest = failed.count - Session.listedFailures
        if rest > 0 { lines.append("and \(counted(rest, "more failed node"))") }
        if instance.status == .runningException {
            lines.append("what would put it right:  sluice why \(id)")
        }
        if instance.status == .fail || instance.status == .manualStop {
            lines.append("again from what failed:  sluice retry \(id)")
            if !instance.params.isEmpty {
                lines.append("with another value:      sluice retry \(id) --param NAME=VALUE")
            }
        }
        return lines
    }

    private func untold(_ count: Int32) -> String {
        guard count > 0 else { return "" }
        let words = printer.paint(counted(Int(count), "notification"), .bad)
        return words + " could not be delivered: "
            + "sluice notification list --instance \(instance.instanceId)"
    }

    private func line(for run: InstanceRun) -> String {
        let time = run.executeTime > 0 ? ", " + DurationText.write(run.executeTime) : ""
        let start = run.startTime > 0 ? ", started " + printer.moment.text(run.startTime) : ""
        return
            "  run \(run.run)  \(run.status.word)  "
            + "(\(run.cause), version \(run.version)\(start)\(time))"
    }

    private static func holds(on instance: Instance) -> String {
        let paused = instance.paused ? "paused; sluice resume \(instance.instanceId)" : ""
        return [paused, instance.preferred ? "goes first of those that wait" : ""]
            .filter { !$0.isEmpty }.joined(separator: "; ")
    }

    private func text(of attribute: Attribute) -> String { attribute.sentence(printer.moment) }

    /// `extract planned 2026-11-20 02:00:00 (10h ago): instance 40, running; fail`
    private func text(of dependency: InstanceDependency) -> String {
        let instance =
            dependency.instanceId > 0
            ? "instance \(dependency.instanceId), "
                + printer.paint(dependency.status.word, dependency.status.style)
            : "no instance yet"
        let policy =
            dependency.failPolicy == .unspecified
            ? ""
            : "; "
                + "on failure \(dependency.failPolicy.word)"
        let dropped = dependency.dropped ? "; no longer waited for" : ""
        let time = printer.moment.text(dependency.planTime)
        return "\(dependency.jobName) planned \(time): \(instance)\(policy)\(dropped)"
    }

    private static func maker(of instance: Instance) -> String {
        guard instance.instanceType != .scheduled else {
            return instance.eventData == nil ? "its schedule" : "its trigger"
        }
        if instance.parentInstanceId != 0 {
            return "\(instance.parentInstanceId)/\(instance.parentNode)"
        }
        let type = instance.instanceType.word.lowercased()
        return instance.user.isEmpty ? type : "\(instance.user) (\(type))"
    }

    private static func text(_ counts: NodeCounts) -> String {
        let numbers: [(Int32, NodeStatus)] = [
            (counts.success, .success), (counts.running, .running), (counts.fail, .fail),
            (counts.waiting, .waiting), (counts.skip, .skip), (counts.pause, .pause),
            (counts.manualStop, .manualStop),
        ]
        return numbers.filter { $0.0 > 0 }.map { "\($0.0) \($0.1.word)" }.joined(separator: ", ")
    }
}

/// A node of an instance in words.
struct NodeText {
    private let node: NodeInstance
    private let printer: Printer

    init(_ node: NodeInstance, _ printer: Printer) {
        self.node = node
        self.printer = printer
    }

    var lines: [String] {
        let moment = printer.moment
        let facts: [(name: String, value: String)] = [
            ("node", "\(node.nodeName) of instance \(node.instanceId)"),
            ("type", node.type),
            ("status", printer.paint(node.status.word, node.status.style)),
            ("reason", node.explanation),
            ("after", node.dependsOn.joined(separator: ", ")),
            ("attempt", node.attempt > 0 ? "\(node.attempt) (\(node.retryTimes) retries)" : ""),
            ("retry at", moment.text(node.retryAt)),
            ("started", moment.text(node.startTime)),
            ("ended", moment.text(node.endTime ?? 0)),
            ("duration", node.executeTime.map(DurationText.write) ?? ""),
            ("exit code", node.exitCode.map { String($0) } ?? ""),
            ("rows", node.inputRowCount.map { String($0) } ?? ""),
            ("rows/s", node.speed.map { String($0) } ?? ""),
            ("on failure", node.failPolicy.word),
            ("outputs", text(of: node.outputs)),
            ("labels", text(of: node.labels)),
            ("log", node.logPath ?? ""),
            ("paused", node.paused ? "yes; sluice resume \(node.instanceId)/\(node.nodeName)" : ""),
            ("forced", node.forced ? "its success was set by hand" : ""),
            ("no longer after", node.removedUpstreams.joined(separator: ", ")),
            ("by hand", node.attributes.first?.sentence(moment) ?? ""),
        ]
        let acts = node.attributes.dropFirst().map { ("", $0.sentence(moment)) }
        return FactText.lines(facts + acts, printer.paint)
    }
}

extension Attribute {
    /// `upstream-removed load, ada, 2026-11-20 02:00:00 (10h ago): wrong input`
    fileprivate func sentence(_ moment: Moment) -> String {
        let what = detail.isEmpty ? kind : "\(kind) \(detail)"
        let words = [what, user, moment.text(time)].filter { !$0.isEmpty }.joined(separator: ", ")
        return reason.isEmpty ? words : "\(words): \(reason)"
    }
}

/// Names and values, one pair a line, values aligned.
enum FactText {
    static func lines(_ facts: [(name: String, value: String)], _ paint: Paint) -> [String] {
        let shown = facts.filter { !$0.value.isEmpty }
        let width = shown.map { displayWidth($0.name) }.max() ?? 0
        return shown.map { fact in
            let padding = String(repeating: " ", count: width - displayWidth(fact.name) + 2)
            return paint(fact.name, .dim) + padding + fact.value
        }
    }
}
