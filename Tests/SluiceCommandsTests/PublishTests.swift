import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct PublishTests {
    static let items = [
        PublishItem(
            itemId: 13, objectName: "report", kind: .offlineJob, module: .pipeline, version: 3,
            change: .update, submitter: "ada", submitTime: noon, comment: "by shop",
            productionVersion: 2),
        PublishItem(
            itemId: 12, objectName: "load", kind: .offlineJob, module: .pipeline, version: 1,
            change: .create, submitter: "ada", submitTime: noon - 60_000),
    ]
    static let file = PublishItem(
        itemId: 11, objectName: "load", kind: .resource, module: .modeling, version: 4,
        change: .update)

    /// A daemon with a pending list; what is published of it fails where `failing` names it.
    private func shell(failing: Set<Int64> = [], extra: [PublishItem] = []) -> Shell {
        var shell = Shell()
        shell.answer = "y"
        shell.daemon.on(PublicationServiceMethods.listPublishItems) {
            (request: ListPublishItemsRequest) in
            ListPublishItemsResponse(
                items: request.allModules ? Self.items + extra : Self.items,
                module: request.allModules ? .unspecified : .pipeline)
        }
        shell.daemon.on(PublicationServiceMethods.publishItems) {
            (request: PublishItemsRequest) in
            PublishItemsResponse(
                result: ChangeResult(
                    dryRun: request.options?.dryRun ?? false, planToken: "token"),
                details: request.itemIds.map {
                    Self.detail($0, fails: failing.contains($0))
                })
        }
        return shell
    }

    private static func detail(_ id: Int64, fails: Bool) -> PublishDetail {
        let item = items.first { $0.itemId == id } ?? items[0]
        return PublishDetail(
            record: PublishRecord(
                publishId: 31, objectName: item.objectName, kind: item.kind, module: item.module,
                version: item.version, change: item.change, status: fails ? .failed : .success,
                itemId: id),
            checks: [
                PublishCheck(name: "name", passed: true),
                PublishCheck(
                    name: "predecessors", passed: !fails,
                    message: fails ? "there is no job 'stage'" : ""),
            ],
            alerts: fails
                ? ["predecessors: there is no job 'stage'"]
                : ["instances that were made before keep their version: 9"])
    }

    private func publishes(_ shell: Shell) -> [PublishItemsRequest] {
        shell.daemon.requests(
            PublishItemsRequest.self, of: PublicationServiceMethods.publishItems)
    }

    private func lists(_ shell: Shell) -> [ListPublishItemsRequest] {
        shell.daemon.requests(
            ListPublishItemsRequest.self, of: PublicationServiceMethods.listPublishItems)
    }

    // MARK: The list

    @Test func `S148 S149: a list says which it is, and nothing else is asked for`() async throws {
        let shell = shell()
        let result = await shell.run("publish list")
        #expect(result.remarks == "pending list of module pipeline:\n")
        #expect(
            result.output == """
                ITEM  OBJECT  KIND         VERSION  CHANGE  IN PRODUCTION  SUBMITTED             BY   COMMENT
                  13  report  offline-job        3  update              2  2026-11-20T12:00:00Z  ada  by shop
                  12  load    offline-job        1  create                 2026-11-20T11:59:00Z  ada

                """)
        #expect(lists(shell).map(\.module) == [.unspecified])
        #expect(lists(shell).map(\.environment) == [.development])
    }

    @Test func `a list is of the module that is named`() async {
        let shell = shell()
        let result = await shell.run("publish list l* --module data-processing -o name")
        #expect(result.output == "report\nload\n")
        #expect(result.remarks.isEmpty)
        #expect(lists(shell).map(\.module) == [.dataProcessing])
        #expect(lists(shell).map(\.nameGlob) == ["l*"])
        #expect(await shell.run("publish list --module x").outcome == .wrongUsage)
    }

    @Test func `pages behind the first are of its list, whatever is visited meanwhile`() async {
        let shell = shell()
        shell.daemon.on(PublicationServiceMethods.listPublishItems) {
            (request: ListPublishItemsRequest) in
            ListPublishItemsResponse(
                items: [Self.items[request.pageToken.isEmpty ? 0 : 1]],
                nextPageToken: request.pageToken.isEmpty ? "next" : "", module: .modeling)
        }
        #expect(await shell.run("publish list -o name").output == "report\nload\n")
        #expect(lists(shell).map(\.module) == [.unspecified, .modeling])
    }

    @Test func `S151: another environment is passed on, so that the daemon refuses`() async {
        let shell = shell()
        shell.daemon.on(PublicationServiceMethods.listPublishItems) {
            (request: ListPublishItemsRequest) throws(Status) -> ListPublishItemsResponse in
            #expect(request.environment == .production)
            throw .domain(
                .failedPrecondition, "publishing belongs to development",
                reason: "PUBLISH_IN_DEVELOPMENT_ONLY", subject: "workspace shop")
        }
        for line in ["list", "run load --comment x", "preview --all", "remove load", "edit load"] {
            let result = await shell.run("publish \(line) --env prod")
            #expect(result.outcome == .refused)
            #expect(result.remarks.contains("hint: leave out --env"))
        }
    }

    // MARK: Publishing

    @Test func `S162 S163: what is published was shown, and confirmed by its token`() async throws {
        let shell = shell()
        let result = await shell.run("publish run load report --comment release --name r47")
        #expect(result.outcome == .done)
        #expect(result.remarks.hasPrefix("2 objects would be published:\n"))
        #expect(result.remarks.contains("create  success  ✓ name  ✓ predecessors\n"))
        #expect(result.remarks.hasSuffix("Publish 2 objects? [y/N] "))
        #expect(
            result.output == """
                2 objects published:
                OBJECT  KIND         VERSION  CHANGE  STATUS   PUBLISH
                load    offline-job        1  create  success       31
                report  offline-job        3  update  success       31
                load version 1:
                  ! alert: instances that were made before keep their version: 9
                report version 3:
                  ! alert: instances that were made before keep their version: 9

                """)
        let requests = publishes(shell)
        #expect(requests.map(\.itemIds) == [[12, 13], [12, 13]])
        #expect(requests.map { $0.options?.dryRun } == [true, false])
        #expect(requests.map { $0.options?.planToken } == ["", "token"])
        #expect(requests.allSatisfy { $0.comment == "release" && $0.publishName == "r47" })
        #expect(requests.allSatisfy { $0.environment == .development })
        #expect(lists(shell).map(\.allModules) == [true])
    }

    @Test func `nobody is asked with --yes, and the token is sent all the same`() async {
        var shell = shell()
        shell.answer = nil
        let asked = await shell.run("publish run load --comment x")
        #expect(asked.outcome == .wrongUsage)
        #expect(asked.remarks.contains("1 object would change, and nobody is there to confirm it"))
        #expect(publishes(shell).count == 1)
        let done = await shell.run("publish run load --comment x --yes")
        #expect(done.outcome == .done)
        #expect(done.remarks.hasPrefix("1 object would be published:\n"))
        #expect(publishes(shell).map { $0.options?.planToken } == ["", "", "token"])
    }

    @Test func `what is not confirmed is not published`() async {
        var shell = shell()
        shell.answer = "n"
        let result = await shell.run("publish run load --comment x")
        #expect(result.outcome == .refused)
        #expect(result.remarks.contains("not confirmed; nothing was changed"))
        #expect(publishes(shell).count == 1)
    }

    @Test func `S179: one that fails is told with what would put it right, and exits 4`() async {
        let shell = shell(failing: [13])
        let result = await shell.run("publish run report load --comment x")
        #expect(result.outcome == .refused)
        #expect(result.remarks.contains("Publish 1 object, and record that 1 failed? [y/N] "))
        #expect(result.output.hasPrefix("1 of 2 objects published:\n"))
        #expect(
            result.output.contains(
                """
                report version 3:
                  ✗ predecessors: there is no job 'stage'
                    publish what it needs first, or both at once: sluice publish list

                """))
        let none = await shell.run("publish run report --comment x")
        #expect(none.remarks.contains("Publish nothing, and record that 1 object failed? [y/N] "))
        #expect(none.output.hasPrefix("nothing published:\n"))
    }

    @Test func `a preview shows the checks and makes no record`() async {
        let shell = shell(failing: [13])
        let result = await shell.run("publish preview --all")
        #expect(result.outcome == .refused)
        #expect(result.output.contains("failed   ✓ name  ✗ predecessors\n"))
        #expect(result.remarks == "nothing was changed\n")
        #expect(publishes(shell).map { $0.options?.dryRun } == [true])
        #expect(publishes(shell).map(\.itemIds) == [[13, 12]])
        #expect(lists(shell).map(\.allModules) == [false])
        #expect(await shell.run("publish preview load -o name").output == "load\n")
    }

    @Test func `JSON is what the API answers`() async {
        let result = await shell().run("publish run load --comment x --yes -o json")
        #expect(result.output.hasPrefix("{\n  \"details\": [\n    {\n      \"record\": {\n"))
        #expect(result.output.contains("\"status\": \"SUCCESS\""))
    }

    // MARK: What is meant

    @Test func `objects are meant by name, by kind and name, or as items by number`() async {
        let shell = shell(extra: [Self.file])
        for (words, ids) in [
            ("#99", [99]), ("report #13 report", [13]), ("job:load", [12]), ("file:load", [11]),
        ] {
            let line = "publish preview \(words)"
            _ = await shell.run(line)
            #expect(publishes(shell).last?.itemIds == ids.map { Int64($0) }, "\(line)")
        }
    }

    @Test func `a name that is a job's and a file's is not guessed`() async {
        let shell = shell(extra: [Self.file])
        let result = await shell.run("publish run load --comment x --yes")
        #expect(result.outcome == .wrongUsage)
        #expect(
            result.remarks == """
                error: 'load' is a job and a file object
                hint: say which: job:load or file:load

                """)
        #expect(publishes(shell).isEmpty)
    }

    @Test func `what is not pending gets the nearest name, and nothing is published`() async {
        let shell = shell()
        let near = await shell.run("publish run load reprt --comment x --yes")
        #expect(near.outcome == .notFound)
        #expect(
            near.remarks
                == "error: 'reprt' is not pending\nhint: did you mean 'report'?\n")
        let far = await shell.run("publish run file:report --comment x")
        #expect(far.remarks.hasPrefix("error: 'file:report' is not pending\nhint: "))
        #expect(publishes(shell).isEmpty)
    }

    @Test(arguments: [
        "run --comment x", "run load --all --comment x", "run load", "preview #x", "preview load:x",
        "preview job:", "remove", "propose load", "propose load@x", "propose load@0",
        "propose #12@1", "edit", "edit load --record 31", "records --status lost", "show x",
        "again 31",
    ])
    func `wrong usage is told before the daemon is asked`(_ line: String) async {
        let shell = shell()
        let result = await shell.run("publish \(line)")
        #expect(result.outcome == .wrongUsage)
        #expect(result.remarks.hasPrefix("error: ") && result.output.isEmpty)
        #expect(shell.daemon.calls.isEmpty)
    }

    @Test func `all of an empty list is nothing`() async {
        let shell = shell()
        shell.daemon.on(PublicationServiceMethods.listPublishItems) {
            (_: ListPublishItemsRequest) in ListPublishItemsResponse(module: .modeling)
        }
        let result = await shell.run("publish run --all --comment x")
        #expect(result.outcome == .done)
        #expect(result.remarks == "nothing is pending in module modeling\n")
    }

    @Test func `candidates are what is pending, and visit no list`() async {
        let shell = shell()
        #expect(await shell.run("complete pending").output == "report\nload\n")
        #expect(lists(shell).map(\.allModules) == [true])
    }

    // MARK: Removing and proposing

    @Test func `S171: what is taken off the list is confirmed, too`() async {
        let shell = shell()
        shell.daemon.on(PublicationServiceMethods.removePublishItems) {
            (request: RemovePublishItemsRequest) in
            RemovePublishItemsResponse(
                result: ChangeResult(
                    dryRun: request.options?.dryRun ?? false, planToken: "token"),
                items: Self.items.filter { request.itemIds.contains($0.itemId) })
        }
        let result = await shell.run("publish remove load report --reason later")
        #expect(result.outcome == .done)
        #expect(result.remarks.hasSuffix("Take 2 objects off the pending list? [y/N] "))
        #expect(result.output.hasPrefix("2 objects taken off the list:\nITEM  OBJECT"))
        let requests = shell.daemon.requests(
            RemovePublishItemsRequest.self, of: PublicationServiceMethods.removePublishItems)
        #expect(requests.map(\.itemIds) == [[12, 13], [12, 13]])
        #expect(requests.map { $0.options?.planToken } == ["", "token"])
        #expect(requests.last?.options?.reason == "later")
    }

    @Test func `an older version is proposed, which rolls back once it is published`() async {
        let shell = shell()
        shell.daemon.on(PublicationServiceMethods.proposeVersion) {
            (request: ProposeVersionRequest) in
            ProposeVersionResponse(
                result: ChangeResult(dryRun: request.options?.dryRun ?? false),
                item: PublishItem(
                    itemId: 14, objectName: request.objectName, version: request.version,
                    change: .update))
        }
        FakeSite(["load": ""], .devProd).answer(on: shell.daemon)
        let result = await shell.run("publish propose load@2 --comment back")
        #expect(result.output == "load version 2 is pending as item 14\n")
        #expect(
            result.remarks
                == "it waits for its publish: sluice publish run load --comment TEXT\n")
        let dry = await shell.run("publish propose file:shops.csv@4 --dry-run")
        #expect(dry.output == "shops.csv version 4 would be pending\n")
        let requests = shell.daemon.requests(
            ProposeVersionRequest.self, of: PublicationServiceMethods.proposeVersion)
        #expect(requests.map(\.isFile) == [false, true])
        #expect(requests.map(\.comment) == ["back", ""])
    }

    @Test func `a name that development has as a job and as a file is not guessed`() async {
        let shell = shell()
        let site = FakeSite(["load": ""], .devProd)
        site.put("load")
        site.answer(on: shell.daemon)
        for line in ["propose load@2", "history load"] {
            let result = await shell.run("publish \(line)")
            #expect(result.outcome == .wrongUsage)
            #expect(result.remarks.hasSuffix("hint: say which: job:load or file:load\n"))
        }
    }
}
