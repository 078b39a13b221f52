internal import GRDB
internal import GRDBSQLite
internal import SluiceRuntime

extension JournalError {
    /// What an access to the database threw, as the conductor has to take it.
    init(_ error: any Error) {
        if let error = error as? JournalError {
            self = error
            return
        }
        let words = Self.words(for: error)
        switch error.extendedCode.map({ $0 & 0xFF }) {
        case SQLITE_FULL: self = .full(words)
        case SQLITE_IOERR, SQLITE_READONLY, SQLITE_BUSY, SQLITE_LOCKED, SQLITE_CANTOPEN,
            SQLITE_NOMEM, SQLITE_PERM, SQLITE_INTERRUPT:
            self = .refused(words)
        // Not a database, a broken page, a table or a row that is not as this program writes it.
        default: self = .corrupt(words)
        }
    }

    /// SQLite's text and number.
    static func words(for error: any Error) -> String {
        switch error {
        case let fault as SQLiteFault: "\(fault.message) (SQLite \(fault.code))"
        case let error as DatabaseError:
            "\(error.message ?? "no message") (SQLite \(error.extendedResultCode.rawValue))"
        default: "\(error)"
        }
    }
}

extension Error {
    /// SQLite's extended result code, where the error is one of SQLite.
    var extendedCode: Int32? {
        switch self {
        case let fault as SQLiteFault: fault.code
        case let error as DatabaseError: error.extendedResultCode.rawValue
        default: nil
        }
    }

    /// SQLITE_IOERR_FSYNC or SQLITE_IOERR_DIR_FSYNC, which C defines by a shift.
    var isFailedFsync: Bool {
        extendedCode == SQLITE_IOERR | (4 << 8) || extendedCode == SQLITE_IOERR | (5 << 8)
    }
}
