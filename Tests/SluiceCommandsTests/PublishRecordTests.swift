import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct PublishRecordTests {
    private static let failed = PublishDetail(
        record: PublishRecord(
            publishId: 31, publishName: "r47", objectName: "report", kind: .syncJob,
            module: .modeling, version: 3, change: .update, status: .failed, publisher: "bob",
            publishTime: noon, finishTime: noon, comment: "release", submitter: "ada",
            submitTime: noon - 60_000, submitComment: "by shop", formerVersion: 2,
            errorMessage: "predecessors: there is no job 'stage'", itemId: 13),
        checks: [
            PublishCheck(name: "name", passed: true),
            PublishCheck(name: "running", passed: false, message: "instances 4, 5 have not ended"),
        ],
        alerts: ["production has version 2"])

    private func shell() -> Shell {
        var shell = Shell()
        shell.answer = "y"
        let records = [Self.failed.record ?? PublishRecord()]
        shell.daemon.on(PublicationServiceMethods.listPublishRecords) {
            (_: ListPublishRecordsRequest) in
            ListPublishRecordsResponse(records: records, module: .modeling)
        }
        shell.daemon.on(PublicationServiceMethods.listPublishHistory) {
            (_: ListPublishHistoryRequest) in ListPublishHistoryResponse(records: records)
        }
        shell.daemon.on(PublicationServiceMethods.getPublishRecord) {
            (_: GetPublishRecordRequest) in GetPublishRecordResponse(detail: Self.failed)
        }
        return shell
    }

    @Test func `S173 S174: records are listed, and say of which module they are`() async throws {
        let shell = shell()
        let result = await shell.run(
            "publish records --object r* --status failed --publisher bob --published 2026-11-20")
        #expect(result.remarks == "publishes of module modeling:\n")
        #expect(
            result.output == """
                PUBLISH  OBJECT  KIND      VERSION  CHANGE  STATUS  PUBLISHED             BY   COMMENT  ERROR
                     31  report  sync-job        3  update  failed  2026-11-20T12:00:00Z  bob  release  predecessors: there is no job 'stage'

                """)
        let request = try #require(
            shell.daemon.requests(
                ListPublishRecordsRequest.self, of: PublicationServiceMethods.listPublishRecords
            ).first)
        #expect(request.nameGlob == "r*" && request.status == .failed)
        #expect(request.publisher == "bob" && request.module == .unspecified)
        #expect(request.fromTime == noon - 43_200_000 && request.toTime == noon + 43_199_999)
        #expect(request.environment == .development)
        #expect(await shell.run("complete publishes").output == "31\n")
    }

    @Test func `S181 S182: a history is that of one object`() async {
        let shell = shell()
        let site = FakeSite(["report": ""], .devProd)
        site.answer(on: shell.daemon)
        #expect(await shell.run("publish history report -o name").output == "31\n")
        _ = await shell.run("publish history file:shops.csv")
        let requests = shell.daemon.requests(
            ListPublishHistoryRequest.self, of: PublicationServiceMethods.listPublishHistory)
        #expect(requests.map(\.objectName) == ["report", "shops.csv"])
        #expect(requests.map(\.isFile) == [false, true])
    }

    @Test func `S184 S185 S186: a publish is shown with its checks and alerts`() async {
        let result = await shell().run("publish show 31")
        #expect(
            result.output == """
                publish    31, r47
                object     report
                kind       sync-job, in module modeling
                version    3; production had 2
                change     update
                status     failed
                published  2026-11-20T12:00:00Z
                by         bob
                comment    release
                submitted  2026-11-20T11:59:00Z
                by         ada
                comment    by shop

                flow checks
                  ✓ name
                  ✗ running: instances 4, 5 have not ended
                    wait for them, or stop them: sluice stop --job report

                alerts
                  production has version 2

                """)
    }

    @Test func `S177: what failed is published again from its record, shown and confirmed`()
        async
    {
        let shell = shell()
        shell.daemon.on(PublicationServiceMethods.publishAgain) { (request: PublishAgainRequest) in
            PublishAgainResponse(
                result: ChangeResult(
                    dryRun: request.options?.dryRun ?? false, planToken: "token"),
                detail: Self.failed)
        }
        let result = await shell.run("publish again 31 --comment now --yes")
        #expect(result.outcome == .refused, "it failed again")
        #expect(result.output.hasPrefix("nothing published:\n"))
        let requests = shell.daemon.requests(
            PublishAgainRequest.self, of: PublicationServiceMethods.publishAgain)
        #expect(requests.map { $0.options?.planToken } == ["", "token"])
        #expect(requests.allSatisfy { $0.publishId == 31 && $0.comment == "now" })
    }
}

@Suite struct PublishEditTests {
    private static let source = "name: etl\nnodes: [{name: a, type: Shell, script: echo hello}]\n"

    /// Version 2 of `etl`, of which development has `latest`, and an editor that says `you`.
    private func shell(latest: Int32 = 2, kind: ObjectKind = .offlineJob) -> Shell {
        var shell = Shell()
        shell.environment["EDITOR"] = "ed"
        shell.edit = { $0.replacing("hello", with: "you") }
        shell.daemon.on(PublicationServiceMethods.listPublishItems) {
            (_: ListPublishItemsRequest) in
            ListPublishItemsResponse(items: [PublishItem(itemId: 7, objectName: "etl", kind: kind)])
        }
        shell.daemon.on(PublicationServiceMethods.getPublishSource) {
            (_: GetPublishSourceRequest) in
            GetPublishSourceResponse(
                objectName: "etl", kind: kind, module: .modeling, version: 2,
                source: Array(Self.source.utf8), latestVersion: latest)
        }
        shell.daemon.on(JobServiceMethods.submitJob) { (_: SubmitJobRequest) in
            SubmitJobResponse(jobName: "etl", version: latest + 1, changed: true, itemId: 8)
        }
        return shell
    }

    private func sources(_ shell: Shell) -> [GetPublishSourceRequest] {
        shell.daemon.requests(
            GetPublishSourceRequest.self, of: PublicationServiceMethods.getPublishSource)
    }

    private func submissions(_ shell: Shell) -> [SubmitJobRequest] {
        shell.daemon.requests(SubmitJobRequest.self, of: JobServiceMethods.submitJob)
    }

    @Test func `S164: what is pending is edited and submitted to development`() async throws {
        let shell = shell()
        let result = await shell.run("publish edit etl --comment polite")
        #expect(result.outcome == .done)
        #expect(result.output == "job etl version 3 submitted\n")
        #expect(result.remarks.contains("--- etl version 2\n+++ your edit\n"))
        #expect(
            result.remarks.hasSuffix(
                "it waits for its publish: sluice publish run etl --comment TEXT\n"))
        #expect(sources(shell).map(\.itemId) == [7, 7])
        let request = try #require(submissions(shell).first)
        #expect(request.environment == .development && request.comment == "polite")
        #expect(request.source.contains("echo you"))
        #expect(shell.desk.files.isEmpty)
    }

    @Test func `S165 S176: an older version is edited from its record, and that is said`() async {
        let shell = shell(latest: 5)
        let result = await shell.run("publish edit --record 31")
        #expect(result.remarks.hasPrefix("this is version 2; development is at version 5. "))
        #expect(result.output == "job etl version 6 submitted\n")
        #expect(sources(shell).map(\.publishId) == [31, 31])
        let gone = await self.shell(latest: 0).run("publish edit --record 31")
        #expect(gone.remarks.hasPrefix("'etl' is deleted in development; "))
    }

    @Test func `what is unchanged is not submitted`() async {
        var shell = shell()
        shell.edit = { $0 }
        let result = await shell.run("publish edit etl")
        #expect(result.outcome == .done)
        #expect(result.remarks == "nothing was changed, and nothing submitted\n")
        #expect(submissions(shell).isEmpty && shell.desk.files.isEmpty)
    }

    @Test func `what is wrong is kept, and not submitted`() async {
        var shell = shell()
        shell.edit = { $0.replacing("Shell", with: "Shel") }
        let result = await shell.run("publish edit etl")
        #expect(result.outcome == .wrongUsage)
        #expect(result.remarks.contains("your edit is kept: /tmp/sluice-1-etl.yaml\nerror: "))
        #expect(submissions(shell).isEmpty && shell.desk.files.count == 1)
    }

    @Test func `what was submitted meanwhile is not undone`() async {
        let shell = shell()
        shell.daemon.on(PublicationServiceMethods.getPublishSource) {
            (_: GetPublishSourceRequest) in
            GetPublishSourceResponse(
                objectName: "etl", version: 2, source: Array(Self.source.utf8),
                latestVersion: shell.desk.commands.isEmpty ? 2 : 3)
        }
        let result = await shell.run("publish edit etl")
        #expect(result.outcome == .refused)
        #expect(result.remarks.contains("it changed meanwhile: job 'etl' is at version 3, and you"))
        #expect(result.remarks.contains("sluice job diff etl --env dev --from 2 --to 3\n"))
        #expect(submissions(shell).isEmpty && shell.desk.files.count == 1)
    }

    @Test func `a file object is edited as the text that it is, and keeps its kind`() async throws {
        let shell = shell(kind: .resource)
        FakeSite([:], .devProd).answer(on: shell.daemon)
        let result = await shell.run("publish edit file:etl --comment polite")
        #expect(result.output == "object etl version 1 put\n")
        let request = try #require(
            shell.daemon.requests(PutObjectRequest.self, of: ObjectServiceMethods.putObject).first)
        #expect(request.kind == .resource && request.module == .modeling)
        #expect(request.environment == .development && request.comment == "polite")
        #expect(String(decoding: request.content, as: UTF8.self).contains("echo you"))
        #expect(shell.desk.commands == ["ed /tmp/sluice-1-etl"])
        #expect(await shell.run("publish edit file:etl --print").output == Self.source)
    }

    @Test func `what is no text is not spoilt by an editor`() async {
        let shell = shell(kind: .resource)
        shell.daemon.on(PublicationServiceMethods.getPublishSource) {
            (_: GetPublishSourceRequest) in
            GetPublishSourceResponse(
                objectName: "etl", kind: .resource, version: 2, source: [0xFF], latestVersion: 2)
        }
        let result = await shell.run("publish edit --record 31")
        #expect(result.outcome == .wrongUsage)
        #expect(result.remarks.hasPrefix("error: 'etl' is not text in UTF-8, and an editor would"))
        #expect(shell.desk.commands.isEmpty)
    }
}
