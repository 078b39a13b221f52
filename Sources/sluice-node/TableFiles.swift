/// Loads a file of tab-separated values into a table, so that running a node again gives the same:
/// the rows that were there are replaced unless told otherwise.
///
/// The first line names the columns, each with a type behind it if wanted: `size INTEGER`. `\N` is
/// NULL; a tab or newline cannot be part of a value. Empty lines are passed over.
struct TSVImport {
    private let table: String
    private let path: String
    private let database: Database
    private let replaces: Bool

    init(_ source: Specification.TableFile, into database: Database, replaces: Bool) {
        (table, path, self.database) = (source.table, source.path, database)
        self.replaces = replaces
    }

    /// - Returns: the number of rows.
    func run() throws(NodeFailure) -> Int64 {
        let content = try readFile(path)
        let lines = content.utf8.split(separator: 10, omittingEmptySubsequences: false)
        guard let header = lines.first, !header.isEmpty else {
            throw NodeFailure("import \(table): \(path) is empty; its first line names the columns")
        }
        let columns = try TSV.cells(header).map { cell throws(NodeFailure) in try Column(cell ?? "")
        }
        let insert = try prepareInsert(columns)
        var total: Int64 = 0
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            try add(TSV.cells(line), by: insert, columns: columns.count, line: index + 1)
            total += 1
        }
        return total
    }

    private func add(
        _ row: [String?], by insert: Statement, columns: Int, line: Int,
    ) throws(NodeFailure) {
        guard row.count == columns else {
            throw NodeFailure(
                "import \(table): line \(line) of \(path) has \(row.count) values; "
                    + "the header has \(columns)")
        }
        do throws(NodeFailure) {
            try insert.bind(row: row)
            _ = try insert.step()
        } catch {
            throw NodeFailure("import \(table): line \(line) of \(path): \(error.message)")
        }
    }

    private func prepareInsert(_ columns: [Column]) throws(NodeFailure) -> Statement {
        let target = TSV.quoted(table)
        let names = columns.map { TSV.quoted($0.name) }.joined(separator: ", ")
        let definitions = columns.map { "\(TSV.quoted($0.name)) \($0.type)" }.joined(
            separator: ", ")
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        do throws(NodeFailure) {
            try database.execute("CREATE TABLE IF NOT EXISTS \(target) (\(definitions))")
            if replaces { try database.execute("DELETE FROM \(target)") }
            return try database.prepare("INSERT INTO \(target) (\(names)) VALUES (\(marks))")
        } catch {
            throw NodeFailure("import \(table): \(error.message)")
        }
    }

    /// A cell of the header.
    private struct Column {
        var name: String
        /// Used where the table is created.
        var type = "TEXT"

        init(_ cell: String) throws(NodeFailure) {
            let words = cell.split(separator: " ")
            guard let name = words.first, words.count <= 2 else {
                throw NodeFailure(
                    "the header has the column '\(cell)'; a name, or name and type, is needed")
            }
            self.name = String(name)
            guard words.count == 2 else { return }
            type = words[1].uppercased()
            guard ["TEXT", "INTEGER", "REAL"].contains(type) else {
                throw NodeFailure(
                    "the column '\(name)' has the type '\(words[1])'; "
                        + "TEXT, INTEGER and REAL are known"
                )
            }
        }
    }
}

/// Writes a table as tab-separated values, with the names of its columns in the first line. Tabs
/// and newlines in values become blanks, NULL becomes `\N`.
struct TSVExport {
    private let table: String
    private let path: String
    private let database: Database

    init(_ target: Specification.TableFile, from database: Database) {
        (table, path, self.database) = (target.table, target.path, database)
    }

    /// - Returns: the number of rows.
    func run() throws(NodeFailure) -> Int64 {
        do throws(NodeFailure) {
            let statement = try database.prepare("SELECT * FROM \(TSV.quoted(table))")
            var text = TSV.line(statement.columns)
            var total: Int64 = 0
            while try statement.step() {
                text += TSV.line(statement.row)
                total += 1
            }
            try writeFile(path, text)
            return total
        } catch {
            throw NodeFailure("export \(table): \(error.message)")
        }
    }
}

/// Tab-separated values.
enum TSV {
    static func cells(_ line: Substring.UTF8View) -> [String?] {
        line.split(separator: 9, omittingEmptySubsequences: false).map { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            return text == "\\N" ? nil : text
        }
    }

    static func line(_ cells: [String?]) -> String {
        cells.map { cell in
            guard let cell else { return "\\N" }
            return String(cell.map { $0.isNewline || $0 == "\t" ? " " : $0 })
        }.joined(separator: "\t") + "\n"
    }

    /// A name in SQL, whatever is in it.
    static func quoted(_ name: String) -> String {
        let parts = name.split(separator: "\"", omittingEmptySubsequences: false)
        return "\"" + parts.joined(separator: "\"\"") + "\""
    }
}
