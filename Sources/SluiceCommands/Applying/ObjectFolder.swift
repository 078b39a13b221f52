import SluiceModel
import SluiceWire

/// What lies in a folder that is applied: job files anywhere, and file objects in folders that are
/// named like their kind.
///
/// What begins with a dot is passed over. A symbolic link is a problem: what it leads to may lie
/// anywhere, and to pass over it would, with `--prune`, delete an object.
struct ObjectFolder {
    /// Folders within each other; a deeper one is not what was meant.
    static let deepest = 16
    /// An environment has at most 10,000 jobs and as many file objects unless its workspace says
    /// otherwise.
    static let mostFiles = 20_000

    /// Kinds of file objects by the names of their folders.
    static let kinds = Dictionary(
        uniqueKeysWithValues: FileKindChoice.allCases.map { ($0.rawValue + "s", $0.wire) })

    /// In the order of their names, as the others are.
    private(set) var jobFiles: [String] = []
    private(set) var fileObjects: [(path: String, kind: SluiceWire.ObjectKind)] = []
    /// Files that are no job files by their names.
    private(set) var leftOut: [String] = []
    /// `PATH: what is wrong`
    private(set) var problems: [String] = []

    init(_ path: String, _ console: Console) throws(Failure) {
        guard !console.isFile(path) else {
            throw .usage(
                "\(path) is a file, and a folder is applied",
                hint: "one file: sluice job submit \(shellWord(path))")
        }
        let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        try read(folder, depth: 1, of: nil, console)
    }

    /// - Parameter kind: of what lies in the folder; nil: job files.
    private mutating func read(
        _ folder: String, depth: Int, of kind: SluiceWire.ObjectKind?, _ console: Console,
    ) throws(Failure) {
        guard depth <= Self.deepest else {
            throw .usage("\(folder) lies more than \(Self.deepest) folders deep")
        }
        for entry in try console.entries(folder) where !entry.name.hasPrefix(".") {
            let path = "\(folder)/\(entry.name)"
            switch entry.kind {
            case .link: problems.append("\(path): is a symbolic link; put the file itself there")
            case .folder where kind == nil:
                try read(path, depth: depth + 1, of: Self.kinds[entry.name], console)
            case .folder: problems.append("\(path): is a folder; file objects are files")
            case .file, .other: take(entry, path, kind)
            }
            guard jobFiles.count + fileObjects.count <= Self.mostFiles else {
                throw .usage("\(folder) has more than \(Self.mostFiles) files")
            }
        }
    }

    private mutating func take(
        _ entry: FolderEntry, _ path: String, _ kind: SluiceWire.ObjectKind?,
    ) {
        let isJobFile = Session.jobFileEndings.contains { entry.name.hasSuffix($0) }
        guard isJobFile || kind != nil else { return leftOut.append(path) }
        guard entry.kind == .file else { return problems.append("\(path): is no regular file") }
        guard let kind else { return jobFiles.append(path) }
        if let problem = Names.fileProblem(with: entry.name) {
            return problems.append("\(path): \(problem)")
        }
        fileObjects.append((path, kind))
    }
}
