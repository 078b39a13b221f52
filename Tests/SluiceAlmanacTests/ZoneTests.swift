import SluiceAlmanac
import SluiceExpression
import SluiceModel
import Testing

@Suite struct ZoneTests {
    private let system = SystemAlmanac()

    private func refusal(
        _ name: String, of almanac: SystemAlmanac? = nil,
    ) throws -> SluiceError {
        try #require(throws: SluiceError.self) {
            _ = try (almanac ?? system).zone(named: name)
        }
    }

    @Test func `a zone of the system has the rules of its file`() throws {
        let berlin = try system.zone(named: "Europe/Berlin")
        #expect(berlin.name == "Europe/Berlin")
        // Behind the last transition of the file its rule goes on: summer of 2090.
        let summer = Timestamp(milliseconds: 3_802_939_200_000)
        #expect(berlin.local(at: summer).abbreviation == "CEST")
    }

    @Test(arguments: ["GMT+8", "UTC", "GMT+08:30", "-03:00"])
    func `an offset needs no file`(_ name: String) throws {
        let nowhere = SystemAlmanac(zones: "/nonexistent")
        #expect(try nowhere.zone(named: name).name == name)
    }

    @Test(arguments: [
        ("Europe/Berln", "did you mean 'Europe/Berlin'?"),
        ("europe/berlin", "did you mean 'Europe/Berlin'?"),
        ("Berlin", "did you mean 'Europe/Berlin'?"),
        ("America/Argentina/Bueno_Aires", "did you mean 'America/Argentina/Buenos_Aires'?"),
        ("Europe", "write Area/City"), ("Middle/Earth", "write Area/City"),
        ("GMT+99", "up to 18:00"),
    ])
    func `an unknown zone is refused with what would be right`(
        _ name: String, _ hint: String,
    ) throws {
        let error = try refusal(name)
        #expect(error.code == .invalidArgument)
        #expect(error.reason == "TIME_ZONE_UNKNOWN")
        #expect(error.message.contains("'\(name)'"))
        #expect(error.message.contains(hint), "\(error.message)")
    }

    @Test(arguments: [
        "../secret", "/etc/passwd", "Europe/../../secret", "./UTC", "Europe//Berlin", "a\u{0}b",
        "tzdata.zi",
    ])
    func `no name leads out of the folder`(_ name: String) throws {
        let folder = try Folder()
        try folder.write("secret", try Folder.zone("Europe/Berlin"))
        try folder.write("zones/UTC", try Folder.zone("Etc/UTC"))
        let almanac = SystemAlmanac(zones: folder.path + "/zones")
        #expect(try refusal(name, of: almanac).reason == "TIME_ZONE_UNKNOWN")
    }

    @Test func `without its folder tzdata is to be installed`() throws {
        let error = try refusal("Europe/Berlin", of: SystemAlmanac(zones: "/nonexistent/zones"))
        #expect(error.message.contains("/nonexistent/zones"))
        #expect(error.message.contains("install tzdata"))
    }

    @Test func `a file that is no zone, or too long, or a folder is refused`() throws {
        let folder = try Folder()
        try folder.write("Text", "hello")
        try folder.write("Long", [UInt8](repeating: 0, count: TimeZoneRules.fileBytes + 1))
        try folder.write("Area/City", "x")
        let almanac = SystemAlmanac(zones: folder.path)
        #expect(try refusal("Text", of: almanac).message.contains("byte 0"))
        #expect(try refusal("Long", of: almanac).message.contains("bytes"))
        #expect(try refusal("Area", of: almanac).message.contains("write Area/City"))
    }

    @Test func `the machine's zone is named by the link to its file`() throws {
        let folder = try Folder()
        try folder.write("zoneinfo/Asia/Tokyo", try Folder.zone("Asia/Tokyo"))
        try folder.link("localtime", to: "./zoneinfo/Asia/Tokyo")
        try folder.link("other", to: "\(folder.path)/zoneinfo/Asia/Tokyo")
        for link in ["localtime", "other"] {
            let almanac = SystemAlmanac(
                zones: folder.path + "/zoneinfo", localTime: "\(folder.path)/\(link)")
            let zone = try almanac.zone(named: "")
            #expect(zone.local(at: .zero).offset == 9 * 3600)
            #expect(zone.name == "Asia/Tokyo")
        }
    }

    @Test func `a machine whose zone is a copy has its rules, and one without any has UTC`() throws
    {
        let folder = try Folder()
        try folder.write("localtime", try Folder.zone("Asia/Tokyo"))
        let copy = SystemAlmanac(localTime: folder.path + "/localtime")
        #expect(try copy.zone(named: "").local(at: .zero).abbreviation == "JST")
        let none = SystemAlmanac(localTime: folder.path + "/nothing")
        #expect(try none.zone(named: "") == .utc)
    }

    @Test func `a zone whose file was replaced is read anew`() throws {
        let folder = try Folder()
        try folder.write("City", try Folder.zone("Asia/Tokyo"))
        let almanac = SystemAlmanac(zones: folder.path)
        #expect(try almanac.zone(named: "City").local(at: .zero).abbreviation == "JST")
        try folder.write("City", try Folder.zone("Europe/Berlin"))
        #expect(try almanac.zone(named: "City").local(at: .zero).abbreviation == "CET")
    }
}
