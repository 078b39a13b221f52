/// What a frame is for; a type that this version does not know keeps its number.
package struct FrameType: RawRepresentable, Sendable, Hashable {
    package var rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let request = FrameType(rawValue: 1)
    package static let response = FrameType(rawValue: 2)
    package static let data = FrameType(rawValue: 3)
    /// Private to Sluice, client to server only: the caller no longer wants the answer.
    package static let cancel = FrameType(rawValue: 0xC0)
}

/// The flags of a frame; unknown bits are kept and mean nothing.
package struct FrameFlags: OptionSet, Sendable, Hashable {
    package var rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// RC: the sender sends no more messages.
    package static let remoteClosed = FrameFlags(rawValue: 1)
    /// RO: the sender will send messages.
    package static let remoteOpen = FrameFlags(rawValue: 2)
    /// ND: the frame carries no message, in contrast to an empty one.
    package static let noData = FrameFlags(rawValue: 4)
}

/// The ten bytes before the data of every frame.
package struct FrameHeader: Sendable, Hashable {
    package static let byteCount = 10

    /// Length of the data, as the peer claims it.
    package var length: UInt32
    package var streamID: UInt32
    package var type: FrameType
    package var flags: FrameFlags

    package init(length: UInt32, streamID: UInt32, type: FrameType, flags: FrameFlags) {
        self.length = length
        self.streamID = streamID
        self.type = type
        self.flags = flags
    }

    /// Reads the ten bytes from `offset` on.
    init(_ bytes: RawSpan, at offset: Int) {
        precondition(offset >= 0 && offset + Self.byteCount <= bytes.byteCount)
        // The precondition covers every offset below.
        length = unsafe UInt32(
            bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
        streamID = unsafe UInt32(
            bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset + 4, as: UInt32.self))
        type = unsafe FrameType(
            rawValue: bytes.unsafeLoad(fromByteOffset: offset + 8, as: UInt8.self))
        flags = unsafe FrameFlags(
            rawValue: bytes.unsafeLoad(fromByteOffset: offset + 9, as: UInt8.self))
    }
}

/// A unit of the wire.
package struct Frame: Sendable, Hashable {
    package var streamID: UInt32
    package var type: FrameType
    package var flags: FrameFlags
    /// At most `RPCLimits.frameBytes`.
    package var data: [UInt8]

    package init(
        _ type: FrameType, stream streamID: UInt32, flags: FrameFlags = [], data: [UInt8] = [],
    ) {
        self.streamID = streamID
        self.type = type
        self.flags = flags
        self.data = data
    }

    /// The last frame of a side that streams and has nothing more to say.
    package static func endOfMessages(stream: UInt32) -> Frame {
        Frame(.data, stream: stream, flags: [.remoteClosed, .noData])
    }

    package var header: FrameHeader {
        FrameHeader(
            length: UInt32(data.count), streamID: streamID, type: type, flags: flags)
    }

    /// Length on the wire, header included.
    package var byteCount: Int {
        FrameHeader.byteCount + data.count
    }

    /// The frame as it is sent.
    package var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        for word in [UInt32(data.count), streamID] {
            for shift: UInt32 in [24, 16, 8, 0] {
                bytes.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        bytes.append(type.rawValue)
        bytes.append(flags.rawValue)
        bytes.append(contentsOf: data)
        return bytes
    }
}
