/// What a SQL node is to do: the content of its SPECFILE.
struct Specification: Equatable {
    var path: String
    var script: String
    var params: [String: String]
    var transaction = true
    /// Milliseconds.
    var busyTimeout: Int32 = 30_000
    /// Files to import before the first statement.
    var imports: [TableFile] = []
    /// Imported rows come to those that are there, and do not replace them.
    var appends = false
    /// Files to write after the last statement.
    var exports: [TableFile] = []

    /// Name of the output that is given the rows of the last SELECT; nil: none is.
    var list: String?

    struct TableFile: Equatable {
        var table: String
        var path: String
    }

    init(path file: String) throws(NodeFailure) {
        try self.init(json: try readFile(file), name: file)
    }

    init(json: String, name: String) throws(NodeFailure) {
        let document = try JSONDocument(json, name: name)
        guard try document.text("$.kind") == "sql" else {
            throw document.problem("kind is not 'sql'")
        }
        guard try document.text("$.connection.type") == "sqlite" else {
            throw document.problem("connection.type is not 'sqlite'")
        }
        guard let path = try document.text("$.connection.path"), !path.isEmpty else {
            throw document.problem("connection.path is missing")
        }
        self.path = path
        script = try document.text("$.script") ?? ""
        params = Dictionary(
            try document.entries("$.params").map { ($0.key, $0.value) },
            uniquingKeysWith: { _, last in last })
        for (key, value) in try document.entries("$.properties") { try set(key, value) }
    }

    private mutating func set(_ property: String, _ value: String) throws(NodeFailure) {
        switch property {
        case "transaction": transaction = try Self.choice(property, value, ["true", "false"]) == 0
        case "importMode": appends = try Self.choice(property, value, ["append", "replace"]) == 0
        case "busyTimeout":
            guard let milliseconds = Self.milliseconds(value) else {
                throw NodeFailure(
                    "the property busyTimeout is '\(value)'; 0s to 24h, as in 30s, is needed")
            }
            busyTimeout = milliseconds
        case "list": list = try Self.outputName(value)
        default: try setFile(property, value)
        }
    }

    private static func outputName(_ name: String) throws(NodeFailure) -> String {
        let isName = !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "=") }
        guard isName, name != "rows" else {
            throw NodeFailure(
                "the property list is '\(name)'; the name of an output is needed, as in list: files"
            )
        }
        return name
    }

    private mutating func setFile(_ property: String, _ path: String) throws(NodeFailure) {
        let parts = property.split(separator: ".", maxSplits: 1)
        switch parts.first {
        case "import" where parts.count == 2:
            imports.append(TableFile(table: String(parts[1]), path: try Self.place(of: path)))
        case "export" where parts.count == 2:
            exports.append(TableFile(table: String(parts[1]), path: path))
        default:
            throw NodeFailure(
                "the property '\(property)' is unknown; transaction, busyTimeout, importMode, "
                    + "list, import.TABLE and export.TABLE are known")
        }
    }

    /// The path as it is, or that of a file object of the job.
    private static func place(of path: String) throws(NodeFailure) -> String {
        let prefix = "$SLUICE_RESOURCES/"
        guard path.hasPrefix(prefix) else { return path }
        guard let folder = environment("SLUICE_RESOURCES") else {
            throw NodeFailure("there is no \(path): the job names no resources")
        }
        return folder + "/" + path.dropFirst(prefix.count)
    }

    /// The position of a value among those that are allowed.
    private static func choice(
        _ property: String, _ value: String, _ allowed: [String],
    ) throws(NodeFailure) -> Int {
        guard let position = allowed.firstIndex(of: value) else {
            throw NodeFailure(
                "the property \(property) is '\(value)'; "
                    + "\(allowed.joined(separator: " or ")) is needed"
            )
        }
        return position
    }

    private static func milliseconds(_ text: String) -> Int32? {
        let digits = text.prefix { ("0"..."9").contains($0) }
        let factors: [String: Int64] = ["ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000]
        guard let number = Int64(digits),
            let factor = factors[String(text.dropFirst(digits.count))],
            number <= 86_400_000, number * factor <= 86_400_000
        else { return nil }
        return Int32(number * factor)
    }
}

/// Reads JSON by SQLite's own functions: it is linked anyway and starts at once.
struct JSONDocument {
    private let database: Database
    private let json: String
    private let name: String

    init(_ json: String, name: String) throws(NodeFailure) {
        database = try Database(path: ":memory:", busyTimeout: 0)
        (self.json, self.name) = (json, name)
        guard try rows("SELECT json_valid(:json)").first?.first == "1" else {
            throw problem("it is not JSON")
        }
    }

    func problem(_ what: String) -> NodeFailure { NodeFailure("\(name): \(what)") }

    /// The scalar at a path; nil where there is none.
    func text(_ path: String) throws(NodeFailure) -> String? {
        try rows("SELECT json_extract(:json, :path)", ["path": path]).first?.first ?? nil
    }

    /// Members of the object at a path, in their order; nested values as JSON.
    func entries(_ path: String) throws(NodeFailure) -> [(key: String, value: String)] {
        try rows("SELECT key, value FROM json_each(:json, :path)", ["path": path]).map { row in
            (key: (row.first ?? nil) ?? "", value: (row.last ?? nil) ?? "")
        }
    }

    private func rows(
        _ sql: String, _ params: [String: String] = [:],
    ) throws(NodeFailure) -> [[String?]] {
        let statement = try database.prepare(sql)
        try statement.bindAsText(params.merging(["json": json], uniquingKeysWith: { $1 }))
        var rows: [[String?]] = []
        while try statement.step() { rows.append(statement.row) }
        return rows
    }
}
