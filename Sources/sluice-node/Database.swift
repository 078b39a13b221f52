import GRDBSQLite

/// A connection to a SQLite file, for one thread.
@safe final class Database {
    private let handle: OpaquePointer

    init(path: String, busyTimeout: Int32) throws(NodeFailure) {
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        let code = unsafe sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let opened = unsafe handle else {
            let reason = unsafe String(cString: sqlite3_errmsg(handle))
            unsafe sqlite3_close_v2(handle)
            throw NodeFailure("cannot open the database '\(path)': \(reason)")
        }
        unsafe self.handle = opened
        unsafe sqlite3_busy_timeout(opened, busyTimeout)
        unsafe sqlite3_extended_result_codes(opened, 1)
    }

    deinit {
        unsafe sqlite3_close_v2(handle)
    }

    /// SQLite's words for what went wrong last.
    var message: String { unsafe String(cString: sqlite3_errmsg(handle)) }

    /// Rows inserted, updated and deleted since the connection was opened; without those that
    /// triggers and foreign keys changed.
    var totalChanges: Int64 { unsafe sqlite3_total_changes64(handle) }

    /// True between `BEGIN` and its end.
    var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    /// Runs statements that give nothing back.
    func execute(_ sql: String) throws(NodeFailure) {
        let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw NodeFailure(message) }
    }

    func prepare(_ sql: String) throws(NodeFailure) -> Statement {
        guard let first = try statement(in: sql, from: 0).statement else {
            preconditionFailure("no statement in \(sql)")
        }
        return first
    }

    /// The statement that begins at a byte of a script; nil where only blanks and comments follow.
    /// - Returns: the statement and the byte behind it.
    func statement(
        in script: String, from start: Int,
    ) throws(NodeFailure) -> (statement: Statement?, end: Int) {
        var statement: OpaquePointer?
        var length = 0
        let code = unsafe script.withCString { text in
            var tail: UnsafePointer<CChar>?
            let begin = unsafe text + start
            let code = unsafe sqlite3_prepare_v2(handle, begin, -1, &statement, &tail)
            length = unsafe tail.map { unsafe $0 - begin } ?? 0
            return code
        }
        guard code == SQLITE_OK else { throw NodeFailure(message) }
        return (unsafe statement.map { unsafe Statement($0, of: self) }, start + length)
    }
}

/// A prepared statement.
@safe final class Statement {
    private let handle: OpaquePointer
    private let database: Database

    fileprivate init(_ handle: OpaquePointer, of database: Database) {
        unsafe self.handle = handle
        self.database = database
    }

    deinit {
        unsafe sqlite3_finalize(handle)
    }

    private var columnIndexes: Range<Int32> {
        let count = unsafe sqlite3_column_count(handle)
        return 0..<count
    }

    /// Names of the columns that it gives; empty: it gives no rows.
    var columns: [String] {
        columnIndexes.map { column in
            unsafe sqlite3_column_name(handle, column).map { unsafe String(cString: $0) } ?? ""
        }
    }

    /// Names of its parameters, without the `:`; of a `?` the mark itself.
    var parameters: [String] {
        let count = unsafe sqlite3_bind_parameter_count(handle)
        return (1...max(1, count)).prefix(Int(count)).map { index in
            let name = unsafe sqlite3_bind_parameter_name(handle, index)
            return unsafe name.map { unsafe String(cString: $0 + 1) } ?? "?"
        }
    }

    /// Binds every parameter by name: an integer or real where the text is one, else text.
    func bind(_ values: [String: String]) throws(NodeFailure) {
        for (position, name) in parameters.enumerated() {
            guard let value = values[name] else {
                throw NodeFailure(
                    "the statement needs ':\(name)', and the job has no such parameter")
            }
            try check(bind(BoundValue(value), at: Int32(position + 1)))
        }
    }

    /// Binds the parameters that it has, as text whatever they look like.
    func bindAsText(_ values: [String: String]) throws(NodeFailure) {
        for (position, name) in parameters.enumerated() {
            try check(bind(.text(values[name] ?? ""), at: Int32(position + 1)))
        }
    }

    /// Binds a row by position; nil is NULL.
    func bind(row: [String?]) throws(NodeFailure) {
        unsafe sqlite3_reset(handle)
        for (position, value) in row.enumerated() {
            try check(bind(value.map { .text($0) } ?? .null, at: Int32(position + 1)))
        }
    }

    private func bind(_ value: BoundValue, at index: Int32) -> Int32 {
        switch value {
        case .null: return unsafe sqlite3_bind_null(handle, index)
        case .integer(let number): return unsafe sqlite3_bind_int64(handle, index, number)
        case .real(let number): return unsafe sqlite3_bind_double(handle, index, number)
        case .text(let text):
            // SQLITE_TRANSIENT: SQLite takes a copy.
            let copy = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            return unsafe sqlite3_bind_text64(
                handle, index, text, UInt64(text.utf8.count), copy, UInt8(SQLITE_UTF8))
        }
    }

    /// Goes to the next row; false: there is none.
    func step() throws(NodeFailure) -> Bool {
        switch unsafe sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw NodeFailure(database.message)
        }
    }

    /// The current row as text; nil is NULL.
    var row: [String?] {
        columnIndexes.map { column in
            guard let bytes = unsafe sqlite3_column_text(handle, column) else { return nil }
            let count = Int(unsafe sqlite3_column_bytes(handle, column))
            let buffer = unsafe UnsafeBufferPointer(start: bytes, count: count)
            return unsafe String(decoding: buffer, as: UTF8.self)
        }
    }

    /// Which columns of the current row are numbers.
    var numeric: [Bool] {
        columnIndexes.map { column in
            let type = unsafe sqlite3_column_type(handle, column)
            return type == SQLITE_INTEGER || type == SQLITE_FLOAT
        }
    }

    private func check(_ code: Int32) throws(NodeFailure) {
        guard code == SQLITE_OK else { throw NodeFailure(database.message) }
    }
}

/// A parameter's text as SQLite is to see it. `7`, `-1` and `2.5` are numbers; `007`, `+1` and
/// `1e3` stay text, since a number would not read back as the same text.
enum BoundValue: Equatable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)

    init(_ text: String) {
        if let number = Int64(text), String(number) == text {
            self = .integer(number)
        } else if text.contains("."), let number = Double(text), Self.isDecimal(text) {
            self = .real(number)
        } else {
            self = .text(text)
        }
    }

    /// Digits, one point with digits on both sides, no needless zero in front.
    private static func isDecimal(_ text: String) -> Bool {
        let parts = (text.hasPrefix("-") ? text.dropFirst() : text[...]).split(
            separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "0" || !parts[0].hasPrefix("0") else { return false }
        return parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
    }
}
