internal import CKeeperProtocol
internal import SluiceModel

/// A keeper that is up to date, where it lets itself be, and has said who it is and what it knows.
struct ReachedKeeper: Sendable {
    let socket: KeeperSocket
    let pid: Int32
    let census: AttemptCensus
    /// Why it runs on as another program than `program`; nil where it does not.
    let refusal: String?

    /// Upgrades the keeper to `program`, asks it, and waits for the answers.
    init(_ socket: KeeperSocket, program: String) throws(KeeperSocket.Problem) {
        self.socket = socket
        refusal = try socket.upgrade(to: program)
        for request in Request.census { try socket.send(request) }
        var taker = CensusTaker()
        (pid, census) = try socket.answer { answer in
            taker.take(answer).map { (taker.pid, $0) }
        }
    }
}

extension KeeperSocket {
    /// Has the keeper execute `program` in its place where its build is another one; its attempts
    /// run on. Why it refused, if it did: then it goes on as it was.
    fileprivate func upgrade(to program: String) throws(Problem) -> String? {
        try send(Request(type: KEEPER_HELLO))
        let running = try answer { $0.welcomed?.build }
        let wanted = Self.build(of: program)
        if wanted.isEmpty || wanted == running { return nil }
        try send(Request(type: KEEPER_UPGRADE, body: Array(program.utf8)))
        return try answer { answer -> String?? in
            if case .refused(let why) = answer { return why }
            return answer.welcomed.map { _ in nil }
        }
    }

    /// Empty where there is no such file.
    private static func build(of program: String) -> String {
        var name = [CChar](repeating: 0, count: Int(KEEPER_BUILD_BYTES))
        unsafe keeper_build(program, &name)
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Waits for the answer in which `take` finds what it looks for. The others are passed over:
    /// the census that follows has what they said.
    fileprivate func answer<Found>(_ take: (Answer) -> Found?) throws(Problem) -> Found {
        var buffer = Self.buffer
        while true {
            guard let answer = try receive(into: &buffer, waits: true) else { continue }
            if let found = take(answer) { return found }
        }
    }
}

extension Answer {
    fileprivate var welcomed: KeeperIdentity? {
        if case .welcome(let keeper) = self { keeper } else { nil }
    }
}
