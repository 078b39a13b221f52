import SluiceWire

extension Graph {
    /// For Graphviz.
    var dot: String {
        var lines = [
            "digraph \(Self.quoted("instance \(instanceID)")) {", "  rankdir=LR;",
            "  node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\"];",
        ]
        for (index, node) in nodes.enumerated() {
            let label = "\(name(of: node))\n\(node.statusWord)" + Self.more(of: node)
            let width = node.main ? ", penwidth=3" : ""
            lines.append(
                "  n\(index) [label=\(Self.quoted(label)), fillcolor=\"\(node.fill)\"\(width)];")
        }
        for edge in edges {
            let style: String
            switch edge.kind {
            case .usual: style = ""
            case .removed: style = " [style=dashed]"
            case .crossJob: style = " [style=bold]"
            }
            lines.append("  n\(edge.from) -> n\(edge.to)\(style);")
        }
        return (lines + ["}"]).joined(separator: "\n") + "\n"
    }

    /// A flowchart for Mermaid.
    var mermaid: String {
        var lines = ["flowchart LR"]
        for (index, node) in nodes.enumerated() {
            let text = "\(name(of: node))\n\(node.statusWord)" + Self.more(of: node)
            lines.append("  n\(index)[\"\(Self.mermaidText(text))\"]")
        }
        for edge in edges {
            let arrow: String
            switch edge.kind {
            case .usual: arrow = "-->"
            case .removed: arrow = "-.->"
            case .crossJob: arrow = "==>"
            }
            lines.append("  n\(edge.from) \(arrow) n\(edge.to)")
        }
        for (index, node) in nodes.enumerated() {
            let width = node.main ? ",stroke-width:3px" : ""
            lines.append("  style n\(index) fill:\(node.fill),color:#111\(width)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func more(of node: GraphNode) -> String {
        switch (node.moreUp, node.moreDown) {
        case (true, true): "\n… more before and after"
        case (true, false): "\n… more before"
        case (false, true): "\n… more after"
        case (false, false): ""
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = ""
        for character in text {
            switch character {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            default: quoted += harmless(String(character))
            }
        }
        return "\"\(quoted)\""
    }

    /// Everything that Mermaid or HTML could obey becomes a character reference.
    private static func mermaidText(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\n": escaped += "<br/>"
            case "\"": escaped += "#quot;"
            case "#": escaped += "#35;"
            case "&": escaped += "#amp;"
            case "<": escaped += "#lt;"
            case ">": escaped += "#gt;"
            case "`": escaped += "#96;"
            default: escaped += harmless(String(character))
            }
        }
        return escaped
    }
}

extension GraphNode {
    /// Light enough for dark letters.
    var fill: String {
        switch style {
        case .good: "#d3f2d3"
        case .bad: "#f8cfcf"
        case .active: "#cfeaf8"
        case .doubtful: "#f8ebc4"
        case .dim: "#e4e4e4"
        case .plain, .bold: "#ffffff"
        }
    }
}
