internal import Glibc

/// Why a file cannot be had.
enum FileProblem: Error, Hashable {
    case missing
    /// A folder, a pipe or a device.
    case notAFile
    /// In bytes.
    case longerThan(Int)
    /// The system's error number.
    case refused(Int32)

    /// `may not be read: Permission denied`
    var words: String {
        switch self {
        case .missing: "is not there"
        case .notAFile: "is no file"
        case .longerThan(let limit): "has more than \(limit) bytes"
        case .refused(let code):
            "may not be read: "
                + (unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)")
        }
    }
}

/// What tells that a file is still the one that was read.
struct FileStamp: Hashable {
    private let device: UInt64
    private let inode: UInt64
    private let size: Int64
    private let seconds: Int
    private let nanoseconds: Int

    fileprivate init(_ found: stat) {
        device = UInt64(found.st_dev)
        inode = UInt64(found.st_ino)
        size = Int64(found.st_size)
        seconds = found.st_mtim.tv_sec
        nanoseconds = found.st_mtim.tv_nsec
    }
}

/// A file that is open for reading, and is closed in the end.
struct MachineFile: ~Copyable {
    private let descriptor: Int32
    let stamp: FileStamp

    init(_ path: String) throws(FileProblem) {
        // Without waiting: nobody has to write into a pipe of that name.
        let opened = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard opened >= 0 else {
            let code = errno
            throw [ENOENT, ENOTDIR, ENAMETOOLONG].contains(code) ? .missing : .refused(code)
        }
        var found = stat()
        guard unsafe fstat(opened, &found) == 0, found.st_mode & S_IFMT == S_IFREG else {
            close(opened)
            throw .notAFile
        }
        descriptor = opened
        stamp = FileStamp(found)
    }

    deinit {
        close(descriptor)
    }

    /// Something is there, whatever it is.
    static func isThere(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// - Parameter limit: bytes; a longer file is refused.
    func bytes(limit: Int) throws(FileProblem) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16 << 10)
        while bytes.count <= limit {
            let count = unsafe piece.withUnsafeMutableBytes {
                unsafe read(descriptor, $0.baseAddress, $0.count)
            }
            if count == 0 { return bytes }
            if count < 0 {
                let code = errno
                if code == EINTR { continue }
                throw .refused(code)
            }
            bytes += piece.prefix(count)
        }
        throw .longerThan(limit)
    }
}

/// Names in folders of the machine.
enum MachineFolder {
    /// Entries that are looked at; a folder of zones has some 150.
    private static let entriesRead = 10_000

    static func isThere(_ path: String) -> Bool {
        var found = stat()
        return unsafe stat(path, &found) == 0 && found.st_mode & S_IFMT == S_IFDIR
    }

    /// Files, or folders, that do not begin with a dot, in order; none where it cannot be read.
    static func names(in path: String, areFolders: Bool) -> [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while names.count < entriesRead, let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix("."), isThere("\(path)/\(name)") == areFolders {
                names.append(name)
            }
        }
        return names.sorted()
    }

    /// What a symbolic link says; nil where `path` is none.
    static func link(_ path: String) -> String? {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink(path, &target, target.count)
        guard count > 0 else { return nil }
        return String(decoding: target.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// An open file and where it was found.
struct FoundFile: ~Copyable {
    let path: String
    let file: MachineFile

    init(_ path: String) throws(FileProblem) {
        self.path = path
        file = try MachineFile(path)
    }
}
