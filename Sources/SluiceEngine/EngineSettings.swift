/// What the engine is told once, at its start.
package struct EngineSettings: Hashable, Sendable {
    /// Attempts with a process that may run at once.
    package var slots: Int
    /// Milliseconds between SIGTERM and SIGKILL.
    package var stopGraceMilliseconds: Int64
    /// Milliseconds before a start is tried again for which the machine had no room.
    package var deferralMilliseconds: Int64

    package init(
        slots: Int = 64, stopGraceMilliseconds: Int64 = 10_000,
        deferralMilliseconds: Int64 = 1_000,
    ) {
        self.slots = slots
        self.stopGraceMilliseconds = stopGraceMilliseconds
        self.deferralMilliseconds = deferralMilliseconds
    }
}
