import Glibc

/// What the shell does with files itself.
enum Files {
    /// Removes a folder of files, such as the logs of an instance. What cannot be removed stays:
    /// it is looked at no more and costs room only.
    static func removeFolder(_ path: String) {
        guard let folder = unsafe opendir(path) else { return }
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe String(cString: $0)
                }
            }
            if name != ".", name != ".." { _ = unsafe unlink(path + "/" + name) }
        }
        unsafe closedir(folder)
        _ = unsafe rmdir(path)
    }

    static func isFolder(_ path: String) -> Bool {
        var found = stat()
        return unsafe stat(path, &found) == 0 && found.st_mode & S_IFMT == S_IFDIR
    }
}
