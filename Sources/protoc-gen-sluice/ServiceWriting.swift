// Services: what a server implements, the table of its methods, what a client calls.

extension SchemaFile {
    func serviceCode() -> Source {
        var source = Source(of: path)
        source.line()
        source.line("public import SluiceRPC")
        for service in services {
            source.line()
            service.writeTable(into: &source)
            source.line()
            service.writeHandler(into: &source)
            source.line()
            service.writeDispatch(into: &source)
            source.line()
            service.writeClient(into: &source)
        }
        return source
    }
}

extension Service {
    private var name: String { Names.last(fullName) }

    fileprivate func writeTable(into source: inout Source) {
        source.line("/// The methods of `\(fullName)`.")
        source.block("public enum \(name)Methods") { source in
            for method in methods {
                source.comment(method.comment)
                source.line("public static let \(method.swiftName) = MethodInfo(")
                source.line("    service: \"\(fullName)\", name: \"\(method.name)\",")
                let reach = method.reach == 0 ? "" : ", reach: \(method.reach)"
                source.line("    kind: .\(method.kind), role: \(method.role)\(reach))")
            }
            source.line()
            source.line("/// Every method, in the order of the schema.")
            source.list(
                "public static let all: [MethodInfo] = [", methods.map(\.swiftName), "]")
        }
    }

    fileprivate func writeHandler(into source: inout Source) {
        source.comment(comment)
        source.block("package protocol \(name)Handler: Sendable") { source in
            for method in methods {
                source.comment(method.comment)
                source.line("func \(method.swiftName)(")
                source.line("    \(method.handlerParameters),")
                source.line(") async throws(Status)\(method.handlerResult)")
            }
        }
    }

    fileprivate func writeDispatch(into source: inout Source) {
        source.block("extension \(name)Methods") { source in
            source.line("/// The methods as a server's table takes them, answered by `handler`.")
            source.block(
                "package static func dispatch(to handler: some \(name)Handler) -> [Method]"
            ) { source in
                source.line("[")
                for method in methods { method.writeEntry(into: &source) }
                source.line("]")
            }
        }
    }

    fileprivate func writeClient(into source: inout Source) {
        source.comment(comment)
        source.block("public struct \(name)Client: Sendable") { source in
            source.line("private let channel: any ClientChannel")
            source.line()
            source.block("public init(_ channel: any ClientChannel)") {
                $0.line("self.channel = channel")
            }
            for method in methods {
                source.line()
                method.writeStub(name, into: &source)
            }
        }
    }
}

extension Method {
    fileprivate var swiftName: String { Names.escaped(Names.lowerFirst(name)) }

    fileprivate var handlerParameters: String {
        switch kind {
        case .unary: "_ request: \(request), _ context: CallContext"
        case .serverStreaming:
            "_ request: \(request), _ replies: ReplyStream<\(reply)>, _ context: CallContext"
        }
    }

    fileprivate var handlerResult: String {
        switch kind {
        case .unary: " -> \(reply)"
        case .serverStreaming: ""
        }
    }

    fileprivate func writeEntry(into source: inout Source) {
        switch kind {
        case .unary:
            source.line("    .unary(\(swiftName)) {")
            source.line("        (request: \(request), context) async throws(Status) in")
            source.line("        try await handler.\(swiftName)(request, context)")
            source.line("    },")
        case .serverStreaming:
            source.line("    .serverStreaming(\(swiftName)) {")
            source.line("        (request: \(request), replies: ReplyStream<\(reply)>, context)")
            source.line("            async throws(Status) in")
            source.line("        try await handler.\(swiftName)(request, replies, context)")
            source.line("    },")
        }
    }

    fileprivate func writeStub(_ service: String, into source: inout Source) {
        let result: String
        let call: String
        switch kind {
        case .unary: (result, call) = (reply, "call")
        case .serverStreaming: (result, call) = ("ReplySequence<\(reply)>", "callForStream")
        }
        source.comment(comment)
        source.line("public func \(swiftName)(")
        source.line("    _ request: \(request), options: CallOptions = CallOptions(),")
        source.block(") async throws(Status) -> \(result)") { source in
            source.line(
                "try await channel.\(call)(\(service)Methods.\(swiftName), request, options)")
        }
    }
}
