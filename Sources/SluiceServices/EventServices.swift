internal import SluiceModel
package import SluiceRPC
internal import SluiceStore
package import SluiceWire

/// `sluice.v1.EventService`.
package struct EventServices: EventServiceHandler {
    /// Messages of a stream are at least so far apart while events come in quick succession: a
    /// watcher of a busy daemon costs a look at the store for each of them.
    private static let pace = Duration.milliseconds(5)
    /// Events in one answer of a stream.
    private static let standard: Int32 = 1_000

    private let shell: Shell

    package init(_ shell: Shell) {
        self.shell = shell
    }

    package func waitEvents(
        _ request: WaitEventsRequest, _ context: CallContext,
    ) async throws(Status) -> WaitEventsResponse {
        try answering { () throws(SluiceError) in try request.check() }
        let filter = filter(
            request.workspace, request.environment, request.instanceId, request.jobName)
        var page = try read(after: request.afterSeq, max: request.max, filter)
        guard page.events.isEmpty, request.waitMs > 0 else { return page }
        let end = ContinuousClock.now.advanced(by: .milliseconds(Int(request.waitMs)))
        let shell = shell
        while page.events.isEmpty, !Task.isCancelled, ContinuousClock.now < end {
            let seen = page.latestSeq
            await within(ContinuousClock.now.duration(to: end)) {
                await shell.events.wait(after: seen)
            }
            try shell.checkStillSees(request.workspace, context)
            page = try read(after: seen, max: request.max, filter)
        }
        return page
    }

    package func watchEvents(
        _ request: WatchEventsRequest, _ replies: ReplyStream<WatchEventsResponse>,
        _ context: CallContext,
    ) async throws(Status) {
        let filter = filter(
            request.workspace, request.environment, request.instanceId, request.jobName)
        var seen = request.afterSeq
        var earliest = ContinuousClock.now
        while !Task.isCancelled {
            // The first event after a pause goes out at once. A cancelled sleep ends the loop.
            if ContinuousClock.now < earliest { try? await Task.sleep(until: earliest) }
            try shell.checkStillSees(request.workspace, context)
            let page = try read(after: seen, max: Self.standard, filter)
            seen = page.latestSeq
            if page.events.isEmpty {
                await shell.events.wait(after: seen)
            } else {
                try await replies.send(WatchEventsResponse(events: page.events))
                earliest = ContinuousClock.now.advanced(by: Self.pace)
            }
        }
    }

    private func filter(
        _ workspace: String, _ environment: SluiceWire.Environment, _ instance: Int64,
        _ job: String,
    ) -> EventFilter {
        EventFilter(
            workspace: workspace, environment: environment, instance: instance, jobName: job)
    }

    /// What comes after `seq` and fits; `latestSeq` is as far as was looked.
    private func read(
        after seq: Int64, max: Int32, _ filter: EventFilter,
    ) throws(Status) -> WaitEventsResponse {
        try answering { () throws(SluiceError) in
            let page = try shell.queries.events(after: seq, max: max, filter)
            return WaitEventsResponse(events: page.events, latestSeq: page.lookedUpTo)
        }
    }
}

extension WaitEventsRequest {
    fileprivate func check() throws(SluiceError) {
        guard (0...60_000).contains(waitMs) else {
            throw .field("wait_ms", "\(waitMs) is not from 0 to 60,000")
        }
        guard afterSeq >= -1 else { throw .field("after_seq", "\(afterSeq) is below -1") }
    }
}
