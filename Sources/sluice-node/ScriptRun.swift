import Glibc

/// Runs the statements of a script, one after the other, and tells of each.
final class ScriptRun {
    /// What the node reports at its end.
    struct Report: Equatable {
        var rows: Int64
        /// Columns of the last SELECT, where it gave exactly one row.
        var outputs: [Output.Pair]
    }

    private let specification: Specification
    private let database: Database
    private let text: ScriptText
    private var lastSelect: ResultTable?
    private var lastRows: RowList?
    /// Number of the statement that runs, from 1.
    private var number = 0

    init(_ specification: Specification) throws(NodeFailure) {
        self.specification = specification
        text = ScriptText(specification.script)
        database = try Database(path: specification.path, busyTimeout: specification.busyTimeout)
    }

    func run() throws(NodeFailure) -> Report {
        // IMMEDIATE: two nodes that read and then write wait for each other here, where waiting
        // helps, and not in the middle, where SQLite can only refuse one of them.
        if specification.transaction { try database.execute("BEGIN IMMEDIATE") }
        let imported = try importFiles()
        let before = database.totalChanges
        try runStatements()
        let changed = imported + database.totalChanges - before
        if database.isInTransaction { try database.execute("COMMIT") }
        try exportTables()
        return Report(
            rows: changed > 0 ? changed : lastSelect?.total ?? 0,
            outputs: (lastSelect?.outputs ?? []) + (try list()))
    }

    private func list() throws(NodeFailure) -> [Output.Pair] {
        guard let name = specification.list else { return [] }
        guard let rows = lastRows else {
            throw NodeFailure("the property list is there, and no statement is a SELECT")
        }
        guard !rows.isTooLong else {
            throw NodeFailure("the list of the rows has more than \(RowList.limit) bytes")
        }
        return [Output.Pair(name: name, value: rows.json)]
    }

    private func importFiles() throws(NodeFailure) -> Int64 {
        var total: Int64 = 0
        for file in specification.imports {
            let watch = Stopwatch()
            let rows = try TSVImport(file, into: database, replaces: !specification.appends).run()
            total += rows
            Output.log(
                "import \(file.table): \(Output.rows(rows)) from \(file.path) (\(watch.elapsed))\n")
        }
        return total
    }

    private func exportTables() throws(NodeFailure) {
        for file in specification.exports {
            let rows = try TSVExport(file, from: database).run()
            Output.log("export \(file.table): \(Output.rows(rows)) into \(file.path)\n")
        }
    }

    private func runStatements() throws(NodeFailure) {
        var position = 0
        while true {
            let start = text.skippingBlanks(from: position)
            number += 1
            do throws(NodeFailure) {
                let (statement, end) = try database.statement(in: specification.script, from: start)
                guard let statement else { return }
                position = end
                try run(statement, text: text.firstLine(from: start, to: end))
            } catch {
                throw NodeFailure(
                    "statement \(number), line \(text.line(of: start)): \(error.message)")
            }
        }
    }

    private func run(_ statement: Statement, text: String) throws(NodeFailure) {
        let watch = Stopwatch()
        let before = database.totalChanges
        try statement.bind(specification.params)
        Output.log("\(number)> \(text)")
        let columns = statement.columns
        var table = ResultTable(columns: columns)
        var rows = specification.list == nil ? nil : RowList(columns: columns)
        while try statement.step() {
            let (row, numeric) = (statement.row, statement.numeric)
            table.add(row, numeric: numeric)
            rows?.add(row, numeric: numeric)
        }
        guard !columns.isEmpty else {
            let changes = database.totalChanges - before
            return Output.log("\(Output.rows(changes)) changed (\(watch.elapsed))\n")
        }
        Output.log("\(table.text)\n\(Output.rows(table.total)) (\(watch.elapsed))\n")
        lastSelect = table
        lastRows = rows
    }
}

/// Places in a script, by bytes.
struct ScriptText {
    private let bytes: [UInt8]

    init(_ script: String) {
        bytes = Array(script.utf8)
    }

    /// The first byte from `start` on that is neither blank nor comment nor a lone `;`.
    func skippingBlanks(from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            let rest = bytes[index...]
            if rest.starts(with: "--".utf8) {
                index = rest.firstIndex(of: 10) ?? bytes.count
            } else if rest.starts(with: "/*".utf8) {
                index = end(ofCommentFrom: index)
            } else if [9, 10, 12, 13, 32, UInt8(ascii: ";")].contains(bytes[index]) {
                index += 1
            } else {
                break
            }
        }
        return index
    }

    private func end(ofCommentFrom start: Int) -> Int {
        let slash = UInt8(ascii: "/")
        let closing = bytes.indices.dropFirst(start + 3).first {
            bytes[$0] == slash && bytes[$0 - 1] == UInt8(ascii: "*")
        }
        return closing.map { $0 + 1 } ?? bytes.count
    }

    /// From 1.
    func line(of position: Int) -> Int {
        bytes.prefix(position).count { $0 == 10 } + 1
    }

    /// For the log: the first line of a statement, at most 120 characters.
    func firstLine(from start: Int, to end: Int) -> String {
        let line = bytes[start..<end].prefix { $0 != 10 && $0 != 13 }
        let text = String(decoding: line, as: UTF8.self)
        let isCut = line.count < end - start || text.count > 120
        return isCut ? "\(text.prefix(120)) …" : text
    }
}

/// Time since it was made, by the boot-time clock.
struct Stopwatch {
    private let start = Self.now

    /// `12 ms`, `3.4 s`.
    var elapsed: String {
        let milliseconds = (Self.now - start) / 1_000_000
        return milliseconds < 1000
            ? "\(milliseconds) ms" : "\(milliseconds / 1000).\(milliseconds / 100 % 10) s"
    }

    private static var now: Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
