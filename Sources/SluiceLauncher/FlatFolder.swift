internal import Glibc

/// A folder that has files and no folders in it.
package enum FlatFolder {
    /// Names of what is in it, in no order; none where it is not there.
    static func names(in path: String) -> [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// What cannot be removed stays: it is looked at no more and costs room only.
    package static func remove(_ path: String) {
        // Of a folder that nobody may write to, nothing could be removed.
        _ = unsafe chmod(path, 0o700)
        for name in names(in: path) { _ = unsafe unlink(path + "/" + name) }
        _ = unsafe rmdir(path)
    }
}
