package import SluiceRPC
import Synchronization

/// A channel that dials when it is needed: the connection of a call that ends with UNAVAILABLE is
/// given up, and the next call gets a new one. It repeats nothing by itself.
package final class RedialingChannel: ClientChannel {
    package typealias Dial = @Sendable () async throws(Status) -> any ClientChannel

    private struct Line {
        var channel: (any ClientChannel)?
        /// Tells a connection from the ones before it.
        var generation = 0
    }

    private let dial: Dial
    private let callTimeout: Duration?
    private let line = Mutex(Line())

    /// - Parameter callTimeout: for unary calls without a timeout of their own; nil: none.
    package init(callTimeout: Duration? = nil, dial: @escaping Dial) {
        self.callTimeout = callTimeout
        self.dial = dial
    }

    /// Connects before the first call, to learn at once whether that is possible.
    package func dialNow() async throws(Status) {
        _ = try await connected()
    }

    package nonisolated(nonsending) func unary(
        _ method: MethodInfo, _ request: [UInt8], _ options: CallOptions,
    ) async throws(Status) -> [UInt8] {
        let (channel, generation) = try await connected()
        var options = options
        options.timeout = options.timeout ?? callTimeout
        do throws(Status) {
            return try await channel.unary(method, request, options)
        } catch {
            hangUp(after: error, generation)
            throw error
        }
    }

    package nonisolated(nonsending) func serverStreaming(
        _ method: MethodInfo, _ request: [UInt8], _ options: CallOptions,
    ) async throws(Status) -> any MessageSource {
        let (channel, generation) = try await connected()
        do throws(Status) {
            let source = try await channel.serverStreaming(method, request, options)
            return WatchedSource(source: source) { [weak self] in
                self?.hangUp(after: $0, generation)
            }
        } catch {
            hangUp(after: error, generation)
            throw error
        }
    }

    /// Two calls that find no connection both dial; the later connection serves those that follow,
    /// and the other one closes with its call.
    private func connected() async throws(Status) -> (any ClientChannel, generation: Int) {
        let present = line.withLock { $0 }
        if let channel = present.channel { return (channel, present.generation) }
        let dialed = try await dial()
        return line.withLock { line in
            line.channel = dialed
            line.generation += 1
            return (dialed, line.generation)
        }
    }

    private func hangUp(after status: Status, _ generation: Int) {
        guard status.code == .unavailable else { return }
        line.withLock { line in
            if line.generation == generation { line.channel = nil }
        }
    }
}

/// Reports how a stream failed.
private struct WatchedSource: MessageSource {
    let source: any MessageSource
    let failed: @Sendable (Status) -> Void

    nonisolated(nonsending) func next() async throws(Status) -> [UInt8]? {
        do throws(Status) {
            return try await source.next()
        } catch {
            failed(error)
            throw error
        }
    }

    func cancel() { source.cancel() }
}
