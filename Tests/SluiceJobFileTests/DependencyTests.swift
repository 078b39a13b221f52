import SluiceJobFile
import SluiceModel
import Testing

/// A job called `j` that depends on what `value` says.
private func source(_ value: String) -> String {
    "name: j\ndependJobs: \(value)\nnodes: [{name: a, type: Dummy}]\n"
}

private func problems(_ value: String) -> [String] {
    JobFile.parse(source(value)).problems.map(\.description)
}

private func dependencies(_ value: String) -> [JobDependency]? {
    JobFile.parse(source(value)).definition?.dependJobs
}

@Test(arguments: ["", "~", "[]"])
func `a job that names no other one depends on none`(value: String) {
    #expect(dependencies(value) == [])
}

@Test func `a failure of the other job cancels, unless the file says something else`() {
    let expected = [
        JobDependency(jobName: "a", failPolicy: .fail),
        JobDependency(jobName: "b", failPolicy: .fail),
        JobDependency(jobName: "c", failPolicy: .fail),
        JobDependency(jobName: "d", failPolicy: .ignore),
        JobDependency(jobName: "e", failPolicy: .suspend),
    ]
    #expect(
        dependencies(
            "[a, {job: b}, {job: c, onFailure: fail}, {job: d, onFailure: ignore}, "
                + "{job: e, onFailure: suspend}]") == expected)
}

@Test func `names may stand below each other, and digits are a name`() {
    #expect(
        dependencies("\n  - 007\n  - job: b\n    onFailure: ignore")
            == [
                JobDependency(jobName: "007"), JobDependency(jobName: "b", failPolicy: .ignore),
            ])
}

@Test(arguments: [
    ("a", "2:13: dependJobs is 'a'; a list is needed (write [a, b])"),
    ("{job: a}", "2:13: dependJobs is a map; a list is needed (write [a, b])"),
    (
        "[j]",
        "2:14: job 'j' depends on itself (to wait for its cycle before, write schedule.dependPrePeriod: true)"
    ),
    (
        "[{job: j, period: previous}]",
        "2:20: job 'j' depends on itself (to wait for its cycle before, write schedule.dependPrePeriod: true)"
    ),
    ("[a, b, a]", "2:20: 'a' is listed twice (remove one)"),
    ("[a, {job: a, onFailure: ignore}]", "2:23: 'a' is listed twice (remove one)"),
    (
        "[a b]",
        "2:14: the name 'a b' has the character ' '; letters, digits, CJK and '-', '_', '.' are allowed"
    ),
    ("['']", "2:14: the name is empty"),
    (
        "[~]",
        "2:14: dependJobs[0] is empty; the name of a job is needed, or a map with 'job' (write {job: a, onFailure: ignore})"
    ),
    (
        "[[a]]",
        "2:14: dependJobs[0] is a list; the name of a job is needed, or a map with 'job' (write {job: a, onFailure: ignore})"
    ),
    ("[{onFailure: fail}]", "2:14: dependJobs[0] has no job (write 'job: NAME')"),
    ("[{job: a, workspace: w}, {job: a, workspace: w}]", "2:44: 'a' is listed twice (remove one)"),
    (
        "[{job: a, workspace: my own}]",
        "2:34: the name 'my own' has the character ' '; letters, digits, CJK and '-', '_', '.' are allowed"
    ),
    ("[{job: a, workspace: [w]}]", "2:34: dependJobs[0].workspace is a list; text is needed"),
    (
        "[{job: a, period: prevous}]",
        "2:31: dependJobs[0].period is 'prevous'; one of same, previous is needed (did you mean 'previous'?)"
    ),
    ("[{job: [a]}]", "2:20: dependJobs[0].job is a list; text is needed"),
    (
        "[{job: a, onFailure: fail_child}]",
        "2:34: dependJobs[0].onFailure is 'fail_child'; one of fail, ignore, suspend is needed"
    ),
    (
        "[{job: a, onFailure: ignor}]",
        "2:34: dependJobs[0].onFailure is 'ignor'; one of fail, ignore, suspend is needed (did you mean 'ignore'?)"
    ),
    (
        "[{job: a, onfailure: fail}]",
        "2:23: the key 'onfailure' is unknown (did you mean 'onFailure'?)"
    ),
])
func `a wrong dependency is refused with its place`(value: String, expected: String) {
    #expect(problems(value) == [expected])
}

@Test func `another workspace and the cycle before can be meant`() {
    let expected = [
        JobDependency(jobName: "a"), JobDependency(jobName: "a", workspace: "w"),
        JobDependency(jobName: "b", period: .same),
        JobDependency(jobName: "j", workspace: "w", period: .previous, failPolicy: .suspend),
    ]
    #expect(
        dependencies(
            "[a, {job: a, workspace: w}, {job: b, workspace: ~, period: same}, "
                + "{job: j, workspace: w, period: previous, onFailure: suspend}]")
            == expected)
}

@Test func `a job depends on a hundred others at most`() {
    func list(_ count: Int) -> String {
        "[" + (1...count).map { "a\($0)" }.joined(separator: ", ") + "]"
    }
    #expect(dependencies(list(Limits.dependJobs))?.count == 100)
    #expect(
        problems(list(101)) == ["2:13: dependJobs has 101 entries; at most 100 are allowed"])
}

@Test(
    arguments: [
        ("true", true, nil), ("False", false, nil), ("~", false, nil),
        ("yes", nil, "2:19: confirmBeforeRun is 'yes'; true or false is needed (unquoted)"),
        ("'true'", nil, "2:19: confirmBeforeRun is 'true'; true or false is needed (unquoted)"),
    ] as [(String, Bool?, String?)])
func `whether a run is confirmed is true or false`(
    value: String, expected: Bool?, problem: String?,
) {
    let (definition, problems) = JobFile.parse(
        "name: j\nconfirmBeforeRun: \(value)\nnodes: [{name: a, type: Dummy}]\n")
    #expect(definition?.confirmBeforeRun == expected)
    #expect(problems.map(\.description) == (problem.map { [$0] } ?? []))
}
