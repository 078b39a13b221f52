internal import SluiceModel

/// How long things are kept.
package struct Retention: Hashable, Sendable {
    /// Milliseconds for which an ended instance and its logs are kept.
    package var instanceMilliseconds: Int64
    /// Milliseconds for which events are kept.
    package var eventMilliseconds: Int64

    package init(
        instanceMilliseconds: Int64 = 30 * Self.day, eventMilliseconds: Int64 = 7 * Self.day,
    ) {
        self.instanceMilliseconds = instanceMilliseconds
        self.eventMilliseconds = eventMilliseconds
    }

    package static let day: Int64 = 24 * 3600 * 1000

    /// Milliseconds before the first look, and between looks.
    static let firstMilliseconds: Int64 = 60_000
    static let pauseMilliseconds: Int64 = 600_000
    /// Instances that one look removes; where there are more, the next look comes soon.
    static let chunk = 100
    static let soonMilliseconds: Int64 = 200

    func expired(at now: Timestamp) -> Expired {
        func before(_ age: Int64) -> Timestamp { Timestamp(milliseconds: now.milliseconds - age) }
        return Expired(
            endedBefore: before(instanceMilliseconds), eventsBefore: before(eventMilliseconds),
            answersBefore: before(Limits.requestMemoryMilliseconds))
    }
}
