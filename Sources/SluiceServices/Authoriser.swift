internal import SluiceEngine
internal import SluiceModel
package import SluiceRPC
internal import SluiceRuntime
internal import SluiceWire
internal import Synchronization

/// The one place that decides who may call what: by the role and the reach that a method declares,
/// the workspace that its request names, and the caller's roles there. What a request names beside
/// its workspace is the engine's to check, with the caller's rights.
package struct Authoriser: Sendable {
    private let roles: Roles
    private let users: Users
    private let inbox: Inbox
    private let memory: RefusalMemory

    package init(_ shell: Shell) {
        roles = shell.roles
        users = shell.users
        inbox = shell.inbox
        memory = RefusalMemory()
    }

    /// Throws PERMISSION_DENIED (`DLF.6888`) where the caller lacks the role. Takes no time that
    /// would be worth a thread: it runs for every call, before its handler.
    package func check(_ context: CallContext, _ request: [UInt8]) throws(Status) {
        let method = context.method
        guard let needed = SluiceModel.Role(rawValue: Int(method.role)) else {
            throw Status(.permissionDenied, "\(method.name) declares no role; it is refused")
        }
        let rights = roles.rights(of: context.peer)
        if case .all = rights { return }
        let place = try Place(of: method, request)
        let had = place.role(in: rights)
        guard had.map({ $0 >= needed }) != true else { return }
        let error = SluiceError.roleMissing(
            needed, in: place.name, of: users.words(for: context.peer), who: had,
            for: method.name)
        log(error, context, rights, place)
        throw Status(error)
    }

    private func log(
        _ refusal: SluiceError, _ context: CallContext, _ rights: Rights, _ place: Place,
    ) {
        let method = context.method.name
        guard memory.isNew(context.peer.uid, method, place.name ?? "") else { return }
        let entry = OperationRecord(
            time: SystemClock.now().wall, caller: users.caller(context.peer, rights: rights),
            operation: method.inWords, scope: place.scope, jobName: "", instance: nil, from: "",
            to: "", detail: "", reason: "", refusal: refusal.message.shortened)
        // Where the inbox is full there is worse to look at.
        _ = inbox.put(.refused(entry))
    }
}

/// Where a method wants the role.
private enum Place {
    case workspace(String)
    case daemon
    case anywhere

    init(of method: MethodInfo, _ request: [UInt8]) throws(Status) {
        switch Reach(rawValue: method.reach) {
        case .anywhere: self = .anywhere
        case .unspecified:
            let name = try RequestedWorkspace.read(request)
            self = .workspace(name.isEmpty ? Scope.standard.workspace : name)
        // What a later schema means is no less than this.
        case .daemon, .unrecognized: self = .daemon
        }
    }

    func role(in rights: Rights) -> SluiceModel.Role? {
        switch self {
        case .workspace(let name): rights.role(in: name)
        case .daemon: rights.role(in: Grants.everywhere)
        case .anywhere: rights.highestRole
        }
    }

    /// As a refusal names it; nil: any workspace.
    var name: String? {
        switch self {
        case .workspace(let name): name.shortened
        case .daemon: Grants.everywhere
        case .anywhere: nil
        }
    }

    /// Whose operation log has the refusal.
    var scope: Scope {
        switch self {
        case .workspace(let name) where name != Grants.everywhere: Scope(workspace: name.shortened)
        case .workspace, .daemon, .anywhere: .standard
        }
    }
}

/// Which refusals were logged lately: one that comes again and again is logged once a minute.
final class RefusalMemory: Sendable {
    private struct Key: Hashable {
        var uid: UInt32
        var method: String
        var workspace: String
    }

    private let logged = Mutex<[Key: ContinuousClock.Instant]>([:])

    /// False: it was logged already, or so many others were that there is no room to remember it.
    func isNew(
        _ uid: UInt32, _ method: String, _ workspace: String,
        at now: ContinuousClock.Instant = .now,
    ) -> Bool {
        let key = Key(uid: uid, method: method, workspace: workspace)
        let forgotten = now.advanced(by: .milliseconds(-Limits.refusalMilliseconds))
        return logged.withLock { logged in
            if let time = logged[key], time > forgotten { return false }
            if logged.count >= Limits.refusals { logged = logged.filter { $0.value > forgotten } }
            guard logged.count < Limits.refusals else { return false }
            logged[key] = now
            return true
        }
    }
}

extension String {
    /// `retry instances` of `RetryInstances`.
    fileprivate var inWords: String {
        reduce(into: "") { words, letter in
            if letter.isUppercase, !words.isEmpty { words += " " }
            words += letter.lowercased()
        }
    }
}
