package import SluiceModel

/// Where a launcher finds its keeper and puts its files.
package struct LauncherSettings: Hashable, Sendable {
    /// Absolute path of the folder with the keeper's socket, scratch folders and outputs.
    package var stateFolder: String
    /// Absolute path of `sluice-keeper`.
    package var keeperPath: String
    /// Absolute path of `sluice-node`, which runs SQL nodes.
    package var nodePath: String
    /// Absolute path of the folder with the logs.
    package var logFolder: String
    /// Bytes of an attempt's log that are kept: the first half and the last.
    package var logBytes: Int64
    /// Milliseconds between SIGTERM and SIGKILL after a timeout.
    package var timeoutGraceMilliseconds: Int64
    /// Milliseconds without daemon and attempt after which the keeper ends by itself.
    package var keeperIdleMilliseconds: Int64

    package init(
        stateFolder: String, keeperPath: String, nodePath: String, logFolder: String? = nil,
        logBytes: Int64 = Limits.logBytes, timeoutGraceMilliseconds: Int64 = 10_000,
        keeperIdleMilliseconds: Int64 = 60_000,
    ) {
        self.stateFolder = stateFolder
        self.keeperPath = keeperPath
        self.nodePath = nodePath
        self.logFolder = logFolder ?? stateFolder + "/logs"
        self.logBytes = logBytes
        self.timeoutGraceMilliseconds = timeoutGraceMilliseconds
        self.keeperIdleMilliseconds = keeperIdleMilliseconds
    }

    /// Instances whose logs share a folder, so that no folder has more entries than this.
    private static let instancesInFolder: Int64 = 1_000

    /// Where the log of an attempt is, was or would be. A log without a byte has no file.
    package func logPath(for attempt: AttemptID) -> String {
        "\(logFolder(of: attempt.node.instance))/\(attempt.node.ordinal).\(attempt.number).log"
    }

    /// The folder with the logs of all attempts of an instance.
    package func logFolder(of instance: InstanceID) -> String {
        let shard = instance.rawValue / Self.instancesInFolder
        return "\(logFolder)/\(shard)/\(instance)"
    }
}
