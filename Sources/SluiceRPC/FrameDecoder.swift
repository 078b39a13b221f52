/// Cuts a stream of bytes into frames, however the bytes are chunked.
///
/// Memory grows with the bytes that have arrived; the length that a header claims reserves nothing.
package struct FrameDecoder: Sendable {
    package enum Event: Sendable, Hashable {
        case frame(Frame)
        /// The frame was longer than allowed and has been skipped; the next one can be read.
        case oversized(FrameHeader)
        /// The frame is not worth skipping. Nothing comes after this event.
        case hopeless(FrameHeader)
    }

    private enum State {
        case header([UInt8])
        case body(FrameHeader, [UInt8])
        case discarding(FrameHeader, remaining: Int)
        case failed
    }

    private var state = State.header([])
    private let frameBytes: Int
    private let discardBytes: Int

    /// When the first byte of the frame came that is still incomplete; nil between frames.
    package private(set) var partialSince: ContinuousClock.Instant?

    package init(limits: RPCLimits = RPCLimits()) {
        frameBytes = limits.frameBytes
        discardBytes = limits.discardBytes
    }

    /// The next event in `bytes` from `offset` on; nil once they are used up. Moves `offset`.
    package mutating func next(
        _ bytes: RawSpan, from offset: inout Int, at now: ContinuousClock.Instant,
    ) -> Event? {
        while true {
            switch state {
            case .header(let partial):
                guard let header = readHeader(partial, bytes, &offset, now) else { return nil }
                guard let event = begin(header) else { continue }
                return event
            case .body(let header, let partial):
                state = .failed  // Gives up the reference, so that appending does not copy.
                return readBody(header, partial, bytes, &offset)
            case .discarding(let header, let remaining):
                return discard(header, remaining, bytes, &offset)
            case .failed:
                return nil
            }
        }
    }

    private mutating func readHeader(
        _ partial: [UInt8], _ bytes: RawSpan, _ offset: inout Int, _ now: ContinuousClock.Instant,
    ) -> FrameHeader? {
        let available = bytes.byteCount - offset
        guard available > 0 else { return nil }
        if partialSince == nil { partialSince = now }
        if partial.isEmpty && available >= FrameHeader.byteCount {
            defer { offset += FrameHeader.byteCount }
            return FrameHeader(bytes, at: offset)
        }
        let taken = min(FrameHeader.byteCount - partial.count, available)
        let collected = partial + bytes.copy(offset, count: taken)
        offset += taken
        guard collected.count == FrameHeader.byteCount else {
            state = .header(collected)
            return nil
        }
        return unsafe FrameHeader(collected.span.bytes, at: 0)
    }

    /// Decides by the length; nil: go on reading.
    private mutating func begin(_ header: FrameHeader) -> Event? {
        let length = Int(header.length)
        if length <= frameBytes {
            state = .body(header, [])
            return nil
        }
        if length < discardBytes {
            state = .discarding(header, remaining: length)
            return nil
        }
        state = .failed
        return .hopeless(header)
    }

    private mutating func readBody(
        _ header: FrameHeader, _ partial: consuming [UInt8], _ bytes: RawSpan,
        _ offset: inout Int,
    ) -> Event? {
        let taken = min(Int(header.length) - partial.count, bytes.byteCount - offset)
        if partial.isEmpty {
            partial = bytes.copy(offset, count: taken)
        } else {
            partial.append(contentsOf: bytes.copy(offset, count: taken))
        }
        offset += taken
        guard partial.count == Int(header.length) else {
            state = .body(header, partial)
            return nil
        }
        finishFrame()
        return .frame(
            Frame(header.type, stream: header.streamID, flags: header.flags, data: partial))
    }

    private mutating func discard(
        _ header: FrameHeader, _ remaining: Int, _ bytes: RawSpan, _ offset: inout Int,
    ) -> Event? {
        let taken = min(remaining, bytes.byteCount - offset)
        offset += taken
        guard taken == remaining else {
            state = .discarding(header, remaining: remaining - taken)
            return nil
        }
        finishFrame()
        return .oversized(header)
    }

    private mutating func finishFrame() {
        state = .header([])
        partialSince = nil
    }
}

extension RawSpan {
    /// A copy of `count` bytes from `offset` on.
    fileprivate func copy(_ offset: Int, count: Int) -> [UInt8] {
        guard count > 0 else { return [] }
        // The slice is bounds-checked; the pointer does not leave the closure.
        return unsafe extracting(offset..<offset + count).withUnsafeBytes { unsafe Array($0) }
    }
}
