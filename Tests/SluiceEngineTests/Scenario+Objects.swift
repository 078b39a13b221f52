import SluiceEngine
import SluiceModel

/// File objects as a scenario file puts them.
extension Scenario {
    /// `put shops.csv north kind=resource`, `remove shops.csv`
    func object(_ words: [String]) -> Command {
        guard words[0] == "put" else {
            return .deleteObject(DeleteObject(scope: .standard, name: words[1]))
        }
        let kind = words.dropFirst(3).map(pair).first { $0.0 == "kind" }?.1
        return .putObject(
            PutObject(
                scope: .standard, name: words[1],
                kind: kind.flatMap { name in ObjectKind.allCases.first { $0.name == name } },
                content: FileContent(Array(words[2].utf8))))
    }

    /// `  {shops.csv@2}`: the files that an attempt finds.
    func words(_ pins: [FilePin]) -> String {
        guard !pins.isEmpty else { return "" }
        let files = pins.map { "\($0.name)@\($0.version)" }.joined(separator: ", ")
        return "  {\(files)}"
    }
}
