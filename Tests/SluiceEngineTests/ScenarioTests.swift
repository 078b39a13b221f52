import Foundation
import Testing

/// Every file in `Scenarios`: blocks of a command, `----`, and what it led to.
@Suite struct ScenarioTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Scenarios")

    static let names: [String] = {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path())
        return (names ?? []).filter { $0.hasSuffix(".txt") }.sorted()
    }()

    @Test(arguments: names)
    func `a scenario leads to what its file says`(name: String) throws {
        let file = Self.folder.appending(path: name)
        let text = try String(contentsOf: file, encoding: .utf8)
        let played = Self.play(text)
        if ProcessInfo.processInfo.environment["SLUICE_UPDATE_GOLDEN"] == "1" {
            try played.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(played == text)
    }

    @Test func `there are scenarios`() {
        #expect(Self.names.count >= 10)
    }

    /// The text with the outputs replaced by those of this run.
    private static func play(_ text: String) -> String {
        let scenario = Scenario()
        var output: [String] = []
        var block: [String] = []
        var isInOutput = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line == "----" {
                output.append(line)
                output += scenario.play(block)
                block = []
                isInOutput = true
            } else if line.isEmpty || line.hasPrefix("#") {
                output.append(line)
                isInOutput = false
            } else if !isInOutput {
                output.append(line)
                block.append(line)
            }
        }
        return output.joined(separator: "\n")
    }
}
