import Foundation
import SluiceClient
import SluiceWire
import Testing

/// The README's job of conditions, with the real daemon.
@Suite(.timeLimit(.minutes(5))) struct ReadmeTests {
    private func deliver() throws -> String {
        let readme = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "README.md")
        let text = try String(contentsOf: readme, encoding: .utf8)
        let start = try #require(text.firstRange(of: "name: deliver\n")).lowerBound
        let end = try #require(text[start...].firstRange(of: "```")).lowerBound
        return String(text[start..<end])
    }

    @Test(arguments: [
        ("full", "success success success", "full: packed\n"), ("empty", "success skip skip", ""),
        ("nowhere", "fail skip success", "nowhere: no such folder\n"),
    ])
    func `its conditions decide what runs`(folder: String, statuses: String, said: String)
        async throws
    {
        try await World.withDaemon { world, daemon in
            for name in ["full", "empty"] {
                try FileManager.default.createDirectory(
                    atPath: "\(world.folder)/\(name)", withIntermediateDirectories: false)
            }
            _ = try world.write("x", to: "full/a")
            try await daemon.sluice.submit(try deliver())
            let ran = try await world.sluice(
                "run", "deliver", "--param", "folder=\(world.folder)/\(folder)", "--wait")
            #expect(ran.code == 0, "\(ran)")
            let details = try await daemon.sluice.details(of: 1)
            let words = details.nodes.map { $0.status.text ?? "" }
            #expect(words.joined(separator: " ") == statuses)
            guard !said.isEmpty else { return }
            let log = try await world.sluice("log", "1/tell")
            #expect(log.output == "\(world.folder)/\(said)")
        }
    }
}
