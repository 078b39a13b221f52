import SluiceWire

/// One thing that `sluice doctor` says.
struct Finding: Hashable {
    enum Verdict: String {
        case good = "ok"
        case doubtful = "warning"
        case bad = "broken"
    }

    var subject: String
    var verdict: Verdict
    var words: String
    /// What to do; empty where nothing is to be done.
    var advice = ""

    init(_ subject: String, _ verdict: Verdict, _ words: String, advice: String = "") {
        self.subject = subject
        self.verdict = verdict
        self.words = words
        self.advice = advice
    }
}

extension Facts {
    /// Below these the disk is nearly full, or so full that work will stop.
    private static let lowBytes: UInt64 = 1 << 30
    private static let leastBytes: UInt64 = 100 << 20
    /// Of a thousand, below which files that can still be made are few.
    private static let lowFiles: UInt64 = 20
    /// Files that a daemon with a thousand connections opens.
    private static let enoughFiles = 4_096

    /// All that there is to say, in the order in which one would look.
    var findings: [Finding] {
        [socketFinding, daemonFinding, versionFinding, keeperFinding, writableFinding]
            .compactMap { $0 }
            + [diskFinding, filesFinding, clockFinding, zonesFinding, curlFinding, limitFinding]
            .compactMap { $0 }
    }

    private var socketFinding: Finding {
        switch socket {
        case .present: Finding("socket", .good, socketPath)
        case .missing:
            Finding(
                "socket", .bad, "there is no socket \(socketPath)",
                advice: "start the daemon: \(startCommand); or name its socket: --socket PATH")
        case .notASocket:
            Finding(
                "socket", .bad, "\(socketPath) is not a socket",
                advice: "move it away, then: \(startCommand)")
        case .noPermission:
            Finding(
                "socket", .bad, "you may not use \(socketPath)",
                advice: "join the group that owns it: ls -l \(socketPath)")
        }
    }

    private var daemonFinding: Finding? {
        if let info {
            return Finding("daemon", .good, "process \(info.pid), state in \(info.stateFolder)")
        }
        guard let refusal, socket == .present else { return nil }
        return Finding(
            "daemon", .bad, refusal.message,
            advice: refusal.outcome == .notPermitted
                ? "have an admin type: sluice workspace grant WORKSPACE --user YOU viewer"
                : "start it: \(startCommand)")
    }

    private var versionFinding: Finding? {
        guard let info else { return nil }
        guard info.version != clientVersion else {
            return Finding("version", .good, "daemon and client are \(clientVersion)")
        }
        return Finding(
            "version", .doubtful, "the daemon is \(info.version), this client is \(clientVersion)",
            advice: "install the same version; a restart of the daemon does not disturb what runs")
    }

    private var keeperFinding: Finding? {
        guard let info else { return nil }
        guard info.keeperPid > 0, keeperIsAlive != false else {
            return Finding(
                "keeper", .bad, "no keeper is connected, so nothing can be started",
                advice: "restart the daemon: sluice server stop; \(startCommand)")
        }
        return Finding("keeper", .good, "process \(info.keeperPid)")
    }

    private var writableFinding: Finding? {
        guard let info, !info.writable else { return nil }
        return Finding(
            "store", .bad, "the disk refuses writes: reads go on, changes are refused",
            advice:
                "mend the file system of \(info.stateFolder); the daemon then goes on by itself"
        )
    }

    private var diskFinding: Finding? {
        guard let disk else { return nil }
        let words = "\(Self.size(disk.free)) free of \(Self.size(disk.total))"
        let advice = "make room on the file system of \(info?.stateFolder ?? "the state folder")"
        if disk.free < Self.leastBytes { return Finding("disk", .bad, words, advice: advice) }
        if disk.free < Self.lowBytes { return Finding("disk", .doubtful, words, advice: advice) }
        return Finding("disk", .good, words)
    }

    private var filesFinding: Finding? {
        guard let disk, disk.totalFiles > 0,
            disk.freeFiles < disk.totalFiles / 1_000 * Self.lowFiles
        else { return nil }
        return Finding(
            "files", .doubtful, "\(disk.freeFiles) of \(disk.totalFiles) files can still be made",
            advice: "remove what is small and many, for example old logs")
    }

    private var clockFinding: Finding? {
        if let start = info?.startTime, start > now {
            return Finding(
                "clock", .bad, "the daemon started in the future: the clock has gone back",
                advice: "set the clock: timedatectl set-ntp true")
        }
        guard let clockIsSynchronized else { return nil }
        guard clockIsSynchronized else {
            return Finding(
                "clock", .doubtful, "nothing keeps the clock right; plan times depend on it",
                advice: "timedatectl set-ntp true")
        }
        return Finding("clock", .good, "is kept right")
    }

    private var zonesFinding: Finding? {
        guard !knowsTimeZones else { return nil }
        return Finding(
            "zones", .doubtful,
            "there are no time zones: schedules in any but UTC and offsets like GMT+8 are refused",
            advice: "install tzdata")
    }

    private var curlFinding: Finding? {
        guard !hasCurl else { return nil }
        return Finding(
            "curl", .doubtful, "there is no curl in PATH: webhooks of jobs are not delivered",
            advice: "install curl")
    }

    private var limitFinding: Finding? {
        guard let openFiles else { return nil }
        let words = "the daemon may open \(openFiles) files"
        guard openFiles < Self.enoughFiles else { return Finding("limits", .good, words) }
        return Finding(
            "limits", .doubtful, words,
            advice: "raise it: LimitNOFILE=65536 in its unit, or ulimit -n before it starts")
    }

    private static func size(_ bytes: UInt64) -> String {
        let units = ["bytes", "KiB", "MiB", "GiB", "TiB"]
        var size = bytes
        var unit = 0
        while size >= 10_240, unit < units.count - 1 {
            size /= 1_024
            unit += 1
        }
        return "\(size) \(units[unit])"
    }
}
