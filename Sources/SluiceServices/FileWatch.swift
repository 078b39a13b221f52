internal import Glibc
internal import Synchronization

/// Tells waiting calls that a file has grown, by inotify. One thread for all files.
package final class FileWatch: Sendable {
    /// How long a file is waited for that cannot be watched: the machine's limit is reached.
    private static let unwatched = Duration.seconds(1)

    private struct State {
        var nextWaiter = 0
        /// By watch descriptor: all waiters of the same file share one.
        var waiters: [Int32: [Int: CheckedContinuation<Bool, Never>]] = [:]
    }

    private let descriptor: Int32
    private let state = Mutex(State())

    package init() {
        descriptor = inotify_init1(Int32(IN_CLOEXEC))
        let watch = self
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(watch).toOpaque()
        _ = unsafe pthread_create(
            &thread, nil,
            { context in
                guard let context = unsafe context else { return nil }
                unsafe Unmanaged<FileWatch>.fromOpaque(context).takeRetainedValue().listen()
                return nil
            }, context)
        _ = pthread_detach(thread)
    }

    /// Returns when the file, or the first folder on the way to it that is not there yet, changes
    /// after `isStillWaiting` was asked; at once where that says no; when the task is cancelled.
    package func wait(
        for path: String, while isStillWaiting: @escaping @Sendable () -> Bool,
    ) async {
        let key = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        let wasWatched = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Watched and entered at once: an event in between would find nobody to wake.
                let isWatched = state.withLock { state in
                    guard let watch = watch(path) else { return false }
                    state.waiters[watch, default: [:]][key] = continuation
                    return true
                }
                // Asked after the watch was set: a change in between is not missed.
                if !isWatched {
                    continuation.resume(returning: false)
                } else if Task.isCancelled || !isStillWaiting() {
                    wake(key)
                }
            }
        } onCancel: {
            wake(key)
        }
        // Throws only when it is cancelled, which is what ends the wait.
        if !wasWatched { try? await Task.sleep(for: Self.unwatched) }
    }

    /// Watches the file, or the deepest folder above it that is there.
    private func watch(_ path: String) -> Int32? {
        let mask = UInt32(IN_MODIFY | IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_TO | IN_DELETE_SELF)
        var path = path
        while !path.isEmpty {
            let watch = unsafe inotify_add_watch(descriptor, path, mask)
            if watch >= 0 { return watch }
            guard let slash = path.lastIndex(of: "/") else { return nil }
            let parent = String(path[..<slash])
            let above = unsafe inotify_add_watch(descriptor, parent, mask)
            // Made meanwhile: its making is not reported any more.
            if above >= 0, unsafe access(path, F_OK) != 0 { return above }
            if above < 0 { path = parent }
        }
        return nil
    }

    private func wake(_ key: Int) {
        let waiter = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            for watch in state.waiters.keys {
                guard let waiter = state.waiters[watch]?.removeValue(forKey: key) else { continue }
                if state.waiters[watch]?.isEmpty == true { forget(watch, &state) }
                return waiter
            }
            return nil
        }
        waiter?.resume(returning: true)
    }

    private func forget(_ watch: Int32, _ state: inout State) {
        state.waiters[watch] = nil
        inotify_rm_watch(descriptor, watch)
    }

    private func listen() {
        // Room for many events; names are not used, since files and not folders are watched.
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 8)
        while true {
            let count = unsafe read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            var offset = 0
            while offset + MemoryLayout<inotify_event>.size <= count {
                let event = unsafe buffer.load(fromByteOffset: offset, as: inotify_event.self)
                offset += MemoryLayout<inotify_event>.size + Int(event.len)
                if event.mask & UInt32(IN_Q_OVERFLOW) == 0 { fire(event.wd) } else { fireAll() }
            }
        }
    }

    private func fire(_ watch: Int32) {
        let waiters = state.withLock { state in
            defer { forget(watch, &state) }
            return state.waiters[watch] ?? [:]
        }
        for waiter in waiters.values { waiter.resume(returning: true) }
    }

    /// Events were dropped, and nobody knows whose: everybody looks again.
    private func fireAll() {
        for watch in state.withLock({ Array($0.waiters.keys) }) { fire(watch) }
    }
}
