import Glibc
import SluiceModel

/// Where things are, as absolute paths.
struct Paths {
    let state: String
    let socket: String
    /// May not be there: then there are no calendars.
    let calendars: String
    /// Need not be there, unless it was named: then nobody has a role by it.
    let roles: String
    let keeper: String
    let node: String

    init(_ options: Options) throws(SluiceError) {
        let folder = try Self.folderOfThisProgram()
        state = Self.absolute(options.state)
        socket = options.socket.map { Self.absolute($0) } ?? state + "/sluice.sock"
        calendars = options.calendars.map { Self.absolute($0) } ?? state + "/calendars"
        roles = options.roles.map { Self.absolute($0) } ?? state + "/roles"
        keeper = options.keeper.map { Self.absolute($0) } ?? folder + "/sluice-keeper"
        node = options.node.map { Self.absolute($0) } ?? folder + "/sluice-node"
        for program in [keeper, node] { try Self.checkRuns(program) }
        if options.calendars != nil { try Self.checkIsFolder(calendars) }
    }

    private static func checkIsFolder(_ path: String) throws(SluiceError) {
        guard !Files.isFolder(path) else { return }
        throw SluiceError(
            .failedPrecondition, reason: "FOLDER_MISSING",
            "--calendars: there is no folder \(path)", subject: path)
    }

    private static func checkRuns(_ path: String) throws(SluiceError) {
        guard unsafe access(path, X_OK) != 0 else { return }
        let why = unsafe String(cString: strerror(errno))
        throw SluiceError(
            .failedPrecondition, reason: "PROGRAM_MISSING",
            "\(path) cannot be run: \(why); it belongs beside sluiced, or give its path",
            subject: path)
    }

    private static func folderOfThisProgram() throws(SluiceError) -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let path = String(
            decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard count > 0, let slash = path.lastIndex(of: "/") else {
            throw SluiceError(
                .unavailable, reason: "NO_PROC", "/proc/self/exe cannot be read; is /proc mounted?")
        }
        return String(path[..<slash])
    }

    private static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/") else { return path }
        guard let folder = unsafe getcwd(nil, 0) else { return path }
        defer { unsafe free(folder) }
        return unsafe String(cString: folder) + "/" + path
    }

    /// Makes the folders on the way to the state folder; the last one is made by the store.
    func makeParents() {
        var path = ""
        for part in state.split(separator: "/").dropLast() {
            path += "/" + part
            // One that is there already is what is wanted; a failure shows at the last one.
            _ = unsafe mkdir(path, 0o755)
        }
    }
}
