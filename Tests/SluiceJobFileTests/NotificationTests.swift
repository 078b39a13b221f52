import SluiceJobFile
import SluiceModel
import Testing

private func read(_ rules: String) throws -> [NotificationRule] {
    let (definition, problems) = JobFile.parse(
        "name: j\nparams: {day: x}\n\(rules)\nnodes: [{name: a, type: Dummy}]\n")
    #expect(problems == [])
    return try #require(definition).notifications
}

@Test func `whom a job tells of what comes into the definition`() throws {
    let rules = """
        onFailure:
          - {command: [logger, "${day} failed"]}
          - webhook: https://host/${day}/#{Job.instanceId}
            headers: {Authorization: Bearer x, X-Job: j}
            timeout: 5s
            retryTimes: 0
        onSuccess: {command: [touch, done], retryTimes: 20}
        onLate: {webhook: "http://127.0.0.1:8080/late", timeout: 10m}
        """
    #expect(
        try read(rules) == [
            NotificationRule(occasion: .failure, target: .command(["logger", "${day} failed"])),
            NotificationRule(
                occasion: .failure,
                target: .webhook(
                    url: "https://host/${day}/#{Job.instanceId}",
                    headers: [Pair("Authorization", "Bearer x"), Pair("X-Job", "j")]),
                timeoutMilliseconds: 5_000, retryTimes: 0),
            NotificationRule(
                occasion: .success, target: .command(["touch", "done"]), retryTimes: 20),
            NotificationRule(
                occasion: .late, target: .webhook(url: "http://127.0.0.1:8080/late", headers: []),
                timeoutMilliseconds: 600_000),
        ])
}

@Test(arguments: ["", "onFailure:", "onFailure: ~\nonLate: []"])
func `without a rule nobody is told`(rules: String) throws {
    #expect(try read(rules).isEmpty)
}

@Test(arguments: [
    "https://host", "HTTP://host:80?x", "http://[::1]/", "https://u:p@host/", "https://${day}/x",
    "https://#{Job.name}.local/",
])
func `these are URLs of servers`(url: String) throws {
    #expect(try read("onFailure: {webhook: '\(url)'}").count == 1)
}

@Test func `a job tells of twenty things at most`() {
    let rules = Array(repeating: "{command: [a]}", count: 11).joined(separator: ", ")
    let source = """
        name: j
        onFailure: [\(rules)]
        onSuccess: [\(rules)]
        nodes: [{name: a, type: Dummy}]
        """
    #expect(
        JobFile.parse(source).problems.map(\.message) == [
            "the job tells of 22 things; at most 20 are allowed"
        ])
}

@Test(arguments: [("2", 200), ("1.1", 110), ("1.25", 125), ("100", 10_000), ("3.0", 300)])
func `slower than usual is a number of times`(text: String, percent: Int) throws {
    let source = """
        name: j
        schedule: {cron: "0 0 2 * * ?", slowerThan: \(text)}
        nodes: [{name: a, type: Dummy}]
        """
    #expect(try #require(JobFile.parse(source).definition?.schedule).slowPercent == percent)
}

@Test(arguments: ["1", "1.09", "100.01", "2.125", "-2", "2.", ".5", "twice", "2h", "[2]", "1e1"])
func `what is no number of times is refused`(text: String) {
    let source = """
        name: j
        schedule: {cron: "0 0 2 * * ?", slowerThan: \(text)}
        nodes: [{name: a, type: Dummy}]
        """
    let problems = JobFile.parse(source).problems
    #expect(problems.count == 1)
    #expect(problems.first?.message.hasSuffix("; a number from 1.1 to 100 is needed") == true)
}
