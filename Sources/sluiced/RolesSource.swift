import Glibc
import SluiceModel
import SluiceServices

/// Where the daemon's file of roles is, and whether it can be trusted.
struct RolesSource {
    private let path: String
    /// It was named, so it has to be there.
    private let isNamed: Bool

    /// Bytes that are read at most; a thousand roles take a tenth of it.
    private static let longest = 1024 * 1024

    init(_ options: Options, _ paths: Paths) {
        path = paths.roles
        isNamed = options.roles != nil
    }

    /// What it says. Throws where it cannot be read, has a wrong line, or could have been written
    /// by others than its owner, root or the daemon's user.
    func read(_ users: Users) throws(SluiceError) -> [FileGrant] {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard file >= 0 else {
            if errno == ENOENT, !isNamed { return [] }
            throw refusal(unsafe String(cString: strerror(errno)))
        }
        defer { close(file) }
        try check(file)
        return try RolesFile.read(try text(of: file), path: path, users)
    }

    private func check(_ file: Int32) throws(SluiceError) {
        var found = stat()
        guard unsafe fstat(file, &found) == 0 else {
            throw refusal(unsafe String(cString: strerror(errno)))
        }
        guard found.st_mode & S_IFMT == S_IFREG else { throw refusal("it is no file") }
        guard found.st_mode & (S_IWGRP | S_IWOTH) == 0 else {
            throw refusal("others than its owner may write it; chmod go-w \(path)")
        }
        guard found.st_uid == 0 || found.st_uid == geteuid() else {
            throw refusal(
                "it belongs to uid \(found.st_uid); it has to be root's or the daemon's user's")
        }
    }

    private func text(of file: Int32) throws(SluiceError) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe Glibc.read(file, &buffer, buffer.count)
            guard count >= 0 else { throw refusal(unsafe String(cString: strerror(errno))) }
            bytes += buffer.prefix(count)
            guard bytes.count <= Self.longest else {
                throw refusal("it has more than \(Self.longest) bytes")
            }
            guard count == 0 else { continue }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw refusal("it is not UTF-8")
            }
            return text
        }
    }

    private func refusal(_ why: String) -> SluiceError {
        SluiceError(
            .failedPrecondition, reason: "ROLES_FILE_UNUSABLE",
            "the file of roles \(path) is not used: \(why)", subject: path)
    }
}
