/// Job files in an order in which they can be submitted.
struct SubmissionOrder {
    private let files: [Submission]
    private let places: [String: Int]
    private var visited: Set<Int> = []
    private(set) var order: [Submission] = []

    /// Each behind those of them that its job names; else as they were given. Where jobs go
    /// round in a circle, the daemon refuses them.
    init(_ files: [Submission]) {
        self.files = files
        places = Dictionary(
            zip(files.map(\.jobName), files.indices), uniquingKeysWith: { first, _ in first })
        for place in files.indices { visit(place) }
    }

    private mutating func visit(_ place: Int) {
        guard visited.insert(place).inserted else { return }
        for job in files[place].jobsNamed {
            if let before = places[job] { visit(before) }
        }
        order.append(files[place])
    }
}
