// What is in the schema, by names as people type them, and in words.

extension APISchema {
    /// `JobService` or `sluice.v1.JobService`.
    func service(_ name: String) throws(Failure) -> Service {
        if let found = services.first(where: { $0.name == name || $0.shortName == name }) {
            return found
        }
        let names = services.map(\.shortName).joined(separator: ", ")
        throw .usage("there is no service '\(name)'", hint: "one of: \(names)")
    }

    /// `JobService/SubmitJob`
    func method(_ name: String) throws(Failure) -> (Service, Method) {
        let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            throw .usage("'\(name)' is no method", hint: "SERVICE/METHOD: sluice rpc list")
        }
        let service = try service(parts[0])
        if let method = service.methods.first(where: { $0.name == parts[1] }) {
            return (service, method)
        }
        let names = service.methods.map(\.name).joined(separator: ", ")
        throw .usage(
            "\(service.shortName) has no method '\(parts[1])'", hint: "one of: \(names)")
    }

    func description(of name: String) throws(Failure) -> [String] {
        if name.contains("/") {
            let (_, method) = try method(name)
            let stream = method.isStream ? "stream of " : ""
            let head = "\(name): \(method.request.shortName) → \(stream)\(method.reply.shortName)"
            return [head, ""] + (try description(of: method.request)) + [""]
                + (try description(of: method.reply))
        }
        if let message = messages.values.first(where: {
            $0.name == name || $0.name.shortName == name
        }) {
            return [message.name.shortName]
                + message.fields.map { "  \($0.jsonName): \($0.words)" }
        }
        let enumeration = enumerations.values.first {
            $0.name == name || $0.name.shortName == name
        }
        guard let enumeration else {
            throw .usage(
                "there is no method, message or enumeration '\(name)'",
                hint: "the methods: sluice rpc list")
        }
        return [enumeration.name.shortName]
            + enumeration.shortCases.map { "  \($0.short) = \($0.number)" }
    }
}

extension APISchema.Service {
    var shortName: String { name.shortName }
}

extension APISchema.Field {
    fileprivate var words: String {
        (isList ? "list of " : "") + kind.words + (isOptional ? ", may be absent" : "")
    }
}

extension APISchema.Field.Kind {
    fileprivate var words: String {
        switch self {
        case .text: "text"
        case .bytes: "bytes in base64"
        case .flag: "true or false"
        case .integer(let bits, let isSigned): isSigned ? "int\(bits)" : "uint\(bits)"
        case .double: "double"
        case .message(let name), .enumeration(let name): name.shortName
        }
    }
}

extension String {
    /// Without the package.
    fileprivate var shortName: String { split(separator: ".").last.map(String.init) ?? self }
}
