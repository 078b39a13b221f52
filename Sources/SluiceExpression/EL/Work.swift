import SluiceModel

/// What expressions may still do. One budget can be handed to several texts, so that all of a node
/// together are bounded.
package struct ExpressionWork: Hashable, Sendable {
    /// Steps, as `Limits.expressionSteps` counts them.
    package private(set) var stepsLeft: Int
    private let limit: Int
    /// Whether something was refused for want of steps.
    private(set) var isSpent = false

    package init(steps: Int = Limits.expressionSteps) {
        stepsLeft = steps
        limit = steps
    }

    /// One step, and one more for each 16 bytes.
    mutating func spend(bytes: Int = 0) throws(Refusal) {
        stepsLeft -= 1 + bytes / 16
        guard stepsLeft >= 0 else {
            stepsLeft = 0
            isSpent = true
            throw Refusal("the expressions take more than \(limit) steps of work")
        }
    }
}

extension ExpressionValue {
    /// Bytes that go through the hands of who looks at all of it, roughly.
    var weight: Int {
        switch self {
        case .null, .integer, .decimal, .flag, .time: 8
        case .text(let text): text.utf8.count
        case .list(let elements): elements.reduce(8) { $0 + $1.weight + 8 }
        case .object(let members):
            members.reduce(8) { $0 + $1.name.utf8.count + $1.value.weight + 8 }
        }
    }
}
