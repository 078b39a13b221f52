import Foundation
import SluiceExpression
import SluiceModel
import Testing

/// Zones of this machine, for tests.
enum Zone {
    static let folder = "/usr/share/zoneinfo"

    static func bytes(_ name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
    }

    static func named(_ name: String) throws -> TimeZoneRules {
        if let fixed = try TimeZoneRules.fixed(name) { return fixed }
        return try TimeZoneRules(name: name, tzif: bytes(name))
    }

    /// A zone that always follows a rule: a TZif file without transitions.
    static func following(_ rule: String) throws(TimeZoneError) -> TimeZoneRules {
        try TimeZoneRules(name: "Test/Rule", tzif: TZif(footer: rule).bytes)
    }
}

/// A TZif file of one kind of time, UTC, to be broken on purpose.
struct TZif {
    var version = UInt8(ascii: "2")
    var transitions: [Int] = []
    var footer = ""

    var bytes: [UInt8] {
        let second = header(version, transitions.count) + block(width: 8)
        guard version > 0 else { return header(0, transitions.count) + block(width: 4) }
        return header(version, 0) + TZif().block(width: 4) + second + Array("\n\(footer)\n".utf8)
    }

    private func header(_ version: UInt8, _ times: Int) -> [UInt8] {
        Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
            + [0, 0, 0, times, 1, 4].flatMap { Self.number($0, width: 4) }
    }

    private func block(width: Int) -> [UInt8] {
        transitions.flatMap { Self.number($0, width: width) }
            + [UInt8](repeating: 0, count: transitions.count)
            + [0, 0, 0, 0, 0, 0] + Array("UTC\0".utf8)
    }

    private static func number(_ number: Int, width: Int) -> [UInt8] {
        (0..<width).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}

extension Timestamp {
    /// `2026-03-29T01:00`, with seconds or without, in UTC.
    init(utc text: String) throws {
        self = TimeZoneRules.utc.instant(of: try LocalTime(text))
    }
}

extension LocalTime {
    init(_ text: String) throws {
        let clock = text.dropFirst(11).split(separator: ":").compactMap { Int($0) } + [0]
        let date = try #require(CivilDate(text.prefix(10)))
        self = try #require(LocalTime(date, hour: clock[0], minute: clock[1], second: clock[2]))
    }
}

/// The second opinion: scripts of `Oracle/`, where there is a Python to run them.
enum Oracle {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Oracle")

    static func file(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    /// Replaces a file under `SLUICE_UPDATE_GOLDEN=1`.
    static func update(_ name: String, with text: String) throws {
        guard ProcessInfo.processInfo.environment["SLUICE_UPDATE_GOLDEN"] == "1" else { return }
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    static let hasPython = (try? python(["-c", "import zoneinfo"])) != nil

    static func run(_ script: String) throws -> String {
        try python([folder.appending(path: script).path])
    }

    private static func python(_ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-B"] + arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure.failed(arguments) }
        return String(decoding: data, as: UTF8.self)
    }

    private enum Failure: Error {
        case failed([String])
    }
}

/// Numbers that are the same in every run (SplitMix64).
struct SeededDice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
