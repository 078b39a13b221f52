import SluiceModel
import Testing

@testable import SluiceLauncher

@Suite(.timeLimit(.minutes(1)))
struct OutputTests {
    @Test func `outputs are read in order, rows apart, a later value wins`() throws {
        let text = "a=1\nrows=42\n\nb=x=y\r\na=\n"
        let outputs = try Outputs(parsing: Array(text.utf8))
        #expect(outputs.pairs == [Pair("b", "x=y"), Pair("a", "")])
        #expect(outputs.rows == 42)
    }

    @Test(arguments: [
        ("a=1\nnonsense", "line 2 is not key=value"),
        ("=1", "line 1 is not key=value"),
        ("a=1\nb=x\0y", "line 2 has a NUL byte"),
        ("a\0b=1", "line 1 has a NUL byte"),
        ("a=\0\r\n", "line 1 has a NUL byte"),
        ("rows=many", "rows is 'many'; a number from 0 on is right"),
        ("rows=-1", "rows is '-1'; a number from 0 on is right"),
    ]) func `bad outputs are described`(text: String, words: String) {
        #expect(throws: Outputs.Problem(words: words)) {
            try Outputs(parsing: Array(text.utf8))
        }
    }

    @Test func `outputs that are not UTF-8 are refused`() {
        #expect(throws: Outputs.Problem(words: "not UTF-8")) {
            try Outputs(parsing: [0x61, 0x3d, 0xff])
        }
    }

    @Test func `a process reports through the file that SLUICE_OUTPUT names`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let script = "echo file=day.csv >> $SLUICE_OUTPUT; echo rows=3 >> $SLUICE_OUTPUT"
        let result = try #require(await world.run(.shell(script)))
        #expect(result.outcome == .success)
        #expect(result.outputs == [Pair("file", "day.csv")])
        #expect(result.rows == 3)
    }

    @Test func `outputs up to the limit are taken, one byte more fails the node`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let fill = "{ printf a=; head -c %d /dev/zero | tr '\\0' x; } > $SLUICE_OUTPUT"
        let just = fill.replacing("%d", with: "65534")
        #expect(await world.run(.shell(just))?.outcome == .success)
        let more = fill.replacing("%d", with: "65535")
        #expect(
            await world.run(.shell(more, number: 2))?.outcome
                == .badOutput("more than 65536 bytes"))
    }

    @Test func `a NUL byte in an output fails the node`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let result = await world.run(.shell("printf 'a=1\\nb=x\\0y\\n' > $SLUICE_OUTPUT"))
        #expect(result?.outcome == .badOutput("line 2 has a NUL byte"))
        #expect(result?.outputs == [])
    }

    @Test func `a failed node keeps what it reported before`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let result = await world.run(.shell("echo step=2 > $SLUICE_OUTPUT; exit 5"))
        #expect(result?.outcome == .exit(code: 5))
        #expect(result?.outputs == [Pair("step", "2")])
    }

    @Test(arguments: ["mkfifo", "mkdir", "ln -s /dev/zero"])
    func `something else in the place of the outputs file harms nobody`(make: String) async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        #expect(await world.run(.shell("\(make) $SLUICE_OUTPUT"))?.outcome == .success)
    }
}
