import Foundation

@testable import sluice_node

/// A folder of one test, gone with it, in which a SQL node runs.
final class Folder {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "sluice-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)  // What is left is in the temporary folder.
    }

    func path(_ name: String) -> String { url.appending(path: name).path() }

    func write(_ name: String, _ content: String) throws {
        try content.write(toFile: path(name), atomically: true, encoding: .utf8)
    }

    func read(_ name: String) throws -> String {
        try String(contentsOfFile: path(name), encoding: .utf8)
    }

    /// Runs a script on the database of this folder.
    @discardableResult
    func run(
        _ script: String, params: [String: String] = [:], properties: [String: String] = [:],
    ) throws -> ScriptRun.Report {
        let document: [String: Any] = [
            "kind": "sql", "connection": ["type": "sqlite", "path": path("test.db")],
            "script": script, "params": params, "properties": properties,
        ]
        let json = try JSONSerialization.data(withJSONObject: document)
        let specification = try Specification(
            json: String(decoding: json, as: UTF8.self), name: "spec.json")
        return try ScriptRun(specification).run()
    }
}
