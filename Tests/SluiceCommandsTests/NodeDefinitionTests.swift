import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct NodeDefinitionTests {
    @Test func `code is printed as it is, and described beside it`() async {
        let shell = Shell()
        shell.daemon.on(NodeServiceMethods.getNodeCode) { (request: GetNodeCodeRequest) in
            GetNodeCodeResponse(
                attempt: request.attempt, version: 4, type: "Shell", script: "echo 'a\tb'",
                interpreter: ["bash", "-e"], filledIn: true)
        }
        let result = await shell.run("node code 12/load#2")
        #expect(result.output == "echo 'a\tb'\n")
        #expect(
            result.remarks == """
                attempt 2, version 4, Shell, interpreter bash -e, expressions filled in

                """)
    }

    @Test func `a command is printed as a shell would read it`() async {
        let shell = Shell()
        shell.daemon.on(NodeServiceMethods.getNodeCode) { (_: GetNodeCodeRequest) in
            GetNodeCodeResponse(
                version: 4, type: "Shell", command: ["/bin/load", "a b", "", "it's", "$(x)"])
        }
        let result = await shell.run("node code 12/load")
        #expect(result.output == "/bin/load 'a b' '' 'it'\\''s' '$(x)'\n")
        #expect(result.remarks == "as defined; no attempt yet, version 4, Shell\n")
    }

    private static let task = NodeDefinition(
        name: "load", type: "Shell", dependsOn: ["extract"], script: "load\n  all",
        retryTimes: 2, retryIntervalMs: 120_000, failPolicy: .suspend,
        maxExecutionTimeMs: 3_600_000)

    @Test func `a task is shown with its place in the job`() async {
        let shell = Shell()
        shell.daemon.on(NodeServiceMethods.getNodeTask) { (_: GetNodeTaskRequest) in
            GetNodeTaskResponse(
                jobName: "etl", version: 3, task: Self.task, upstream: ["extract"],
                downstream: ["report", "mail"], latestVersion: 5,
                tasks: ["extract", "load", "mail", "report"])
        }
        #expect(
            await shell.run("node task 12/load").output == """
                task       load of job etl, version 3 of 5
                place      2 of 4
                before it  extract
                after it   report, mail
                all tasks  extract, load, mail, report
                type        Shell
                after       extract
                retries     2 every 2m 0s
                on failure  SUSPEND
                limit       1h 0m
                script
                    load
                      all

                """)
    }

    @Test func `production is shown, or why it has none`() async {
        let shell = Shell()
        shell.daemon.on(NodeServiceMethods.getProductionNode) { (_: GetProductionNodeRequest) in
            GetProductionNodeResponse(jobName: "etl", version: 7, task: Self.task)
        }
        #expect(
            await shell.run("node prod 12/load").output.hasPrefix(
                "task  load of job etl, version 7\n"))
        #expect(await shell.run("node prod 12/load -o name").output == "load\n")
    }
}

@Suite struct NodeEditTests {
    private static let source = """
        name: etl
        nodes:
          - name: load
            type: Shell
            script: echo hello

        """

    /// A daemon with version 4 of `etl`, and an editor that replaces a text.
    private func shell(_ old: String, _ new: String) -> Shell {
        var shell = Shell()
        shell.environment["EDITOR"] = "vim -u none"
        shell.edit = { text in
            guard let range = text.firstRange(of: old) else { return text }
            return text[..<range.lowerBound] + new + text[range.upperBound...]
        }
        shell.daemon.on(NodeServiceMethods.getEditTarget) { (_: GetEditTargetRequest) in
            GetEditTargetResponse(
                jobName: "etl", targetEnvironment: .development, version: 4, source: Self.source,
                line: 3, effectiveAfter: "submit and publish")
        }
        shell.daemon.on(JobServiceMethods.submitJob) { (_: SubmitJobRequest) in
            SubmitJobResponse(jobName: "etl", version: 5, changed: true)
        }
        return shell
    }

    private func submissions(_ shell: Shell) -> [SubmitJobRequest] {
        shell.daemon.requests(SubmitJobRequest.self, of: JobServiceMethods.submitJob)
    }

    @Test func `an edit is shown and submitted where it belongs`() async throws {
        let shell = shell("hello", "you")
        let result = await shell.run("node edit 12/load --development --comment polite")
        #expect(result.outcome == .done)
        #expect(shell.desk.commands == ["vim -u none +3 /tmp/sluice-1-etl.yaml"])
        #expect(result.output == "job etl version 5 submitted\n")
        #expect(result.remarks.contains("-    script: echo hello\n+    script: echo you\n"))
        #expect(result.remarks.hasSuffix("production changes after: submit and publish\n"))
        let request = try #require(submissions(shell).first)
        #expect(request.environment == .development)
        #expect(request.comment == "polite")
        #expect(request.source.contains("echo you"))
        #expect(shell.desk.files.isEmpty)
        let targets = shell.daemon.requests(
            GetEditTargetRequest.self, of: NodeServiceMethods.getEditTarget)
        #expect(targets.map(\.kind) == [.developmentNode, .developmentNode])
    }

    @Test func `what is unchanged is not submitted`() async {
        let shell = shell("nothing", "like it")
        let result = await shell.run("node edit 12/load")
        #expect(result.outcome == .done)
        #expect(result.remarks == "nothing was changed, and nothing submitted\n")
        #expect(submissions(shell).isEmpty)
        #expect(shell.desk.files.isEmpty)
    }

    @Test func `what is wrong is shown, and kept`() async {
        let shell = shell("Shell", "Shel")
        let result = await shell.run("node edit 12/load")
        #expect(result.outcome == .wrongUsage)
        #expect(result.remarks.contains("/tmp/sluice-1-etl.yaml:4:11: "))
        #expect(result.remarks.contains("\nyour edit is kept: /tmp/sluice-1-etl.yaml\nerror: "))
        #expect(submissions(shell).isEmpty)
        #expect(shell.desk.files.count == 1)
    }

    @Test func `another name would be another job`() async {
        let shell = shell("name: etl", "name: elt")
        #expect(await shell.run("node edit 12/load").outcome == .wrongUsage)
        #expect(submissions(shell).isEmpty)
    }

    @Test func `what was submitted meanwhile is not undone`() async {
        let shell = shell("hello", "you")
        shell.daemon.on(NodeServiceMethods.getEditTarget) { (_: GetEditTargetRequest) in
            let version: Int32 = shell.desk.commands.isEmpty ? 4 : 5
            return GetEditTargetResponse(jobName: "etl", version: version, source: Self.source)
        }
        let result = await shell.run("node edit 12/load")
        #expect(result.outcome == .refused)
        #expect(result.remarks.contains("error: it changed meanwhile: job 'etl' is at version 5"))
        #expect(submissions(shell).isEmpty)
        #expect(shell.desk.files.count == 1)
    }

    @Test func `a refused submission keeps the edit`() async {
        let shell = shell("hello", "you")
        shell.daemon.on(JobServiceMethods.submitJob) {
            (_: SubmitJobRequest) throws(Status) -> SubmitJobResponse in
            throw Status(.permissionDenied, "you may not")
        }
        let result = await shell.run("node edit 12/load")
        #expect(result.outcome == .notPermitted)
        #expect(result.remarks.contains("your edit is kept: /tmp/sluice-1-etl.yaml\n"))
    }

    @Test func `the source can be printed`() async {
        let shell = shell("hello", "you")
        #expect(await shell.run("node edit 12/load --print").output == Self.source)
        #expect(shell.desk.commands.isEmpty)
    }

    @Test func `without an editor and a terminal there is a hint`() async {
        var shell = shell("hello", "you")
        shell.environment["EDITOR"] = nil
        let result = await shell.run("node edit 12/load")
        #expect(result.outcome == .wrongUsage)
        #expect(result.remarks.contains("hint: --print, and then: sluice job submit FILE\n"))
    }

    @Test(arguments: [
        ("vi", "vi +3 /tmp/a.yaml"), ("/usr/bin/nano -w", "/usr/bin/nano -w +3 /tmp/a.yaml"),
        ("code --wait", "code --wait -g /tmp/a.yaml:3"), ("hx", "hx /tmp/a.yaml:3"),
        ("ed", "ed /tmp/a.yaml"),
    ])
    func `editors are told the line as they take it`(_ editor: String, _ command: String) {
        #expect(editorCommand(editor, path: "/tmp/a.yaml", line: 3) == command)
    }
}
