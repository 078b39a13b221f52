/// What a publish does to production. The raw value is the number on the wire and in the store.
package enum PublishChange: Int, Sendable, Hashable, CaseIterable {
    /// Production has no such object.
    case create = 1
    /// Production has another version of it.
    case update = 2
    /// It is gone from development and goes from production.
    case delete = 3

    package var name: String {
        switch self {
        case .create: "create"
        case .update: "update"
        case .delete: "delete"
        }
    }
}

/// A look at one side of an object before it is published (流程校验).
package struct PublishCheck: Hashable, Sendable {
    /// What is looked at. The raw value is what people read.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Production has no other object of that name.
        case name
        /// Its parameters and expressions can be read, and its schedule can fire.
        case definition
        /// The jobs that it waits for, calls, or is triggered by are in production.
        case predecessors
        /// No job comes before itself, however long the way.
        case cycle
        case resources
        case connections
        case pools
        case quota
        /// The publisher may publish it.
        case permission
        /// Of a deletion: nothing in production names it.
        case dependents
        /// Of a deletion: no instance of it is live.
        case running
    }

    package var kind: Kind
    /// What is wrong, and what would put it right; empty: the check is passed.
    package var message: String

    package init(_ kind: Kind, message: String = "") {
        self.kind = kind
        self.message = message
    }

    package var isPassed: Bool { message.isEmpty }
}
