import SluiceRPC
public import SluiceWire

/// How often, and after which pauses, a call is repeated whose connection was lost.
public struct Patience: Sendable {
    /// The pause before each repetition; as many repetitions as there are pauses. By default they
    /// add up to half a minute: a daemon that is restarted is back by then.
    public var pauses: [Duration]
    /// Waits; throws nothing, since a cancelled task's next call fails anyway.
    var sleep: @Sendable (Duration) async -> Void = { pause in
        // Cancelled: the repetition that follows ends with that.
        try? await Task.sleep(for: pause)
    }

    public init(pauses: [Duration] = Self.halfAMinute) {
        self.pauses = pauses
    }

    /// Repeats nothing.
    public static let none = Patience(pauses: [])

    public static let halfAMinute: [Duration] =
        [100, 200, 400, 800, 1_600].map { .milliseconds($0) }
        + Array(repeating: .seconds(2), count: 14)
}

extension Sluice {
    /// Repeats `call` while it ends with UNAVAILABLE, as long as patience lasts. For calls that
    /// change nothing, and for changing calls with a request id: the daemon answers a repeated id
    /// with the first answer and changes nothing again.
    public func persistently<Reply, Failure>(
        _ call: () async throws(Failure) -> Reply,
    ) async throws(Failure) -> Reply {
        for pause in patience.pauses {
            do throws(Failure) {
                return try await call()
            } catch {
                let isLost = (error as? Status)?.code == .unavailable
                guard isLost, !Task.isCancelled else { throw error }
                await patience.sleep(pause)
            }
        }
        return try await call()
    }
}

extension ChangeOptions {
    /// Options with a fresh request id, so that the call can be repeated after a lost connection.
    public static func once(
        dryRun: Bool = false, planToken: String = "", reason: String = "",
    ) -> ChangeOptions {
        ChangeOptions(
            requestId: dryRun ? "" : RequestID.make(), dryRun: dryRun, planToken: planToken,
            reason: reason)
    }
}

/// Names for changing calls.
public enum RequestID {
    /// 128 random bits in 32 hexadecimal digits.
    public static func make() -> String {
        let bits = [UInt64.random(in: 0 ... .max), UInt64.random(in: 0 ... .max)]
        return bits.map { number in
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
