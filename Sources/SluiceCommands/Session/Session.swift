import SluiceClient
import SluiceRPC
import SluiceWire

/// One run of a command: its console, its options, and the daemon once it is needed.
final class Session {
    /// Reaches the daemon behind a socket.
    typealias Connect = @Sendable (_ socket: String) async throws(Status) -> Sluice

    let console: Console
    let options: SharedOptions
    private let connect: Connect
    private var connected: Sluice?

    init(console: Console, options: SharedOptions, connect: @escaping Connect) {
        self.console = console
        self.options = options
        self.connect = connect
    }

    var socket: String {
        options.socket ?? SocketPath.default(environment: console.environment)
    }

    var workspace: String {
        options.workspace ?? console.environment["SLUICE_WORKSPACE"] ?? ""
    }

    var environment: SluiceWire.Environment { options.environment?.wire ?? .unspecified }

    var times: TimeReader { TimeReader(now: console.now(), zone: console.zone) }

    var printer: Printer {
        Printer(
            console: console, format: options.format, fields: options.fieldNames,
            paint: paint(terminal: console.outputIsTerminal))
    }

    /// Colours for the words beside the data.
    var remarkPaint: Paint { paint(terminal: console.remarksAreTerminal) }

    private func paint(terminal: Bool) -> Paint {
        Paint(isOn: options.color.isOn(terminal: terminal, environment: console.environment))
    }

    /// The daemon; connects the first time.
    func sluice() async throws(Failure) -> Sluice {
        if let connected { return connected }
        do throws(Status) {
            let sluice = try await connect(socket)
            connected = sluice
            return sluice
        } catch {
            throw unreachable(error)
        }
    }

    /// Makes a call, again if the connection is lost meanwhile; a changing one needs a request id.
    func call<Reply>(
        _ body: (Sluice) async throws(Status) -> Reply,
    ) async throws(Failure) -> Reply {
        let sluice = try await sluice()
        do throws(Status) {
            return try await sluice.persistently { () async throws(Status) in try await body(sluice)
            }
        } catch {
            throw Failure(error)
        }
    }

    /// Makes a call that takes the daemon away: to repeat it would stop the next one.
    func callOnce<Reply>(
        _ body: (Sluice) async throws(Status) -> Reply,
    ) async throws(Failure) -> Reply {
        let sluice = try await sluice()
        do throws(Status) { return try await body(sluice) } catch { throw Failure(error) }
    }

    private func unreachable(_ status: Status) -> Failure {
        var failure = Failure(status)
        switch status.code {
        case .unavailable: failure.hint = "start it: \(startCommand), or look: sluice doctor"
        case .permissionDenied:
            failure.hint = "the socket is for its group; who that is: ls -l \(socket)"
        default: failure.hint = "look: sluice doctor"
        }
        return failure
    }

    /// How the daemon of this socket is started.
    var startCommand: String {
        if socket == SocketPath.system { return "systemctl start sluiced" }
        let suffix = "/sluice.sock"
        guard socket.hasSuffix(suffix) else { return "sluiced" }
        return "sluiced --state \(socket.dropLast(suffix.count))"
    }
}

extension Session {
    func remark(_ text: String) { console.remark(text) }

    /// Options of a changing call that is made now.
    func once(_ flags: ChangeFlags, planToken: String = "") -> ChangeOptions {
        .once(dryRun: flags.dryRun, planToken: planToken, reason: flags.reason ?? "")
    }
}
