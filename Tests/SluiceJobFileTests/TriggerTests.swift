import SluiceJobFile
import SluiceModel
import Testing

/// A job with a trigger, in JSON's manner on line 2.
private func source(_ trigger: String) -> String {
    "name: j\ntrigger: \(trigger)\nnodes: [{name: a, type: Dummy}]\n"
}

private func trigger(_ text: String) throws -> TriggerDefinition {
    let (definition, problems) = JobFile.parse(source(text))
    #expect(problems == [])
    return try #require(definition?.trigger)
}

private func file(_ rest: String) throws -> FileListening {
    let (definition, problems) = JobFile.parse(
        """
        name: j
        params: {day: monday}
        schedule: {cron: "0 0 2 * * ?", waitForFile: {\(rest)}}
        nodes: [{name: a, type: Dummy}]
        """)
    #expect(problems == [])
    return try #require(definition?.schedule?.file)
}

@Suite struct TriggerTests {
    @Test(
        arguments: [
            ("{file: /in/*.csv}", TriggerDefinition(.file(pattern: "/in/*.csv"))),
            (
                "{file: '/in/[ab]?/x', enabled: false}",
                TriggerDefinition(.file(pattern: "/in/[ab]?/x"), isEnabled: false)
            ),
            ("{job: etl}", TriggerDefinition(.job(name: "etl", workspace: "", end: .success))),
            (
                "{job: etl, workspace: w, on: end}",
                TriggerDefinition(.job(name: "etl", workspace: "w", end: .end))
            ),
            (
                "{job: etl, on: fail}",
                TriggerDefinition(.job(name: "etl", workspace: "", end: .fail))
            ),
            ("{call: true}", TriggerDefinition(.call)),
        ])
    func `events come into the definition`(text: String, expected: TriggerDefinition) throws {
        #expect(try trigger(text) == expected)
    }

    @Test func `without a trigger no event makes a run`() {
        let (definition, problems) = JobFile.parse(source("~"))
        #expect(problems == [])
        #expect(definition != nil && definition?.trigger == nil)
    }

    @Test func `a path alone is looked for every minute, for a day at most`() throws {
        let expected = FileListening(
            path: "/in/x", scanIntervalMilliseconds: 60_000, scanDurationMilliseconds: 86_400_000)
        #expect(try file("path: /in/x") == expected)
    }

    @Test func `a path may have expressions, and both times go up to their bounds`() throws {
        let expected = FileListening(
            path: "/in/${day}/#{Job.name}", scanIntervalMilliseconds: 3_600_000,
            scanDurationMilliseconds: 60_000)
        let text = "path: '/in/${day}/#{Job.name}', scanInterval: 1h, scanDuration: 60s"
        #expect(try file(text) == expected)
    }

    @Test func `the expressions of a path are checked like all others`() {
        let (definition, problems) = JobFile.parse(
            """
            name: j
            schedule: {cron: "0 0 2 * * ?", waitForFile: {path: "/in/${dya}"}}
            nodes: [{name: a, type: Dummy}]
            """)
        #expect(definition == nil)
        #expect(problems.map(\.path) == ["schedule.waitForFile.path"])
    }

    @Test(
        arguments: [
            ("{}", "the trigger says nothing of its events"), ("[a]", "a map is needed"),
            ("{file: in/*.csv}", "has to begin with '/'"), ("{file: /in/}", "ends with '/'"),
            ("{file: /in/**/x}", "has '**'"), ("{file: '/in/${day}'}", "nothing is filled in"),
            ("{file: /in/x, job: etl}", "both file and job"), ("{call: false}", "takes no calls"),
            ("{call: maybe}", "true or false is needed"), ("{job: j}", "start itself without end"),
            ("{job: etl, on: success!}", "one of success, fail, end"),
            ("{call: true, on: end}", "'on' and no job"), ("{job: 'a b'}", "a b"),
            ("{files: /in/x}", "the key 'files' is unknown"), ("{file: [/in/x]}", "text is needed"),
        ])
    func `what is wrong with a trigger is said`(text: String, message: String) {
        let (definition, problems) = JobFile.parse(source(text))
        #expect(definition == nil)
        #expect(problems.contains { $0.description.contains(message) }, "\(problems)")
    }
}
