internal import Glibc

/// What inotify(7) tells of folders. One thread owns it.
@safe final class FolderWatch {
    /// Readable while there is something to tell; below 0 where the machine has no more to give
    /// (`fs.inotify.max_user_instances`): then nothing is told.
    let descriptor: Int32
    /// The folders by their watch descriptors.
    private var folders: [Int32: String] = [:]
    private var watches: [String: Int32] = [:]
    private let buffer: UnsafeMutableRawBufferPointer

    struct Event {
        var folder: String
        /// Nil: of the folder itself, which may be gone.
        var name: String?
        /// A folder appeared, whose content is unknown.
        var isFolder: Bool
        /// It is complete: closed after writing, moved here, a folder or a link.
        var isComplete: Bool
    }

    enum Told {
        case events([Event])
        /// Some were dropped, and nobody knows whose.
        case overflow
    }

    private static let mask =
        UInt32(
            IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE_SELF | IN_MOVE_SELF)
        | UInt32(IN_ONLYDIR)
    private static let bufferBytes = 65_536

    init() {
        descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
        unsafe buffer = .allocate(byteCount: Self.bufferBytes, alignment: 8)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        unsafe buffer.deallocate()
    }

    /// Watches these folders too. One that is watched already is looked up again: another one may
    /// have taken its place. One that cannot be watched is left out.
    func add(_ wanted: some Sequence<String>) {
        for folder in wanted {
            let watch = unsafe inotify_add_watch(descriptor, folder, Self.mask)
            let old = watches[folder]
            if let old, old != watch { forget(old) }
            guard watch >= 0 else { continue }
            folders[watch] = folder
            watches[folder] = watch
        }
    }

    /// Watches no others than these.
    func keep(_ wanted: Set<String>) {
        for (watch, folder) in folders where !wanted.contains(folder) { forget(watch) }
    }

    private func forget(_ watch: Int32) {
        // One that is gone already is none to the kernel.
        inotify_rm_watch(descriptor, watch)
        guard let folder = folders.removeValue(forKey: watch) else { return }
        if watches[folder] == watch { watches[folder] = nil }
    }

    /// False: what appears in the folder is not told of. The machine's limit is reached
    /// (`fs.inotify.max_user_watches`), or nobody may look into it.
    func watches(_ folder: String) -> Bool { watches[folder] != nil }

    /// All that there is to tell by now.
    func read() -> Told {
        var events: [Event] = []
        while true {
            let count = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return .events(events) }
            guard take(count, &events) else { return .overflow }
        }
    }

    /// False: the queue has overflowed.
    private func take(_ count: Int, _ events: inout [Event]) -> Bool {
        var offset = 0
        while offset + MemoryLayout<inotify_event>.size <= count {
            let event = unsafe buffer.load(fromByteOffset: offset, as: inotify_event.self)
            let start = offset + MemoryLayout<inotify_event>.size
            offset = start + Int(event.len)
            if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { return false }
            let name = unsafe Array(buffer[start..<offset].prefix { $0 != 0 })
            take(event, name, &events)
        }
        return true
    }

    private func take(
        _ event: inotify_event, _ bytes: [UInt8], _ events: inout [Event],
    ) {
        guard let folder = folders[event.wd] else { return }
        let isGone = UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT)
        guard event.mask & isGone == 0 else {
            forget(event.wd)
            return events.append(
                Event(folder: folder, name: nil, isFolder: true, isComplete: false))
        }
        guard let name = String(validating: bytes, as: UTF8.self), !name.isEmpty else { return }
        let isFolder = event.mask & UInt32(IN_ISDIR) != 0
        let isWritten = event.mask & UInt32(IN_CLOSE_WRITE | IN_MOVED_TO) != 0
        events.append(
            Event(
                folder: folder, name: name, isFolder: isFolder,
                isComplete: isWritten || isFolder || isLink(folder, name)))
    }

    /// A second name of a file, which nobody writes to and closes.
    private func isLink(_ folder: String, _ name: String) -> Bool {
        var facts = stat()
        let path = folder == "/" ? "/\(name)" : "\(folder)/\(name)"
        guard unsafe lstat(path, &facts) == 0 else { return false }
        return facts.st_mode & S_IFMT == S_IFLNK || facts.st_nlink > 1
    }
}
