internal import SluiceModel

/// Which attempt uses which folder, and which folders are there. A folder is named by its key.
struct FolderUse: Sendable {
    private var keys: [AttemptID: String] = [:]
    private var users: [String: Set<AttemptID>] = [:]
    /// Bytes of each folder that is there.
    private var bytes: [String: Int64] = [:]
    /// Folders that are there and that nobody uses, those that were used last at the end.
    private var idle: [String] = []
    private var idleBytes: Int64 = 0

    func key(of attempt: AttemptID) -> String? { keys[attempt] }

    func isReady(_ key: String) -> Bool { bytes[key] != nil }

    /// Those that are there or used.
    var all: Set<String> { Set(bytes.keys).union(users.keys) }

    mutating func use(_ key: String, by attempt: AttemptID) {
        keys[attempt] = key
        users[key, default: []].insert(attempt)
        guard let place = idle.lastIndex(of: key) else { return }
        idle.remove(at: place)
        idleBytes -= bytes[key] ?? 0
    }

    /// The folder is there.
    mutating func add(_ key: String, bytes count: Int64) {
        bytes[key] = count
        if users[key] == nil { rest(key) }
    }

    /// True: nobody uses the folder any more.
    @discardableResult
    mutating func release(_ attempt: AttemptID) -> Bool {
        guard let key = keys.removeValue(forKey: attempt) else { return false }
        users[key]?.remove(attempt)
        guard users[key]?.isEmpty == true else { return false }
        users[key] = nil
        if isReady(key) { rest(key) }
        return true
    }

    mutating func releaseAll() {
        for attempt in keys.keys.sorted() { release(attempt) }
    }

    /// The folder that was idle for longest, where all of them have more bytes than these. It
    /// counts as gone.
    mutating func removeIdle(over limit: Int64) -> String? {
        guard idleBytes > limit, let key = idle.first else { return nil }
        idle.removeFirst()
        idleBytes -= bytes.removeValue(forKey: key) ?? 0
        return key
    }

    private mutating func rest(_ key: String) {
        idle.append(key)
        idleBytes += bytes[key] ?? 0
    }
}
