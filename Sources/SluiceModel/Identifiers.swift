/// Id of a job: unique in a daemon, never used again.
package struct JobID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var rawValue: Int64

    package init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    package static func < (left: JobID, right: JobID) -> Bool { left.rawValue < right.rawValue }
    package var description: String { String(rawValue) }
}

/// Id of a file object: unique in a daemon, never used again.
package struct ObjectID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var rawValue: Int64

    package init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    package static func < (left: ObjectID, right: ObjectID) -> Bool {
        left.rawValue < right.rawValue
    }
    package var description: String { String(rawValue) }
}

/// Id of a job instance (`S98`): unique in a daemon, never used again, ascending with creation.
package struct InstanceID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var rawValue: Int64

    package init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    package static func < (left: InstanceID, right: InstanceID) -> Bool {
        left.rawValue < right.rawValue
    }
    package var description: String { String(rawValue) }
}

/// Number of a backfill or of a retry of several jobs: from 1, never used again.
package struct BackfillID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var rawValue: Int64

    package init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    package static func < (left: BackfillID, right: BackfillID) -> Bool {
        left.rawValue < right.rawValue
    }
    package var description: String { String(rawValue) }
}

/// Number of an item of a pending list: from 1, never used again. A resubmitted object gets
/// another one.
package struct ItemID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var rawValue: Int64

    package init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    package static func < (left: ItemID, right: ItemID) -> Bool { left.rawValue < right.rawValue }
    package var description: String { String(rawValue) }
}

/// Number of a publish (发布ID): from 1, never used again.
package struct PublishID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var rawValue: Int64

    package init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    package static func < (left: PublishID, right: PublishID) -> Bool {
        left.rawValue < right.rawValue
    }
    package var description: String { String(rawValue) }
}

/// A node instance: the instance and the node's ordinal in it.
///
/// Ordinals start at 0 and are never used again in an instance: a retry on a version with other
/// node names goes on after the last one, and the old node instances stay as history.
package struct NodeRef: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var instance: InstanceID
    package var ordinal: Int

    package init(instance: InstanceID, ordinal: Int) {
        self.instance = instance
        self.ordinal = ordinal
    }

    package static func < (left: NodeRef, right: NodeRef) -> Bool {
        (left.instance, left.ordinal) < (right.instance, right.ordinal)
    }
    package var description: String { "\(instance).\(ordinal)" }
}

/// One execution of a node. Its number is from 1 and goes on over reruns.
package struct AttemptID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package var node: NodeRef
    package var number: Int

    package init(node: NodeRef, number: Int) {
        self.node = node
        self.number = number
    }

    package init(instance: InstanceID, ordinal: Int, number: Int) {
        self.init(node: NodeRef(instance: instance, ordinal: ordinal), number: number)
    }

    package static func < (left: AttemptID, right: AttemptID) -> Bool {
        (left.node, left.number) < (right.node, right.number)
    }

    /// `812.3.1`: instance, ordinal, number. The keeper knows an attempt by this text.
    package var description: String { "\(node).\(number)" }

    /// Reads `description` back; nil where the text is something else.
    package init?(_ text: some StringProtocol) {
        var parts: [Int64] = []
        var value: Int64 = 0
        var digits = 0
        // By hand: this is on the way of every report of every attempt.
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard digits < Self.mostDigits else { return nil }
                value = value * 10 + Int64(byte - UInt8(ascii: "0"))
                digits += 1
            case UInt8(ascii: ".") where digits > 0 && parts.count < 2:
                parts.append(value)
                (value, digits) = (0, 0)
            default: return nil
            }
        }
        guard parts.count == 2, digits > 0 else { return nil }
        self.init(instance: InstanceID(parts[0]), ordinal: Int(parts[1]), number: Int(value))
    }

    /// Digits of a number that is sure to fit.
    private static let mostDigits = 18
}

/// One life of the keeper: boot id and start time. An attempt that was dispatched to another one
/// can no longer run.
package struct Incarnation: Hashable, Sendable, CustomStringConvertible {
    package var text: String

    package init(_ text: String) {
        self.text = text
    }

    package var description: String { text }
}

/// Where jobs and instances live: a workspace and one of its environments.
package struct Scope: Hashable, Sendable, CustomStringConvertible {
    package var workspace: String
    package var environment: Environment

    package init(workspace: String, environment: Environment = .production) {
        self.workspace = workspace
        self.environment = environment
    }

    /// The scope of a request that names none (`S95`).
    package static let standard = Scope(workspace: "default")

    package var description: String {
        environment == .production ? workspace : "\(workspace)/development"
    }
}

/// Which half of a workspace.
package enum Environment: Int, Sendable, Hashable {
    case production = 1
    case development = 2

    /// For people.
    package var words: String {
        switch self {
        case .production: "production"
        case .development: "development"
        }
    }
}
