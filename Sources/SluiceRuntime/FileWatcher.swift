internal import CTimerFD
internal import Glibc
package import SluiceEngine
package import SluiceModel
internal import Synchronization

/// Looks for the files that the engine wants to know of. A thread of its own: it sleeps until
/// something appears in one of their folders, or the next look at all of them is due.
package final class FileWatcher: Sendable {
    private let thread: Mutex<pthread_t?>
    private let desk: Desk
    /// The machine tells of what appears; else it is found by looks, once a minute.
    package let isTold: Bool

    /// What others hand to the thread.
    private final class Desk: Sendable {
        private struct State {
            var watches: [FileWatch.Owner: FileWatch]?
            var isStopped = false
        }

        private let state = Mutex(State())
        /// Readable once something was handed over.
        let bell: Int32

        init(bell: Int32) {
            self.bell = bell
        }

        deinit {
            close(bell)
        }

        func hand(_ watches: [FileWatch.Owner: FileWatch]) {
            state.withLock { $0.watches = watches }
            eventfd_write(bell, 1)
        }

        func stop() {
            state.withLock { $0.isStopped = true }
            eventfd_write(bell, 1)
        }

        func take() -> (watches: [FileWatch.Owner: FileWatch]?, isStopped: Bool) {
            var count: eventfd_t = 0
            unsafe eventfd_read(bell, &count)
            return state.withLock { state in
                defer { state.watches = nil }
                return (state.watches, state.isStopped)
            }
        }
    }

    /// - Parameters:
    ///   - now: both clocks.
    ///   - report: called on the watcher's thread.
    /// - Throws: RESOURCE_EXHAUSTED, FILE_WATCH, where the machine has no descriptor left.
    package init(
        now: @escaping @Sendable () -> Now = SystemClock.now,
        report: @escaping @Sendable (FileReport) -> Void,
    ) throws(SluiceError) {
        let bell = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        guard bell >= 0 else {
            throw SluiceError(
                .resourceExhausted, reason: "FILE_WATCH", "files cannot be watched: no descriptor")
        }
        desk = Desk(bell: bell)
        let folders = FolderWatch()
        isTold = folders.descriptor >= 0
        let lookout = Lookout(folders: folders, now: now, report: report)
        let work = Work(desk: desk, lookout: lookout)
        let context = unsafe Unmanaged.passRetained(work).toOpaque()
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread, nil,
            { context in
                guard let context = unsafe context else { return nil }
                unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context)
        precondition(status == 0, "a thread can be had")
        self.thread = Mutex(thread)
    }

    deinit {
        stop()
    }

    /// From here on these are looked for and no others. One that is new, or has another round than
    /// before, is looked at at once.
    package func watch(_ watches: [FileWatch.Owner: FileWatch]) { desk.hand(watches) }

    /// Returns when the thread has ended: nothing is reported any more. Not to be called by it.
    package func stop() {
        thread.withLock { thread in
            guard let running = thread else { return }
            thread = nil
            desk.stop()
            _ = pthread_join(running, nil)
        }
    }

    private final class Work {
        private let desk: Desk
        private let lookout: Lookout

        init(desk: Desk, lookout: Lookout) {
            self.desk = desk
            self.lookout = lookout
        }

        func run() {
            while true {
                wait()
                let (watches, isStopped) = desk.take()
                if isStopped { return }
                if let watches { lookout.set(watches) }
                lookout.look()
            }
        }

        private func wait() {
            var waits = [
                pollfd(fd: desk.bell, events: Int16(POLLIN), revents: 0),
                pollfd(fd: lookout.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            // An interrupted wait finds nothing to do, and waits again.
            unsafe poll(&waits, nfds_t(waits.count), lookout.patience)
        }
    }
}

/// What is looked for, and when next. One thread owns it.
final class Lookout {
    fileprivate struct Post {
        var watch: FileWatch
        var path: FilePath
        /// The folders that it depends on; true: files appear there.
        var folders: [String: Bool] = [:]
        var nextLook: BootTime
    }

    /// Between two looks where the machine cannot tell of what appears.
    private static let unwatchedMilliseconds: Int64 = 60_000

    private let folders: FolderWatch
    private var posts: [FileWatch.Owner: Post] = [:]
    /// Who depends on a folder.
    private var ownersByFolder: [String: [FileWatch.Owner]] = [:]
    private let now: @Sendable () -> Now
    private let report: @Sendable (FileReport) -> Void

    init(
        folders: FolderWatch, now: @escaping @Sendable () -> Now,
        report: @escaping @Sendable (FileReport) -> Void,
    ) {
        self.folders = folders
        self.now = now
        self.report = report
    }

    var descriptor: Int32 { folders.descriptor }

    /// Milliseconds until the next look is due; -1: nothing is looked for.
    var patience: Int32 {
        guard let next = posts.values.map(\.nextLook).min() else { return -1 }
        let left = (next.nanoseconds - now().boot.nanoseconds + 999_999) / 1_000_000
        return Int32(clamping: max(0, left))
    }

    func set(_ watches: [FileWatch.Owner: FileWatch]) {
        posts = posts.filter { watches[$0.key] != nil }
        let soon = now().boot
        for (owner, watch) in watches where posts[owner]?.watch != watch {
            posts[owner] = Post(watch: watch, path: FilePath(watch.pattern), nextLook: soon)
        }
    }

    /// Reports what has appeared, then all of what is due.
    func look() {
        let now = now()
        switch folders.read() {
        case .events(let events): take(events, now)
        case .overflow: for owner in Array(posts.keys) { posts[owner]?.nextLook = now.boot }
        }
        let due = posts.filter { $0.value.nextLook <= now.boot }.keys
        guard !due.isEmpty else { return }
        for owner in due { posts[owner]?.findFolders() }
        // Before the looks: what appears after one is told of.
        watchFolders(of: due)
        for owner in due { look(for: owner, now) }
    }

    private func watchFolders(of due: some Sequence<FileWatch.Owner>) {
        folders.add(Set(due.flatMap { posts[$0]?.folders.keys.map(\.self) ?? [] }))
        ownersByFolder = [:]
        for (owner, post) in posts {
            for folder in post.folders.keys { ownersByFolder[folder, default: []].append(owner) }
        }
        folders.keep(Set(ownersByFolder.keys))
    }

    private func look(for owner: FileWatch.Owner, _ now: Now) {
        guard var post = posts[owner] else { return }
        let scan = FileScan(post.watch.pattern, at: now.wall)
        var pause = post.watch.intervalMilliseconds
        if !post.folders.keys.allSatisfy(folders.watches) {
            pause = min(pause, Self.unwatchedMilliseconds)
        }
        if !scan.files.allSatisfy(\.isSettled) {
            pause = min(pause, FileScan.settlingMilliseconds)
        }
        post.nextLook = now.boot.advanced(milliseconds: pause)
        posts[owner] = post
        // Who waits for one wants to know of one.
        if case .instance = owner, scan.files.isEmpty { return }
        report(
            FileReport(
                owner: owner, pattern: post.watch.pattern, files: scan.files,
                isComplete: !scan.isCut, isCut: scan.isCut))
    }

    private func take(_ events: [FolderWatch.Event], _ now: Now) {
        for owner in Set(events.flatMap { ownersByFolder[$0.folder] ?? [] }) {
            guard var post = posts[owner] else { continue }
            let (files, isShaken) = post.sift(events, now)
            if isShaken { post.nextLook = now.boot }
            posts[owner] = post
            guard !files.isEmpty else { continue }
            report(
                FileReport(
                    owner: owner, pattern: post.watch.pattern, files: files, isComplete: false))
        }
    }
}

extension Lookout.Post {
    fileprivate mutating func findFolders() {
        folders = [:]
        for (path, isLast) in path.presentFolders {
            folders[path] = folders[path] == true || isLast
        }
    }

    /// The files among what has appeared that are complete and match; and whether its folders are
    /// no longer the same.
    fileprivate func sift(
        _ events: [FolderWatch.Event], _ now: Now,
    ) -> (files: [FoundFile], isShaken: Bool) {
        var files: [FoundFile] = []
        var isShaken = false
        for event in events {
            guard let isLast = folders[event.folder] else { continue }
            guard let name = event.name else {
                isShaken = true
                continue
            }
            if isLast, event.isComplete, FileScan.matches(name, path.name) {
                let full = event.folder == "/" ? "/\(name)" : "\(event.folder)/\(name)"
                guard var file = FileScan.file(at: full, now.wall) else { continue }
                file.isSettled = true
                if !files.contains(file) { files.append(file) }
            }
            // It may be one on the way.
            if event.isFolder, !isLast || folders.count > 1 { isShaken = true }
        }
        return (files, isShaken)
    }
}
