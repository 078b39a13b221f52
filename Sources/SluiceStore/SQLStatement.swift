internal import GRDB
internal import GRDBSQLite
internal import SluiceModel

/// What SQLite answered where it did not do what was asked.
struct SQLiteFault: Error, Hashable, Sendable {
    /// SQLite's extended result code.
    var code: Int32
    var message: String
}

/// A prepared statement of a connection, bound and read by position through SQLite's own functions:
/// a tenth of the cost of GRDB's arguments and rows. Values are bound in the order of their
/// placeholders, columns are read in the order of the SELECT list.
///
/// Lives no longer than the access to the connection that it was made in.
@safe
final class SQLStatement {
    /// Keeps the pointer alive.
    private let statement: Statement
    private let pointer: OpaquePointer
    private var placeholder: Int32 = 1
    private var column: Int32 = 0
    private var bindCode: Int32 = SQLITE_OK

    /// Compiles `sql`, or takes the connection's compiled statement of the same text.
    init(_ db: Database, _ sql: String) throws {
        statement = try db.cachedStatement(sql: sql)
        unsafe pointer = statement.sqliteStatement
        unsafe sqlite3_reset(pointer)
    }

    deinit {
        unsafe sqlite3_reset(pointer)
    }
}

// MARK: - Placeholders

extension SQLStatement {
    func bind(_ value: Int64) {
        note(unsafe sqlite3_bind_int64(pointer, placeholder, value))
    }

    func bind(_ value: Int) { bind(Int64(value)) }

    func bind(_ value: Bool) { bind(value ? 1 : 0 as Int64) }

    func bind(_ value: Int64?) {
        guard let value else { return bindNull() }
        bind(value)
    }

    func bind(_ value: Timestamp?) { bind(value?.milliseconds) }

    func bind(_ value: String) {
        var value = value
        let code = value.withUTF8 { bytes in
            // An empty buffer may have no address, which SQLite would take for NULL.
            unsafe bytes.withMemoryRebound(to: CChar.self) { chars in
                unsafe sqlite3_bind_text64(
                    pointer, placeholder, chars.baseAddress ?? emptyText, UInt64(chars.count),
                    copiesText, UInt8(SQLITE_UTF8))
            }
        }
        note(code)
    }

    func bind(_ value: String?) {
        guard let value else { return bindNull() }
        bind(value)
    }

    func bind(_ value: [UInt8]) {
        guard !value.isEmpty else {
            return note(unsafe sqlite3_bind_zeroblob(pointer, placeholder, 0))
        }
        let code = unsafe value.withUnsafeBytes { bytes in
            unsafe sqlite3_bind_blob64(
                pointer, placeholder, bytes.baseAddress, UInt64(bytes.count), copiesText)
        }
        note(code)
    }

    func bind(_ value: [UInt8]?) {
        guard let value else { return bindNull() }
        bind(value)
    }

    func bindNull() {
        note(unsafe sqlite3_bind_null(pointer, placeholder))
    }

    private func note(_ code: Int32) {
        if code != SQLITE_OK, bindCode == SQLITE_OK { bindCode = code }
        placeholder += 1
    }
}

// MARK: - Steps

extension SQLStatement {
    /// Carries out a statement that answers no rows; it can be bound anew afterwards.
    func run() throws(SQLiteFault) {
        _ = try step()
        reset()
    }

    /// Goes to the next row; false: there is none.
    func step() throws(SQLiteFault) -> Bool {
        column = 0
        guard bindCode == SQLITE_OK else { throw fault(bindCode) }
        let code = unsafe sqlite3_step(pointer)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            let fault = fault(code)
            reset()
            throw fault
        }
    }

    /// Makes the statement ready to be bound and carried out again.
    func reset() {
        unsafe sqlite3_reset(pointer)
        placeholder = 1
        bindCode = SQLITE_OK
    }

    private func fault(_ code: Int32) -> SQLiteFault {
        let connection = unsafe sqlite3_db_handle(pointer)
        let extended = unsafe sqlite3_extended_errcode(connection)
        let message = unsafe sqlite3_errmsg(connection).map { unsafe String(cString: $0) }
        return SQLiteFault(
            code: extended == SQLITE_OK ? code : extended, message: message ?? "no message")
    }
}

// MARK: - Columns

extension SQLStatement {
    func integer() -> Int64 {
        defer { column += 1 }
        return unsafe sqlite3_column_int64(pointer, column)
    }

    func int() -> Int { Int(integer()) }

    func int32() -> Int32 { Int32(truncatingIfNeeded: integer()) }

    func bool() -> Bool { integer() != 0 }

    func timestamp() -> Timestamp { Timestamp(milliseconds: integer()) }

    /// Nil where the column is NULL.
    func optionalInteger() -> Int64? {
        let isAbsent = isNull
        let value = integer()
        return isAbsent ? nil : value
    }

    /// Nil where the column is NULL.
    func optionalText() -> String? {
        let isAbsent = isNull
        let value = text()
        return isAbsent ? nil : value
    }

    private var isNull: Bool {
        unsafe sqlite3_column_type(pointer, column) == SQLITE_NULL
    }

    func optionalTimestamp() -> Timestamp? {
        optionalInteger().map { Timestamp(milliseconds: $0) }
    }

    /// Empty where the column is NULL.
    func text() -> String {
        defer { column += 1 }
        guard let start = unsafe sqlite3_column_text(pointer, column) else { return "" }
        let count = unsafe Int(sqlite3_column_bytes(pointer, column))
        return unsafe String(
            decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// Empty where the column is NULL.
    func blob() -> [UInt8] {
        defer { column += 1 }
        guard let start = unsafe sqlite3_column_blob(pointer, column) else { return [] }
        let count = unsafe Int(sqlite3_column_bytes(pointer, column))
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }
}

/// SQLITE_TRANSIENT: SQLite copies what is bound. C writes it as a cast of -1, which Swift does not
/// import.
private nonisolated(unsafe) let copiesText = unsafe unsafeBitCast(
    -1, to: sqlite3_destructor_type.self)

/// Where an empty text begins. Written once, here, and read by SQLite only.
private nonisolated(unsafe) let emptyText: UnsafePointer<CChar> = unsafe UnsafePointer(
    UnsafeMutablePointer<CChar>.allocate(capacity: 1).initialized())

extension UnsafeMutablePointer<CChar> {
    fileprivate func initialized() -> UnsafeMutablePointer<CChar> {
        unsafe initialize(to: 0)
        return unsafe self
    }
}
