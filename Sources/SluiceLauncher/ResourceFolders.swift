internal import Glibc
internal import SluiceModel

/// The folders in which attempts find file objects as files: one for each list of versions, so that
/// attempts share it. Nobody may write to them.
///
/// A folder is made under another name and renamed when it has everything: it is whole, or it is
/// not there. Used by one thread at a time.
struct ResourceFolders: Sendable {
    typealias Content = @Sendable (FilePin) throws(SluiceError) -> [UInt8]

    enum Problem: Error, Hashable {
        /// The machine has no room for it now.
        case noRoom(String)
        /// It could not be made the next time either.
        case unusable(String)
    }

    /// Bytes that a file takes up on the disk beside its content, as a round number.
    private static let block: Int64 = 4_096
    private static let unfinished = ".new-"

    /// The folder that they are in.
    let root: String
    let content: Content

    func path(of key: String) -> String { root + "/" + key }

    /// Makes a folder that is not there. Bytes of the disk that it takes up, roughly.
    func make(_ key: String, of pins: [FilePin]) throws(Problem) -> Int64 {
        let folder = root + "/" + Self.unfinished + key
        _ = unsafe mkdir(root, 0o700)
        FlatFolder.remove(folder)
        do throws(Problem) {
            try check(unsafe mkdir(folder, 0o700))
            var room = Self.block
            for pin in pins {
                let bytes = try content(of: pin)
                try write(bytes, to: folder + "/" + pin.name)
                room += (Int64(bytes.count) / Self.block + 1) * Self.block
            }
            try check(unsafe chmod(folder, 0o555))
            // One that an earlier daemon left is whole, too.
            guard unsafe access(path(of: key), F_OK) != 0 else {
                FlatFolder.remove(folder)
                return room
            }
            try check(unsafe rename(folder, path(of: key)))
            return room
        } catch {
            FlatFolder.remove(folder)
            throw error
        }
    }

    func isThere(_ key: String) -> Bool { unsafe access(path(of: key), F_OK) == 0 }

    func remove(_ key: String) { FlatFolder.remove(path(of: key)) }

    /// Removes every folder but these, unfinished ones too.
    func removeAll(but kept: Set<String>) {
        for name in FlatFolder.names(in: root) where !kept.contains(name) { remove(name) }
    }

    private func content(of pin: FilePin) throws(Problem) -> [UInt8] {
        do throws(SluiceError) {
            return try content(pin)
        } catch {
            let why = "\(pin.name): \(error.message)"
            throw error.code == .unavailable ? .noRoom(why) : .unusable(why)
        }
    }

    private func write(_ bytes: [UInt8], to path: String) throws(Problem) {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        try check(file)
        defer { close(file) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.write(file, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            try check(Int32(clamping: count))
            rest = rest.dropFirst(count)
        }
        try check(fchmod(file, 0o444))
    }

    /// Throws for what a function of the C library answered.
    private func check(_ status: Int32) throws(Problem) {
        guard status < 0 else { return }
        let (code, why) = (errno, "the files of its resources: \(Launcher.words(of: errno))")
        throw Self.passing.contains(code) ? .noRoom(why) : .unusable(why)
    }

    /// Errors that are the machine's and pass.
    private static let passing: Set<Int32> = [
        ENOSPC, EDQUOT, ENOMEM, EMFILE, ENFILE, EAGAIN, ENOBUFS,
    ]
}

extension LauncherSettings {
    /// The folder with the files of a list of versions; nil: there are none.
    func resourceFolder(of pins: [FilePin]) -> String? {
        pins.isEmpty ? nil : resourceFolder + "/" + Self.key(of: pins)
    }

    var resourceFolder: String { stateFolder + "/resources" }

    /// Names a list of versions, in whatever order it is.
    static func key(of pins: [FilePin]) -> String {
        let lines = pins.map { "\($0.object) \($0.version) \($0.name)" }.sorted()
        let digest = ContentDigest(of: Array(lines.joined(separator: "\n").utf8))
        return String(digest.hex.prefix(32))
    }
}
