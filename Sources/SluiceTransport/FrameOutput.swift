import NIOCore
import SluiceRPC

/// Collects the frames of one read, so that they leave in one system call. Lives on its event loop.
final class FrameOutput {
    /// Above this capacity a buffer is given back instead of being kept for the next frames.
    private static let keptCapacity = 256 << 10

    private let channel: any Channel
    private var buffer = ByteBuffer()
    private var isFlushing = false
    private var isFlushScheduled = false
    /// Bytes handed to the channel and not reported yet.
    private var unreported = 0
    /// Told of bytes that the kernel has taken.
    var onWritten: ((Int) -> Void)?

    init(channel: any Channel) {
        self.channel = channel
    }

    func append(_ frame: Frame) {
        buffer.writeMultipleIntegers(
            UInt32(frame.data.count), frame.streamID, frame.type.rawValue, frame.flags.rawValue)
        buffer.writeBytes(frame.data)
    }

    /// Flushes after what the loop has to do now, together with what that adds.
    func scheduleFlush() {
        guard !isFlushScheduled && buffer.readableBytes > 0 else { return }
        isFlushScheduled = true
        channel.eventLoop.assumeIsolated().execute { [self] in
            isFlushScheduled = false
            flush()
        }
    }

    func flush() {
        // Frames that `onWritten` adds are sent by the loop below, not by a deeper call.
        guard !isFlushing else { return }
        isFlushing = true
        defer { isFlushing = false }
        while buffer.readableBytes > 0 { write() }
    }

    private func write() {
        var written = ByteBuffer()
        swap(&written, &buffer)
        let bytes = written.readableBytes
        unreported += bytes
        if onWritten == nil {
            channel.writeAndFlush(written, promise: nil)
        } else {
            let promise = channel.eventLoop.makePromise(of: Void.self)
            promise.futureResult.assumeIsolated().whenSuccess { [self] in report() }
            channel.writeAndFlush(written, promise: promise)
        }
        // The channel keeps the buffer only if the kernel did not take it at once.
        if buffer.capacity == 0 && written.capacity <= Self.keptCapacity {
            written.clear()
            buffer = written
        }
    }

    /// Reports what the kernel has taken since the last time, parts of a long write too.
    func report() {
        guard let onWritten else { return }
        // A channel that is gone has no option; nothing of it counts as written any more.
        let buffered = try? channel.syncOptions?.getOption(.bufferedWritableBytes)
        guard let buffered else { return }
        let taken = unreported - buffered
        guard taken > 0 else { return }
        unreported = buffered
        onWritten(taken)
    }

    func stop() {
        onWritten = nil
    }
}
