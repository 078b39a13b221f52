import ArgumentParser
import SluiceJobFile
import SluiceWire

/// What of the pending list is meant: `load`, `job:load`, `file:shops.csv`, or an item, `#12`.
struct PublishTarget: Hashable {
    enum Reference: Hashable {
        case item(Int64)
        /// `isFile` nil: whichever of the two there is.
        case named(String, isFile: Bool?)
    }

    static let forms = "load, job:load, file:shops.csv, '#12'"

    var text: String
    var reference: Reference

    init(_ text: String) throws(Failure) {
        self.text = text
        if text.hasPrefix("#") {
            guard let number = Int64(text.dropFirst()), number > 0 else { throw Self.wrong(text) }
            reference = .item(number)
            return
        }
        // No name has a colon.
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        switch (parts.count, parts[0]) {
        case (1, let name) where !name.isEmpty: reference = .named(String(name), isFile: nil)
        case (2, "job") where !parts[1].isEmpty:
            reference = .named(String(parts[1]), isFile: false)
        case (2, "file") where !parts[1].isEmpty:
            reference = .named(String(parts[1]), isFile: true)
        default: throw Self.wrong(text)
        }
    }

    private static func wrong(_ text: String) -> Failure {
        .usage("'\(text)' is no object", hint: "one of: \(forms)")
    }

    fileprivate func fits(_ item: PublishItem) -> Bool {
        switch reference {
        case .item(let id): item.itemId == id
        case .named(let name, let isFile):
            item.objectName == name && (isFile ?? item.kind.isFile) == item.kind.isFile
        }
    }
}

/// Objects of the pending list, as verbs take them.
struct PendingSelection: ParsableArguments {
    @Argument(help: PublishHelp.object, completion: PublishHelp.pending)
    var objects: [String] = []

    @Flag(help: "All of the list: of --module, else of the one visited last.")
    var all = false

    @Option(help: PublishHelp.module)
    var module: ModuleChoice?
}

extension Session {
    /// More of one list than a person looks at; whoever has more names what is meant.
    static let mostPending = 100_000

    /// Ids of the items that are meant, each once; empty: all of a list that is empty.
    func items(of selection: PendingSelection) async throws(Failure) -> [Int64] {
        guard selection.all else {
            guard !selection.objects.isEmpty else {
                throw .usage(
                    "nothing is named",
                    hint: "objects of the list: \(PublishTarget.forms); or all of it: --all")
            }
            return try await items(named: selection.objects, in: selection.module)
        }
        guard selection.objects.isEmpty else {
            throw .usage("--all and names exclude each other", hint: "leave out one of them")
        }
        let request = ListPublishItemsRequest(module: selection.module?.wire ?? .unspecified)
        let list = try await pendingItems(request, limit: Self.mostPending)
        if list.rows.isEmpty { remark("nothing is pending in module \(list.module.hyphenated)") }
        return list.rows.map(\.itemId)
    }

    /// Ids of items that are named one by one, in any module unless one is given.
    func items(
        named names: [String], in module: ModuleChoice? = nil,
    ) async throws(Failure) -> [Int64] {
        var targets: [PublishTarget] = []
        for name in names { targets.append(try PublishTarget(name)) }
        let request = ListPublishItemsRequest(
            module: module?.wire ?? .unspecified, allModules: module == nil)
        let pending = try await pendingItems(request, limit: Self.mostPending).rows
        var ids: [Int64] = []
        for target in targets {
            let id = try item(meantBy: target, among: pending)
            if !ids.contains(id) { ids.append(id) }
        }
        return ids
    }

    private func item(
        meantBy target: PublishTarget, among pending: [PublishItem],
    ) throws(Failure) -> Int64 {
        // What has become of an item that is not pending the daemon knows.
        if case .item(let id) = target.reference { return id }
        let found = pending.filter(target.fits)
        guard let item = found.first else {
            let near = nearest(to: target.text, among: pending.map(\.objectName))
            throw Failure(
                .notFound, "'\(target.text)' is not pending",
                hint: near.map { "did you mean '\($0)'?" }
                    ?? "what is: sluice publish list; what was published: sluice publish records")
        }
        guard found.count == 1 else { throw .ambiguous(target.text) }
        return item.itemId
    }
}
