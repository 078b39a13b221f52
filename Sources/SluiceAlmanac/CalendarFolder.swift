import SluiceExpression
import SluiceModel

/// Texts of calendars: `NAME.txt` or `NAME` in a folder.
struct CalendarFolder: Sendable {
    /// Nil: there is none.
    let path: String?

    /// Names that a message lists.
    private static let listed = 10

    func open(_ name: String) throws(SluiceError) -> FoundFile {
        guard let path else {
            throw Self.error(
                "CALENDAR_UNKNOWN", name,
                "the calendar '\(name)' is unknown: sluiced was given no folder of calendars; "
                    + "start it with --calendars FOLDER and put \(name).txt there")
        }
        // A name has no slash; without a dot in front it is no path out of the folder.
        if let problem = Names.problem(with: name) {
            throw Self.error("CALENDAR_UNKNOWN", name, "the name of a calendar: \(problem)")
        }
        let files = ["\(path)/\(name).txt", "\(path)/\(name)"]
        guard !name.hasPrefix("."), let file = files.first(where: MachineFile.isThere) else {
            throw Self.error("CALENDAR_UNKNOWN", name, missing(name, in: path))
        }
        do throws(FileProblem) { return try FoundFile(file) } catch {
            throw Self.error("CALENDAR_INVALID", name, "calendar '\(name)': \(file) \(error.words)")
        }
    }

    func read(_ found: borrowing FoundFile, _ name: String) throws(SluiceError) -> WorkCalendar {
        let place = "calendar '\(name)', \(found.path)"
        let bytes: [UInt8]
        do throws(FileProblem) {
            bytes = try found.file.bytes(limit: WorkCalendar.textBytes)
        } catch {
            throw Self.error("CALENDAR_INVALID", name, "\(place) \(error.words)")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Self.error("CALENDAR_INVALID", name, "\(place) is not UTF-8")
        }
        do throws(CalendarError) {
            return try WorkCalendar(text)
        } catch {
            throw Self.error(
                "CALENDAR_INVALID", name, "\(place), line \(error.line): \(error.reason)")
        }
    }

    private static func error(_ reason: String, _ name: String, _ message: String) -> SluiceError {
        SluiceError(.invalidArgument, reason: reason, message, subject: "calendar '\(name)'")
    }

    private func missing(_ name: String, in path: String) -> String {
        guard MachineFolder.isThere(path) else {
            return "the calendar '\(name)' is unknown: there is no folder \(path)"
        }
        let known = MachineFolder.names(in: path, areFolders: false).map { file in
            file.hasSuffix(".txt") ? String(file.dropLast(4)) : file
        }
        let unknown = "the calendar '\(name)' is unknown; "
        if let near = Spelling.nearest(to: name, among: known) {
            return unknown + "did you mean '\(near)'?"
        }
        guard !known.isEmpty else { return unknown + "there is none in \(path)" }
        let more = known.count > Self.listed ? ", …" : ""
        return unknown + "known: " + known.prefix(Self.listed).joined(separator: ", ") + more
    }
}
