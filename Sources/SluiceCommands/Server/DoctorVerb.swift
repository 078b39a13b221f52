import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct DoctorVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Checks the installation and says what to do.",
        discussion: """
            Exits 1 if something is broken.

            EXAMPLES
              sluice doctor
              sluice doctor --socket /run/sluice/sluice.sock
            """)
    static let methods = [ServerServiceMethods.getServerInfo]

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let findings = await session.facts().findings
        let outcome = findings.contains { $0.verdict == .bad } ? Outcome.failed : .done
        let printer = session.printer
        guard printer.isForPeople else {
            try printer.show(findings.map(\.tree))
            return outcome
        }
        printer.writeTable(
            Table(
                headings: [.init(title: "CHECK"), .init(title: "IS"), .init(title: "WHAT")],
                rows: findings.map { finding in
                    [
                        Table.Cell(finding.subject),
                        Table.Cell(finding.verdict.rawValue, finding.verdict.style),
                        Table.Cell(finding.words),
                    ]
                }))
        for finding in findings where !finding.advice.isEmpty {
            session.console.writeLine("\(finding.subject): \(finding.advice)")
        }
        return outcome
    }
}

extension Finding {
    fileprivate var tree: JSONTree {
        let fields = [
            ("check", subject), ("is", verdict.rawValue), ("what", words), ("advice", advice),
        ]
        return .object(fields.map { JSONTree.Member(name: $0.0, value: .string($0.1)) })
    }
}

extension Finding.Verdict {
    fileprivate var style: Style {
        switch self {
        case .good: .good
        case .doubtful: .doubtful
        case .bad: .bad
        }
    }
}

extension Session {
    fileprivate func facts() async -> Facts {
        var facts = Facts(
            socketPath: socket, startCommand: startCommand, clientVersion: SluiceVersion.current,
            now: console.now())
        facts.socket = Facts.socket(at: socket)
        facts.clockIsSynchronized = clockIsSynchronized()
        facts.knowsTimeZones = Facts.exists("/usr/share/zoneinfo")
        facts.hasCurl = Facts.isInPath("curl")
        do throws(Failure) {
            let info = try await serverInfo()
            facts.info = info
            facts.keeperIsAlive = info.keeperPid > 0 && Facts.isAlive(process: info.keeperPid)
            facts.disk = Facts.disk(of: info.stateFolder)
            facts.openFiles = Facts.openFiles(of: info.pid, console)
        } catch {
            facts.refusal = error
        }
        return facts
    }

    /// What keeps clocks right leaves a trace; without systemd nobody knows where to look.
    private func clockIsSynchronized() -> Bool? {
        let traces = [
            "/run/systemd/timesync/synchronized", "/run/chrony", "/run/chronyd.pid",
            "/run/ntpd.pid",
        ]
        if traces.contains(where: Facts.exists) { return true }
        return Facts.exists("/run/systemd/system") ? false : nil
    }
}
