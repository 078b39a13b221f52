import SluiceClient
import SluiceRPC
import SluiceWire

extension Session {
    /// Stays until an instance has ended, shows how it comes to that, and says how it ended. With
    /// `orSuspended` also until nothing of it goes on without somebody: a script would wait for
    /// ever.
    func awaitEnd(
        of instanceID: Int64, follow: Bool, timeout: DurationArgument?, orSuspended: Bool = true,
    ) async throws(Failure) -> GetInstanceResponse {
        var viewer = ProgressViewer(session: self, follows: follow)
        var updates = try await sluice().progress(
            of: instanceID, workspace: workspace, environment: environment,
            quietFor: viewer.isLive || follow ? .seconds(1) : .seconds(30),
            deadline: timeout.map { ContinuousClock.now + .milliseconds($0.milliseconds) }
        ).makeAsyncIterator()
        while let update = try await next(&updates, of: instanceID, timeout) {
            try await viewer.take(update)
            if case .ended(let details) = update { return details }
            guard orSuspended, viewer.isSuspended else { continue }
            let details = try await details(of: .id(instanceID))
            if details.isSuspended { return conclude(suspended: details) }
        }
        throw Failure(.internalError, "the events of instance \(instanceID) ended before it did")
    }

    private func next(
        _ updates: inout InstanceProgress.Iterator, of instanceID: Int64,
        _ timeout: DurationArgument?,
    ) async throws(Failure) -> InstanceUpdate? {
        do throws(Status) {
            return try await updates.next()
        } catch {
            throw error.code == .deadlineExceeded
                ? stillRunning(instanceID, timeout) : Failure(error)
        }
    }

    private func stillRunning(_ instanceID: Int64, _ timeout: DurationArgument?) -> Failure {
        Failure(
            .timedOut,
            "instance \(instanceID) has not ended within \(timeout?.text ?? "the time given")",
            hint: "it goes on; wait again: sluice instance wait \(instanceID)")
    }
}

extension GetInstanceResponse {
    /// What a command that waited for the end exits with.
    var outcome: Outcome { instance?.status == .success ? .done : .failed }

    fileprivate var isSuspended: Bool {
        instance?.status == .runningException && !nodes.contains { $0.status == .running }
    }
}

/// Shows the way of an instance to its end: a block that is drawn again and again on a terminal,
/// else a line for each event.
struct ProgressViewer {
    private let session: Session
    private let follows: Bool
    private var board = ProgressBoard(GetInstanceResponse())
    /// Lines of the block on the screen.
    private var drawn = 0
    private var logs = LogTails()

    init(session: Session, follows: Bool) {
        self.session = session
        self.follows = follows
    }

    /// The block is drawn again, each second at least.
    var isLive: Bool { session.console.remarksAreTerminal && !follows }

    /// A failed node holds the instance, and nothing runs.
    var isSuspended: Bool {
        board.instance.status == .runningException && board.count(of: .running) == 0
    }

    mutating func take(_ update: InstanceUpdate) async throws(Failure) {
        switch update {
        case .state(let details), .ended(let details): board = ProgressBoard(details)
        case .events(let events): take(events)
        }
        if follows { try await logs.catchUp(with: board, session) }
        draw()
        if case .ended(let details) = update { session.conclude(details) }
    }

    private mutating func take(_ events: [Event]) {
        for event in events {
            board.take(event)
            if !isLive, !follows || event.nodeName.isEmpty { session.remark(line(for: event)) }
        }
    }

    private func line(for event: Event) -> String {
        "\(TimeText.rfc3339(event.time, session.console.zone)) \(event.sentence)"
    }

    private mutating func draw() {
        guard isLive else { return }
        let console = session.console
        let lines = board.lines(
            now: console.now(), width: console.width, height: max(4, console.height - 2),
            paint: session.remarkPaint)
        // Up to the first line of the block, and all from there on is cleared.
        let back = drawn > 0 ? "\u{1B}[\(drawn)A\r\u{1B}[J" : ""
        console.remarks(Array((back + lines.joined(separator: "\n") + "\n").utf8))
        drawn = lines.count
    }
}

extension Session {
    /// The last words about an instance that has ended: how, why, and what to do.
    func conclude(_ details: GetInstanceResponse) {
        guard let instance = details.instance else { return }
        let time = instance.executeTime.map { " after " + DurationText.write($0) } ?? ""
        let status = remarkPaint(instance.statusText, instance.status.style)
        remark("instance \(instance.instanceId) of \(instance.jobName): \(status)\(time)")
        let failed = details.nodes.filter { $0.status == .fail }
        for node in failed.prefix(Self.listedFailures) {
            remark("  \(node.nodeName): \(node.reason)")
            remark("    sluice log \(instance.instanceId)/\(node.nodeName)")
        }
        if failed.count > Self.listedFailures {
            remark("  and \(failed.count - Self.listedFailures) more")
        }
        if instance.status == .fail { remark("  again: sluice retry \(instance.instanceId)") }
    }

    fileprivate func conclude(suspended details: GetInstanceResponse) -> GetInstanceResponse {
        conclude(details)
        if let id = details.instance?.instanceId {
            remark("  it waits for somebody: sluice why \(id)")
        }
        return details
    }

    static let listedFailures = 5
}
