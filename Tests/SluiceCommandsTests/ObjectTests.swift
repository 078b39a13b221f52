import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct ObjectTests {
    private func shell() -> Shell {
        var shell = Shell()
        let now = shell.now
        shell.files = ["in/shops.csv": "north\n", "rates.csv": "1\n", "-": "typed"]
        shell.daemon.on(ObjectServiceMethods.putObject) { (request: PutObjectRequest) in
            PutObjectResponse(
                objectId: 1, objectName: request.objectName, version: 3,
                changed: request.objectName != "rates.csv",
                result: ChangeResult(dryRun: request.options?.dryRun ?? false))
        }
        shell.daemon.on(ObjectServiceMethods.listObjects) { (_: ListObjectsRequest) in
            ListObjectsResponse(objects: [
                ObjectSummary(
                    objectId: 1, objectName: "shops.csv", kind: .resource, module: .pipeline,
                    version: 3, contentBytes: 6, digest: "ab", submitTime: now, user: "ann",
                    comment: "two new shops")
            ])
        }
        shell.daemon.on(ObjectServiceMethods.getObject) { (request: GetObjectRequest) in
            GetObjectResponse(
                object: ObjectSummary(objectName: request.objectName, version: 3),
                version: ObjectVersionSummary(
                    version: request.version == 0 ? 3 : request.version,
                    kind: .realtimeMetaTable, module: .dataProcessing, contentBytes: 6,
                    digest: "ab", submitTime: now, user: "ann"),
                content: Array("north\n".utf8), jobNames: ["rates", "sales"])
        }
        shell.daemon.on(ObjectServiceMethods.deleteObject) { (_: DeleteObjectRequest) in
            DeleteObjectResponse(objectId: 1)
        }
        return shell
    }

    private func puts(_ shell: Shell) -> [PutObjectRequest] {
        shell.daemon.requests(PutObjectRequest.self, of: ObjectServiceMethods.putObject)
    }

    @Test func `a file is put under its name, with kind, module and comment`() async throws {
        let shell = shell()
        let result = await shell.run(
            "object put in/shops.csv --kind realtime-source --module modeling --comment new")
        #expect(result.output == "object shops.csv version 3 put\n")
        let request = try #require(puts(shell).first)
        #expect(request.objectName == "shops.csv" && request.content == Array("north\n".utf8))
        #expect(request.kind == .realtimeSource && request.module == .modeling)
        #expect(request.comment == "new" && request.options?.requestId.count == 32)
    }

    @Test func `several files are shown and confirmed first`() async {
        var shell = shell()
        shell.answer = "y"
        let result = await shell.run("object put in/shops.csv rates.csv")
        #expect(
            result.output == """
                object shops.csv version 3 put
                object rates.csv is unchanged at version 3

                """)
        #expect(result.remarks.contains("Change 2 file objects? [y/N]"))
        #expect(puts(shell).map { $0.options?.dryRun } == [true, true, false, false])
        #expect(puts(shell).allSatisfy { $0.kind == .unspecified && $0.module == .unspecified })
    }

    @Test func `the standard input needs a name, and a name is for one file`() async {
        let shell = shell()
        #expect(await shell.run("object put - --name a.csv").outcome == .done)
        #expect(puts(shell).map(\.objectName) == ["a.csv"])
        let nameless = await shell.run("object put -")
        #expect(nameless.outcome == .wrongUsage && nameless.remarks.contains("--name NAME"))
        let several = await shell.run("object put in/shops.csv rates.csv --name a")
        #expect(several.remarks.contains("--name is for one file"))
        let kind = await shell.run("object put rates.csv --kind offline-job")
        #expect(kind.outcome == .wrongUsage && kind.remarks.contains("offline-function"))
    }

    @Test func `objects are listed`() async {
        let shell = shell()
        #expect(
            await shell.run("object list 'sh*' --kind resource").output == """
                OBJECT     KIND      MODULE    VERSION  BYTES  SUBMITTED             USER  COMMENT
                shops.csv  resource  pipeline        3      6  2026-11-20T12:00:00Z  ann   two new shops

                """)
        #expect(await shell.run("complete objects").output == "shops.csv\n")
        let asked = shell.daemon.requests(
            ListObjectsRequest.self, of: ObjectServiceMethods.listObjects)
        #expect(asked.first?.kind == .resource)
    }

    @Test func `an object is shown, or the content of a version`() async throws {
        let shell = shell()
        #expect(
            await shell.run("object show shops.csv@2").output == """
                object     shops.csv
                kind       realtime-meta-table
                module     data-processing
                version    2 of 3
                submitted  2026-11-20T12:00:00Z
                by         ann
                bytes      6
                sha256     ab
                used by    rates, sales

                """)
        #expect(await shell.run("object show shops.csv --content").output == "north\n")
        let requests = shell.daemon.requests(
            GetObjectRequest.self, of: ObjectServiceMethods.getObject)
        #expect(requests.map(\.version) == [2, 0])
        #expect(requests.map(\.withoutContent) == [true, false])
        let wrong = await shell.run("object show shops.csv@new")
        #expect(wrong.remarks.contains("hint: which there are: sluice object versions shops.csv"))
    }

    @Test func `a difference is shown by line, or by size and digest`() async {
        let shell = shell()
        shell.daemon.on(ObjectServiceMethods.diffObjectVersions) {
            (request: DiffObjectVersionsRequest) in
            DiffObjectVersionsResponse(
                from: ObjectVersionSummary(version: 1, contentBytes: 6, digest: "0123456789abcdef"),
                to: ObjectVersionSummary(version: 2, contentBytes: 7, digest: "ab"),
                unified: request.fromVersion == 1 ? "-north\n+east\n" : "",
                notShown: request.fromVersion == 1 ? "" : "they are not both text")
        }
        #expect(await shell.run("object diff shops.csv --from 1").output == "-north\n+east\n")
        let raw = await shell.run("object diff shops.csv")
        #expect(raw.remarks == "no difference is shown: they are not both text\n")
        #expect(raw.output.contains("1      6  0123456789ab"))
    }

    @Test func `objects are deleted`() async {
        let shell = shell()
        #expect(await shell.run("object delete a").output == "object a deleted\n")
        let dry = await shell.run("object delete a b --dry-run")
        #expect(dry.output == "object a would be deleted\nobject b would be deleted\n")
        #expect(await shell.run("object delete a -o name").output == "a\n")
    }
}
