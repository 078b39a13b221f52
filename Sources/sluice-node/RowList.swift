/// The rows of a SELECT as a JSON list, for a ForEach that comes after: of a single column its
/// values, else an object for each row. Numbers stay numbers, and NULL is null.
struct RowList {
    /// Bytes that a node may report.
    static let limit = 64 * 1024

    private let columns: [String]
    private var body = ""
    private(set) var isTooLong = false

    init(columns: [String]) {
        self.columns = columns
    }

    var json: String { "[\(body)]" }

    mutating func add(_ row: [String?], numeric: [Bool]) {
        guard !isTooLong else { return }
        let values = row.indices.map { Self.value(row[$0], isNumber: numeric[$0]) }
        let members = zip(columns, values).map { "\(Self.quoted($0)):\($1)" }
        let element = columns.count == 1 ? values[0] : "{\(members.joined(separator: ","))}"
        body += (body.isEmpty ? "" : ",") + element
        isTooLong = body.utf8.count + 2 > Self.limit
    }

    private static func value(_ text: String?, isNumber: Bool) -> String {
        guard let text else { return "null" }
        // SQLite writes infinity as a word, which is no number in JSON.
        return isNumber && text.last?.isNumber == true ? text : quoted(text)
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20 || scalar.properties.isWhitespace && scalar != " ":
                quoted += escaped(scalar)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// Also for blanks that end a line somewhere: an output is one line.
    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
