internal import CStatx
internal import Glibc
package import SluiceEngine
package import SluiceModel

/// A look at what there is for a pattern of glob(7). Names that are not UTF-8 are left out: nobody
/// could be told of them.
package struct FileScan {
    /// A file that was written to so short a time ago may not be complete, milliseconds.
    package static let settlingMilliseconds: Int64 = 2_000

    /// By name.
    package private(set) var files: [FoundFile] = []
    /// More match than `Limits.matchingFiles`.
    package private(set) var isCut = false

    package init(_ pattern: String, at now: Timestamp) {
        for path in Self.paths(matching: pattern) {
            guard let file = Self.file(at: path, now) else { continue }
            guard files.count < Limits.matchingFiles else {
                isCut = true
                return
            }
            files.append(file)
        }
    }

    /// As glob(3) finds them: a name that begins with a dot only where the pattern says so.
    static func paths(matching pattern: String) -> [String] {
        var found = unsafe glob_t()
        defer { unsafe globfree(&found) }
        guard unsafe glob(pattern, 0, nil, &found) == 0, let paths = unsafe found.gl_pathv else {
            return []
        }
        return unsafe (0..<Int(found.gl_pathc)).compactMap { index in
            unsafe paths[index].flatMap { unsafe String(validatingCString: $0) }
        }
    }

    /// The file or folder as it is now; nil: it is not there, or cannot be seen. A link stands for
    /// what it leads to.
    static func file(at path: String, _ now: Timestamp) -> FoundFile? {
        var facts = statx()
        let wanted = UInt32(STATX_TYPE | STATX_INO | STATX_MTIME | STATX_BTIME)
        guard unsafe statx(AT_FDCWD, path, 0, wanted, &facts) == 0 else { return nil }
        // What is put into a folder changes its time: that of its making is its own.
        let isFolder = mode_t(facts.stx_mode) & Glibc.S_IFMT == Glibc.S_IFDIR
        let time = isFolder ? facts.stx_btime : facts.stx_mtime
        let age = now.milliseconds - (time.tv_sec * 1_000 + Int64(time.tv_nsec) / 1_000_000)
        return FoundFile(
            path: path, mark: "\(facts.stx_ino).\(time.tv_sec).\(time.tv_nsec)",
            isSettled: isFolder || !(0..<settlingMilliseconds).contains(age))
    }

    /// Matches a name as `paths` does.
    static func matches(_ name: String, _ pattern: String) -> Bool {
        unsafe fnmatch(pattern, name, FNM_PERIOD) == 0
    }
}

/// A pattern of files in its parts, for what has to be watched.
struct FilePath {
    /// The folders in which something can appear that matters: each is a pattern of its own.
    let folders: [String]
    /// What a name in the last of them has to match.
    let name: String

    init(_ pattern: String) {
        let parts = pattern.split(separator: "/").map(String.init)
        name = parts.last ?? ""
        let first = parts.firstIndex(where: \.isPattern) ?? parts.count - 1
        folders = (min(first, parts.count - 1)..<max(parts.count, 1)).map { count in
            "/" + parts.prefix(count).joined(separator: "/")
        }
    }

    /// The folders that are there. Where none is, the deepest one above the first.
    var presentFolders: [(path: String, isLast: Bool)] {
        let last = folders.last
        let present = folders.flatMap { pattern in
            FileScan.paths(matching: pattern).map { (path: $0, isLast: pattern == last) }
        }
        guard present.isEmpty, var above = folders.first else { return present }
        while above != "/", unsafe access(above, F_OK) != 0 {
            above = String(above[..<(above.lastIndex(of: "/") ?? above.startIndex)])
            if above.isEmpty { above = "/" }
        }
        return [(path: above, isLast: false)]
    }
}

extension String {
    fileprivate var isPattern: Bool { contains { "*?[\\".contains($0) } }
}
