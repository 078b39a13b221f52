import SluiceModel

/// Nodes as a scenario file writes them.
extension Scenario {
    /// `c Shell if=a:success if=b:#{…} join=and skips=next env=DAY:${day} do=load_${day} <- a b`
    func node(_ line: String) -> NodeDefinition {
        let sides = line.split(separator: "<", maxSplits: 1).map(String.init)
        let words = sides[0].split(separator: " ").map(String.init)
        var node = NodeDefinition(name: words[0], type: NodeType(rawValue: words[1]) ?? .dummy)
        if sides.count == 2 {
            node.dependsOn = sides[1].dropFirst().split(separator: " ").map(String.init)
        }
        for (name, value) in words.dropFirst(2).map(pair) {
            switch name {
            case "pool":
                let parts = value.split(separator: ":").map(String.init)
                node.pool = parts[0]
                node.poolSlots = parts.count > 1 ? Int(parts[1]) ?? 1 : 1
            case "policy": node.failPolicy = FailPolicy.allCases.first { $0.name == value } ?? .fail
            case "retry": node.retry.times = Int(value) ?? 0
            case "interval": node.retry.intervalMilliseconds = milliseconds(value)
            case "backoff": node.retry.exponential = value == "exponential"
            case "onTimeout": node.retry.onTimeout = value == "yes"
            case "if": node.conditions.append(condition(value))
            case "join": node.join = NodeDefinition.Join(rawValue: value) ?? .or
            case "skips": node.skipsDownstream = value == "all"
            case "env": node.env.append(variable(value))
            case "job", "set", "items", "list", "at-once", "detached", "stops":
                node.call = call(node.call ?? JobCall(jobName: ""), name, value)
            case "limit": node.maxExecutionMilliseconds = milliseconds(value)
            default: node.script = value.replacing("_", with: " ")
            }
        }
        return node
    }

    /// `job=child set=day:#{Loop.current} items=a,b at-once=2 stops=yes`
    private func call(_ call: JobCall, _ name: String, _ value: String) -> JobCall {
        var call = call
        switch name {
        case "job": call.jobName = value
        case "set": call.params.append(variable(value))
        case "items": call.items = value.split(separator: ",").map(String.init)
        case "list": call.list = value
        case "at-once": call.parallel = Int(value) ?? 1
        case "detached": call.waits = false
        default: call.stopsOnFailure = true
        }
        return call
    }

    /// `a:fail`, a status, or `a:#{…}`, any condition.
    private func condition(_ text: String) -> EdgeCondition {
        let asked = variable(text)
        let isStatus = !asked.value.hasPrefix("#")
        return EdgeCondition(
            node: asked.name,
            expression: isStatus
                ? "#{Job.getNodeStatus(\"\(asked.name)\") == \"\(asked.value)\"}" : asked.value)
    }

    /// `HOME:/home/u`
    private func variable(_ text: String) -> Pair {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        return Pair(parts[0], parts.count == 2 ? parts[1].replacing("_", with: " ") : "")
    }
}
