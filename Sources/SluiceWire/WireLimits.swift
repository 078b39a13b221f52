/// Bounds on what one message may cost. They hold for bytes from anyone, and no legitimate message
/// comes near them.
package enum WireLimits {
    /// Length of an encoded message, bytes; the longest frame.
    package static let messageBytes = 4_194_304
    /// Levels of messages inside messages.
    package static let depth = 64
    /// Fields of a message and all that is in it; each element of a packed field counts.
    package static let fields = 1_000_000
    /// Memory for the C form of a message, bytes.
    package static let memory = 64 << 20
}
