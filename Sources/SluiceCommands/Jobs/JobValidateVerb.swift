import ArgumentParser
import SluiceClient
import SluiceJobFile
import SluiceRPC
import SluiceWire

struct JobValidateVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Checks job files without a daemon; says all that is wrong.",
        discussion: """
            Exits 2 if something is wrong. With --remote the daemon checks, as it would on submit.

            EXAMPLES
              sluice job validate etl.yaml
              sluice job validate jobs/*.yaml -o json
            """)
    static let methods = [JobServiceMethods.validateJob]

    @Argument(
        help: ArgumentHelp("Job files; - is the standard input.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml", "json"]))
    var files: [String]

    @Flag(help: "Let the daemon check.")
    var remote = false

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        var checks: [FileCheck] = []
        for file in files { checks.append(try await check(file, session)) }
        if session.printer.isForPeople {
            for check in checks { show(check, session) }
        } else if checks.count == 1 {
            try session.printer.show(checks[0].report, name: checks[0].report.jobName) {}
        } else {
            try session.printer.show(checks.map(\.report), as: .reports)
        }
        let wrong = checks.filter { !$0.report.problems.isEmpty }
        guard wrong.isEmpty else { throw session.wrong(wrong) }
        return .done
    }

    private func check(_ file: String, _ session: Session) async throws(Failure) -> FileCheck {
        var check = try session.check(file)
        guard remote else { return check }
        let request = ValidateJobRequest(
            workspace: session.workspace, environment: session.environment, source: check.source)
        check.report = try await session.call { (sluice) async throws(Status) in
            try await sluice.jobs.validateJob(request)
        }
        return check
    }

    private func show(_ check: FileCheck, _ session: Session) {
        session.list(check, to: session.console.output)
        guard check.report.problems.isEmpty else { return }
        let nodes = counted(Int(check.report.nodeTotal), "node")
        session.console.writeLine("\(check.path): job \(check.report.jobName), \(nodes), is right")
    }
}

extension Listing where Row == ValidateJobResponse {
    static var reports: Self {
        Self(
            name: { $0.jobName },
            columns: [
                .text("jobName", "JOB") { $0.jobName },
                .number("nodeTotal", "NODES") { Int64($0.nodeTotal) },
                .number("problemTotal", "PROBLEMS") { Int64($0.problemTotal) },
            ])
    }
}

struct JobSchemaVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Prints the JSON Schema of job files, for editors.",
        discussion: """
            EXAMPLES
              sluice job schema > sluice.schema.json
              # then, as the first line of a job file:
              # yaml-language-server: $schema=sluice.schema.json
            """)

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let text = JobFile.schema
        session.console.write(text.hasSuffix("\n") ? text : text + "\n")
        return .done
    }
}
