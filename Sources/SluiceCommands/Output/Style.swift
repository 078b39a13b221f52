/// How a piece of text looks on a terminal.
enum Style: String {
    case plain = ""
    case bold = "1"
    case dim = "2"
    case bad = "31"
    case good = "32"
    case doubtful = "33"
    case active = "36"
}

/// Colours text, or leaves it alone.
struct Paint: Sendable {
    var isOn: Bool

    func callAsFunction(_ text: String, _ style: Style) -> String {
        guard isOn, style != .plain, !text.isEmpty else { return text }
        return "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m"
    }
}

/// When to colour.
enum ColorChoice: String, CaseIterable {
    case auto
    case always
    case never

    /// On a terminal, unless `NO_COLOR` is set to anything or the terminal is dumb.
    func isOn(terminal: Bool, environment: [String: String]) -> Bool {
        switch self {
        case .always: true
        case .never: false
        case .auto:
            terminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
        }
    }
}
