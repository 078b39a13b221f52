internal import SluiceModel
internal import SluiceWire

/// The conditions of a list. Only those that the request names are in the sentence, so that SQLite
/// can choose an index for them.
struct Conditions {
    private var terms: [(sql: String, bind: (SQLStatement) -> Void)] = []

    /// Each after an AND; empty where there are none.
    var sql: String { terms.map { "AND " + $0.sql }.joined(separator: "\n    ") }

    /// In the order in which they were added.
    func bind(to row: SQLStatement) {
        for term in terms { term.bind(row) }
    }

    mutating func add(_ sql: String, _ bind: @escaping (SQLStatement) -> Void = { _ in }) {
        terms.append((sql, bind))
    }

    /// A bound of 0 is none.
    mutating func add(_ sql: String, _ bound: Int64) {
        if bound != 0 { add(sql) { $0.bind(bound) } }
    }

    /// An empty text is none.
    mutating func add(_ sql: String, text: String) {
        if !text.isEmpty { add(sql) { $0.bind(text) } }
    }

    /// An empty glob is none.
    mutating func add(_ sql: String, glob: String) {
        if !glob.isEmpty { add(sql, text: sqliteGlob(glob)) }
    }

    mutating func add(_ term: String, isIn numbers: [Int32]) {
        let marks = numbers.map { _ in "?" }.joined(separator: ", ")
        add("\(term) IN (\(marks))") { row in
            for number in numbers { row.bind(Int64(number)) }
        }
    }

    /// An instance in a status that is not final is live, and the live ones have an index.
    mutating func add(instancesIn statuses: [SluiceWire.InstanceStatus]) {
        add("instance.status", isIn: statuses.map(\.rawValue))
        let areLive = statuses.allSatisfy { status in
            SluiceModel.InstanceStatus(rawValue: Int(status.rawValue)).map { !$0.isFinal } ?? false
        }
        if areLive { add("instance.stage <> 5") }
    }
}
