internal import CKeeperProtocol
internal import SluiceModel

/// A packet to the keeper, not yet sent. The layout is that of `KeeperProtocol.h`.
struct Request: Hashable {
    var type: keeper_type
    var id: AttemptID?
    var number: UInt64 = 0
    var body: [UInt8] = []
    /// Travels beside the packet in a sealed memfd, as does `script`.
    var spec: [UInt8]?
    var script: [UInt8]?

    /// Asks who the keeper is and what it knows.
    static let census = [Request(type: KEEPER_HELLO), Request(type: KEEPER_LIST)]

    var bytes: [UInt8] {
        let id = self.id.map { Array($0.description.utf8) } ?? []
        var bytes: [UInt8] = []
        bytes.reserveCapacity(KEEPER_HEAD_BYTES + id.count + body.count)
        bytes.append(littleEndian: UInt16(KEEPER_MAGIC))
        bytes.append(UInt8(KEEPER_VERSION))
        bytes.append(UInt8(type.rawValue))
        bytes.append(littleEndian: UInt32(id.count))
        bytes.append(littleEndian: number)
        return bytes + id + body
    }
}

extension AttemptSpec {
    /// As `keeper_spec` and the strings after it.
    func encoded(logPath: String, settings: LauncherSettings) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(littleEndian: UInt16(KEEPER_SPEC_MAGIC))
        bytes.append(UInt8(KEEPER_VERSION))
        bytes.append(script == nil ? 0 : 1)
        bytes.append(littleEndian: UInt32(arguments.count))
        bytes.append(littleEndian: UInt32(variables.count))
        bytes.append(littleEndian: UInt64(max(0, timeoutMilliseconds)))
        bytes.append(littleEndian: UInt64(max(1, settings.timeoutGraceMilliseconds)))
        bytes.append(littleEndian: UInt64(max(0, settings.logBytes)))
        bytes.append(terminated: workingFolder)
        bytes.append(terminated: logPath)
        for argument in arguments { bytes.append(terminated: argument) }
        for variable in variables { bytes.append(terminated: "\(variable.name)=\(variable.value)") }
        return bytes
    }
}

extension [UInt8] {
    mutating func append(littleEndian value: some FixedWidthInteger) {
        for shift in stride(from: 0, to: value.bitWidth, by: 8) {
            append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    mutating func append(terminated text: String) {
        append(contentsOf: text.utf8)
        append(0)
    }
}

/// A packet from the keeper.
enum Answer: Hashable {
    case welcome(KeeperIdentity)
    case started(AttemptID, pid: Int32)
    case deferred(AttemptID, errno: Int32)
    case ended(AttemptID, EndedAttempt)
    case listed
    case refused(String)

    /// What a keeper of any version may say: whoever says it can be upgraded.
    private static let ofAllVersions = [KEEPER_WELCOME, KEEPER_REFUSED]

    /// Nil where the bytes are no packet of this version: the peer is no keeper of ours.
    init?(_ bytes: ArraySlice<UInt8>) {
        var reader = PacketReader(bytes)
        guard reader.next(UInt16.self) == UInt16(KEEPER_MAGIC),
            let version = reader.next(UInt8.self),
            let type = reader.next(UInt8.self).map({ keeper_type(UInt32($0)) }),
            version == UInt8(KEEPER_VERSION) || Self.ofAllVersions.contains(type),
            let idBytes = reader.next(UInt32.self),
            let number = reader.next(UInt64.self), let idText = reader.text(Int(idBytes))
        else { return nil }
        self.init(type, AttemptID(idText), number, &reader)
    }

    private init?(
        _ type: keeper_type, _ id: AttemptID?, _ number: UInt64, _ reader: inout PacketReader,
    ) {
        let number = Int32(truncatingIfNeeded: number)
        switch (type, id) {
        case (KEEPER_WELCOME, nil):
            self = .welcome(KeeperIdentity(pid: number, reader.rest()))
        case (KEEPER_STARTED, let id?): self = .started(id, pid: number)
        case (KEEPER_DEFERRED, let id?): self = .deferred(id, errno: number)
        case (KEEPER_LISTED, nil): self = .listed
        case (KEEPER_REFUSED, nil): self = .refused(reader.rest())
        case (KEEPER_ENDED, let id?):
            guard let ended = EndedAttempt(&reader) else { return nil }
            self = .ended(id, ended)
        default: return nil
        }
    }
}

/// Who a keeper is.
struct KeeperIdentity: Hashable {
    var pid: Int32
    var incarnation: Incarnation
    /// See `keeper_build`; empty: a keeper that does not say.
    var build: String

    init(pid: Int32, _ text: String) {
        let lines = text.split(separator: "\n", maxSplits: 1)
        self.pid = pid
        incarnation = Incarnation(lines.first.map(String.init) ?? "")
        build = lines.dropFirst().first.map(String.init) ?? ""
    }
}

/// How the keeper saw an attempt end, before anything is concluded from it.
struct EndedAttempt: Hashable {
    enum End: Hashable {
        case exited(code: Int32)
        case signalled(number: Int32)
        case couldNotStart
    }

    var end: End
    var wasStopped = false
    var timedOut = false
    var endTime = Timestamp.zero
    var milliseconds: Int64 = 0
    var logBytes: Int64 = 0
    var logBytesDropped: Int64 = 0
    /// What it wrote into `SLUICE_OUTPUT`, or why it could not be started.
    var text: [UInt8] = []

    init(end: End) {
        self.end = end
    }

    init?(_ reader: inout PacketReader) {
        guard let kind = reader.next(UInt32.self), let flags = reader.next(UInt32.self),
            let code = reader.next(Int32.self), let signal = reader.next(Int32.self),
            let endTime = reader.next(Int64.self), let milliseconds = reader.next(Int64.self),
            let logBytes = reader.next(Int64.self), let dropped = reader.next(Int64.self),
            let textBytes = reader.next(UInt32.self), let text = reader.bytes(Int(textBytes))
        else { return nil }
        switch keeper_end(kind) {
        case KEEPER_EXITED: end = .exited(code: code)
        case KEEPER_SIGNALLED: end = .signalled(number: signal)
        case KEEPER_COULD_NOT_START: end = .couldNotStart
        default: return nil
        }
        wasStopped = flags & KEEPER_STOPPED.rawValue != 0
        timedOut = flags & KEEPER_TIMED_OUT.rawValue != 0
        self.endTime = Timestamp(milliseconds: endTime)
        self.milliseconds = milliseconds
        self.logBytes = logBytes
        self.logBytesDropped = dropped
        self.text = Array(text)
    }
}

/// Takes numbers and texts off the front of a packet; nil where it is too short.
struct PacketReader {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    mutating func next<Number: FixedWidthInteger>(_: Number.Type) -> Number? {
        guard let taken = bytes(Number.bitWidth / 8) else { return nil }
        return taken.reversed().reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
    }

    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= bytes.count else { return nil }
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count)
    }

    mutating func text(_ count: Int) -> String? {
        bytes(count).map { String(decoding: $0, as: UTF8.self) }
    }

    mutating func rest() -> String {
        text(bytes.count) ?? ""
    }
}
