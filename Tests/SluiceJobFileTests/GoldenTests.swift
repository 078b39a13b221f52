import Foundation
import SluiceJobFile
import Testing

/// Files of `Golden/`; `SLUICE_UPDATE_GOLDEN=1` writes what is expected anew.
enum Golden {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Golden")

    static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    static func expect(_ actual: String, equals name: String) throws {
        if ProcessInfo.processInfo.environment["SLUICE_UPDATE_GOLDEN"] == "1" {
            try actual.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
        }
        #expect(actual == (try text(name)))
    }
}

@Test(
    arguments: [
        "bad", "bad-schedule", "bad-conditions", "bad-pools", "bad-calls", "bad-notifications",
        "bad-trigger",
    ])
func `all that is wrong with a bad file is said at once, in its order`(name: String) throws {
    let (definition, problems) = JobFile.parse(try Golden.text("\(name).yaml"))
    #expect(definition == nil)
    let lines = problems.map { "\($0.path.isEmpty ? "-" : $0.path)\n    \($0)\n" }
    try Golden.expect(lines.joined(), equals: "\(name).txt")
}
