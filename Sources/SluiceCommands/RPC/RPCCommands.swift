import ArgumentParser
import SluiceClient
import SluiceExpression
import SluiceRPC
import SluiceWire

/// Any method of the API, by name and with JSON.
struct RPCCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rpc", abstract: "Calls any method of the API with JSON.",
        subcommands: [RPCListVerb.self, RPCDescribeVerb.self, RPCCallVerb.self])
}

/// Whose schema is shown.
struct SchemaSource: ParsableArguments {
    @Flag(help: "The schema of the daemon, in place of that of this program.")
    var daemon = false

    func schema(_ session: Session) async throws(Failure) -> APISchema {
        guard daemon else { return .builtIn }
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.server.getDescriptor(GetDescriptorRequest())
        }
        return APISchema(descriptorSet: reply.fileDescriptorSet)
    }
}

struct RPCListVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the methods of the API, or of one service.",
        discussion: """
            EXAMPLES
              sluice rpc list
              sluice rpc list JobService
              sluice rpc list --daemon           what a newer daemon has, too
            """)
    static let methods = [ServerServiceMethods.getDescriptor]

    @Argument(help: "A service; else all.")
    var service: String?

    @OptionGroup var source: SchemaSource
    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let schema = try await source.schema(session)
        let services = try service.map { (name) throws(Failure) in [try schema.service(name)] }
        for service in services ?? schema.services {
            for method in service.methods {
                session.console.writeLine("\(service.shortName)/\(method.name)")
            }
        }
        return .done
    }
}

struct RPCDescribeVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Shows a method with its messages, a message or an enumeration.",
        discussion: """
            EXAMPLES
              sluice rpc describe JobService/SubmitJob
              sluice rpc describe ChangeOptions
            """)
    static let methods = [ServerServiceMethods.getDescriptor]

    @Argument(help: "SERVICE/METHOD, or the name of a message or enumeration.")
    var name: String

    @OptionGroup var source: SchemaSource
    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let lines = try await source.schema(session).description(of: name)
        for line in lines { session.console.writeLine(line) }
        return .done
    }
}

struct RPCCallVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "call", abstract: "Calls a method; JSON in and out.",
        discussion: """
            Names are those of `-o json`. A stream is printed a message a line.

            EXAMPLES
              sluice rpc call InstanceService/GetInstance '{"instanceId": 12}'
              sluice rpc call JobService/ListJobs
              jq -n '{source: $s}' --rawfile s etl.yaml | sluice rpc call JobService/SubmitJob -
              sluice rpc call EventService/WatchEvents '{"afterSeq": 100}' --timeout 30
            """)
    static let methods: [MethodInfo] = []

    @Argument(help: "SERVICE/METHOD.")
    var method: String

    @Argument(help: "The request; - is the standard input, nothing the empty request.")
    var request: String?

    @Option(help: ArgumentHelp("Give up after so long.", valueName: "seconds"))
    var timeout: Int?

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let schema = APISchema.builtIn
        let (service, method) = try schema.method(method)
        let json = request == "-" ? try session.console.text(of: "-") : request ?? "{}"
        let value: ExpressionValue
        do throws(NotJSON) {
            value = try ExpressionValue.parse(json: json)
        } catch {
            throw .usage("the request: \(error.reason)")
        }
        let bytes = try RequestEncoder(schema).encode(value, as: method.request)
        let options = CallOptions(timeout: timeout.map { .seconds($0) })
        let info = MethodInfo(
            service: service.name, name: method.name,
            kind: method.isStream ? .serverStreaming : .unary, role: 0)
        let channel = try await session.sluice().channel
        do throws(Status) {
            guard method.isStream else {
                let reply = try await channel.unary(info, bytes, options)
                return try show(reply, of: method, session, pretty: true)
            }
            let pieces = try await channel.serverStreaming(info, bytes, options)
            while let piece = try await pieces.next() {
                _ = try show(piece, of: method, session, pretty: false)
            }
            return .done
        } catch {
            throw Failure(error)
        }
    }

    private func show(
        _ bytes: [UInt8], of method: APISchema.Method, _ session: Session, pretty: Bool,
    ) throws(Status) -> Outcome {
        guard let type = allMessages.first(where: { $0.messageName == method.reply }) else {
            preconditionFailure("every message of the schema is generated")
        }
        do throws(WireError) {
            let reply = try type.init(decoding: bytes)
            session.console.writeLine(reply.jsonString(pretty: pretty))
            return .done
        } catch {
            throw Status(.internalError, "the reply cannot be read: \(error)")
        }
    }
}
