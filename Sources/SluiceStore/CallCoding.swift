internal import GRDB
internal import SluiceEngine
internal import SluiceExpression
internal import SluiceModel
internal import SluiceRuntime

// Items of SubJob and ForEach nodes as their rows have them, and back.

extension RecordWriter {
    /// What the node had before is gone.
    func forgetItems(of node: NodeRef) throws {
        let row = try statement(.forgetCallItems)
        row.bind(node.instance.rawValue)
        row.bind(node.ordinal)
        try row.run()
    }

    func write(_ record: CallItemRecord) throws {
        let row = try statement(.callItem)
        row.bind(record.node.instance.rawValue)
        row.bind(record.node.ordinal)
        row.bind(record.position)
        row.bind(record.item.element.json)
        row.bind(record.item.instance?.rawValue)
        row.bind(record.item.state.rawValue)
        row.bind(record.item.reason)
        try row.run()
    }
}

extension WorldReader {
    /// The items of the present nodes of instances, by instance and ordinal.
    func calls(of selection: Selection) throws -> [InstanceID: [Int: Call]] {
        let row = try SQLStatement(
            db,
            """
            SELECT call_item.instance_id, ordinal, element, called_id, state, call_item.reason
            FROM instance
            JOIN call_item ON call_item.instance_id = instance.id
                AND ordinal >= instance.first_ordinal
            WHERE \(selection.condition)
            ORDER BY call_item.instance_id, ordinal, position
            """)
        selection.bind(to: row)
        var items: [InstanceID: [Int: [CallItem]]] = [:]
        while try row.step() {
            let ref = NodeRef(instance: InstanceID(row.integer()), ordinal: row.int())
            let words = { "an item of node \(ref)" }
            guard let element = ExpressionValue(json: row.text()) else {
                throw JournalError.corrupt("\(words()): its element is no JSON")
            }
            let item = CallItem(
                element: element, instance: row.optionalInteger().map(InstanceID.init),
                state: try row.value(CallItem.State.init(rawValue:), "state", words),
                reason: row.text())
            items[ref.instance, default: [:]][ref.ordinal, default: []].append(item)
        }
        return items.mapValues { $0.mapValues(Call.init(items:)) }
    }
}
