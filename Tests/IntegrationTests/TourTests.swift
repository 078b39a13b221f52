import Foundation
import Testing

/// The README's tours, command line by command line.
@Suite(.timeLimit(.minutes(10))) struct TourTests {
    @Test func `the command lines of the README do what it says`() async throws {
        try await Self.walk(try Self.steps(of: "tour"))
    }

    /// Behind the tour's first steps, with a daemon of its own.
    @Test func `what the README takes from development gets to production`() async throws {
        let tour = try Self.steps(of: "tour")
        let start = try #require(tour.firstIndex { $0.line.hasSuffix("&") })
        let end = try #require(tour.last)
        try await Self.walk(tour[...start] + (try Self.steps(of: "release")) + [end])
    }

    private static func walk(_ steps: [Step]) async throws {
        try #require(!steps.isEmpty)
        try await World.run { world in
            try await furnish(world)
            let script = try world.write(script(steps), to: "tour")
            // A line that does not end is named by what `-v` has shown last.
            let result = try await world.shell("exec timeout -k 5 300 bash -v '\(script)'")
            #expect(result.code == 0, "\(result.output)\n\(result.errors)")
        }
    }

    private struct Step {
        let line: Substring
        let code: Int
    }

    /// What is behind `$ ` between the marks. It ends with 0, unless the text above the block says
    /// of its first command that it "exits with" something else.
    private static func steps(of tour: String) throws -> [Step] {
        let readme = try String(
            contentsOf: URL(filePath: Programs.project + "/README.md"), encoding: .utf8)
        let begin = try #require(readme.range(of: "<!-- \(tour):begin -->"))
        let end = try #require(readme.range(of: "<!-- \(tour):end -->"))
        var steps: [Step] = []
        var code = 0
        var isCode = false
        for line in readme[begin.upperBound..<end.lowerBound].split(separator: "\n") {
            if line.hasPrefix("```") {
                isCode.toggle()
            } else if isCode, line.hasPrefix("$ ") {
                steps.append(Step(line: line.dropFirst(2), code: code))
                code = 0
            } else if !isCode, let exit = line.firstMatch(of: /exits with (\d+)/) {
                code = Int(exit.1) ?? 0
            }
        }
        return steps
    }

    /// The world's folder as the project's is after `make build`.
    private static func furnish(_ world: World) async throws {
        let manager = FileManager.default
        let programs = world.folder + "/.build/release/"
        try manager.createDirectory(atPath: programs, withIntermediateDirectories: true)
        try manager.createSymbolicLink(
            atPath: programs + "sluice", withDestinationPath: Programs.path("sluice"))
        try manager.createSymbolicLink(
            atPath: world.folder + "/clients", withDestinationPath: Programs.project + "/clients")
        // What the README says about root; and it tells us when it is ready. Another process writes
        // it: a program that this one has open for writing, and so may any child of it that is just
        // being started, cannot be run.
        let options = World.rootOptions.joined(separator: " ")
        try await world.shell(
            """
            cat >'\(programs)sluiced' <<'END'
            #!/bin/sh
            exec '\(Programs.path("sluiced"))' \(options) "$@" >&8 2>&8
            END
            chmod +x '\(programs)sluiced'
            """)
    }

    /// The lines as they are, each followed by a look at how it ended. What a line leaves in the
    /// background has to say that it is ready.
    private static func script(_ steps: [Step]) -> String {
        let prelude = """
            mkfifo log
            exec 8<>log
            trap 'kill $(jobs -p) 2>&-; wait' EXIT
            """
        let ready = "while read -t 60 -r entry <&8; do case $entry in *' ready') break;; esac; done"
        let lines = steps.flatMap { step in
            let check = """
                code=$?
                [ $code = \(step.code) ] || { echo "exit code $code, line $LINENO" >&2; exit 99; }
                """
            return [String(step.line), step.line.hasSuffix("&") ? ready : check]
        }
        return ([prelude] + lines + ["wait"]).joined(separator: "\n")
    }
}
