import Foundation
import Testing

@testable import SluiceJobFile

private func properties(_ path: String...) throws -> Set<String> {
    let schema = try JSONSerialization.jsonObject(with: Data(JobFile.schema.utf8))
    let map = path.reduce(schema as Any?) { value, key in (value as? [String: Any])?[key] }
    return Set(try #require(map as? [String: Any]).keys)
}

@Test func `the published schema knows the keys that are read, and no others`() throws {
    #expect(try properties("properties") == Set(JobKey.allCases.map(\.rawValue)))
    #expect(
        try properties("$defs", "node", "properties") == Set(NodeKey.allCases.map(\.rawValue)))
    #expect(
        try properties("$defs", "dependency", "properties")
            == Set(DependencyKey.allCases.map(\.rawValue)))
    #expect(
        try properties("$defs", "schedule", "properties")
            == Set(ScheduleKey.allCases.map(\.rawValue)))
    #expect(
        try properties("$defs", "notification", "properties")
            == Set(NotificationKey.allCases.map(\.rawValue)))
    #expect(
        try properties("$defs", "waitForFile", "properties")
            == Set(FileListeningKey.allCases.map(\.rawValue)))
    #expect(
        try properties("$defs", "trigger", "properties")
            == Set(TriggerKey.allCases.map(\.rawValue)))
    #expect(
        try properties("$defs", "condition", "properties")
            == Set(ConditionKey.allCases.map(\.rawValue)))
    #expect(
        try properties("$defs", "connection", "properties")
            == Set(ConnectionKey.allCases.map(\.rawValue)))
}

@Test func `the schema describes every key`() throws {
    let schema = try JSONSerialization.jsonObject(with: Data(JobFile.schema.utf8))
    let root = try #require(schema as? [String: Any])
    let keys = try #require(root["properties"] as? [String: [String: Any]])
    for (key, value) in keys { #expect(value["description"] is String, "\(key)") }
}
