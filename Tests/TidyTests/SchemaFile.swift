import Testing

/// A schema, read line by line: our own files are regular enough for it.
struct SchemaFile: CustomTestStringConvertible, Sendable {
    enum Kind: Sendable {
        case message, enumeration, service, method, field, value, choice
    }

    struct Declaration: Sendable {
        let kind: Kind
        let name: String
        let line: String
        /// Lines of the declaration in the file.
        let extent: Range<Int>
        let hasComment: Bool
        let place: String
    }

    let path: String
    private let lines: [String]
    let declarations: [Declaration]

    var testDescription: String { path }
    var methods: [Declaration] { declarations.filter { $0.kind == .method } }

    /// Messages that a method of this file takes.
    var requests: [Declaration] {
        let names = methods.compactMap { $0.line.firstMatch(of: /\((\w+)\)/)?.1 }
        return declarations.filter { $0.kind == .message && names.contains($0.name[...]) }
    }

    static func all() -> [SchemaFile] {
        // The envelope of ttrpc is given by others.
        SourceTree.files(in: "proto/sluice", ".proto").map(SchemaFile.init)
            .filter { !$0.path.hasSuffix("/ttrpc.proto") }
    }

    init(_ file: SourceFile) {
        path = file.path
        let lines = file.lines.map(String.init)
        self.lines = lines
        declarations = lines.indices.compactMap { Self.declaration(lines, $0, file.path) }
    }

    func text(of declaration: Declaration) -> String {
        lines[declaration.extent].joined(separator: "\n")
    }

    func fields(of message: Declaration) -> Set<String> {
        let fields = declarations.filter { $0.kind == .field }
        return Set(
            fields.filter { message.extent.contains($0.extent.lowerBound) }.map(\.name))
    }

    private static func declaration(
        _ lines: [String], _ index: Int, _ path: String,
    ) -> Declaration? {
        let line = lines[index]
        guard let (kind, name) = kindAndName(line) else { return nil }
        let above = index > 0 ? lines[index - 1] : ""
        // The only field of a choice is explained with it.
        let commented =
            above.drop(while: \.isWhitespace).hasPrefix("//") || line.contains("; //")
            || above.contains(/^\s*oneof\s/)
        return Declaration(
            kind: kind, name: name, line: line, extent: index..<end(lines, index),
            hasComment: commented, place: "\(path):\(index + 1): \(name)")
    }

    private static func kindAndName(_ line: String) -> (Kind, String)? {
        if let match = line.firstMatch(of: /^\s*(message|enum|service|rpc|oneof)\s+(\w+)/) {
            let kinds: [Substring: Kind] = [
                "message": .message, "enum": .enumeration, "service": .service, "rpc": .method,
                "oneof": .choice,
            ]
            return kinds[match.1].map { ($0, String(match.2)) }
        }
        if let match = line.firstMatch(of: /^\s+([A-Z][A-Z0-9_]*)\s*=\s*-?\d+\s*[;\[]/) {
            return (.value, String(match.1))
        }
        let field = /^\s+(?:repeated\s+|optional\s+)?[\w.<>, ]+\s(\w+)\s*=\s*\d+\s*[;\[]/
        return line.firstMatch(of: field).map { (.field, String($0.1)) }
    }

    /// Index after the last line of the declaration that begins at `index`.
    private static func end(_ lines: [String], _ index: Int) -> Int {
        var depth = 0
        for position in index..<lines.count {
            let code = lines[position].prefix { $0 != "/" }
            depth += code.count { $0 == "{" } - code.count { $0 == "}" }
            if depth == 0, code.contains("}") || code.contains(";") { return position + 1 }
        }
        return lines.count
    }
}
