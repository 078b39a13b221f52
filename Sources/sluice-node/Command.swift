import Glibc

/// What `sluice-node` was asked to do. Exit codes: 0 done, 1 the node failed, 2 wrong usage.
func run(_ arguments: [String]) -> Int32 {
    switch arguments {
    case ["--help"], ["-h"], ["help"]:
        Output.log(help)
        return 0
    case let words where words.count == 2 && words[0] == "sql":
        return runSQL(specification: words[1])
    default:
        Output.error("wrong usage\n" + help)
        return 2
    }
}

private func runSQL(specification path: String) -> Int32 {
    do throws(NodeFailure) {
        let specification = try Specification(path: path)
        let report = try ScriptRun(specification).run()
        try Output.report(report, to: environment("SLUICE_OUTPUT"))
        return 0
    } catch {
        Output.error(error.message)
        return 1
    }
}

/// Why the node fails, for its log.
struct NodeFailure: Error, Hashable {
    var message: String

    init(_ message: String) {
        self.message = message
    }
}

func environment(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
}

private let help = """
    sluice-node runs one node of a job as a process. sluiced starts it; by hand it is for tests.

    usage: sluice-node sql SPECFILE

    SPECFILE is JSON:
      {"kind": "sql",
       "connection": {"type": "sqlite", "path": "data.db"},
       "script": "SELECT count(*) FROM packages WHERE section = :section;",
       "params": {"section": "libs"},
       "properties": {"transaction": "true"}}

    Each statement, its rows and its time go to standard output. `:name` is bound to the parameter
    of that name: as an integer or real where its text is one, written the usual way (7, -1, 2.5,
    not 007 or +1), else as text.

    properties:
      transaction   true (default): all statements succeed or nothing is changed; false: each counts
                    by itself, as VACUUM and some PRAGMAs need it
      busyTimeout   how long to wait for another writer: 500ms, 30s (default), 10m, at most 24h
      import.TABLE  a TSV file that is loaded into TABLE before the first statement. Its first line
                    names the columns, with a type if wanted: name, or size INTEGER. A missing table
                    is created. $SLUICE_RESOURCES/NAME is a file object of the job.
      importMode    replace (default): the rows that were in TABLE go; append: they stay
      list          name of an output that is given the rows of the last SELECT as a JSON list, for
                    a ForEach: values of a single column, else objects; at most 64 KiB
      export.TABLE  a file into which TABLE is written as TSV after the last statement

    Into the file that SLUICE_OUTPUT names go rows=N and, where the last SELECT gives exactly one
    row, its columns as key=value. N: rows imported, inserted, updated and deleted by all
    statements; where there are none, the rows of the last SELECT.

    exit codes: 0 done; 1 the script failed; 2 wrong usage
    """
