import Glibc

/// What lies in a folder.
struct FolderEntry: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case file
        case folder
        /// A symbolic link, whatever it leads to.
        case link
        /// A socket, a pipe, a device.
        case other
    }

    var name: String
    var kind: Kind
}

/// The entries of a folder in the order of their names.
func readFolder(_ path: String) throws(Failure) -> [FolderEntry] {
    guard let folder = unsafe opendir(path) else { throw cannotRead(path) }
    defer { unsafe closedir(folder) }
    var entries: [FolderEntry] = []
    while let bytes = try unsafe nextName(in: folder, path) {
        guard let name = String(validating: bytes, as: UTF8.self) else {
            throw .usage(
                "a name in \(path) is not UTF-8: '\(String(decoding: bytes, as: UTF8.self))'",
                hint: "name that file otherwise")
        }
        guard name != ".", name != ".." else { continue }
        entries.append(FolderEntry(name: name, kind: try kind(of: "\(path)/\(name)")))
    }
    return entries.sorted { $0.name < $1.name }
}

/// Nil at the end, and only there: what could not be read is not taken for what is not there.
private func nextName(in folder: OpaquePointer, _ path: String) throws(Failure) -> [UInt8]? {
    errno = 0
    guard let entry = unsafe readdir(folder) else {
        guard errno == 0 else { throw cannotRead(path) }
        return nil
    }
    return unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe Array(bytes.prefix { $0 != 0 })
    }
}

private func kind(of path: String) throws(Failure) -> FolderEntry.Kind {
    var found = stat()
    guard unsafe lstat(path, &found) == 0 else { throw cannotRead(path) }
    switch found.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    case S_IFLNK: return .link
    default: return .other
    }
}
