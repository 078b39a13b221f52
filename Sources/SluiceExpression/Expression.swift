/// The tree of one `#{…}`. Operators join it as further cases.
indirect enum Expression: Hashable, Sendable {
    case literal(Literal)
    /// `Job.planTime`
    case property(Property)
    /// `Job.getParam("day")`
    case call(Method, [Argument])

    /// A value that is written out.
    enum Literal: Hashable, Sendable {
        case text(String)
        case integer(Int64)
        case flag(Bool)

        /// What it is, for messages about a wrong kind.
        var kind: String {
            switch self {
            case .text: "text"
            case .integer: "a number"
            case .flag: "a truth value"
            }
        }
    }

    struct Argument: Hashable, Sendable {
        var value: Expression
        var place: Cursor.Place
    }

    /// Properties of `Job`.
    enum Property: String, Hashable, Sendable, CaseIterable {
        case name
        case planTime
        case instanceId
    }

    /// Methods of `Job`.
    enum Method: String, Hashable, Sendable, CaseIterable {
        case getParam
        case getNodeStatus
        case getNodeOutput

        /// How many arguments it takes; all are text.
        var arity: ClosedRange<Int> {
            switch self {
            case .getParam, .getNodeStatus: 1...1
            case .getNodeOutput: 1...2
            }
        }

        var usage: String {
            switch self {
            case .getParam: "Job.getParam(\"name\")"
            case .getNodeStatus: "Job.getNodeStatus(\"node\")"
            case .getNodeOutput:
                "Job.getNodeOutput(\"node\") or Job.getNodeOutput(\"node\", \"key\")"
            }
        }
    }

    /// Objects of the sources' language (4.6). `Job` is known; the others are recognised so that a
    /// script that uses one fails with a clear word and is not run with the text left in.
    static let objects = ["Job", "Env", "DateUtil", "StringUtil", "JSONUtil", "Loop", "OBSUtil"]
}
