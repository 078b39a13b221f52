import SluiceWire

/// What cells need to know beside their row.
struct Moment: Sendable {
    /// Unix milliseconds.
    var now: Int64
    var zone: Zone
    /// Times are relative and short.
    var isTerminal: Bool

    /// A moment in a cell; empty for 0, which means that it has not come.
    func cell(_ milliseconds: Int64) -> Table.Cell {
        guard milliseconds > 0 else { return Table.Cell("") }
        return Table.Cell(
            isTerminal
                ? TimeText.relative(milliseconds, now: now, zone)
                : TimeText.rfc3339(milliseconds, zone))
    }

    /// A moment in a sentence: `2026-11-20 02:00:00 (3m ago)`, or RFC 3339.
    func text(_ milliseconds: Int64) -> String {
        guard milliseconds > 0 else { return "" }
        guard isTerminal else { return TimeText.rfc3339(milliseconds, zone) }
        let relative = TimeText.relative(milliseconds, now: now, zone)
        return "\(TimeText.local(milliseconds, in: zone)) (\(relative))"
    }
}

/// How rows of one kind are shown.
struct Listing<Row: JSONValue & Sendable> {
    struct Column {
        /// Name of the field in JSON, which `--fields` takes.
        var field: String
        var heading: Table.Heading
        /// Shown with `-o wide` only.
        var isWide = false
        var cell: @Sendable (Row, Moment) -> Table.Cell
    }

    /// What `-o name` prints.
    var name: @Sendable (Row) -> String
    var columns: [Column]
    /// What CSV has where a column shows several fields in one; empty: the fields of the columns.
    var plainFields: [String] = []
}

extension Listing.Column {
    static func text(
        _ field: String, _ title: String, isWide: Bool = false, canShrink: Bool = false,
        _ text: @escaping @Sendable (Row) -> String,
    ) -> Self {
        Self(field: field, heading: .init(title: title, canShrink: canShrink), isWide: isWide) {
            row, _ in Table.Cell(text(row))
        }
    }

    static func number(
        _ field: String, _ title: String, isWide: Bool = false,
        _ number: @escaping @Sendable (Row) -> Int64?,
    ) -> Self {
        Self(field: field, heading: .init(title: title, alignment: .right), isWide: isWide) {
            row, _ in Table.Cell(number(row).map { String($0) } ?? "")
        }
    }

    static func time(
        _ field: String, _ title: String, isWide: Bool = false,
        _ time: @escaping @Sendable (Row) -> Int64,
    ) -> Self {
        Self(field: field, heading: .init(title: title), isWide: isWide) { row, moment in
            moment.cell(time(row))
        }
    }

    static func duration(
        _ field: String, _ title: String, _ duration: @escaping @Sendable (Row) -> Int64?,
    ) -> Self {
        Self(field: field, heading: .init(title: title, alignment: .right)) { row, _ in
            Table.Cell(duration(row).map(DurationText.write) ?? "")
        }
    }
}
