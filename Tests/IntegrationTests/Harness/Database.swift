import GRDBSQLite
import Testing

extension World {
    /// Changes the database while no daemon has it.
    func change(_ sql: String) throws {
        var database: OpaquePointer?
        defer { unsafe sqlite3_close(database) }
        try #require(unsafe sqlite3_open(state + "/sluice.db", &database) == SQLITE_OK)
        try #require(unsafe sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK)
    }
}
