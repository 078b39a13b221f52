import SluiceWire

/// Why something is not running, in words: the whole, the chain of causes, and what to type.
struct ExplanationText {
    private let reply: ExplainInstanceResponse
    private let instanceID: Int64
    private let printer: Printer
    /// Options that the commands to type have to repeat.
    private let suffix: String

    init(
        _ reply: ExplainInstanceResponse, instanceID: Int64, _ printer: Printer,
        typed suffix: String,
    ) {
        self.reply = reply
        self.instanceID = instanceID
        self.printer = printer
        self.suffix = suffix
    }

    var lines: [String] {
        var lines = [printer.paint(harmless(reply.summary), .bold)]
        if !reply.causes.isEmpty { lines += [""] + reply.causes.map(line) }
        guard !reply.remedies.isEmpty else { return lines }
        return lines + ["", "what would put it right:"] + remedies
    }

    private func line(for cause: Cause) -> String {
        let indent = String(repeating: "  ", count: Int(cause.depth))
        return indent + printer.paint(harmless(cause.text), cause.kind.style)
            + printer.paint(elsewhere(cause) + times(of: cause), .dim)
    }

    /// The other instance that a cause is about, unless its words name it.
    private func elsewhere(_ cause: Cause) -> String {
        guard cause.instanceId != 0, cause.instanceId != instanceID,
            !cause.text.contains(String(cause.instanceId))
        else { return "" }
        let node = cause.nodeName.isEmpty ? "" : "/\(cause.nodeName)"
        return " (\(cause.instanceId)\(node) of \(cause.jobName))"
    }

    private func times(of cause: Cause) -> String {
        let moment = printer.moment
        let since = cause.since > 0 ? ", since \(moment.text(cause.since))" : ""
        let until = cause.until > 0 ? " until \(moment.text(cause.until))" : ""
        return since + until
    }

    private var remedies: [String] {
        let commands = reply.remedies.map { $0.command + suffix }
        let width = commands.map(displayWidth).max() ?? 0
        return zip(reply.remedies, commands).map { remedy, command in
            guard !remedy.text.isEmpty else { return "  \(printer.paint(command, .active))" }
            let padding = String(repeating: " ", count: width - displayWidth(command) + 2)
            return "  \(printer.paint(command, .active))\(padding)\(harmless(remedy.text))"
        }
    }
}

extension Remedy {
    /// The command that carries it out, by its short name where it has one.
    var command: String {
        guard nodeName.isEmpty else {
            let target = "\(instanceId)/\(nodeName)"
            return operation == "set-success"
                ? "sluice ok \(target)" : "sluice node \(operation) \(target)"
        }
        switch operation {
        case "retry", "stop": return "sluice \(operation) \(instanceId)"
        default: return "sluice instance \(operation) \(instanceId)"
        }
    }
}

extension CauseKind {
    fileprivate var style: Style {
        switch self {
        case .failed, .terminated: .bad
        case .stopped, .suspended, .nodePaused, .instancePaused, .confirm, .stopping, .daemon:
            .doubtful
        case .running: .active
        case .done: .good
        case .unspecified, .crossJob, .planTime, .file, .turn, .upstream, .retryDelay, .slot,
            .parallelNodes, .ended, .unrecognized:
            .plain
        }
    }
}
