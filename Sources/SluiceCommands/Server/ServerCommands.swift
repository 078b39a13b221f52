import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct ServerCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server", abstract: "The daemon itself.",
        subcommands: [ServerInfoVerb.self, ServerStopVerb.self])
}

struct ServerInfoVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Shows what the daemon is and how it does.",
        discussion: """
            EXAMPLES
              sluice server info
              sluice server info -o wide          with its limits
            """)
    static let methods = [ServerServiceMethods.getServerInfo]

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let info = try await session.serverInfo()
        let printer = session.printer
        try printer.show(info, name: String(info.pid)) { () throws(Failure) in
            for line in FactText.lines(facts(of: info, session), printer.paint) {
                session.console.writeLine(line)
            }
            guard printer.format == .wide else { return }
            session.console.writeLine("")
            printer.writeTable(try printer.table(info.limits, as: .limits))
        }
        return .done
    }

    private func facts(
        of info: GetServerInfoResponse, _ session: Session,
    ) -> [(name: String, value: String)] {
        let keeper =
            info.keeperPid > 0 ? "process \(info.keeperPid), \(info.keeperIncarnation)" : "none"
        return [
            ("version", info.version),
            ("process", String(info.pid)),
            ("socket", session.socket),
            ("state", info.stateFolder),
            ("started", session.printer.moment.text(info.startTime)),
            ("schema", String(info.schemaVersion)),
            ("keeper", keeper),
            ("live", counted(Int(info.liveInstances), "instance")),
            (
                "running",
                "\(counted(Int(info.runningAttempts), "attempt")) of \(info.slots) at once"
            ),
            ("events", "latest \(info.latestEventSeq)"),
            ("writable", info.writable ? "yes" : "no: the disk refuses writes"),
        ]
    }
}

extension Listing where Row == Limit {
    static var limits: Self {
        Self(
            name: { $0.name },
            columns: [
                .text("name", "LIMIT") { $0.name },
                .number("value", "VALUE") { $0.value },
                .text("unit", "UNIT") { $0.unit },
            ])
    }
}

extension Session {
    func serverInfo() async throws(Failure) -> GetServerInfoResponse {
        try await call { (sluice) async throws(Status) in
            try await sluice.server.getServerInfo(GetServerInfoRequest())
        }
    }
}

struct ServerStopVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Ends the daemon; running attempts go on and are found again.",
        discussion: """
            EXAMPLES
              sluice server stop
              sluice server stop --attempts       also stops what runs; asks first
            """)
    static let methods = [ServerServiceMethods.stopServer]

    @Flag(help: "Also stop every running attempt, and the keeper.")
    var attempts = false

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let stop = Change { (options) async throws(Failure) in
            let request = StopServerRequest(options: options, stopAttempts: attempts)
            return try await session.callOnce { (sluice) async throws(Status) in
                try await sluice.server.stopServer(request)
            }
        } result: { _ in
            ChangeResult()
        }
        let running = attempts ? Int(try await session.serverInfo().runningAttempts) : 1
        let replies = try await session.carryOut([stop], running > 1 ? .many : .one, change) { _ in
            ChangeCount(running, "attempt")
        } show: { (replies, printer) throws(Failure) in
            for reply in replies { printer.console.writeLine(sentence(reply, "would be stopped")) }
        }
        guard let reply = replies?.first else { return .done }
        try session.printer.show(reply, name: "") {
            session.console.writeLine(sentence(reply, "is stopping"))
        }
        return .done
    }

    private func sentence(_ reply: StopServerResponse, _ what: String) -> String {
        let running = counted(Int(reply.runningAttempts), "attempt")
        return "the daemon \(what); \(running) \(attempts ? "with it" : "under the keeper")"
    }
}
