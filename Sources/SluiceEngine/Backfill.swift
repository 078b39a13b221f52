package import SluiceModel

/// Cycles that are worked off on request, so many at once: a backfill makes their instances, a
/// retry of several jobs (mode B, reference 3.7) runs instances again.
package struct Backfill: Sendable {
    package enum Kind: Int, Hashable, Sendable {
        case backfill = 1
        case retry = 2
    }

    package enum State: Int, Hashable, Sendable, CaseIterable {
        case running = 1
        /// Nothing more is begun.
        case paused = 2
        /// What had not begun never will.
        case cancelled = 3
        case success = 4
        /// Some cycle did not succeed.
        case fail = 5

        package var isFinal: Bool {
            switch self {
            case .running, .paused: false
            case .cancelled, .success, .fail: true
            }
        }
    }

    package let id: BackfillID
    package let kind: Kind
    package let scope: Scope
    /// The job that was named; others may come along.
    package let jobName: String
    package let user: String
    package let reason: String
    package let createTime: Timestamp
    /// Cycles that are at work at once, 1 to 128.
    package let parallel: Int
    /// A failure pauses the rest.
    package let stopsOnFailure: Bool
    /// Parameters that were given by hand.
    package let params: [Pair]
    /// Of instances that run again: from where, and which version.
    package let location: RetryInstances.Location
    package let version: RetryInstances.Version
    /// Of instances that run again: they wait for their files.
    package let listens: Bool
    package internal(set) var state: State
    /// Why it is in this state, in words.
    package internal(set) var why: String
    package internal(set) var endTime: Timestamp?
    package internal(set) var items: [BackfillItem]

    /// Items before each that are not done yet.
    private(set) var left: [Int] = []
    /// Items that come after each, with what its failure means for them.
    private(set) var followers: [[BackfillItem.Link]] = []
    /// Items that may begin, the last first.
    private var ready: [Int] = []
    private(set) var active = 0

    package init(
        id: BackfillID, kind: Kind, scope: Scope, jobName: String, user: String, reason: String,
        createTime: Timestamp, parallel: Int, stopsOnFailure: Bool, params: [Pair] = [],
        location: RetryInstances.Location = .firstNode,
        version: RetryInstances.Version = .current, listens: Bool = false,
        state: State = .running, why: String = "", endTime: Timestamp? = nil, items: [BackfillItem],
    ) {
        self.id = id
        self.kind = kind
        self.scope = scope
        self.jobName = jobName
        self.user = user
        self.reason = reason
        self.createTime = createTime
        self.parallel = parallel
        self.stopsOnFailure = stopsOnFailure
        self.params = params
        self.location = location
        self.version = version
        self.listens = listens
        self.state = state
        self.why = why
        self.endTime = endTime
        self.items = items
        recount()
    }

    /// The same with other items.
    package func replacing(_ items: [BackfillItem]) -> Backfill {
        Backfill(
            id: id, kind: kind, scope: scope, jobName: jobName, user: user, reason: reason,
            createTime: createTime, parallel: parallel, stopsOnFailure: stopsOnFailure,
            params: params, location: location, version: version, listens: listens,
            state: state, why: why, endTime: endTime, items: items)
    }

    /// Computes everything that follows from the states of the items.
    private mutating func recount() {
        left = items.map { item in
            item.after.count { !lets($0, items[$0.position].state) }
        }
        followers = Array(repeating: [], count: items.count)
        for position in items.indices {
            for link in items[position].after {
                followers[link.position].append(
                    BackfillItem.Link(position: position, failPolicy: link.failPolicy))
            }
        }
        active = items.count { $0.state == .active }
        ready = items.indices.reversed().filter { items[$0].state == .waiting && left[$0] == 0 }
    }

    /// What a link means once the item that it leads to is in a state.
    private func lets(_ link: BackfillItem.Link, _ state: BackfillItem.State) -> Bool {
        switch state {
        case .success, .leftOut: true
        case .fail, .skipped: link.failPolicy == .ignore
        case .waiting, .active: false
        }
    }

    // MARK: - Going on

    /// The items that may begin now, in order.
    var startable: [Int] {
        guard state == .running else { return [] }
        return ready.suffix(max(0, parallel - active)).reversed()
    }

    mutating func begin(_ position: Int, as instance: InstanceID) {
        ready.removeAll { $0 == position }
        items[position].state = .active
        items[position].instance = instance
        active += 1
    }

    /// An item came to an end. Returns the positions of all that changed.
    mutating func end(_ position: Int, as state: BackfillItem.State, _ reason: String) -> [Int] {
        let old = items[position].state
        guard old != state, ![.success, .skipped, .leftOut].contains(old) else { return [] }
        if old == .active { active -= 1 }
        if old == .waiting { ready.removeAll { $0 == position } }
        items[position].state = state
        items[position].reason = reason
        var changed = [position]
        for link in followers[position] where items[link.position].state == .waiting {
            if lets(link, state) {
                // Counted before, where a failure that is ignored comes to a success after all.
                guard old != .fail || link.failPolicy != .ignore else { continue }
                left[link.position] -= 1
                if left[link.position] == 0 { insertReady(link.position) }
            } else if link.failPolicy == .fail || link.failPolicy == .failChild {
                changed += end(link.position, as: .skipped, items[position].wordsForFollowers)
            }
        }
        return changed
    }

    private mutating func insertReady(_ position: Int) {
        let place = ready.firstIndex { $0 < position } ?? ready.count
        ready.insert(position, at: place)
    }

    /// Nothing is left to begin and nothing is at work.
    var isDone: Bool { !items.contains { $0.state == .waiting || $0.state == .active } }
}

/// A cycle of a backfill.
package struct BackfillItem: Hashable, Sendable {
    package enum State: Int, Hashable, Sendable {
        case waiting = 1
        case active = 2
        case success = 3
        case fail = 4
        /// It never will: one before it failed, or it was cancelled.
        case skipped = 5
        /// It has an instance already, which those that come after it wait for by themselves.
        case leftOut = 6
    }

    /// An item that comes before, and what its failure means.
    package struct Link: Hashable, Sendable {
        package var position: Int
        package var failPolicy: FailPolicy

        package init(position: Int, failPolicy: FailPolicy) {
            self.position = position
            self.failPolicy = failPolicy
        }
    }

    package var job: JobID
    package var scope: Scope
    package var jobName: String
    package var planTime: Timestamp
    /// The instance that runs again; or the one that was made, once it is.
    package var instance: InstanceID?
    /// It runs an instance again that was there before.
    package var isRetry: Bool
    package var state: State
    /// Why it is in this state, in words.
    package var reason: String
    package var after: [Link]

    package init(
        job: JobID, scope: Scope, jobName: String, planTime: Timestamp,
        instance: InstanceID? = nil, isRetry: Bool = false, state: State = .waiting,
        reason: String = "", after: [Link] = [],
    ) {
        self.job = job
        self.scope = scope
        self.jobName = jobName
        self.planTime = planTime
        self.instance = instance
        self.isRetry = isRetry
        self.state = state
        self.reason = reason
        self.after = after
    }
}

extension BackfillItem {
    /// `instance 12 of job 'etl' failed`
    var wordsOfFailure: String { "\(words) failed" }

    /// Why those that come after it do not run.
    fileprivate var wordsForFollowers: String {
        "cancelled: \(words) that it depends on \(state == .skipped ? "was skipped" : "failed")"
    }

    private var words: String {
        instance.map { "instance \($0) of job '\(jobName)'" } ?? "a cycle of '\(jobName)'"
    }
}

/// Image of a backfill without its items.
package struct BackfillRecord: Sendable {
    package var backfill: Backfill

    package init(_ backfill: Backfill) {
        self.backfill = backfill
    }
}

/// Image of an item of a backfill.
package struct BackfillItemRecord: Sendable {
    package var backfill: BackfillID
    package var position: Int
    package var item: BackfillItem

    package init(backfill: BackfillID, position: Int, item: BackfillItem) {
        self.backfill = backfill
        self.position = position
        self.item = item
    }
}
