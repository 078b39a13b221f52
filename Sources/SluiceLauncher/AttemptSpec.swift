internal import CKeeperProtocol
internal import SluiceModel

/// What the keeper is told of an attempt: a program with its arguments and environment, and the
/// text that it finds behind `scriptPath`.
struct AttemptSpec: Hashable {
    /// A script is a memfd: nothing on a disk, nothing that another process could change.
    static let scriptPath = "/proc/self/fd/\(KEEPER_SCRIPT_FD)"
    /// Bytes of parameters in the environment, which the kernel bounds together with the arguments.
    /// The ones that do not fit are left out; `${name}` has them all.
    static let parameterBytes = 256 * 1024

    var arguments: [String]
    var variables: [Pair]
    var script: String?
    var workingFolder: String
    var timeoutMilliseconds: Int64

    /// - Parameter resourceFolder: the folder with its file objects; nil: it has none.
    init(_ attempt: AttemptStart, nodePath: String, resourceFolder: String? = nil) {
        let program = Self.program(of: attempt, nodePath: nodePath)
        arguments = program.arguments
        script = program.script
        variables = Self.variables(of: attempt, resourceFolder)
        workingFolder = attempt.workingFolder
        timeoutMilliseconds = attempt.maxExecutionMilliseconds
    }

    private static func program(
        of attempt: AttemptStart, nodePath: String,
    ) -> (arguments: [String], script: String?) {
        switch attempt.type {
        case .dummy, .subJob, .forEach:
            preconditionFailure("\(attempt.type.rawValue) has no process")
        case .shell:
            if !attempt.command.isEmpty { return (attempt.command, nil) }
            return (interpreter(of: attempt, or: ["/bin/sh", "-e"]), attempt.script)
        case .python:
            return (interpreter(of: attempt, or: ["python3", "-u"]), attempt.script)
        case .sql:
            return ([nodePath, "sql", scriptPath], sqlRequest(of: attempt))
        }
    }

    private static func interpreter(
        of attempt: AttemptStart, or standard: [String],
    ) -> [String] {
        (attempt.interpreter.isEmpty ? standard : attempt.interpreter) + [scriptPath]
    }

    private static func sqlRequest(of attempt: AttemptStart) -> String {
        let connection: JSON =
            attempt.connection.map {
                .object([
                    ("type", .string($0.kind.rawValue)), ("name", .string($0.name)),
                    ("path", .string($0.path)),
                ])
            } ?? .null
        return JSON.object([
            ("kind", .string("sql")),
            ("connection", connection),
            ("script", .string(attempt.script)),
            ("params", .object(attempt.params.map { ($0.name, .string($0.value)) })),
            ("properties", .object(attempt.properties.map { ($0.name, .string($0.value)) })),
        ]).text
    }

    /// Parameters, then the job's and the node's own, then the engine's: a later one wins.
    private static func variables(
        of attempt: AttemptStart, _ resourceFolder: String?,
    ) -> [Pair] {
        let resources = resourceFolder.map { [Pair("SLUICE_RESOURCES", $0)] } ?? []
        return lastOfEachName(
            parameters(of: attempt) + attempt.env + facts(about: attempt) + resources)
    }

    private static func facts(about attempt: AttemptStart) -> [Pair] {
        let id = attempt.id
        return [
            Pair("SLUICE_JOB", attempt.jobName),
            Pair("SLUICE_NODE", attempt.nodeName),
            Pair("SLUICE_INSTANCE", "\(id.node.instance)"),
            Pair("SLUICE_ATTEMPT", "\(id.number)"),
            Pair("SLUICE_RUN", "\(attempt.run)"),
            Pair("SLUICE_PLAN_TIME", "\(attempt.planTime.milliseconds)"),
            Pair("SLUICE_WORKSPACE", attempt.scope.workspace),
        ] + (attempt.eventData.map { [Pair("SLUICE_EVENT", $0)] } ?? [])
    }

    private static func parameters(of attempt: AttemptStart) -> [Pair] {
        var room = parameterBytes
        var fitting: [Pair] = []
        for param in attempt.params where isIdentifier(param.name) {
            let bytes = param.name.utf8.count + param.value.utf8.count
            guard bytes <= room else { continue }
            room -= bytes
            fitting.append(Pair("SLUICE_PARAM_" + param.name, param.value))
        }
        return fitting
    }

    /// What every shell can read as `$NAME`.
    private static func isIdentifier(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    private static func lastOfEachName(_ pairs: [Pair]) -> [Pair] {
        var seen: Set<String> = []
        return pairs.reversed().filter { seen.insert($0.name).inserted }.reversed()
    }
}
