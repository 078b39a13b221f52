package import SluiceModel

/// New content for a file object, and the object itself where there is none of the name.
package struct PutObject: Hashable, Sendable {
    package var scope: Scope
    package var name: String
    /// Nil: that of the version before; of a new object `resource`.
    package var kind: ObjectKind?
    /// Nil: that of the version before; of a new object `pipeline`.
    package var module: Module?
    package var content: FileContent
    package var comment: String

    package init(
        scope: Scope, name: String, kind: ObjectKind? = nil, module: Module? = nil,
        content: FileContent, comment: String = "",
    ) {
        self.scope = scope
        self.name = name
        self.kind = kind
        self.module = module
        self.content = content
        self.comment = comment
    }
}

package struct DeleteObject: Hashable, Sendable {
    package var scope: Scope
    package var name: String

    package init(scope: Scope, name: String) {
        self.scope = scope
        self.name = name
    }
}

/// A new version of a file object, and of the object itself where the version is 1.
package struct FileVersionRecord: Sendable {
    /// The object with this version as its latest.
    package var head: FileHead
    package var content: [UInt8]
    package var comment: String
    package var user: String
    package var time: Timestamp

    package init(
        head: FileHead, content: [UInt8], comment: String, user: String, time: Timestamp,
    ) {
        self.head = head
        self.content = content
        self.comment = comment
        self.user = user
        self.time = time
    }
}
