package import SluiceExpression
package import SluiceModel

/// What a node of type SubJob or ForEach is doing: the items that it makes instances for.
package struct Call: Hashable, Sendable {
    package private(set) var items: [CallItem]
    /// Those of the items, which every one of them can ask for.
    let elements: [ExpressionValue]
    /// When its node has had its time; nil: there is no limit. Not stored.
    var deadline: BootTime?

    /// Items by state.
    private(set) var active = 0
    private(set) var succeeded = 0
    private(set) var failed = 0
    /// No item before this one waits.
    private var next = 0

    package init(items: [CallItem]) {
        self.items = items
        elements = items.map(\.element)
        for item in items { count(item.state, by: 1) }
        passDone()
    }

    init(elements: [ExpressionValue]) {
        self.init(items: elements.map { CallItem(element: $0) })
    }

    /// What the next attempt begins with: successes stay, and the rest is to be done.
    func goingOn() -> Call {
        Call(
            items: items.map { item in
                guard item.state != .success else { return item }
                return CallItem(element: item.element, instance: item.instance)
            })
    }

    /// The next items that may begin, as many as there is room for.
    func startable(by call: JobCall) -> [Int] {
        guard failed == 0 || !call.stopsOnFailure else { return [] }
        var room = max(0, call.parallel - active)
        var found: [Int] = []
        var position = next
        while room > 0, position < items.count {
            if items[position].state == .waiting {
                found.append(position)
                room -= 1
            }
            position += 1
        }
        return found
    }

    /// Nothing is at work, and nothing will begin.
    func isDone(_ call: JobCall) -> Bool {
        guard active == 0 else { return false }
        return succeeded + failed == items.count || (failed > 0 && call.stopsOnFailure)
    }

    mutating func set(_ position: Int, _ change: (inout CallItem) -> Void) {
        count(items[position].state, by: -1)
        change(&items[position])
        count(items[position].state, by: 1)
        passDone()
    }

    private mutating func passDone() {
        while next < items.count, items[next].state != .waiting { next += 1 }
    }

    private mutating func count(_ state: CallItem.State, by delta: Int) {
        switch state {
        case .waiting: break
        case .active: active += delta
        case .success: succeeded += delta
        case .fail: failed += delta
        }
    }
}

/// One element of the list of a ForEach; a SubJob has a single one, which is null.
package struct CallItem: Hashable, Sendable {
    package enum State: Int, Hashable, Sendable {
        case waiting = 1
        case active = 2
        case success = 3
        case fail = 4
    }

    package var element: ExpressionValue
    /// The instance that was made for it. Where the item waits it runs again.
    package var instance: InstanceID?
    package var state: State
    /// Why it failed, in words.
    package var reason: String

    package init(
        element: ExpressionValue, instance: InstanceID? = nil, state: State = .waiting,
        reason: String = "",
    ) {
        self.element = element
        self.instance = instance
        self.state = state
        self.reason = reason
    }
}

/// Image of an item.
package struct CallItemRecord: Sendable {
    package var node: NodeRef
    package var position: Int
    package var item: CallItem

    package init(node: NodeRef, position: Int, item: CallItem) {
        self.node = node
        self.position = position
        self.item = item
    }
}

/// The node that an instance was made by.
package struct CallingNode: Hashable, Sendable {
    package var instance: InstanceID
    package var name: String

    package init(instance: InstanceID, name: String) {
        self.instance = instance
        self.name = name
    }
}
