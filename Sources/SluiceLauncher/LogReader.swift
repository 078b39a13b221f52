internal import CKeeperProtocol
internal import Glibc
package import SluiceModel

/// A part of a log.
package struct LogChunk: Hashable, Sendable {
    package var bytes: [UInt8]
    /// Where the next part starts: the `offset` of the next call.
    package var nextOffset: Int64
    /// Bytes that the attempt has written so far, dropped ones too.
    package var size: Int64
}

/// Reads the log of an attempt, which may grow meanwhile.
///
/// Offsets count the bytes that the attempt wrote, so they mean the same while it runs and after.
/// In the place of what was dropped a line says how many bytes that were; it has no offsets.
package enum LogReader {
    /// Reads from `offset` on, at most `maxBytes` and at least one line of what was dropped. A log
    /// without a file is empty.
    ///
    /// - Parameter logBytes: the limit with which the log was written.
    package static func read(
        path: String, offset: Int64, maxBytes: Int, logBytes: Int64 = Limits.logBytes,
    ) throws(SluiceError) -> LogChunk {
        for _ in 0..<attempts {
            // The tail first: it goes away only after the head has got its bytes.
            let tail = try LogFile(path + ".tail")
            let head = try LogFile(path)
            defer {
                tail?.close()
                head?.close()
            }
            guard let layout = LogLayout(head: head, tail: tail, logBytes: logBytes) else {
                continue
            }
            let chunk = layout.read(from: max(0, offset), maxBytes: max(0, maxBytes))
            // The ring goes on under a reader: what was overwritten meanwhile was not meant.
            if let tail, layout.isOverwritten(tail.ring, from: chunk.start) { continue }
            return LogChunk(
                bytes: chunk.bytes, nextOffset: chunk.next, size: layout.size)
        }
        throw SluiceError(
            .unavailable, reason: "LOG_BUSY",
            "the log grows faster than it can be read; try again", subject: path)
    }

    /// Tries of one call against a ring that is written meanwhile.
    private static let attempts = 20
}

/// Where the bytes of a log are: runs of offsets in files, in order, with gaps between them.
private struct LogLayout {
    struct Run {
        var offsets: Range<Int64>
        var file: LogFile
        var position: Int64
    }

    var runs: [Run] = []
    var size: Int64 = 0

    /// Nil where the keeper is just making one file of two.
    init?(head: LogFile?, tail: LogFile?, logBytes: Int64) {
        guard let head else { return }
        guard let tail else {
            addWhole(head, headLimit: logBytes / 2)
            return
        }
        guard let ring = tail.ring else { return nil }
        add(0..<ring.head, head, at: 0)
        let oldest = ring.head + max(0, ring.written - ring.capacity)
        let end = ring.head + ring.written
        // Byte n of the ring is at n modulo its capacity: at most two runs.
        let turn = ring.capacity - (oldest - ring.head) % ring.capacity
        let middle = min(end, oldest + turn)
        let start = Int64(MemoryLayout<keeper_tail>.size)
        add(oldest..<middle, tail, at: start + (oldest - ring.head) % ring.capacity)
        add(middle..<end, tail, at: start)
        size = end
    }

    /// One file, maybe with a line about what was dropped where the head ended.
    private mutating func addWhole(_ file: LogFile, headLimit: Int64) {
        let bytes = file.size
        guard bytes > headLimit, let notice = file.notice(at: headLimit) else {
            add(0..<bytes, file, at: 0)
            size = bytes
            return
        }
        let tail = headLimit + notice.bytes
        size = bytes - notice.bytes + notice.dropped
        add(0..<headLimit, file, at: 0)
        add(headLimit + notice.dropped..<size, file, at: tail)
    }

    private mutating func add(_ offsets: Range<Int64>, _ file: LogFile, at position: Int64) {
        if !offsets.isEmpty {
            runs.append(Run(offsets: offsets, file: file, position: position))
        }
    }

    func read(
        from offset: Int64, maxBytes: Int,
    ) -> (bytes: [UInt8], start: Int64, next: Int64) {
        guard let run = runs.first(where: { $0.offsets.upperBound > offset }) else {
            return ([], size, size)
        }
        if run.offsets.lowerBound > offset {
            let dropped = run.offsets.lowerBound - offset
            let line = KEEPER_DROPPED_PREFIX + "\(dropped)" + KEEPER_DROPPED_SUFFIX
            return (Array(line.utf8), run.offsets.lowerBound, run.offsets.lowerBound)
        }
        let count = min(Int64(maxBytes), run.offsets.upperBound - offset)
        let bytes = run.file.read(
            Int(count), at: run.position + offset - run.offsets.lowerBound)
        return (bytes, offset, offset + Int64(bytes.count))
    }

    func isOverwritten(_ ring: LogFile.Ring?, from start: Int64) -> Bool {
        guard let ring else { return true }
        return start >= ring.head && start < ring.head + ring.written - ring.capacity
    }
}

/// An open file of a log.
private struct LogFile {
    struct Ring {
        var head: Int64
        var capacity: Int64
        var written: Int64
    }

    private let descriptor: Int32

    /// Nil where there is no such file.
    init?(_ path: String) throws(SluiceError) {
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        if descriptor >= 0 { return }
        let error = errno
        if error == ENOENT { return nil }
        throw SluiceError(
            .unavailable, reason: "LOG_UNREADABLE",
            "the log cannot be read: \(Launcher.words(of: error))", subject: path)
    }

    func close() {
        _ = Glibc.close(descriptor)
    }

    var size: Int64 {
        max(0, Int64(lseek(descriptor, 0, SEEK_END)))
    }

    /// Shorter where the file ends.
    func read(_ count: Int, at position: Int64) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let done = unsafe pread(descriptor, buffer.baseAddress, count, off_t(position))
            initialized = max(0, done)
        }
    }

    /// The head of a `.tail` file; nil where it is not there yet.
    var ring: Ring? {
        var reader = PacketReader(read(MemoryLayout<keeper_tail>.size, at: 0)[...])
        guard reader.next(UInt64.self) == keeperTailMagic, let head = reader.next(Int64.self),
            let capacity = reader.next(Int64.self), let written = reader.next(Int64.self),
            head >= 0, capacity > 0, written >= 0
        else { return nil }
        return Ring(head: head, capacity: capacity, written: written)
    }

    /// The line that says how many bytes were dropped, if there is one.
    func notice(at position: Int64) -> (bytes: Int64, dropped: Int64)? {
        let longest = KEEPER_DROPPED_PREFIX.utf8.count + KEEPER_DROPPED_SUFFIX.utf8.count + 20
        let text = String(decoding: read(longest, at: position), as: UTF8.self)
        guard text.hasPrefix(KEEPER_DROPPED_PREFIX) else { return nil }
        let digits = text.dropFirst(KEEPER_DROPPED_PREFIX.count).prefix { $0.isNumber }
        let line = KEEPER_DROPPED_PREFIX + digits + KEEPER_DROPPED_SUFFIX
        guard text.hasPrefix(line), let dropped = Int64(digits) else { return nil }
        return (Int64(line.utf8.count), dropped)
    }
}

/// `KEEPER_TAIL_MAGIC`, which is a macro that Swift does not import.
private let keeperTailMagic: UInt64 = 0x6c69_6174_6563_6c73
