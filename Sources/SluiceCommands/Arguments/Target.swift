/// What a command is about: `INSTANCE`, `INSTANCE/NODE` or `INSTANCE/NODE#ATTEMPT`.
struct Target: Hashable {
    /// An instance by its id, or as one of a job's.
    enum Reference: Hashable {
        case id(Int64)
        case latest(job: String)
        /// Of the cycle that was planned at this time, as it was typed.
        case planned(job: String, time: String)
    }

    var instance: Reference
    var node: String?
    /// From 1.
    var attempt: Int32?

    static let forms = "12, 12/load, 12/load#2, etl@latest, etl@2026-11-20T02:00"

    init(_ text: String) throws(Failure) {
        var rest = text[...]
        if let slash = rest.firstIndex(of: "/") {
            var name = rest[rest.index(after: slash)...]
            if let mark = name.lastIndex(of: "#") {
                attempt = try Self.attempt(name[name.index(after: mark)...], in: text)
                name = name[..<mark]
            }
            guard !name.isEmpty else { throw Self.wrong(text) }
            node = String(name)
            rest = rest[..<slash]
        }
        instance = try Self.reference(rest, in: text)
    }

    private static func reference(_ part: Substring, in text: String) throws(Failure) -> Reference {
        if let at = part.firstIndex(of: "@") {
            let (job, time) = (String(part[..<at]), String(part[part.index(after: at)...]))
            guard !job.isEmpty, !time.isEmpty else { throw wrong(text) }
            return time == "latest" ? .latest(job: job) : .planned(job: job, time: time)
        }
        if let id = Int64(part), id > 0 { return .id(id) }
        guard !part.isEmpty, !part.allSatisfy({ $0.isNumber || $0 == "-" }) else {
            throw wrong(text)
        }
        throw .usage("'\(part)' is no instance", hint: "the latest of a job: \(part)@latest")
    }

    private static func attempt(_ part: Substring, in text: String) throws(Failure) -> Int32 {
        guard let number = Int32(part), number > 0 else { throw wrong(text) }
        return number
    }

    private static func wrong(_ text: String) -> Failure {
        .usage("'\(text)' is no target", hint: "one of: \(forms)")
    }
}

extension Target {
    /// The node that a verb needs.
    func requiredNode() throws(Failure) -> String {
        if let node { return node }
        throw .usage("a node is needed", hint: "INSTANCE/NODE, for example 12/load")
    }

    /// Refuses a node where a verb is about whole instances.
    func withoutNode() throws(Failure) -> Reference {
        guard let node else { return instance }
        throw .usage(
            "this is about whole instances, not node '\(node)'", hint: "leave out /\(node)")
    }
}
