import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct ApplyTests {
    /// A job of one node, in one line.
    private static func job(
        _ name: String, after: String = "", uses files: String = "", says text: String = "1",
    ) -> String {
        "{name: \(name), dependJobs: [\(after)], resources: [\(files)], "
            + "nodes: [{name: a, type: Shell, script: echo \(text)}]}\n"
    }

    /// A workspace in which these jobs are, and a folder `jobs` with those files.
    private func shell(
        _ jobs: [String: String] = [:], files: [String: String],
        mode: WorkspaceMode = .devProd,
    ) -> (shell: Shell, site: FakeSite) {
        var shell = Shell()
        let site = FakeSite(jobs, mode)
        site.answer(on: shell.daemon)
        shell.files = files.mapKeys { "jobs/" + $0 }
        shell.answer = "y"
        return (shell, site)
    }

    private func submissions(_ shell: Shell) -> [SubmitJobRequest] {
        shell.daemon.requests(SubmitJobRequest.self, of: JobServiceMethods.submitJob)
            .filter { $0.options?.dryRun != true }
    }

    // MARK: What changes

    @Test func `only what differs is submitted, in the order in which jobs need each other`()
        async throws
    {
        let (shell, site) = shell(
            ["same": Self.job("same"), "old": Self.job("old")],
            files: [
                "a.yaml": Self.job("report", after: "load"), "b.yml": Self.job("load"),
                "old.yaml": Self.job("old", says: "2"),
                "same.yaml": "# a remark\n" + Self.job("same"),
            ])
        let result = await shell.run("apply -f jobs --comment git --yes")
        #expect(result.outcome == .done)
        #expect(
            result.output == """
                3 objects changed in development:
                OBJECT  KIND         CHANGE  VERSION  FILE
                load    offline-job  create        1  jobs/b.yml
                report  offline-job  create        1  jobs/a.yaml
                old     offline-job  update        2  jobs/old.yaml

                """)
        #expect(
            result.remarks
                == "they wait for their publish: sluice publish run load report old "
                + "--comment TEXT\n")
        #expect(
            submissions(shell).map(\.environment) == [.development, .development, .development])
        #expect(submissions(shell).map(\.comment) == ["git", "git", "git"])
        #expect(site.jobs.count == 4)
        let again = await shell.run("apply -f jobs/")
        #expect(again.outcome == .done)
        #expect(again.output == "nothing to do: development has 4 objects as jobs/ does\n")
        #expect(await shell.run("apply -f jobs -o json").output == "[]\n")
        #expect(submissions(shell).count == 3)
    }

    @Test func `in a workspace of mode basic it goes to production`() async {
        let (shell, _) = shell(files: ["a.yaml": Self.job("a")], mode: .basic)
        let result = await shell.run("apply -f jobs")
        #expect(result.output.hasPrefix("1 object changed in production:\n"))
        #expect(result.remarks.isEmpty, "one object is not asked about, and nothing is pending")
        #expect(submissions(shell).map(\.environment) == [.production])
        let (other, _) = self.shell(files: ["a.yaml": Self.job("a")])
        #expect(await other.run("apply -f jobs --env prod").outcome == .done)
        #expect(submissions(other).map(\.environment) == [.production], "the daemon may refuse it")
    }

    @Test func `a dry run shows the differences and changes nothing`() async {
        let (shell, site) = shell(
            ["old": "name: old\nnodes:\n  - {name: a, type: Dummy}\n", "gone": Self.job("gone")],
            files: [
                "old.yaml": "name: old\nnodes:\n  - {name: b, type: Dummy}\n",
                "new.yaml": Self.job("new"),
            ])
        let before = site.jobs
        let result = await shell.run("apply -f jobs --prune --dry-run")
        #expect(result.outcome == .done)
        #expect(
            result.output == """
                --- /dev/null
                +++ jobs/new.yaml
                @@ -0,0 +1 @@
                +\(Self.job("new"))--- old version 1
                +++ jobs/old.yaml
                @@ -1,3 +1,3 @@
                 name: old
                 nodes:
                -  - {name: a, type: Dummy}
                +  - {name: b, type: Dummy}
                3 objects would change in development:
                OBJECT  KIND         CHANGE  VERSION  FILE
                new     offline-job  create        1  jobs/new.yaml
                old     offline-job  update        2  jobs/old.yaml
                gone    offline-job  delete        1

                """)
        #expect(result.remarks == "nothing was changed\n")
        #expect(site.jobs == before)
        let json = await shell.run("apply -f jobs --dry-run -o jsonl --fields objectName,change")
        #expect(
            json.output == """
                {"objectName":"new","change":"CREATE"}
                {"objectName":"old","change":"UPDATE"}

                """)
    }

    @Test func `more than one change is shown and confirmed first`() async {
        var (shell, site) = shell(files: ["a.yaml": Self.job("a"), "b.yaml": Self.job("b")])
        shell.answer = "n"
        let no = await shell.run("apply -f jobs")
        #expect(no.outcome == .refused)
        #expect(no.remarks.hasPrefix("2 objects would change in development:\nOBJECT  KIND"))
        #expect(no.remarks.contains("Change 2 objects? [y/N] "))
        shell.answer = nil
        let nobody = await shell.run("apply -f jobs")
        #expect(nobody.outcome == .wrongUsage && nobody.remarks.contains("hint: --yes"))
        #expect(site.jobs.isEmpty)
        shell.answer = "y"
        #expect(await shell.run("apply -f jobs").outcome == .done)
        #expect(submissions(shell).map { $0.options?.planToken } == ["a 1", "b 1"])
    }

    @Test func `the way to production is told for the workspace that was named, and in short`()
        async
    {
        let names = (10..<21).map { "j\($0)" }
        let (shell, _) = shell(
            files: Dictionary(uniqueKeysWithValues: names.map { ("\($0).yaml", Self.job($0)) }))
        let many = await shell.run("apply -f jobs --yes -w shop")
        #expect(many.remarks == "they wait for their publish: sluice publish list -w shop\n")
        var (other, _) = self.shell(files: ["a.yaml": Self.job("a")])
        other.environment["SLUICE_WORKSPACE"] = "shop"
        let one = await other.run("job submit jobs/a.yaml --env dev")
        #expect(one.remarks == "it waits for its publish: sluice publish run a --comment TEXT\n")
    }

    // MARK: What goes

    @Test func `prune deletes what the folder does not have, dependents first`() async throws {
        let (shell, site) = shell(
            [
                "a": Self.job("a"), "b": Self.job("b", after: "a"),
                "c": Self.job("c", after: "a, b"), "keep": Self.job("keep", after: "c"),
            ],
            files: ["keep.yaml": Self.job("keep")])
        #expect(await shell.run("apply -f jobs").output.contains("keep    offline-job  update"))
        #expect(site.jobs.count == 4, "without --prune nothing goes")
        let result = await shell.run("apply -f jobs --prune --comment clean")
        #expect(result.remarks.hasSuffix("Change 3 objects, and delete 3 of them? [y/N] "))
        #expect(
            result.output == """
                3 objects changed in development:
                OBJECT  KIND         CHANGE  VERSION
                c       offline-job  delete        1
                b       offline-job  delete        1
                a       offline-job  delete        1

                """)
        #expect(site.jobs.keys.sorted() == ["keep"])
        let deletions = shell.daemon.requests(
            DeleteJobRequest.self, of: JobServiceMethods.deleteJob)
        #expect(deletions.last?.options?.reason == "clean")
    }

    @Test func `what a job of the same folder needs no more is let go in the same command`() async {
        let (shell, site) = shell(
            ["a": Self.job("a"), "keep": Self.job("keep", after: "a")],
            files: ["keep.yaml": Self.job("keep")])
        #expect(await shell.run("apply -f jobs --prune --yes").outcome == .done)
        #expect(site.jobs.keys.sorted() == ["keep"])
    }

    @Test func `a job that the folder needs is not pruned away from under it`() async {
        let (shell, site) = shell(
            ["a": Self.job("a")], files: ["b.yaml": Self.job("b", after: "a")])
        let result = await shell.run("apply -f jobs --prune --yes")
        #expect(result.outcome == .refused)
        #expect(
            result.remarks == """
                error: jobs/b.yaml needs job 'a', which is not in jobs and would be deleted by --prune
                hint: its file: sluice job show a --source

                """)
        #expect(site.jobs.count == 1)
    }

    @Test func `an empty folder prunes everything only where that is said twice`() async {
        let (shell, site) = shell(["a": Self.job("a")], files: ["": ""])
        let result = await shell.run("apply -f jobs --prune --yes")
        #expect(result.outcome == .refused)
        #expect(
            result.remarks == """
                error: jobs has no objects, and --prune would delete everything
                hint: if that is meant: --prune --allow-empty

                """)
        #expect(site.jobs.count == 1)
        let harmless = await shell.run("apply -f jobs")
        #expect(harmless.output == "nothing to do: jobs has no objects\n")
        #expect(await shell.run("apply -f jobs --prune --allow-empty --yes").outcome == .done)
        #expect(site.jobs.isEmpty)
    }

    // MARK: File objects

    @Test func `what lies in a folder of a kind is a file object, and comes before jobs`()
        async throws
    {
        let (shell, site) = shell(files: [
            "a.yaml": Self.job("a", uses: "shops.csv"), "resources/shops.csv": "north\n",
            "below/offline-functions/add.yaml": "this is no job file",
            "resources/.hidden": "x", "notes.txt": "x",
        ])
        let result = await shell.run("apply -f jobs --yes --comment git")
        #expect(
            result.output == """
                3 objects changed in development:
                OBJECT     KIND              CHANGE  VERSION  FILE
                add.yaml   offline-function  create        1  jobs/below/offline-functions/add.yaml
                shops.csv  resource          create        1  jobs/resources/shops.csv
                a          offline-job       create        1  jobs/a.yaml

                """)
        #expect(site.objects.keys.sorted() == ["add.yaml", "shops.csv"])
        let puts = shell.daemon.requests(PutObjectRequest.self, of: ObjectServiceMethods.putObject)
        #expect(puts.map(\.kind) == [.offlineFunction, .resource, .offlineFunction, .resource])
        #expect(puts.last?.comment == "git")
        #expect(
            await shell.run("apply -f jobs").output.hasPrefix("nothing to do: development has 3"))
    }

    @Test func `files are compared as text, or said to differ`() async {
        var (shell, _) = shell(files: ["resources/a.csv": "old\n", "resources/b.bin": "1"])
        #expect(await shell.run("apply -f jobs --yes").outcome == .done)
        shell.files["jobs/resources/a.csv"] = "new\n"
        shell.bytes = ["jobs/resources/b.bin": [0xFF]]
        let result = await shell.run("apply -f jobs --dry-run")
        #expect(
            result.output.hasPrefix(
                """
                --- a.csv version 1
                +++ jobs/resources/a.csv
                @@ -1 +1 @@
                -old
                +new
                Binary files b.bin version 1 and jobs/resources/b.bin differ
                2 objects would change in development:
                """))
    }

    @Test func `a file is pruned behind the jobs that used it, and kept where one uses it`()
        async
    {
        var (shell, site) = shell(
            ["a": Self.job("a", uses: "x.csv")], files: ["b.yaml": Self.job("b")])
        site.put("x.csv")
        let result = await shell.run("apply -f jobs --prune --yes")
        #expect(result.output.contains("a       offline-job  delete        1\nx.csv   resource"))
        #expect(site.objects.isEmpty && site.jobs.keys.sorted() == ["b"])
        site.put("x.csv")
        shell.files["jobs/b.yaml"] = Self.job("b", uses: "x.csv")
        let kept = await shell.run("apply -f jobs --prune --yes")
        #expect(kept.outcome == .refused)
        #expect(
            kept.remarks == """
                error: jobs/b.yaml needs file object 'x.csv', which is not in jobs and would be deleted by --prune
                hint: its file: sluice object show x.csv --content

                """)
    }

    @Test func `a file object has a name that may be one, and lies in no folder of its own`()
        async
    {
        let (shell, _) = shell(files: [
            "resources/a b.csv": "x", "resources/deep/c.csv": "x", "resources/d.csv": "x",
            "offline-functions/d.csv": "x",
        ])
        let lines = await shell.run("apply -f jobs").remarks.split(separator: "\n").map(String.init)
        #expect(lines.contains { $0.hasPrefix("jobs/resources/a b.csv: the name 'a b.csv' has ") })
        #expect(lines.contains("jobs/resources/deep: is a folder; file objects are files"))
        #expect(
            lines.contains(
                "jobs/resources/d.csv: file object 'd.csv' is that of "
                    + "jobs/offline-functions/d.csv, too"))
        #expect(lines.contains("error: 3 problems in jobs; nothing was changed"))
    }

    // MARK: What is wrong

    @Test func `all that is wrong is told with its place, and nothing is submitted`() async {
        var (shell, _) = shell(files: [
            "a.yaml": "name: a\nnodes: [{name: n, type: Shel}]\n", "b.yaml": Self.job("twice"),
            "below/c.json": #"{"name": "twice", "nodes": [{"name": "n", "type": "Dummy"}]}"#,
            ".git/d.yaml": "x", "README.md": "# Jobs", "good.yaml": Self.job("good"),
        ])
        shell.special = ["jobs/e.yaml": .link, "jobs/f.yaml": .other, "jobs/pipe": .other]
        let result = await shell.run("apply -f jobs --yes")
        #expect(result.outcome == .wrongUsage)
        let lines = result.remarks.split(separator: "\n").map(String.init)
        #expect(lines.contains { $0.hasPrefix("jobs/a.yaml:2:") })
        #expect(lines.contains("left out, no job files: jobs/README.md, jobs/pipe"))
        #expect(lines.contains("jobs/e.yaml: is a symbolic link; put the file itself there"))
        #expect(lines.contains("jobs/f.yaml: is no regular file"))
        #expect(lines.contains("jobs/below/c.json: job 'twice' is that of jobs/b.yaml, too"))
        #expect(lines.contains("error: 4 problems in jobs; nothing was changed"))
        #expect(shell.daemon.calls.isEmpty)
    }

    @Test func `a folder that is none is told`() async {
        let (shell, _) = shell(files: ["a.yaml": Self.job("a")])
        let missing = await shell.run("apply -f nowhere")
        #expect(missing.outcome == .notFound)
        #expect(missing.remarks.hasPrefix("error: cannot read nowhere: No such file"))
        let file = await shell.run("apply -f jobs/a.yaml")
        #expect(file.outcome == .wrongUsage)
        #expect(file.remarks.contains("hint: one file: sluice job submit jobs/a.yaml"))
    }

    @Test func `what the daemon would refuse is told for every file before anything is done`()
        async
    {
        let (shell, site) = shell(files: [
            "a.yaml": Self.job("a", after: "x"), "b.yaml": Self.job("b", after: "y"),
            "c.yaml": Self.job("c"),
        ])
        let result = await shell.run("apply -f jobs --yes")
        #expect(result.outcome == .refused)
        #expect(
            result.remarks == """
                jobs/a.yaml: there is no job 'x'
                jobs/b.yaml: there is no job 'y'
                error: 2 of 3 changes would be refused; nothing was changed

                """)
        #expect(site.jobs.isEmpty)
    }

    @Test func `what is refused in the middle leaves the rest to the same command`() async {
        let (shell, site) = shell(files: ["a.yaml": Self.job("a"), "b.yaml": Self.job("b")])
        site.refuse("b")
        let result = await shell.run("apply -f jobs --yes")
        #expect(result.outcome == .refused)
        #expect(result.output.hasPrefix("1 object changed in development:\n"))
        #expect(
            result.remarks.hasPrefix(
                "1 of 2 changes made; the same command makes the rest\nerror: "))
        site.refuse("")
        let rest = await shell.run("apply -f jobs --yes -o name")
        #expect(rest.output == "b\n")
    }
}

extension Dictionary {
    fileprivate func mapKeys<New: Hashable>(_ rename: (Key) -> New) -> [New: Value] {
        Dictionary<New, Value>(uniqueKeysWithValues: map { (rename($0), $1) })
    }
}
