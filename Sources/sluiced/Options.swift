import ArgumentParser
import Glibc
import SluiceModel

/// The command line of the daemon.
@main
struct Options: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sluiced",
        abstract: "The Sluice daemon: keeps jobs, runs their instances, answers on a Unix socket.",
        discussion: """
            Who may do what is said by roles: its own user and root may do everything, others what \
            `sluice workspace grant` or the file of roles gives them. Who may submit or run jobs \
            runs programs as the daemon's user, so it refuses to run as root unless --allow-root \
            is given.

            It ends in good order on SIGTERM, SIGINT or `sluice server stop`; running attempts go \
            on under the keeper and are found again by the next daemon.
            """,
        version: Version.text)

    @Option(
        name: .long, help: "Folder of the database, the logs and the sockets.",
        completion: .directory)
    var state = Options.standardState

    @Option(
        name: .long, help: "Path of the socket (default: sluice.sock in the state folder).",
        completion: .file())
    var socket: String?

    @Option(
        name: .long,
        help: "Folder of calendars of working days (default: calendars in the state folder).",
        completion: .directory)
    var calendars: String?

    @Option(
        name: .long,
        help: "File of roles: WORKSPACE WHO ROLE a line (default: roles in the state folder).",
        completion: .file())
    var roles: String?

    @Option(name: .long, help: "Attempts that may run at once.")
    var slots = 64

    @Option(name: .long, help: "Seconds between SIGTERM and SIGKILL when an attempt is stopped.")
    var stopGrace = 10

    @Option(name: .long, help: "Days for which ended instances and their logs are kept.")
    var retentionDays = 30

    @Option(name: .long, help: "Path of sluice-keeper (default: beside sluiced).")
    var keeper: String?

    @Option(name: .long, help: "Path of sluice-node (default: beside sluiced).")
    var node: String?

    @Option(name: .long, help: "trace, debug, info, warning or error.")
    var logLevel = "info"

    @Flag(name: .long, help: "Run as root all the same.")
    var allowRoot = false

    func validate() throws {
        guard (1...10_000).contains(slots) else {
            throw ValidationError("--slots \(slots): from 1 to 10000 are allowed.")
        }
        guard (0...3_600).contains(stopGrace) else {
            throw ValidationError("--stop-grace \(stopGrace): from 0 to 3600 seconds are allowed.")
        }
        guard (1...36_500).contains(retentionDays) else {
            throw ValidationError("--retention-days \(retentionDays): from 1 to 36500 are allowed.")
        }
        guard allowRoot || geteuid() != 0 else {
            throw ValidationError(
                "sluiced does not run as root: whoever may submit or run a job could run programs as "
                    + "root. Start it as another user, or give --allow-root.")
        }
    }

    func run() async throws {
        do throws(SluiceError) {
            try await Daemon(self).run()
        } catch {
            let text = "sluiced: error: \(error.message)\n"
            _ = unsafe write(STDERR_FILENO, text, text.utf8.count)
            throw ExitCode(1)
        }
    }

    /// `$SLUICE_STATE`, else the user's state folder.
    private static var standardState: String {
        if let folder = variable("SLUICE_STATE") { return folder }
        if let folder = variable("XDG_STATE_HOME") { return folder + "/sluice" }
        return (variable("HOME") ?? "/var/lib") + "/.local/state/sluice"
    }

    private static func variable(_ name: String) -> String? {
        guard let text = unsafe getenv(name) else { return nil }
        let value = unsafe String(validatingCString: text)
        return value?.isEmpty == false ? value : nil
    }
}

enum Version {
    static let text = "0.1.0"
}
