import Foundation
import Testing

/// Files of `Golden/`; `SLUICE_UPDATE_GOLDEN=1` writes what is expected anew.
enum Golden {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Golden")

    static func expect(_ actual: String, equals name: String) throws {
        let file = folder.appending(path: name)
        if ProcessInfo.processInfo.environment["SLUICE_UPDATE_GOLDEN"] == "1" {
            try actual.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(actual == (try String(contentsOf: file, encoding: .utf8)))
    }
}
