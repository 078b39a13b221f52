import SluiceWire

/// A file of a folder that becomes an object of an environment.
enum FolderObject: Sendable {
    case job(Submission)
    case file(FileObject)

    /// The content of a file object.
    struct FileObject: Sendable {
        var path: String
        var name: String
        var kind: ObjectKind
        var content: [UInt8]
    }

    var key: DevelopedObject {
        switch self {
        case .job(let job): DevelopedObject(name: job.jobName, isFile: false)
        case .file(let file): DevelopedObject(name: file.name, isFile: true)
        }
    }

    var name: String { key.name }

    /// Empty where it is not of the folder.
    var path: String {
        switch self {
        case .job(let job): job.path
        case .file(let file): file.path
        }
    }

    var kind: ObjectKind {
        switch self {
        case .job(let job): job.kind
        case .file(let file): file.kind
        }
    }

    var content: [UInt8] {
        switch self {
        case .job(let job): Array(job.source.utf8)
        case .file(let file): file.content
        }
    }

    /// What has to be there before it.
    var needs: [DevelopedObject] {
        switch self {
        case .job(let job): job.needs
        case .file: []
        }
    }

    /// `job 'load'`
    var words: String { "\(key.isFile ? "file object" : "job") '\(name)'" }
}

/// What was found in a folder: the objects, and all that is wrong.
struct FolderReading {
    private(set) var objects: [FolderObject] = []
    /// Job files that are wrong.
    private(set) var wrong: [FileCheck] = []
    /// What else is wrong.
    private(set) var problems: [String]
    /// By their keys, the paths of the objects.
    private var paths: [DevelopedObject: String] = [:]

    init(_ folder: ObjectFolder, _ session: Session) {
        problems = folder.problems
        for (path, kind) in folder.fileObjects {
            do throws(Failure) {
                let content = try session.console.read(path)
                let name = path.split(separator: "/").last.map(String.init) ?? path
                add(.file(.init(path: path, name: name, kind: kind, content: content)))
            } catch {
                problems.append(error.message)
            }
        }
        for path in folder.jobFiles {
            do throws(Failure) {
                let check = try session.check(path)
                if check.report.problems.isEmpty {
                    add(.job(Submission(check)))
                } else {
                    wrong.append(check)
                }
            } catch {
                problems.append(error.message)
            }
        }
    }

    private mutating func add(_ object: FolderObject) {
        if let other = paths.updateValue(object.path, forKey: object.key) {
            problems.append("\(object.path): \(object.words) is that of \(other), too")
        }
        objects.append(object)
    }
}
