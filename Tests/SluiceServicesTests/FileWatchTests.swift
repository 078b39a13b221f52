import Glibc
import SluiceServices
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct FileWatchTests {
    @Test func `a file that grows wakes everybody who waits for it`() async throws {
        let folder = try Folder()
        folder.append("", to: "log")
        let watch = FileWatch()
        let entered = Countdown(10)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    await watch.wait(for: folder.path + "/log") {
                        entered.count()
                        return true
                    }
                }
            }
            // The last one to ask is watched already: the file grows under all of them.
            group.addTask {
                await entered.done()
                folder.append("line\n", to: "log")
            }
            await group.waitForAll()
        }
    }

    @Test func `a file that is made later is waited for in its folder`() async throws {
        let folder = try Folder()
        let watch = FileWatch()
        await watch.wait(for: folder.path + "/1/0.1.log") {
            unsafe mkdir(folder.path + "/1", 0o700) == 0
        }
        await watch.wait(for: folder.path + "/1/0.1.log") {
            folder.append("line\n", to: "1/0.1.log")
            return true
        }
    }

    @Test func `what changed before the watch was set is not waited for`() async throws {
        let folder = try Folder()
        folder.append("line\n", to: "log")
        await FileWatch().wait(for: folder.path + "/log") { false }
    }

    @Test func `a wait ends when its task is cancelled, before or after it began`() async throws {
        let folder = try Folder()
        folder.append("", to: "log")
        let watch = FileWatch()
        for _ in 0..<200 {
            let task = Task { await watch.wait(for: folder.path + "/log") { true } }
            task.cancel()
            await task.value
        }
    }
}

/// A folder that goes away with its test.
private final class Folder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/sluice-watch-XXXXXX".utf8CString)
        try #require(unsafe mkdtemp(&template) != nil)
        path = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in ["1/0.1.log", "log"] { _ = unsafe unlink(path + "/" + name) }
        _ = unsafe rmdir(path + "/1")
        _ = unsafe rmdir(path)
    }

    func append(_ text: String, to name: String) {
        let file = unsafe open(path + "/" + name, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        _ = unsafe write(file, text, text.utf8.count)
        close(file)
    }
}

/// Done after so many counts.
private final class Countdown: Sendable {
    private let state: Mutex<(left: Int, waiter: CheckedContinuation<Void, Never>?)>

    init(_ count: Int) {
        state = Mutex((count, nil))
    }

    func count() {
        let waiter = state.withLock { state in
            state.left -= 1
            return state.left == 0 ? state.waiter : nil
        }
        waiter?.resume()
    }

    func done() async {
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                state.waiter = continuation
                return state.left <= 0
            }
            if isDone { continuation.resume() }
        }
    }
}
