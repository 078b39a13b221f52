import SluiceWire

extension WireEnum {
    /// The name that people see; the number of one that this version does not know.
    var word: String { text ?? String(rawValue) }

    /// As people write it: `data-processing`.
    var hyphenated: String { String(word.lowercased().map { $0 == "_" ? "-" : $0 }) }
}

extension InstanceStatus {
    var style: Style {
        switch self {
        case .success: .good
        case .fail, .runningException: .bad
        case .running: .active
        case .pause, .manualStop: .doubtful
        case .waiting, .unspecified, .unrecognized: .plain
        }
    }
}

extension NodeStatus {
    var style: Style {
        switch self {
        case .success: .good
        case .fail: .bad
        case .running: .active
        case .pause, .manualStop: .doubtful
        case .skip: .dim
        case .waiting, .unspecified, .unrecognized: .plain
        }
    }

    /// One character for a narrow place.
    var symbol: String {
        switch self {
        case .success: "✓"
        case .fail: "✗"
        case .running: "▶"
        case .pause: "‖"
        case .manualStop: "■"
        case .skip: "↷"
        case .waiting, .unspecified, .unrecognized: "·"
        }
    }
}

extension WaitReason {
    /// `upstream`, `retry delay`; empty where nothing is waited for.
    var words: String {
        guard self != .unspecified else { return "" }
        return String(word.lowercased().map { $0 == "_" ? " " : $0 })
    }
}

extension Instance {
    /// The status with what qualifies it.
    var statusText: String {
        if forceSuccess { return "\(status.word) (forced)" }
        if ignoreSuccess { return "\(status.word) (failures ignored)" }
        return paused && status != .pause ? "\(status.word) (paused)" : status.word
    }

    /// Nodes that have ended, of all: `5/7`.
    var nodeText: String {
        guard let counts else { return String(total) }
        return "\(counts.ended)/\(total)"
    }
}

extension NodeCounts {
    var ended: Int32 { success + fail + skip + manualStop }
}

extension NodeInstance {
    /// The status with what was done by hand.
    var statusText: String {
        let marks = [
            forced ? "forced" : "", paused && status != .pause ? "paused" : "",
            removedUpstreams.isEmpty ? "" : "upstream removed",
        ].filter { !$0.isEmpty }
        return marks.isEmpty ? status.word : "\(status.word) (\(marks.joined(separator: ", ")))"
    }

    /// Why it has its status or what it waits for, in words.
    var explanation: String {
        if status == .waiting || status == .pause {
            let wait = [waitReason.words, waitsFor].filter { !$0.isEmpty }.joined(separator: ": ")
            return [reason, wait].filter { !$0.isEmpty }.joined(separator: "; ")
        }
        return reason
    }
}

/// `1 instance`, `3 instances`.
func counted(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
}

func text(of pairs: [KeyValue]) -> String {
    pairs.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
}
