/// What is wrong with the bytes of a string; nil: they are UTF-8 without a NUL.
@inline(__always)
func textFault(_ piece: Piece) -> WireError.Fault? {
    let rest = unsafe endOfASCII(piece)
    guard unsafe rest < piece.end else { return nil }
    return unsafe textFaultBeyondASCII(Piece(start: rest, end: piece.end))
}

/// The first byte that is NUL or not ASCII. Eight bytes a step, then one a step.
@inline(__always)
private func endOfASCII(_ piece: Piece) -> UnsafeRawPointer {
    let highBits: UInt64 = 0x8080_8080_8080_8080
    let ones: UInt64 = 0x0101_0101_0101_0101
    var position = unsafe piece.start
    while unsafe piece.end - position >= 8 {
        let word = unsafe position.loadUnaligned(as: UInt64.self)
        // The subtraction sets the high bit of a byte that is 0, and by its borrow perhaps of
        // others: then the loop below looks at them.
        guard (word | (word &- ones)) & highBits == 0 else { break }
        unsafe position += 8
    }
    while unsafe position < piece.end {
        let byte = unsafe position.load(as: UInt8.self)
        guard byte > 0, byte < 0x80 else { break }
        unsafe position += 1
    }
    return unsafe position
}

@inline(never)
private func textFaultBeyondASCII(_ piece: Piece) -> WireError.Fault? {
    let bytes = unsafe UnsafeRawBufferPointer(start: piece.start, count: piece.end - piece.start)
    if unsafe bytes.contains(0) { return .nulInText }
    return unsafe isUTF8(bytes) ? nil : .notUTF8
}

/// Well-formed UTF-8 by table 3-7 of the Unicode standard: no surrogates, no overlong forms,
/// nothing above U+10FFFF.
private func isUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    while index < bytes.count {
        let lead = unsafe bytes[index]
        guard let (length, second) = sequence(after: lead) else { return false }
        guard index + length <= bytes.count else { return false }
        if length > 1, !second.contains(unsafe bytes[index + 1]) { return false }
        for later in stride(from: index + 2, to: index + length, by: 1) {
            guard unsafe bytes[later] & 0xc0 == 0x80 else { return false }
        }
        index += length
    }
    return true
}

/// Length of the sequence that `lead` begins, and what its second byte may be.
private func sequence(after lead: UInt8) -> (length: Int, second: ClosedRange<UInt8>)? {
    switch lead {
    case 0x00...0x7f: (1, 0...0)
    case 0xc2...0xdf: (2, 0x80...0xbf)
    case 0xe0: (3, 0xa0...0xbf)
    case 0xed: (3, 0x80...0x9f)
    case 0xe1...0xef: (3, 0x80...0xbf)
    case 0xf0: (4, 0x90...0xbf)
    case 0xf1...0xf3: (4, 0x80...0xbf)
    case 0xf4: (4, 0x80...0x8f)
    default: nil
    }
}
