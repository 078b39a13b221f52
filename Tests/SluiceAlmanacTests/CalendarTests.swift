import SluiceAlmanac
import SluiceExpression
import SluiceModel
import Testing

@Suite struct CalendarTests {
    private func almanac(_ folder: Folder) -> SystemAlmanac {
        SystemAlmanac(calendars: folder.path)
    }

    private func refusal(_ name: String, of almanac: SystemAlmanac) throws -> SluiceError {
        try #require(throws: SluiceError.self) { _ = try almanac.calendar(named: name) }
    }

    private func isFree(_ date: String, _ calendar: WorkCalendar) throws -> Bool {
        !calendar.isWorkingDay(try #require(CivilDate(date)))
    }

    @Test func `a calendar is a text of its name, with an ending or without`() throws {
        let folder = try Folder()
        try folder.write("cn.txt", "holidays:\n- 2026-10-01 National Day\n")
        try folder.write("中国", "holidays:\n- 2026-10-02\n")
        #expect(try isFree("2026-10-01", almanac(folder).calendar(named: "cn")))
        #expect(try isFree("2026-10-02", almanac(folder).calendar(named: "中国")))
    }

    @Test func `a calendar that changed is read anew, and one that did not is kept`() throws {
        let folder = try Folder()
        let almanac = almanac(folder)
        try folder.write("cn.txt", "holidays:\n- 2026-10-01\n")
        #expect(try isFree("2026-10-01", almanac.calendar(named: "cn")))
        #expect(try isFree("2026-10-01", almanac.calendar(named: "cn")))
        try folder.write("cn.txt", "holidays:\n- 2026-10-01\n- 2026-10-02\n")
        #expect(try isFree("2026-10-02", almanac.calendar(named: "cn")))
    }

    @Test func `without a folder an error says how to give one`() throws {
        let error = try refusal("cn", of: SystemAlmanac())
        #expect(error.code == .invalidArgument)
        #expect(error.reason == "CALENDAR_UNKNOWN")
        #expect(error.message.contains("'cn'"))
        #expect(error.message.contains("--calendars"))
    }

    @Test func `an unknown calendar is refused with those that there are`() throws {
        let folder = try Folder()
        try folder.write("germany.txt", "")
        try folder.write("france.txt", "")
        let near = try refusal("germani", of: almanac(folder))
        #expect(near.message.contains("did you mean 'germany'?"))
        let far = try refusal("xyz", of: almanac(folder))
        #expect(far.message.contains("known: france, germany"))
        #expect(far.reason == "CALENDAR_UNKNOWN")
    }

    @Test(arguments: ["../secret", "/etc/passwd", "..", ".", ".hidden", "a/b", ""])
    func `no name leads out of the folder`(_ name: String) throws {
        let folder = try Folder()
        try folder.write("secret.txt", "")
        try folder.write("calendars/.hidden", "")
        let error = try refusal(name, of: SystemAlmanac(calendars: folder.path + "/calendars"))
        #expect(error.reason == "CALENDAR_UNKNOWN")
    }

    @Test func `a calendar that cannot be read is refused with file and line`() throws {
        let folder = try Folder()
        try folder.write("bad.txt", "holidays:\n- 2026-02-30\n")
        try folder.write("latin.txt", [0xE9])
        try folder.write("long.txt", [UInt8](repeating: 0x23, count: WorkCalendar.textBytes + 1))
        let bad = try refusal("bad", of: almanac(folder))
        #expect(bad.reason == "CALENDAR_INVALID")
        #expect(bad.message.contains("\(folder.path)/bad.txt, line 2: '2026-02-30'"))
        #expect(try refusal("latin", of: almanac(folder)).message.contains("not UTF-8"))
        #expect(try refusal("long", of: almanac(folder)).message.contains("more than"))
    }
}
