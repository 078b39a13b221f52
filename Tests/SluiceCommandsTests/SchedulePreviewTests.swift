import SluiceClient
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct SchedulePreviewTests {
    private func preview(_ arguments: [String], files: [String: String] = [:]) async -> Shell.Result
    {
        var shell = Shell()
        shell.files = files
        return await shell.run(arguments: ["schedule", "preview"] + arguments)
    }

    private let daily = ["--cron", "0 30 2 * * ?", "--zone", "Europe/Berlin"]

    private func job(_ schedule: String) -> String {
        """
        name: etl
        schedule:
        \(schedule)
        nodes:
          - {name: a, type: Shell, script: "true"}
        """
    }

    @Test func `times are shown on the clocks of the zone, in UTC, and with what clocks do`() async
    {
        let result = await preview(daily + ["--after", "2027-03-27T12:00", "--next", "2"])
        #expect(result.outcome == .done)
        let table = """
            at 02:30 every day, Europe/Berlin
            TIME                       ZONE  UTC                   NOTE
            2027-03-28T03:00:00+02:00  CEST  2027-03-28T01:00:00Z  clocks go forward: 02:00 to \
            03:00 is left out
            2027-03-29T02:30:00+02:00  CEST  2027-03-29T00:30:00Z

            """
        #expect(result.output == table)
        #expect(result.remarks.isEmpty)
    }

    @Test func `without --after and --next twenty times later than now are shown`() async {
        let result = await preview(daily + ["-o", "name"])
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 20)
        // It is noon in UTC.
        #expect(lines.first == "2026-11-21T02:30:00+01:00")
    }

    @Test func `programs get the same as JSON and CSV`() async {
        let more = ["--after", "2026-11-20T12:00Z", "--next", "1"]
        let json = await preview(daily + more + ["-o", "jsonl"])
        #expect(
            json.output == """
                {"planTime":1795224600000,"localTime":"2026-11-21T02:30:00+01:00",\
                "abbreviation":"CET","note":""}

                """)
        let csv = await preview(daily + more + ["-o", "csv"])
        #expect(
            csv.output == """
                planTime,localTime,abbreviation,note
                1795224600000,2026-11-21T02:30:00+01:00,CET,

                """)
    }

    @Test func `start and end are read in the zone, and a last day counts whole`() async {
        let bounds = ["--start", "2026-12-01", "--end", "2026-12-02", "-o", "name"]
        let result = await preview(["--cron", "0 0 0/12 * * ?", "--zone", "GMT+8"] + bounds)
        let times = result.output.split(separator: "\n").map { $0.prefix(13) }
        #expect(times == ["2026-12-01T00", "2026-12-01T12", "2026-12-02T00", "2026-12-02T12"])
    }

    @Test func `a calendar moves times to working days`() async {
        let files = ["cn.txt": "holidays:\n- 2026-12-01\n- 2026-12-02\n"]
        let result = await preview(
            [
                "--cron", "0 0 9 1 * ?", "--zone", "GMT+8", "--calendar", "cn.txt",
                "--calendar-rule", "next", "--next", "1", "-o", "name",
            ], files: files)
        #expect(result.output == "2026-12-03T09:00:00+08:00\n")
    }

    @Test func `a job file's schedule is shown as the daemon would run it`() async {
        let files = ["etl.yaml": job("  cron: 0 0 2 * * ?\n  timeZone: GMT+8")]
        let result = await preview(["-f", "etl.yaml", "--next", "1", "-o", "name"], files: files)
        #expect(result.outcome == .done, "\(result.remarks)")
        #expect(result.output == "2026-11-21T02:00:00+08:00\n")
    }

    @Test func `a job file's calendar is to be named`() async {
        let files = [
            "etl.yaml": job("  cron: 0 0 2 * * ?\n  timeZone: GMT+8\n  calendar: cn"),
            "cn.txt": "holidays:\n- 2026-11-23\n",
        ]
        let without = await preview(["-f", "etl.yaml"], files: files)
        #expect(without.outcome == .wrongUsage)
        #expect(without.remarks.contains("'cn'"))
        #expect(without.remarks.contains("--calendar FILE"))
        let with = await preview(
            ["-f", "etl.yaml", "--calendar", "cn.txt", "--next", "1", "-o", "name"], files: files)
        #expect(with.output == "2026-11-24T02:00:00+08:00\n")
    }

    @Test func `an expression that is wrong has a caret below the place`() async {
        let result = await preview(["--cron", "*/10 9-77 * * MON-FRI"])
        #expect(result.outcome == .wrongUsage)
        #expect(
            result.remarks == """
                error: cron expression '*/10 9-77 * * MON-FRI', column 8, '77': an hour is 0 to 23
                  */10 9-77 * * MON-FRI
                         ^

                """)
    }

    @Test(arguments: [
        ([], "--cron '0 0 2 * * ?', or -f FILE"),
        (["--cron", "@daily", "-f", "etl.yaml"], "either"),
        (["-f", "etl.yaml", "--zone", "UTC"], "--zone does not fit --file"),
        (["-f", "etl.yaml"], "job etl has no schedule"),
        (["--cron", "@daily", "--zone", "Europe/Berln"], "did you mean 'Europe/Berlin'?"),
        (["--cron", "@daily", "--zone", "UTC", "--next", "0"], "1 to 1000"),
        (["--cron", "@daily", "--zone", "UTC", "--calendar-rule", "next"], "--calendar FILE"),
        (["--cron", "@daily", "--zone", "UTC", "--after", "soon"], "'soon' is no time"),
        (
            ["--cron", "@daily", "--zone", "UTC", "--start", "2027-01-02", "--end", "2027-01-01"],
            "ends before it starts"
        ),
        (["--cron", "@daily", "--calendar", "bad.txt"], "bad.txt:2: '2026-02-30'"),
    ])
    func `what is wrong is refused with what would be right`(
        _ arguments: [String], _ words: String,
    ) async {
        let files = [
            "etl.yaml": job("").split(separator: "\n").filter { $0 != "schedule:" }
                .joined(separator: "\n"),
            "bad.txt": "holidays:\n- 2026-02-30\n",
        ]
        let result = await preview(arguments, files: files)
        #expect(result.outcome == .wrongUsage)
        #expect(result.remarks.contains(words), "\(result.remarks)")
        #expect(result.output.isEmpty)
    }

    @Test func `a schedule that has ended fires no more`() async {
        let result = await preview([
            "--cron", "@daily", "--zone", "UTC", "--end", "2026-11-19", "-o", "json",
        ])
        #expect(result.outcome == .done)
        #expect(result.output == "[]\n")
        #expect(result.remarks == "it fires no more\n")
    }

    @Test(arguments: ["schedule", "expr"])
    func `a noun alone shows its help`(_ noun: String) async {
        let result = await Shell().run(noun)
        #expect(result.outcome == .done)
        #expect(result.output.contains("USAGE: sluice \(noun)"))
    }
}
