import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct DoctorTests {
    private var healthy: Facts {
        var facts = Facts(
            socketPath: "/s/sluice.sock", startCommand: "sluiced --state /s",
            clientVersion: "0.1.0",
            now: noon)
        facts.socket = .present
        facts.info = GetServerInfoResponse(
            version: "0.1.0", pid: 40, startTime: noon - 1, stateFolder: "/s", keeperPid: 41,
            writable: true)
        facts.keeperIsAlive = true
        facts.disk = Facts.Disk(
            free: 50 << 30, total: 100 << 30, freeFiles: 900_000, totalFiles: 1_000_000)
        facts.clockIsSynchronized = true
        facts.openFiles = 65_536
        return facts
    }

    private func finding(_ subject: String, _ facts: Facts) -> Finding? {
        facts.findings.first { $0.subject == subject }
    }

    @Test func `a healthy installation has no advice`() {
        #expect(healthy.findings.allSatisfy { $0.verdict == .good && $0.advice.isEmpty })
        #expect(
            healthy.findings.map(\.subject) == [
                "socket", "daemon", "version", "keeper", "disk", "clock", "limits",
            ])
    }

    @Test func `without a socket the daemon is to be started`() {
        var facts = healthy
        facts.socket = .missing
        facts.info = nil
        #expect(finding("socket", facts)?.verdict == .bad)
        #expect(finding("socket", facts)?.advice.contains("sluiced --state /s") == true)
        #expect(finding("keeper", facts) == nil)
    }

    @Test func `another version, a dead keeper and a full disk are found`() {
        var facts = healthy
        facts.clientVersion = "0.2.0"
        facts.keeperIsAlive = false
        facts.disk?.free = 1 << 20
        facts.info?.writable = false
        facts.clockIsSynchronized = false
        facts.openFiles = 1_024
        facts.knowsTimeZones = false
        facts.hasCurl = false
        #expect(finding("version", facts)?.verdict == .doubtful)
        #expect(finding("keeper", facts)?.verdict == .bad)
        #expect(finding("disk", facts)?.verdict == .bad)
        #expect(finding("store", facts)?.verdict == .bad)
        #expect(finding("clock", facts)?.verdict == .doubtful)
        #expect(finding("zones", facts)?.advice == "install tzdata")
        #expect(finding("curl", facts)?.advice == "install curl")
        #expect(finding("limits", facts)?.verdict == .doubtful)
    }

    @Test func `a clock that went back is broken`() {
        var facts = healthy
        facts.info?.startTime = noon + 5_000
        #expect(finding("clock", facts)?.verdict == .bad)
    }
}
