import CZlib
import SluiceClient
import SluiceRPC
import SluiceWire

/// What the steps print, the same in every language.
enum Text {
    /// The engine's own messages are the same everywhere; what a client says itself is not.
    static func error(_ status: Status, withMessage: Bool) -> [String] {
        let words = [status.code.text, status.errorCode, status.reason, status.subject]
        let line = "error " + words.map(dashed).joined(separator: ", ")
        return [line] + (withMessage ? lines(status.message) : [])
    }

    static func lines(_ text: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return lines.last == "" ? lines.dropLast() : lines
    }

    static func status(_ status: InstanceStatus) -> String { name(status, .unspecified) }
    static func status(_ status: NodeStatus) -> String { name(status, .unspecified) }

    static func instance(_ instance: Instance) -> String {
        "job \(instance.jobName), \(status(instance.status)), run \(instance.run), "
            + "end_time \(presence(instance.endTime)), "
            + "execute_time \(presence(instance.executeTime)), "
            + "params \(pairs(instance.params)), labels \(pairs(instance.labels))"
    }

    static func node(_ node: NodeInstance) -> String {
        "node \(node.nodeName), \(status(node.status)), attempt \(node.attempt), "
            + "end_time \(presence(node.endTime)), exit_code \(value(node.exitCode)), "
            + "rows \(value(node.inputRowCount)), outputs \(pairs(node.outputs)), "
            + "reason \(dashed(node.reason))"
    }

    /// What changed or would change, then what was left out.
    static func changes(_ result: ChangeResult?) -> [String] {
        guard let result else { return [] }
        return (result.dryRun ? ["dry run"] : []) + result.instances.map(change)
            + result.refused.map { "refused \($0.instanceId): \($0.message)" }
    }

    private static func change(_ change: InstanceChange) -> String {
        let nodes = change.nodes.map { node in
            let effect = node.effect.isEmpty ? "" : " \(node.effect)"
            return "\(node.nodeName) \(status(node.from)) -> \(status(node.to))\(effect)"
        }
        return "instance \(change.instanceId) \(status(change.from)) -> \(status(change.to)): "
            + nodes.joined(separator: ", ")
    }

    static func event(_ event: Event) -> String {
        if event.type == .instanceCreated { return "instance created" }
        if event.type == .nodeStatus {
            return "\(event.nodeName) \(status(event.nodeFrom)) -> \(status(event.nodeTo))"
        }
        return "instance \(status(event.instanceFrom)) -> \(status(event.instanceTo))"
    }

    static func pairs(_ entries: [KeyValue]) -> String {
        dashed(entries.map { "\($0.key)=\($0.value)" }.joined(separator: " "))
    }

    static func checksum(_ bytes: [UInt8]) -> String {
        let sum = bytes.withUnsafeBytes { bytes in
            crc32_z(0, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
        }
        let digits = String(sum, radix: 16)
        let zeros = String(repeating: "0", count: 8 - digits.count)
        return "\(bytes.count) bytes, crc32 \(zeros)\(digits)"
    }

    private static func name<Enum: WireEnum>(_ value: Enum, _ none: Enum) -> String {
        value == none ? "-" : value.text ?? "\(value.rawValue)"
    }

    private static func dashed(_ text: String) -> String { text.isEmpty ? "-" : text }

    private static func presence(_ value: Int64?) -> String { value == nil ? "absent" : "present" }

    private static func value(_ value: (some CustomStringConvertible)?) -> String {
        value?.description ?? "absent"
    }
}
