/// First in, first out, both ends in constant time.
struct Fifo<Element> {
    private var slots: [Element?] = []
    private var head = 0

    var count: Int { slots.count - head }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ element: Element) {
        slots.append(element)
    }

    mutating func popFirst() -> Element? {
        guard head < slots.count else { return nil }
        let element = slots[head]
        slots[head] = nil
        head += 1
        if head == slots.count {
            slots.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 64 && head * 2 >= slots.count {
            slots.removeFirst(head)
            head = 0
        }
        return element
    }
}

extension Fifo: Sendable where Element: Sendable {}

/// Messages that have arrived and that nobody has taken yet, bounded in number and bytes.
struct MessageQueue: Sendable {
    private var messages = Fifo<[UInt8]>()
    private(set) var bytes = 0
    /// No more messages follow.
    var ended = false

    var count: Int { messages.count }
    var isEmpty: Bool { messages.isEmpty }

    /// False where the queue is full. An empty queue takes a message of any size.
    mutating func append(_ message: [UInt8], maximum: Int, maximumBytes: Int) -> Bool {
        let fits = count < maximum && bytes + message.count <= maximumBytes
        guard fits || isEmpty else { return false }
        messages.append(message)
        bytes += message.count
        return true
    }

    mutating func popFirst() -> [UInt8]? {
        guard let message = messages.popFirst() else { return nil }
        bytes -= message.count
        return message
    }
}
