package import SluiceModel

/// An object of development, by its id there. What is published of it names it as its origin.
package enum DevelopedObject: Hashable, Sendable {
    case job(JobID)
    case file(ObjectID)
}

/// A version of development, as the pending list takes it.
struct DevelopedVersion: Sendable {
    var object: DevelopedObject
    var scope: Scope
    var name: String
    var kind: ObjectKind
    var module: Module
    var version: Int

    init(_ head: JobHead, _ definition: JobDefinition?) {
        object = .job(head.id)
        scope = head.scope
        name = head.name
        kind = definition?.kind ?? .offlineJob
        module = definition?.module ?? .pipeline
        version = head.latestVersion
    }

    init(_ head: FileHead) {
        object = .file(head.id)
        scope = head.scope
        name = head.name
        kind = head.kind
        module = head.module
        version = head.latestVersion
    }
}

/// A version that was submitted and is not published (待发布对象, `S145`). An object has one at most.
package struct PendingItem: Hashable, Sendable {
    package var id: ItemID
    /// Its development environment.
    package var scope: Scope
    package var object: DevelopedObject
    package var name: String
    package var kind: ObjectKind
    package var module: Module
    /// Of a deletion: the last one that there was.
    package var version: Int
    package var change: PublishChange
    package var submitter: Caller
    package var time: Timestamp
    package var comment: String
    package var state: State

    /// What has become of it.
    package enum State: Hashable, Sendable {
        case pending
        /// The object was submitted again.
        case replaced(by: ItemID)
        /// Somebody took it off the list, or the object was deleted before it was ever published.
        case removed(user: String)
        case published(PublishID, user: String)
    }

    package init(
        id: ItemID, scope: Scope, object: DevelopedObject, name: String, kind: ObjectKind,
        module: Module, version: Int, change: PublishChange, submitter: Caller, time: Timestamp,
        comment: String, state: State = .pending,
    ) {
        self.id = id
        self.scope = scope
        self.object = object
        self.name = name
        self.kind = kind
        self.module = module
        self.version = version
        self.change = change
        self.submitter = submitter
        self.time = time
        self.comment = comment
        self.state = state
    }

    /// `sales version 3`, or `the deletion of sales`.
    package var words: String {
        change == .delete ? "the deletion of \(name)" : "\(name) version \(version)"
    }
}

/// A publish of one version of one object, and what came of it (发布记录, `S174`).
package struct Publication: Hashable, Sendable {
    package var id: PublishID
    /// As it was pending.
    package var item: PendingItem
    package var name: String
    /// The version that production had before; 0: none.
    package var formerVersion: Int
    package var publisher: Caller
    package var time: Timestamp
    package var comment: String
    package var checks: [PublishCheck]
    /// What else is to be known (异常提醒).
    package var alerts: [String]

    package init(
        id: PublishID, item: PendingItem, name: String, formerVersion: Int, publisher: Caller,
        time: Timestamp, comment: String, checks: [PublishCheck], alerts: [String] = [],
    ) {
        self.id = id
        self.item = item
        self.name = name
        self.formerVersion = formerVersion
        self.publisher = publisher
        self.time = time
        self.comment = comment
        self.checks = checks
        self.alerts = alerts
    }

    package var isSuccess: Bool { checks.allSatisfy(\.isPassed) }

    /// What was wrong, in a line.
    package var error: String { checks.problems.joined(separator: "; ") }
}

extension [PublishCheck] {
    /// What is wrong, check by check.
    var problems: [String] {
        filter { !$0.isPassed }.map { "\($0.kind.rawValue): \($0.message)" }
    }
}

/// Publishes items, each of them wholly or not at all.
package struct PublishItems: Hashable, Sendable {
    package var scope: Scope
    package var items: [ItemID]
    package var comment: String
    /// What the publish is called; empty: each has the name of its object and version.
    package var name: String

    package init(scope: Scope, items: [ItemID], comment: String, name: String = "") {
        self.scope = scope
        self.items = items
        self.comment = comment
        self.name = name
    }
}

/// Takes items off the pending list, all or none.
package struct RemoveItems: Hashable, Sendable {
    package var scope: Scope
    package var items: [ItemID]

    package init(scope: Scope, items: [ItemID]) {
        self.scope = scope
        self.items = items
    }
}

/// Puts a version that development has into the pending list.
package struct ProposeVersion: Hashable, Sendable {
    package var scope: Scope
    package var name: String
    /// A file object; else a job.
    package var isFile: Bool
    package var version: Int
    package var comment: String

    package init(scope: Scope, name: String, isFile: Bool, version: Int, comment: String) {
        self.scope = scope
        self.name = name
        self.isFile = isFile
        self.version = version
        self.comment = comment
    }
}

/// The list of publishing that a user looked at last (`S149`).
package struct VisitedModule: Hashable, Sendable {
    package var uid: UInt32
    package var workspace: String
    package var module: Module

    package init(uid: UInt32, workspace: String, module: Module) {
        self.uid = uid
        self.workspace = workspace
        self.module = module
    }
}

extension SluiceError {
    /// Publishing belongs to development (`S151`).
    package static func publishInDevelopmentOnly(
        _ workspace: String, isBasic: Bool,
    ) -> SluiceError {
        let words =
            isBasic
            ? "workspace '\(workspace)' is of mode BASIC: what is submitted is effective at once, "
                + "and nothing is to be published"
            : "publishing belongs to the development environment of workspace '\(workspace)': name "
                + "that one"
        return SluiceError(
            .failedPrecondition, reason: "PUBLISH_IN_DEVELOPMENT_ONLY", words,
            subject: "workspace \(workspace)")
    }
}

/// Names of a version of a file object.
package struct FileVersionKey: Hashable, Sendable {
    package var object: ObjectID
    package var version: Int

    package init(object: ObjectID, version: Int) {
        self.object = object
        self.version = version
    }
}
