import ArgumentParser
import Foundation
import Testing

@testable import SluiceCommands

/// What help and README show can be typed.
@Suite struct ExampleTests {
    @Test func `every example of the help is understood`() {
        var count = 0
        for command in VerbTests.everyCommand {
            let discussion = command.configuration.discussion
            guard let head = discussion.firstRange(of: "EXAMPLES") else { continue }
            let lines = discussion[head.upperBound...].split(separator: "\n")
            for line in lines.map({ $0.trimmingPrefix(while: \.isWhitespace) })
            where line.hasPrefix("sluice ") {
                count += 1
                #expect(throws: Never.self, "\(line)") {
                    _ = try RootCommand.parseAsRoot(Self.words(of: line))
                }
            }
        }
        #expect(count > 100)
    }

    @Test func `every command and every flag that the README names is there`() async throws {
        let readme = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "README.md")
        let text = try String(contentsOf: readme, encoding: .utf8)
        let spans = text.matches(of: /(?:`|\$ )sluice ([^`\n]+)/).map { $0.1 }
        #expect(spans.count > 50)
        for span in spans {
            let verbs = span.split(separator: " ").prefix { $0.wholeMatch(of: /[a-z-]+/) != nil }
            let help = await help(of: verbs.prefix(3).map(String.init))
            for flag in span.matches(of: /--[a-z-]+/) {
                #expect(help.contains(flag.output), "\(span)")
            }
        }
    }

    /// Of the nouns and the verb, as far as the words are no targets.
    private func help(of words: [String]) async -> String {
        for count in (1...max(1, words.count)).reversed() where !words.isEmpty {
            let result = await Shell().run(arguments: Array(words.prefix(count)) + ["--help"])
            if result.outcome == .done { return result.output }
        }
        Issue.record("there is no command 'sluice \(words.joined(separator: " "))'")
        return ""
    }

    /// As a shell takes them apart, up to a pipe, a file or a remark behind several blanks.
    private static func words(of line: some StringProtocol) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        let end = line.firstRange(of: "   ")?.lowerBound ?? line.endIndex
        for character in line[..<end] {
            switch character {
            case quote: quote = nil
            case "'" where quote == nil, "\"" where quote == nil:
                (quote, word) = (character, word ?? "")
            case " " where quote == nil:
                if let word { words.append(word) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        return Array(words.dropFirst().prefix { !["|", ">", "<"].contains($0) })
    }
}
