package import SluiceModel

/// A file object as the engine knows it: by its latest version, and without its content.
package struct FileHead: Hashable, Sendable {
    package var id: ObjectID
    package var scope: Scope
    package var name: String
    package var kind: ObjectKind
    package var module: Module
    package var latestVersion: Int
    package var digest: ContentDigest
    /// Of an object of production: that of development which it was published from.
    package var origin: ObjectID?
    /// Above the latest where an older version was published again.
    package var highestVersion: Int

    package init(
        id: ObjectID, scope: Scope, name: String, kind: ObjectKind = .resource,
        module: Module = .pipeline, latestVersion: Int, digest: ContentDigest,
        origin: ObjectID? = nil, highestVersion: Int? = nil,
    ) {
        self.highestVersion = highestVersion ?? latestVersion
        self.id = id
        self.scope = scope
        self.name = name
        self.kind = kind
        self.module = module
        self.latestVersion = latestVersion
        self.digest = digest
        self.origin = origin
    }
}

/// Every file object's head, by environment and name.
struct FileCatalog: Sendable {
    private var heads: [Scope: [String: FileHead]] = [:]

    init(_ files: [FileHead] = []) {
        for file in files { insert(file) }
    }

    func head(_ scope: Scope, _ name: String) -> FileHead? { heads[scope]?[name] }

    /// How many there are in an environment.
    func count(in scope: Scope) -> Int { heads[scope]?.count ?? 0 }

    /// By name.
    func heads(in scope: Scope) -> [FileHead] {
        (heads[scope] ?? [:]).values.sorted { $0.name < $1.name }
    }

    mutating func insert(_ head: FileHead) { heads[head.scope, default: [:]][head.name] = head }

    mutating func remove(_ head: FileHead) { heads[head.scope]?[head.name] = nil }

    /// The latest versions of the objects that have these names, by name; a name that there is no
    /// object of is left out.
    func pins(of names: [String], in scope: Scope) -> [FilePin] {
        names.sorted().compactMap { name in
            head(scope, name).map {
                FilePin(name: name, object: $0.id, version: $0.latestVersion)
            }
        }
    }
}
