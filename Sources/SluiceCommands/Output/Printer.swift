import SluiceWire

/// The form in which data is printed.
enum OutputFormat: String, CaseIterable {
    case table
    case wide
    case json
    case jsonl
    case yaml
    case name
    case csv
    case dot
    case mermaid
    case svg

    /// Only a graph has it.
    var isDrawing: Bool { self == .dot || self == .mermaid || self == .svg }
}

/// Prints data in the form that was asked for.
struct Printer: Sendable {
    var console: Console
    var format: OutputFormat
    /// The fields that were asked for; empty: all.
    var fields: [String]
    var paint: Paint

    var moment: Moment {
        Moment(now: console.now(), zone: console.zone, isTerminal: console.outputIsTerminal)
    }

    /// People read, not programs.
    var isForPeople: Bool { format == .table || format == .wide }

    func show<Row: WireMessage>(_ rows: [Row], as listing: Listing<Row>) throws(Failure) {
        switch format {
        case .name: for row in rows { console.writeLine(listing.name(row)) }
        case .json: console.writeLine(jsonList(rows))
        case .jsonl: for row in rows { console.writeLine(json(row, pretty: false)) }
        case .yaml: console.write(JSONTree.list(rows.map(picked)).yaml)
        case .csv: writeCSV(try table(rows, as: listing))
        case .table, .wide: writeTable(try table(rows, as: listing))
        case .dot, .mermaid, .svg: throw noDrawing
        }
    }

    var noDrawing: Failure {
        .usage("-o \(format.rawValue) is for graphs", hint: "sluice dag 12 -o \(format.rawValue)")
    }

    /// Rows in the forms that have no more to them than rows: names, CSV and tables.
    func showRows<Row: JSONValue & Sendable>(
        _ rows: [Row], as listing: Listing<Row>,
    ) throws(Failure) {
        switch format {
        case .name: for row in rows { console.writeLine(listing.name(row)) }
        case .csv: writeCSV(try table(rows, as: listing))
        case .table, .wide, .json, .jsonl, .yaml: writeTable(try table(rows, as: listing))
        case .dot, .mermaid, .svg: throw noDrawing
        }
    }

    /// One message or other object; `people` writes it for people.
    func show<Message: JSONValue>(
        _ message: Message, name: String, people: () throws(Failure) -> Void,
    ) throws(Failure) {
        switch format {
        case .table, .wide: try people()
        case .json: console.writeLine(json(message, pretty: true))
        case .jsonl: console.writeLine(json(message, pretty: false))
        case .yaml: console.write(picked(message).yaml)
        case .name: console.writeLine(name)
        case .csv: throw .usage("-o csv is for lists", hint: "-o json, or a list: sluice ps -o csv")
        case .dot, .mermaid, .svg: throw noDrawing
        }
    }

    /// Objects that are no messages.
    func show(_ objects: [JSONTree]) throws(Failure) {
        switch format {
        case .json: console.writeLine(JSONTree.list(objects).json(pretty: true))
        case .jsonl: for object in objects { console.writeLine(object.json(pretty: false)) }
        case .yaml: console.write(JSONTree.list(objects).yaml)
        case .table, .wide, .name, .csv, .dot, .mermaid, .svg:
            throw .usage("-o \(format.rawValue) does not fit here", hint: "-o json")
        }
    }

    func writeTable(_ table: Table) {
        guard !table.rows.isEmpty else { return }
        let width = console.outputIsTerminal ? console.width : nil
        for line in table.lines(width: width, paint: paint) { console.writeLine(line) }
    }

    /// The table that the format and `--fields` ask for.
    func table<Row: JSONValue & Sendable>(
        _ rows: [Row], as listing: Listing<Row>,
    ) throws(Failure) -> Table {
        let columns = try columns(of: listing, like: rows.first)
        if format == .csv {
            let plain = fields.isEmpty ? listing.plainFields : []
            return plainTable(rows, plain.isEmpty ? columns.map(\.field) : plain)
        }
        let moment = moment
        return Table(
            headings: columns.map(\.heading),
            rows: rows.map { row in columns.map { $0.cell(row, moment) } })
    }

    /// The values as JSON has them, under the names of JSON.
    private func plainTable(_ rows: [some JSONValue], _ fields: [String]) -> Table {
        Table(
            headings: fields.map { Table.Heading(title: $0) },
            rows: rows.map { row in
                let tree = JSONTree(row)
                return fields.map { Table.Cell(tree[$0]?.flat ?? "") }
            })
    }

    private func columns<Row: JSONValue & Sendable>(
        of listing: Listing<Row>, like sample: Row?,
    ) throws(Failure) -> [Listing<Row>.Column] {
        guard !fields.isEmpty else {
            return listing.columns.filter { !$0.isWide || format == .wide || format == .csv }
        }
        let known = sample.map { JSONTree($0).fields } ?? []
        var columns: [Listing<Row>.Column] = []
        for field in fields {
            if let column = listing.columns.first(where: { $0.field == field }) {
                columns.append(column)
            } else if known.contains(field) || sample == nil {
                columns.append(.text(field, field) { JSONTree($0)[field]?.flat ?? "" })
            } else {
                throw .usage(
                    "there is no field '\(field)'",
                    hint: "the fields: \(known.joined(separator: ", "))")
            }
        }
        return columns
    }
}

// MARK: - JSON and CSV

extension Printer {
    private func picked(_ message: some JSONValue) -> JSONTree {
        let tree = JSONTree(message)
        return fields.isEmpty ? tree : tree.picking(fields)
    }

    private func json(_ message: some JSONValue, pretty: Bool) -> String {
        guard fields.isEmpty else { return picked(message).json(pretty: pretty) }
        var writer = JSONWriter(pretty: pretty)
        message.writeJSON(into: &writer)
        return writer.text
    }

    private func jsonList(_ rows: [some WireMessage]) -> String {
        JSONTree.list(rows.map(picked)).json(pretty: true)
    }

    private func writeCSV(_ table: Table) {
        console.writeLine(table.headings.map { Self.quoted($0.title) }.joined(separator: ","))
        for row in table.rows {
            console.writeLine(row.map { Self.quoted($0.text) }.joined(separator: ","))
        }
    }

    private static func quoted(_ text: String) -> String {
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\""
            + text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"") + "\""
    }
}
