import ArgumentParser
import SluiceExpression
import SluiceModel
import SluiceWire

/// What an instance is like for which a text is tried.
struct TriedInstanceFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A parameter; its value may refer to those before it.", valueName: "name=value"))
    var param: [String] = []

    @Option(help: ArgumentHelp("The plan time; else now.", valueName: "time"))
    var planTime: String?

    @Option(help: ArgumentHelp("The job.", valueName: "name"))
    var job = "job"

    @Option(
        help: ArgumentHelp(
            "The job's time zone, as Europe/Berlin or GMT+8; else this machine's.",
            valueName: "name"))
    var zone: String?

    @Option(
        help: ArgumentHelp("A node that comes before and its status.", valueName: "name=status"))
    var node: [String] = []

    @Option(
        help: ArgumentHelp(
            "What a node has reported; it succeeded, unless --node says otherwise.",
            valueName: "node:key=value"))
    var outputOf: [String] = []

    @Option(help: ArgumentHelp("A variable for Env.get.", valueName: "name=value"))
    var variable: [String] = []

    @Option(help: ArgumentHelp("What came with the event that started it.", valueName: "text"))
    var eventData: String?

    @Option(
        help: ArgumentHelp("A calendar of working days.", valueName: "file"), completion: .file())
    var calendar: String?
}

extension Session {
    func instance(_ flags: TriedInstanceFlags) throws(Failure) -> TriedInstance {
        let zone = try zone(named: flags.zone ?? "")
        let now = Timestamp(milliseconds: console.now())
        let planTime = try flags.planTime.map { (text) throws(Failure) in
            Timestamp(milliseconds: try times(in: zone).read(text).start)
        }
        var instance = TriedInstance(
            jobName: flags.job, planTime: planTime ?? now, startTime: now, now: now,
            projectID: workspace.isEmpty ? "default" : workspace, eventData: flags.eventData,
            zone: zone, workCalendar: try flags.calendar.map(calendar(in:)) ?? .mondayToFriday)
        instance.variables = try pairs(flags.variable, of: "--variable").map { given in
            Pair(given.key, given.value)
        }
        instance.nodes = try nodes(flags)
        instance.params = try params(flags, in: instance)
        return instance
    }

    private func nodes(_ flags: TriedInstanceFlags) throws(Failure) -> [TriedInstance.Node] {
        var nodes: [TriedInstance.Node] = []
        for given in try pairs(flags.node, of: "--node") {
            nodes.append(TriedInstance.Node(name: given.key, status: try status(given)))
        }
        for text in flags.outputOf {
            let (name, output) = try self.output(text)
            let index = nodes.firstIndex { $0.name == name } ?? nodes.count
            if index == nodes.count {
                nodes.append(TriedInstance.Node(name: name, status: .success))
            }
            nodes[index].outputs.append(output)
        }
        return nodes
    }

    private func status(_ given: KeyValue) throws(Failure) -> SluiceModel.NodeStatus {
        let known = SluiceModel.NodeStatus.allCases
        guard let status = known.first(where: { $0.description == given.value }) else {
            throw .usage(
                "'\(given.value)' is no status of a node",
                hint: "one of: " + known.map(\.description).joined(separator: ", "))
        }
        return status
    }

    private func output(_ text: String) throws(Failure) -> (node: String, Pair) {
        guard let colon = text.firstIndex(of: ":"), colon > text.startIndex else {
            throw .usage("'\(text)' is no NODE:key=value", hint: "--output-of load:rows=7")
        }
        let node = String(text[..<colon])
        let output = try pair(
            String(text[text.index(after: colon)...]), of: "--output-of \(node):…, as")
        return (node, Pair(output.key, output.value))
    }

    /// Filled in one after the other, so that it is known whose value is wrong.
    private func params(
        _ flags: TriedInstanceFlags, in instance: TriedInstance,
    ) throws(Failure) -> [Pair] {
        var instance = instance
        for given in try pairs(flags.param, of: "--param") {
            do throws(ExpressionError) {
                let value = try Template(given.value, mode: .strict).expand(in: instance)
                instance.params.append(Pair(given.key, value))
            } catch {
                var failure = wrong(error, in: given.value)
                failure.message = "parameter '\(given.key)': \(failure.message)"
                throw failure
            }
        }
        return instance.params
    }

    /// A text that has no value, with a caret below the place.
    func wrong(_ error: ExpressionError, in text: String) -> Failure {
        .usage(
            harmless(error.message),
            at: Caret(text: text, line: error.line, column: error.column), width: console.width)
    }

    /// All that is wrong with a text, in its order; several are listed.
    func allWrong(_ errors: [ExpressionError], in text: String) -> Failure {
        let failures = errors.map { wrong($0, in: text) }
        if failures.count == 1 { return failures[0] }
        for failure in failures { remark(failure.message) }
        return .usage("\(counted(failures.count, "problem")) in the text")
    }
}
