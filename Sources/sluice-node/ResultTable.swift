/// The rows of a SELECT for the log: the first hundred, aligned, and the number of all.
struct ResultTable {
    static let shown = 100
    /// Characters of a cell; more are cut, with `…`.
    static let cell = 60

    private let columns: [String]
    private var rows: [[String?]] = []
    private var rightAligned: [Bool]
    private(set) var total: Int64 = 0

    init(columns: [String]) {
        self.columns = columns
        rightAligned = columns.map { _ in true }
    }

    mutating func add(_ row: [String?], numeric: [Bool]) {
        total += 1
        guard rows.count < Self.shown else { return }
        rows.append(row)
        for (column, isNumber) in numeric.enumerated() where !isNumber && row[column] != nil {
            rightAligned[column] = false
        }
    }

    /// The columns of the only row as outputs; none where there are several rows or no row. NULL is
    /// the empty text.
    var outputs: [Output.Pair] {
        guard total == 1, let row = rows.first else { return [] }
        return zip(columns, row).map { Output.Pair(name: $0, value: $1 ?? "") }
    }

    /// The table with a head line, and a last line about the rows that are not shown.
    var text: String {
        let cells = rows.map { row in row.map { Self.shorten($0 ?? "NULL") } }
        let widths = columns.indices.map { column in
            ([columns] + cells).map { $0[column].count }.max() ?? 0
        }
        let rule = widths.map { String(repeating: "-", count: $0) }
        var lines = [line(columns, widths), rule.joined(separator: "  ")]
        lines += cells.map { line($0, widths) }
        if total > rows.count { lines.append("… \(total - Int64(rows.count)) more rows") }
        return lines.joined(separator: "\n")
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = cells.indices.map { column in
            let blanks = String(repeating: " ", count: widths[column] - cells[column].count)
            return rightAligned[column] ? blanks + cells[column] : cells[column] + blanks
        }
        let text = padded.joined(separator: "  ")
        let end = text.lastIndex { $0 != " " }.map(text.index(after:)) ?? text.startIndex
        return String(text[..<end])
    }

    private static func shorten(_ text: String) -> String {
        let line = String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
        return line.count > cell ? line.prefix(cell - 1) + "…" : line
    }
}
