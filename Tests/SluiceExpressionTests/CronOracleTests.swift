import SluiceExpression
import SluiceModel
import Testing

/// Fire times against a scan of every minute, written in Python over zoneinfo.
@Suite struct CronOracleTests {
    @Test func `fire times are those that a scan minute by minute finds`() throws {
        let rows = try OracleRow.read(try Oracle.file("fire_times.txt"))
        #expect(rows.count > 800)
        let wrong = try rows.filter { row in
            let cron = try CronExpression(row.expression)
            let fires = row.windows.flatMap { cron.minutes(from: $0, in: row.zone) }
            return fires.count != row.count || digest(fires) != row.digest
        }
        #expect(wrong.isEmpty, "\(wrong.count) rows, as \(wrong.prefix(3))")
    }

    @Test func `going back finds the same fire times`() throws {
        let wrong = try OracleRow.read(try Oracle.file("fire_times.txt")).filter { row in
            let cron = try CronExpression(row.expression)
            let fires = row.windows.flatMap { cron.minutesBack(from: $0, in: row.zone).reversed() }
            return digest(fires) != row.digest
        }
        #expect(wrong.isEmpty, "\(wrong.count) rows, as \(wrong.prefix(3))")
    }

    @Test(.enabled(if: Oracle.hasPython))
    func `the table is what the scan finds today`() throws {
        let table = try Oracle.run("fire_times.py")
        try Oracle.update("fire_times.txt", with: table)
        #expect(try Oracle.file("fire_times.txt") == table)
    }
}

/// An expression in some windows of time.
private struct OracleRow: CustomStringConvertible {
    let zone: TimeZoneRules
    /// Minutes since 1970; the end does not belong to it.
    let windows: [Range<Int>]
    let expression: String
    let count: Int
    let digest: String

    var description: String { "\(expression) in \(zone.name), \(windows)" }

    static func read(_ text: String) throws -> [OracleRow] {
        var zone = TimeZoneRules.utc
        var windows: [Range<Int>] = []
        var rows: [OracleRow] = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let cells = line.split(separator: "\t").map(String.init)
            if cells.count == 3 {
                rows.append(
                    OracleRow(
                        zone: zone, windows: windows, expression: cells[0],
                        count: try #require(Int(cells[1])), digest: cells[2]))
            } else {
                let words = line.split(separator: " ").dropFirst()
                zone = try Zone.named(String(try #require(words.first)))
                windows = words.dropFirst().map { word in
                    let ends = word.split(separator: "-").compactMap { Int($0) }
                    return ends[0]..<ends[1]
                }
            }
        }
        return rows
    }
}

/// FNV-1a of the minutes since 1970, each with a comma behind it.
private func digest(_ minutes: [Int]) -> String {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in minutes.map({ "\($0)," }).joined().utf8 {
        value = (value ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}

extension CronExpression {
    fileprivate func minutes(from window: Range<Int>, in zone: TimeZoneRules) -> [Int] {
        var minutes: [Int] = []
        var last = Timestamp(milliseconds: Int64(window.lowerBound) * 60_000 - 1)
        while let fire = next(after: last, in: zone), fire.minute < window.upperBound {
            minutes.append(fire.minute)
            last = fire
        }
        return minutes
    }

    fileprivate func minutesBack(from window: Range<Int>, in zone: TimeZoneRules) -> [Int] {
        var minutes: [Int] = []
        var last = Timestamp(milliseconds: Int64(window.upperBound) * 60_000)
        while let fire = previous(before: last, in: zone), fire.minute >= window.lowerBound {
            minutes.append(fire.minute)
            last = fire
        }
        return minutes
    }
}

extension Timestamp {
    fileprivate var minute: Int { Int(milliseconds / 60_000) }
}
