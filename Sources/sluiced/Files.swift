import Glibc

/// What the shell does with files itself.
enum Files {
    static func isFolder(_ path: String) -> Bool {
        var found = stat()
        return unsafe stat(path, &found) == 0 && found.st_mode & S_IFMT == S_IFDIR
    }
}
