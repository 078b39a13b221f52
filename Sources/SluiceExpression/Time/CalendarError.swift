/// Why a calendar of working days could not be read.
package struct CalendarError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Line of the text, from 1.
    package var line: Int
    /// What is wrong and what would be right.
    package var reason: String

    package init(line: Int, reason: String) {
        self.line = line
        self.reason = reason
    }

    /// `calendar, line 4: '2026-02-30' is no date; write it as 2026-12-25`
    package var description: String { "calendar, line \(line): \(reason)" }
}
