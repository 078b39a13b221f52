import Foundation
import SluiceModel
import Testing

@testable import SluiceJobFile

@Test(arguments: [
    "hello", "packages", "parallel", "failing", "nightly", "region", "regions", "inbox",
    "shop/orders", "shop/sales", "shop/report",
])
func `a sample is a job file without problems, named like its file`(name: String) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appending(path: "clients/samples/\(name).yaml")
    let (definition, problems) = JobFile.parse(try String(contentsOf: file, encoding: .utf8))
    #expect(problems == [])
    #expect(definition?.name == name.split(separator: "/").last.map(String.init))
}

private func readme() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
}

/// The YAML of the README behind each mark.
private func blocks(_ mark: String) throws -> [String] {
    try readme().components(separatedBy: "<!-- \(mark):begin -->\n```yaml\n").dropFirst()
        .map { $0.components(separatedBy: "```")[0] }
}

/// A schedule, a trigger and whom it tells are parts of a job file.
private func jobs() throws -> [String] {
    let rest = "name: j\nparams: {day: x}\nnodes: [{name: a, type: Dummy}]\n"
    let parts = try blocks("schedule") + blocks("trigger") + blocks("notifications")
    return try blocks("job") + parts.map { rest + $0 }
}

@Test func `the job files of the README have no problems`() throws {
    let jobs = try jobs()
    #expect(jobs.count == 7)
    for job in jobs { #expect(JobFile.parse(job).problems == []) }
}

@Test func `the README shows every key of a job file`() throws {
    let text = try jobs().joined()
    let keys =
        names(JobKey.self) + names(NodeKey.self) + names(ConditionKey.self)
        + names(ScheduleKey.self) + names(DependencyKey.self) + names(ConnectionKey.self)
        + names(NotificationKey.self) + names(FileListeningKey.self) + names(TriggerKey.self)
    #expect(keys.filter { !text.contains("\($0):") } == [])
}

private func names<Key: FieldKey>(_ keys: Key.Type) -> [String] { keys.allCases.map(\.rawValue) }
