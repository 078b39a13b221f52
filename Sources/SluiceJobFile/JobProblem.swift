package import SluiceModel

/// Something that is wrong with a job file.
package struct JobProblem: Error, Hashable, Sendable {
    /// Line in the source, from 1; 0 where there is none.
    package var line: Int
    /// Column in the line, from 1, in characters; 0 where there is none.
    package var column: Int
    /// Path of the value: `nodes[2].dependsOn[0]`; empty for the file as a whole.
    package var path: String
    /// What is wrong, naming the value.
    package var message: String
    /// What would be right; may be empty.
    package var hint: String
    /// The domain's code, where it has one for this.
    package var domain: DomainCode?

    package init(
        line: Int, column: Int, path: String = "", _ message: String, hint: String = "",
        domain: DomainCode? = nil,
    ) {
        self.line = line
        self.column = column
        self.path = path
        self.message = message
        self.hint = hint
        self.domain = domain
    }
}

extension JobProblem: CustomStringConvertible {
    /// `12:7: nodes[2].type is 'Shel' … (did you mean 'Shell'?)`
    package var description: String {
        "\(line):\(column): \(message)" + (hint.isEmpty ? "" : " (\(hint))")
    }
}

/// The problems found so far; one list for all parts of a file.
final class Findings {
    /// More are not kept: nobody reads them, and a hostile file could ask for millions.
    static let kept = 10_000
    /// A suggestion compares with every known name, so only the first problems get one.
    static let suggestions = 200

    private(set) var problems: [JobProblem] = []
    var lines: SourceLines

    init(source: String) {
        lines = SourceLines(source)
    }

    func add(
        _ mark: Mark, _ path: String, _ message: String, hint: String = "",
        domain: DomainCode? = nil,
    ) {
        guard problems.count < Self.kept else { return }
        problems.append(
            JobProblem(
                line: mark.line, column: mark.column, path: path, message, hint: hint,
                domain: domain))
    }

    /// `did you mean 'load'?`, or `otherwise` where no known name is near.
    func suggestion(for name: String, among known: [String], otherwise: String = "") -> String {
        guard problems.count < Self.suggestions else { return otherwise }
        return nearest(to: name, among: known).map { "did you mean '\($0)'?" } ?? otherwise
    }

    /// In the order of the file; those of one place in the order in which they were found.
    var sorted: [JobProblem] {
        problems.enumerated().sorted { left, right in
            (left.element.line, left.element.column, left.offset)
                < (right.element.line, right.element.column, right.offset)
        }.map(\.element)
    }
}
