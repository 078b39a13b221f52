import Glibc
import SluiceModel
import Testing

@testable import SluiceLauncher

/// What a process gets and how its end is told.
@Suite(.timeLimit(.minutes(1)))
struct AttemptTests {
    @Test(arguments: [1, 3, 127, 255]) func `an exit code is kept`(code: Int32) async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let result = try #require(await world.run(.shell("exit \(code)")))
        #expect(result.outcome == .exit(code: code))
        #expect(result.exitCode == code)
    }

    @Test func `a script that ends well is a success, and its log has what it wrote`() async throws
    {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let attempt = AttemptStart.shell("echo out; echo err >&2")
        let result = try #require(await world.run(attempt))
        #expect(result.outcome == .success)
        #expect(result.exitCode == 0)
        #expect(result.logBytes == 8)
        #expect(try world.log(of: attempt.id) == "out\nerr\n")
    }

    @Test func `a process killed by a signal is reported with its number`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let result = try #require(await world.run(.shell("kill -USR1 $$")))
        #expect(result.outcome == .signal(number: SIGUSR1))
        #expect(result.signal == SIGUSR1)
        #expect(result.exitCode == nil)
    }

    @Test func `a shell script stops at the first command that fails`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let attempt = AttemptStart.shell("false\necho not reached")
        #expect(await world.run(attempt)?.outcome == .exit(code: 1))
        #expect(try world.log(of: attempt.id) == "")
    }

    @Test func `a script of a megabyte reaches its interpreter whole`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let line = "# a line of 34 bytes, all comment\n"
        let script = String(repeating: line, count: 31_000) + "exit 9"
        #expect(await world.run(.shell(script))?.outcome == .exit(code: 9))
    }

    @Test func `a Python node runs its script`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let attempt = AttemptStart.shell("import sys; sys.exit(len('four'))", type: .python)
        #expect(await world.run(attempt)?.outcome == .exit(code: 4))
    }

    @Test func `a SQL node hands its statements and parameters to the node program`() async throws {
        let world = LauncherWorld(nodePath: "/bin/cat")
        defer { world.end() }
        _ = try world.begin()
        var attempt = AttemptStart.shell(
            "SELECT \"a\"\n", type: .sql, params: [Pair("day", "2026-11-20")])
        attempt.connection = Connection(name: "main", kind: .sqlite, path: "/data/x.db")
        // cat takes `sql` for a file that is missing, and shows the request after it.
        #expect(await world.run(attempt)?.outcome == .exit(code: 1))
        let request =
            #"{"kind":"sql","connection":{"type":"sqlite","name":"main","path":"/data/x.db"},"#
            + #""script":"SELECT \"a\"\n","params":{"day":"2026-11-20"},"properties":{}}"#
        #expect(try world.log(of: attempt.id).hasSuffix(request))
    }

    @Test func `the environment has the attempt's facts and nothing of the daemon`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        unsafe setenv("DAEMON_ONLY", "1", 1)
        _ = try world.begin()
        let attempt = AttemptStart.shell(
            "", command: ["env"], params: [Pair("day", "monday"), Pair("not-a-name", "x")],
            env: [Pair("A", "1"), Pair("A", "2"), Pair("SLUICE_JOB", "forged")])
        #expect(await world.run(attempt)?.outcome == .success)
        let lines = try world.log(of: attempt.id).split(separator: "\n").map(String.init)
        let inherited = ["PATH=", "HOME=", "LANG=", "USER=", "TZ="]
        let own = lines.filter { line in !inherited.contains { line.hasPrefix($0) } }
        #expect(
            Set(own) == [
                "A=2", "SLUICE_ATTEMPT=1", "SLUICE_ATTEMPT_ID=7.3.1", "SLUICE_INSTANCE=7",
                "SLUICE_JOB=nightly", "SLUICE_NODE=load", "SLUICE_PARAM_day=monday",
                "SLUICE_PLAN_TIME=1700000000000", "SLUICE_RUN=2", "SLUICE_WORKSPACE=acme",
                "SLUICE_STATE=\(world.settings.stateFolder)",
                "SLUICE_OUTPUT=\(world.settings.stateFolder)/outputs/7.3.1",
            ])
        #expect(own.count == 12)
    }

    @Test func `a process has its own session, plain limits and no descriptor of the keeper`()
        async throws
    {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let attempt = AttemptStart.shell(
            """
            ulimit -Sn
            readlink /proc/self/fd/0
            set -- $(cat /proc/$$/stat); echo "$1 $6" | awk '{ print $1 == $2 }'
            grep -E 'SigBlk|SigIgn' /proc/self/status | cut -f2 | uniq
            ls /proc/$$/fd | sort -n | head -4 | tr '\\n' ' '
            """)
        #expect(await world.run(attempt)?.outcome == .success)
        let log = try world.log(of: attempt.id)
        #expect(log == "1024\n/dev/null\n1\n0000000000000000\n0 1 2 3 ")
    }

    @Test func `without a working folder a process has a scratch folder until it is acknowledged`()
        async throws
    {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let attempt = AttemptStart.shell("mkdir deep; echo kept > deep/file; pwd")
        #expect(await world.run(attempt)?.outcome == .success)
        let scratch = try #require(world.log(of: attempt.id).split(separator: "\n").first)
        #expect(scratch.hasPrefix(world.settings.stateFolder + "/scratch/"))
        #expect(shell("test -f \(scratch)/deep/file") == 0)
        world.acknowledge(attempt.id)
        // The next attempt's end comes after the acknowledgement.
        _ = await world.run(.shell("", number: 2))
        #expect(shell("test -e \(scratch)") == 1)
    }

    @Test func `every attempt finds its scratch folder empty and closed to others`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let endings = [
            "true", "echo > .hidden", "chmod 777 .", "rmdir \"$PWD\"", "mkdir a", "true",
        ]
        for (index, ending) in endings.enumerated() {
            let attempt = AttemptStart.shell("ls -A; stat -c %a .; \(ending)", number: index + 1)
            #expect(await world.run(attempt)?.outcome == .success)
            #expect(try world.log(of: attempt.id) == "700\n")
            world.acknowledge(attempt.id)
        }
    }

    @Test func `a program that is not there is named`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let result = await world.run(.shell("", command: ["no-such-program", "x"]))
        #expect(
            result?.outcome
                == .couldNotStart("cannot run 'no-such-program': No such file or directory"))
    }

    @Test func `a file that is no program is named`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let result = await world.run(.shell("", command: ["/etc/passwd"]))
        #expect(result?.outcome == .couldNotStart("cannot run '/etc/passwd': Permission denied"))
    }

    @Test func `a working folder that is not there is named`() async throws {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let result = await world.run(.shell("true", folder: "/no/such/folder"))
        #expect(
            result?.outcome == .couldNotStart("working folder '/no/such/folder' does not exist"))
    }

    @Test func `arguments that the kernel refuses do not start and do not stop the keeper`()
        async throws
    {
        let world = LauncherWorld()
        defer { world.end() }
        _ = try world.begin()
        let long = String(repeating: "x", count: 4 << 20)
        let result = await world.run(.shell("", command: ["true", long]))
        #expect(
            result?.outcome == .couldNotStart("cannot run 'true': Argument list too long"))
        let longer = await world.run(.shell("", number: 2, command: ["true", long, long, long]))
        #expect(longer?.outcome.words.contains("at most 8388608 are allowed") == true)
        #expect(await world.run(.shell("", number: 3))?.outcome == .success)
    }
}
