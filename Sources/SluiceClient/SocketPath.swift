import Glibc

/// Where the daemon's socket is.
public enum SocketPath {
    /// Socket of the daemon that the system runs.
    public static let system = "/run/sluice/sluice.sock"

    /// The first of: `$SLUICE_SOCKET`; `sluice.sock` in `$SLUICE_STATE`; the system's socket, if it
    /// exists; `sluice.sock` in the user's state folder.
    public static func `default`(environment: [String: String] = current) -> String {
        `default`(environment: environment) { path in unsafe access(path, F_OK) == 0 }
    }

    /// The user's state folder: `$XDG_STATE_HOME/sluice`, else `~/.local/state/sluice`.
    public static func userStateFolder(environment: [String: String] = current) -> String {
        if let folder = environment["XDG_STATE_HOME"], folder.hasPrefix("/") {
            return folder + "/sluice"
        }
        return (environment["HOME"] ?? "") + "/.local/state/sluice"
    }

    /// The environment of this process. Names and values that are not UTF-8 are left out.
    public static var current: [String: String] {
        var found: [String: String] = [:]
        var entry = unsafe environ
        while let text = unsafe entry.pointee {
            if let pair = unsafe String(validatingCString: text),
                let sign = pair.firstIndex(of: "=")
            {
                found[String(pair[..<sign])] = String(pair[pair.index(after: sign)...])
            }
            unsafe entry += 1
        }
        return found
    }

    static func `default`(environment: [String: String], exists: (String) -> Bool) -> String {
        if let path = environment["SLUICE_SOCKET"], !path.isEmpty { return path }
        if let folder = environment["SLUICE_STATE"], !folder.isEmpty {
            return folder + "/sluice.sock"
        }
        if exists(system) { return system }
        return userStateFolder(environment: environment) + "/sluice.sock"
    }
}
