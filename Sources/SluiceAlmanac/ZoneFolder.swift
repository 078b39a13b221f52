import SluiceExpression
import SluiceModel

/// The system's database of time zones: a folder of TZif files.
struct ZoneFolder: Sendable {
    let path: String
    let localTime: String

    /// Copies of the database within it; nobody means them when a name is mistyped.
    private static let copies: Set = ["posix", "right"]
    /// Name of the machine's zone where its file does not tell one.
    private static let nameless = "localtime"

    func fixed(_ name: String) throws(SluiceError) -> TimeZoneRules? {
        do throws(TimeZoneError) { return try TimeZoneRules.fixed(name) } catch {
            throw Self.unknown(name, error.description)
        }
    }

    func open(_ name: String) throws(SluiceError) -> FoundFile {
        // The name is no path out of the folder: it has no dots and no slash in front.
        if let problem = TimeZoneRules.problem(withName: name) {
            throw Self.unknown(name, problem)
        }
        do throws(FileProblem) { return try FoundFile("\(path)/\(name)") } catch {
            switch error {
            case .missing, .notAFile: throw Self.unknown(name, missing(name))
            case .longerThan, .refused:
                throw Self.unknown(name, "the time zone '\(name)' \(error.words)")
            }
        }
    }

    /// Whether the machine has a zone of its own; without one it is UTC.
    var hasLocal: Bool { MachineFile.isThere(localTime) }

    func openLocal() throws(SluiceError) -> FoundFile {
        do throws(FileProblem) { return try FoundFile(localTime) } catch {
            throw Self.unknown("", "the machine's time zone: \(localTime) \(error.words)")
        }
    }

    /// `Europe/Berlin` of a link to `../usr/share/zoneinfo/Europe/Berlin`.
    var localName: String {
        let folder = "/\(path.split(separator: "/").last ?? "")/"
        guard let link = MachineFolder.link(localTime),
            let range = link.firstRange(of: folder)
        else { return Self.nameless }
        let name = String(link[range.upperBound...])
        return TimeZoneRules.problem(withName: name) == nil ? name : Self.nameless
    }

    func read(_ found: borrowing FoundFile, _ name: String) throws(SluiceError) -> TimeZoneRules {
        let bytes: [UInt8]
        do throws(FileProblem) {
            bytes = try found.file.bytes(limit: TimeZoneRules.fileBytes)
        } catch {
            throw Self.unknown(name, "time zone '\(name)': \(found.path) \(error.words)")
        }
        do throws(TimeZoneError) {
            return try TimeZoneRules(name: name, tzif: bytes)
        } catch {
            throw Self.unknown(name, "\(error.description) (\(found.path))")
        }
    }

    private static func unknown(_ name: String, _ message: String) -> SluiceError {
        SluiceError(
            .invalidArgument, reason: "TIME_ZONE_UNKNOWN", message,
            subject: "time zone '\(name)'")
    }

    private func missing(_ name: String) -> String {
        guard MachineFolder.isThere(path) else {
            return "the time zone '\(name)' is unknown, as every other: there is no folder "
                + "\(path); install tzdata"
        }
        let hint =
            nearest(to: name).map { "did you mean '\($0)'?" }
            ?? "write Area/City, as in Europe/Berlin, or an offset, as in GMT+8"
        return "the time zone '\(name)' is unknown; \(hint)"
    }

    /// Part by part, so that one folder a part is looked through; a city alone is looked for in
    /// every area.
    private func nearest(to name: String) -> String? {
        let parts = name.split(separator: "/").map { String($0) }
        var found: [String] = []
        for (index, part) in parts.enumerated() {
            let folder = ([path] + found).joined(separator: "/")
            let known = MachineFolder.names(in: folder, areFolders: index < parts.count - 1)
                .filter { TimeZoneRules.problem(withName: $0) == nil }
            guard let near = Spelling.nearest(to: part, among: known) else {
                return parts.count == 1 ? cityZone(part) : nil
            }
            found.append(near)
        }
        return found.joined(separator: "/")
    }

    private func cityZone(_ city: String) -> String? {
        let areas = MachineFolder.names(in: path, areFolders: true)
            .filter { !Self.copies.contains($0) }
        let zones = areas.flatMap { area in
            MachineFolder.names(in: "\(path)/\(area)", areFolders: false)
                .map { (area: area, city: $0) }
        }
        guard let near = Spelling.nearest(to: city, among: zones.map(\.city)) else { return nil }
        return zones.first { $0.city == near }.map { "\($0.area)/\($0.city)" }
    }
}
