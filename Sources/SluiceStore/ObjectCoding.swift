internal import GRDB
internal import SluiceEngine
internal import SluiceModel
internal import SluiceRuntime

// File objects as their rows have them, and back.

extension RecordWriter {
    func write(_ record: FileVersionRecord) throws {
        let head = record.head
        try write(head)
        let row = try statement(.objectVersion)
        row.bind(head.id.rawValue)
        row.bind(head.latestVersion)
        row.bind(head.kind.rawValue)
        row.bind(head.module.rawValue)
        row.bind(record.time.milliseconds)
        row.bind(record.user)
        row.bind(record.comment)
        row.bind(head.digest.hex)
        row.bind(record.content.count)
        row.bind(record.content)
        try row.run()
    }

    private func write(_ head: FileHead) throws {
        let object = try statement(.object)
        object.bind(head.id.rawValue)
        object.bind(try workspaceID(head.scope.workspace))
        object.bind(head.scope.environment.rawValue)
        object.bind(head.name)
        object.bind(head.kind.rawValue)
        object.bind(head.module.rawValue)
        object.bind(head.latestVersion)
        object.bind(head.digest.hex)
        object.bind(head.origin?.rawValue)
        try object.run()
        grownObjects.append(head.id)
    }

    /// A version keeps its content, author and time in the other environment.
    func copy(_ head: FileHead, from origin: ObjectID) throws {
        try write(head)
        let row = try statement(.copiedObjectVersion)
        row.bind(head.id.rawValue)
        row.bind(origin.rawValue)
        row.bind(head.latestVersion)
        try row.run()
    }

    func setOrigin(of object: ObjectID, to origin: ObjectID) throws {
        let row = try statement(.objectOrigin)
        row.bind(origin.rawValue)
        row.bind(object.rawValue)
        try row.run()
    }

    func delete(_ object: ObjectID, at time: Timestamp) throws {
        let row = try statement(.deleteObject)
        row.bind(time.milliseconds)
        row.bind(object.rawValue)
        try row.run()
    }

    /// What the instance had before is gone.
    func write(_ pins: [FilePin], of instance: InstanceID) throws {
        let old = try statement(.forgetResources)
        old.bind(instance.rawValue)
        try old.run()
        for pin in pins {
            let row = try statement(.resource)
            row.bind(instance.rawValue)
            row.bind(pin.name)
            row.bind(pin.object.rawValue)
            row.bind(pin.version)
            try row.run()
        }
    }
}

extension WorldReader {
    /// Every object that is not deleted.
    func files() throws -> [FileHead] {
        let row = try SQLStatement(
            db,
            """
            SELECT object.id, workspace.name, object.environment, object.name, object.kind,
                object.module, object.latest_version, object.digest, object.origin_id,
                COALESCE(
                    (SELECT MAX(version) FROM object_version WHERE object_id = object.id),
                    object.latest_version)
            FROM object JOIN workspace ON workspace.id = object.workspace_id
            WHERE object.delete_time IS NULL
            ORDER BY object.id
            """)
        var files: [FileHead] = []
        while try row.step() {
            let id = ObjectID(row.integer())
            let words = { "object \(id)" }
            files.append(
                FileHead(
                    id: id, scope: try row.scope(words), name: row.text(),
                    kind: try row.value(ObjectKind.init(rawValue:), "kind", words),
                    module: try row.value(Module.init(rawValue:), "module", words),
                    latestVersion: row.int(), digest: ContentDigest(hex: row.text()),
                    origin: row.optionalInteger().map { ObjectID($0) }, highestVersion: row.int()))
        }
        return files
    }

    /// An object as one of its versions has it.
    func file(_ key: FileVersionKey) throws -> FileHead? {
        let row = try SQLStatement(
            db,
            """
            SELECT workspace.name, object.environment, object.name, object_version.kind,
                object_version.module, object_version.digest
            FROM object_version
            JOIN object ON object.id = object_version.object_id
            JOIN workspace ON workspace.id = object.workspace_id
            WHERE object_version.object_id = ? AND object_version.version = ?
            """)
        row.bind(key.object.rawValue)
        row.bind(key.version)
        guard try row.step() else { return nil }
        let words = { "object \(key.object) version \(key.version)" }
        return FileHead(
            id: key.object, scope: try row.scope(words), name: row.text(),
            kind: try row.value(ObjectKind.init(rawValue:), "kind", words),
            module: try row.value(Module.init(rawValue:), "module", words),
            latestVersion: key.version, digest: ContentDigest(hex: row.text()))
    }

    /// The files of each instance.
    func pins(of selection: Selection) throws -> [InstanceID: [FilePin]] {
        let row = try SQLStatement(
            db,
            """
            SELECT instance_resource.instance_id, instance_resource.name,
                instance_resource.object_id, instance_resource.version
            FROM instance
            CROSS JOIN instance_resource ON instance_resource.instance_id = instance.id
            WHERE \(selection.condition)
            ORDER BY instance_resource.instance_id, instance_resource.name
            """)
        selection.bind(to: row)
        var pins: [InstanceID: [FilePin]] = [:]
        while try row.step() {
            pins[InstanceID(row.integer()), default: []].append(
                FilePin(
                    name: row.text(), object: ObjectID(row.integer()), version: row.int()))
        }
        return pins
    }
}
