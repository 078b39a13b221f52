import CProtobufC

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Memory of the C form of one message: pieces are cut from blocks in a row and all freed at once.
///
/// The first block is the caller's, usually on the stack, so a small message touches no heap. What
/// is cut lives as long as the arena, and the arena must not outlive the first block.
@safe
struct Arena: ~Copyable {
    /// Size of the first block, bytes: the most that a temporary allocation gets of the stack. A
    /// request needs less.
    static let firstBlockSize = 1024
    /// Every C type that protobuf-c uses is content with it.
    static let alignment = 8
    private static let smallestHeapBlock = 16384

    private var next: UnsafeMutableRawPointer
    private var left: Int
    /// The latest block from the heap; its first word is the address of the one before.
    private var latestBlock: UnsafeMutableRawPointer?
    private var heapBytes = 0
    private let limit: Int
    /// Memory was refused.
    private(set) var isExhausted = false

    init(firstBlock: UnsafeMutableRawBufferPointer, limit: Int = WireLimits.memory) {
        unsafe next = firstBlock.baseAddress ?? Self.nowhere
        left = firstBlock.count
        self.limit = limit
    }

    private static var nowhere: UnsafeMutableRawPointer {
        unsafe UnsafeMutableRawPointer(bitPattern: alignment).unsafelyUnwrapped
    }

    /// Uninitialized memory, aligned to 8 bytes; nil once the limit is reached.
    @inline(__always)
    mutating func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
        let rounded = (size &+ (Self.alignment - 1)) & ~(Self.alignment - 1)
        guard rounded >= size, rounded <= left else { return unsafe allocateFromHeap(size) }
        let piece = unsafe next
        unsafe next += rounded
        left -= rounded
        return unsafe piece
    }

    /// A block is at least as large as all before it together, so there are few.
    @inline(never)
    private mutating func allocateFromHeap(_ size: Int) -> UnsafeMutableRawPointer? {
        isExhausted = true
        guard size >= 0, size <= limit - heapBytes else { return nil }
        let needed = size + 2 * Self.alignment
        let blockSize = max(needed, min(max(Self.smallestHeapBlock, heapBytes), limit - heapBytes))
        guard let block = unsafe malloc(blockSize) else { return nil }
        isExhausted = false
        unsafe block.storeBytes(of: latestBlock, as: UnsafeMutableRawPointer?.self)
        unsafe latestBlock = block
        heapBytes += blockSize
        unsafe next = block + Self.alignment
        left = (blockSize - Self.alignment) & ~(Self.alignment - 1)
        return unsafe allocate(size)
    }

    deinit {
        var block = unsafe latestBlock
        while let present = unsafe block {
            unsafe block = present.load(as: UnsafeMutableRawPointer?.self)
            unsafe free(present)
        }
    }
}

extension Arena {
    /// An allocator over `arena` for protobuf-c; valid as long as the pointer is. Freeing does
    /// nothing: the arena frees all.
    static func allocator(over arena: UnsafeMutablePointer<Arena>) -> ProtobufCAllocator {
        unsafe ProtobufCAllocator(
            alloc: { arena, size in
                unsafe arena?.assumingMemoryBound(to: Arena.self).pointee.allocate(size)
            },
            free: { _, _ in },
            allocator_data: UnsafeMutableRawPointer(arena),
        )
    }
}
