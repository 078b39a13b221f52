internal import GRDB
package import SluiceExpression
package import SluiceModel
internal import SluiceRuntime
internal import SluiceWire

/// Answers what was committed, from rows straight into messages. Each answer is of one moment.
/// Called from any thread; it waits for a free read connection and for the disk, for nothing else.
package final class Queries: Sendable {
    let pool: DatabasePool
    let definitions = DefinitionCache()
    /// What zones and calendars of schedules stand for.
    let almanac: any Almanac
    /// Where the log of an attempt is. Asked only for attempts that had a process.
    let logPath: @Sendable (AttemptID) -> String

    /// - Parameter almanac: the conductor's, so that what is shown is what comes.
    package init(
        _ store: Store, almanac: any Almanac = OffsetAlmanac(),
        logPath: @escaping @Sendable (AttemptID) -> String,
    ) {
        pool = store.pool
        self.almanac = almanac
        self.logPath = logPath
    }
}

extension Queries {
    /// One snapshot for all of `body`.
    func read<Result>(_ body: (Database) throws -> Result) throws(SluiceError) -> Result {
        do {
            return try pool.read(body)
        } catch let error as SluiceError {
            throw error
        } catch {
            throw SluiceError(reading: error)
        }
    }
}

extension SluiceError {
    /// What a read that failed tells the caller: nothing of it is the caller's fault.
    fileprivate init(reading error: any Error) {
        switch JournalError(error) {
        case .full(let words), .refused(let words):
            self.init(
                .unavailable, reason: "STORE_UNAVAILABLE",
                "the database cannot be read: \(words)", subject: "sluice.db")
        case .corrupt(let words):
            self.init(
                .internalError, reason: "STORE_CORRUPT",
                "the database has what makes no sense: \(words)", subject: "sluice.db")
        }
    }
}

// MARK: - Where to look

/// A workspace and an environment, as rows name them.
struct StoredScope {
    var workspaceID: Int64
    var workspace: String
    var environment: Int64
    var mode: SluiceModel.WorkspaceMode

    /// The scope that a request names (`S95`, `S96`); throws where there is none.
    init(
        _ db: Database, workspace: String, environment: SluiceWire.Environment,
    ) throws {
        let name = workspace.isEmpty ? Scope.standard.workspace : workspace
        let row = try SQLStatement(db, "SELECT id, mode FROM workspace WHERE name = ?")
        row.bind(name)
        guard try row.step() else {
            throw SluiceError(
                .notFound, reason: "WORKSPACE_NOT_FOUND", "there is no workspace '\(name)'",
                subject: "workspace \(name)", domain: .workspaceDoesNotExist)
        }
        workspaceID = row.integer()
        self.workspace = name
        mode = try row.value(SluiceModel.WorkspaceMode.init(rawValue:), "mode") {
            "workspace '\(name)'"
        }
        self.environment = try Self.number(environment, in: name, of: mode)
    }

    /// The same workspace, in another environment that it has.
    func scope(in environment: SluiceModel.Environment) -> StoredScope {
        var scope = self
        scope.environment = Int64(environment.rawValue)
        return scope
    }

    private static func number(
        _ environment: SluiceWire.Environment, in workspace: String,
        of mode: SluiceModel.WorkspaceMode,
    ) throws(SluiceError) -> Int64 {
        switch environment {
        case .unspecified, .production:
            return Int64(SluiceModel.Environment.production.rawValue)
        case .development where mode == .devProd:
            return Int64(SluiceModel.Environment.development.rawValue)
        case .development:
            throw SluiceError(
                .failedPrecondition, reason: "NO_DEVELOPMENT_ENVIRONMENT",
                "workspace '\(workspace)' is of mode \(mode.name) and has no development "
                    + "environment",
                subject: "workspace \(workspace)")
        case .unrecognized(let number):
            throw SluiceError(
                .invalidArgument, reason: "UNKNOWN_ENVIRONMENT",
                "there is no environment \(number); 1 is production, 2 development",
                subject: "environment", domain: .parameterInvalid)
        }
    }
}

extension SluiceError {
    static func noJob(_ name: String, in scope: StoredScope) -> SluiceError {
        guard !name.isEmpty else {
            return SluiceError(
                .invalidArgument, reason: "JOB_NAME_BLANK", "no job is named",
                subject: "job_name", domain: .jobNameBlank)
        }
        return SluiceError(
            .notFound, reason: "JOB_NOT_FOUND",
            "there is no job '\(name)' in workspace '\(scope.workspace)'",
            subject: "job \(name)", domain: .jobDoesNotExist)
    }

    static func noInstance(_ id: Int64, in scope: StoredScope) -> SluiceError {
        SluiceError(
            .notFound, reason: "INSTANCE_NOT_FOUND",
            "there is no instance \(id) in workspace '\(scope.workspace)'",
            subject: "instance \(id)", domain: .instanceDoesNotExist)
    }
}
