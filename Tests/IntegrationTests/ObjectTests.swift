import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// File objects: named content in numbered versions.
@Suite(.timeLimit(.minutes(10))) struct ObjectTests {
    @Test func `the same content again makes no new version, another kind or module does`()
        async throws
    {
        try await World.withDaemon { _, daemon in
            let first = try await daemon.sluice.put("shops.csv", "north\n")
            let again = try await daemon.sluice.put("shops.csv", "north\n")
            #expect(first.changed && first.version == 1)
            #expect(!again.changed && again.version == 1 && again.objectId == first.objectId)
            #expect(try await daemon.sluice.put("shops.csv", "north\neast\n").version == 2)
            let kind = try await daemon.sluice.put(
                "shops.csv", "north\neast\n", kind: .realtimeMetaTable, module: .modeling)
            #expect(kind.changed && kind.version == 3)
            #expect(try await daemon.sluice.put("shops.csv", "north\neast\n").version == 3)
            let list = try await daemon.sluice.objects.listObjectVersions(
                ListObjectVersionsRequest(objectName: "shops.csv"))
            #expect(list.versions.map(\.version) == [3, 2, 1])
            #expect(list.versions.map(\.contentBytes) == [11, 11, 6])
            #expect(list.versions.map(\.kind) == [.realtimeMetaTable, .resource, .resource])
            #expect(list.versions.map(\.module) == [.modeling, .pipeline, .pipeline])
        }
    }

    /// `S155`–`S160`
    @Test func `objects of every kind of file are listed by name, kind and module`() async throws {
        let kinds: [ObjectKind] = [
            .resource, .offlineFunction, .realtimeFunction, .realtimeSource, .realtimeMetaTable,
            .realtimeTemplate,
        ]
        try await World.withDaemon { _, daemon in
            for kind in kinds {
                try await daemon.sluice.put(
                    "o\(kind.rawValue)", "x", kind: kind,
                    module: kind == .resource ? .dataProcessing : .pipeline)
            }
            let objects = daemon.sluice.objects
            let all = try await objects.listObjects(ListObjectsRequest())
            #expect(all.objects.map(\.kind) == kinds)
            let one = try await objects.listObjects(ListObjectsRequest(kind: .realtimeTemplate))
            #expect(one.objects.map(\.objectName) == ["o9"])
            let module = try await objects.listObjects(
                ListObjectsRequest(module: .dataProcessing))
            #expect(module.objects.map(\.objectName) == ["o4"])
            let page = try await objects.listObjects(
                ListObjectsRequest(pageSize: 4, nameGlob: "o?"))
            let rest = try await objects.listObjects(
                ListObjectsRequest(
                    pageSize: 4, pageToken: page.nextPageToken, nameGlob: "o?"))
            #expect((page.objects + rest.objects).map(\.objectId) == all.objects.map(\.objectId))
            #expect(rest.objects.count == 2 && rest.nextPageToken.isEmpty)
        }
    }

    @Test func `any bytes come back as they were put, of the version that is asked for`()
        async throws
    {
        try await World.withDaemon { _, daemon in
            let bytes = (0...255).map { UInt8($0) }
            try await daemon.sluice.put("raw", bytes: bytes)
            try await daemon.sluice.put("raw", bytes: [])
            let objects = daemon.sluice.objects
            let old = try await objects.getObject(
                GetObjectRequest(objectName: "raw", version: 1))
            #expect(old.content == bytes && old.version?.version == 1)
            #expect(
                old.version?.digest
                    == "40aff2e9d2d8922e47afd4648e6967497158785fbd1da870e7110266bf944880")
            #expect(old.object?.version == 2 && old.object?.contentBytes == 0)
            #expect(try await objects.getObject(GetObjectRequest(objectName: "raw")).content == [])
            let bare = try await objects.getObject(
                GetObjectRequest(objectName: "raw", version: 1, withoutContent: true))
            #expect(bare.content == [] && bare.version == old.version)
        }
    }

    @Test func `two versions of text are compared by line, others by size and digest`()
        async throws
    {
        try await World.withDaemon { _, daemon in
            try await daemon.sluice.put("shops.csv", "north\nwest\n")
            try await daemon.sluice.put("shops.csv", "north\neast\n")
            try await daemon.sluice.put("shops.csv", bytes: [0xFF, 0x00])
            let objects = daemon.sluice.objects
            let text = try await objects.diffObjectVersions(
                DiffObjectVersionsRequest(objectName: "shops.csv", toVersion: 2))
            #expect(
                text.unified == """
                    --- version 1
                    +++ version 2
                    @@ -1,2 +1,2 @@
                     north
                    -west
                    +east

                    """)
            #expect(text.notShown.isEmpty)
            let raw = try await objects.diffObjectVersions(
                DiffObjectVersionsRequest(objectName: "shops.csv"))
            #expect(raw.unified.isEmpty && raw.notShown == "they are not both text")
            #expect(raw.from?.contentBytes == 11 && raw.to?.contentBytes == 2)
            #expect(raw.from?.digest != raw.to?.digest)
            let same = try await objects.diffObjectVersions(
                DiffObjectVersionsRequest(objectName: "shops.csv", fromVersion: 3, toVersion: 3))
            #expect(same.unified.isEmpty && same.notShown.isEmpty)
        }
    }

    @Test func `what is not there is not found`() async throws {
        try await World.withDaemon { _, daemon in
            try await daemon.sluice.put("shops.csv", "north\n")
            let objects = daemon.sluice.objects
            let version = try await refusal { () async throws(Status) in
                try await objects.getObject(GetObjectRequest(objectName: "shops.csv", version: 7))
            }
            #expect(version.code == .notFound && version.reason == "OBJECT_VERSION_NOT_FOUND")
            #expect(version.message.contains("no version 7; the latest is 1"))
            let object = try await refusal { () async throws(Status) in
                try await objects.deleteObject(
                    DeleteObjectRequest(options: .once(), objectName: "shop.csv"))
            }
            #expect(object.code == .notFound && object.reason == "OBJECT_NOT_FOUND")
            let first = try await refusal { () async throws(Status) in
                try await objects.diffObjectVersions(
                    DiffObjectVersionsRequest(objectName: "shops.csv"))
            }
            #expect(first.code == .notFound)
        }
    }

    @Test(arguments: [
        ("", "object_name: the name of the file object is needed"),
        (".", "'.' is the name of a folder"), ("..", "'..' is the name of a folder"),
        ("a/b", "the name 'a/b' has the character '/'"),
        (String(repeating: "店", count: 86), "the name has 258 bytes; at most 255 are allowed"),
    ])
    func `a name that no file could have is refused`(_ name: String, _ why: String) async throws {
        try await World.withDaemon { _, daemon in
            let status = try await refusal { () async throws(Status) in
                try await daemon.sluice.put(name, "x")
            }
            #expect(status.code == .invalidArgument && status.message.hasPrefix(why))
        }
    }

    @Test func `content of more than 3 MiB and the kinds of jobs are refused`() async throws {
        try await World.withDaemon { _, daemon in
            let large = [UInt8](repeating: 1, count: 3 * 1024 * 1024 + 1)
            let size = try await refusal { () async throws(Status) in
                try await daemon.sluice.put("large", bytes: large)
            }
            #expect(size.code == .invalidArgument)
            #expect(size.message == "content: 3145729 bytes; at most 3145728 are allowed")
            let kind = try await refusal { () async throws(Status) in
                try await daemon.sluice.put("job", "x", kind: .offlineJob)
            }
            #expect(kind.message.contains("kind: 1 is none of 4 resource, 5 offline-function"))
            #expect(try await daemon.sluice.put("most", bytes: large.dropLast()).version == 1)
        }
    }

    @Test func `an object that a job names is neither missing nor deleted`() async throws {
        let source = """
            name: sales
            resources: shops.csv
            nodes: [{name: a, type: Dummy}]
            """
        try await World.withDaemon { world, daemon in
            let missing = try await refusal { () async throws(Status) in
                try await daemon.sluice.submit(source)
            }
            #expect(missing.code == .failedPrecondition && missing.reason == "RESOURCE_MISSING")
            #expect(missing.message.contains("sluice object put FILE --name shops.csv"))
            try await daemon.sluice.put("shops.csv", "north\n")
            try await daemon.sluice.submit(source)
            let shown = try await daemon.sluice.objects.getObject(
                GetObjectRequest(objectName: "shops.csv"))
            #expect(shown.jobNames == ["sales"])
            let delete = DeleteObjectRequest(options: .once(), objectName: "shops.csv")
            let used = try await refusal { () async throws(Status) in
                try await daemon.sluice.objects.deleteObject(delete)
            }
            #expect(used.code == .failedPrecondition && used.reason == "OBJECT_IN_USE")
            #expect(used.message.contains("jobs use file object 'shops.csv': sales"))
            // Also after a restart: who uses what is known from the database.
            try await daemon.stop()
            let next = try await world.startDaemon().sluice
            #expect(
                try await refusal { () async throws(Status) in
                    try await next.objects.deleteObject(delete)
                }.reason == "OBJECT_IN_USE")
            try await next.submit("name: sales\nnodes: [{name: a, type: Dummy}]")
            _ = try await next.objects.deleteObject(delete)
            #expect(try await next.objects.listObjects(ListObjectsRequest()).objects == [])
            #expect(try await next.put("shops.csv", "north\n").version == 1)
        }
    }

    /// `S147`
    @Test func `in a workspace of mode DEV_PROD objects are developed apart from production`()
        async throws
    {
        try await World.withDaemon { _, daemon in
            _ = try await daemon.sluice.workspaces.createWorkspace(
                CreateWorkspaceRequest(workspace: "shop", options: .once(), mode: .devProd))
            let objects = daemon.sluice.objects
            let status = try await refusal { () async throws(Status) in
                try await objects.putObject(
                    PutObjectRequest(
                        workspace: "shop", options: .once(), objectName: "a", content: [1]))
            }
            #expect(status.code == .failedPrecondition)
            #expect(status.reason == "PRODUCTION_BY_PUBLISH_ONLY")
            _ = try await objects.putObject(
                PutObjectRequest(
                    workspace: "shop", environment: .development, options: .once(),
                    objectName: "a", content: [1]))
            let production = try await objects.listObjects(ListObjectsRequest(workspace: "shop"))
            let development = try await objects.listObjects(
                ListObjectsRequest(workspace: "shop", environment: .development))
            #expect(production.objects == [])
            #expect(development.objects.map(\.objectName) == ["a"])
        }
    }

    @Test func `a put is previewed, repeated under its request id, and logged`() async throws {
        try await World.withDaemon { _, daemon in
            let objects = daemon.sluice.objects
            var request = PutObjectRequest(
                options: .once(dryRun: true), objectName: "a", content: [1], comment: "first")
            let preview = try await objects.putObject(request)
            #expect(preview.changed && preview.version == 1 && preview.result?.dryRun == true)
            #expect(try await objects.listObjects(ListObjectsRequest()).objects == [])
            request.options = .once(planToken: preview.result?.planToken ?? "")
            let done = try await objects.putObject(request)
            let again = try await objects.putObject(request)
            #expect(done.changed && again.result?.repeated == true)
            #expect(again.version == 1 && again.objectId == done.objectId)
            let log = try await daemon.sluice.operations.listOperations(ListOperationsRequest())
            #expect(log.operations.map(\.operation) == ["put object"])
            #expect(log.operations.map(\.request) == ["a first"])
        }
    }
}

extension Sluice {
    @discardableResult func put(
        _ name: String, _ text: String, kind: ObjectKind = .unspecified,
        module: Module = .unspecified,
    ) async throws(Status) -> PutObjectResponse {
        try await put(name, bytes: Array(text.utf8), kind: kind, module: module)
    }

    @discardableResult func put(
        _ name: String, bytes: [UInt8], kind: ObjectKind = .unspecified,
        module: Module = .unspecified,
    ) async throws(Status) -> PutObjectResponse {
        try await objects.putObject(
            PutObjectRequest(
                options: .once(), objectName: name, kind: kind, module: module, content: bytes))
    }
}
