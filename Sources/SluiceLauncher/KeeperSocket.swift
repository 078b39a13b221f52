internal import CKeeperProtocol
internal import Glibc
internal import SluiceModel

/// A connection to the keeper. Blocking; one thread may send while another receives.
struct KeeperSocket: Sendable {
    let descriptor: Int32

    /// Why a packet could not be sent or received.
    enum Problem: Error, Hashable {
        /// The keeper is gone, or has closed this connection.
        case gone
        /// No descriptor or memory is left in this process.
        case noRoom(Int32)
    }

    /// Nil where nobody listens.
    init?(stateFolder: String) {
        descriptor = unsafe keeper_connect(stateFolder)
        if descriptor < 0 { return nil }
    }

    func close() {
        _ = Glibc.close(descriptor)
    }

    /// Wakes the thread that receives: it finds the connection gone.
    func interrupt() {
        _ = shutdown(descriptor, Int32(SHUT_RDWR))
    }

    func send(_ request: Request) throws(Problem) {
        var descriptors: [Int32] = []
        defer { for descriptor in descriptors { _ = Glibc.close(descriptor) } }
        for (name, content) in [("sluice-spec", request.spec), ("sluice-script", request.script)] {
            guard let content else { continue }
            let memory = unsafe keeper_sealed_memory(name, content, content.count)
            if memory < 0 { throw .noRoom(-memory) }
            descriptors.append(memory)
        }
        let bytes = request.bytes
        let error = unsafe keeper_send(
            descriptor, bytes, bytes.count, descriptors, Int32(descriptors.count), 0)
        switch error {
        case 0: return
        // Too many descriptors in flight count as no room.
        case ETOOMANYREFS, ENOBUFS, ENOMEM: throw .noRoom(error)
        default: throw .gone
        }
    }

    /// The next packet; nil where there is none yet and `waits` is false.
    func receive(into buffer: inout [UInt8], waits: Bool) throws(Problem) -> Answer? {
        let flags = waits ? 0 : Int32(MSG_DONTWAIT)
        var descriptors: [Int32] = [-1, -1]
        let count = unsafe keeper_receive(
            descriptor, &buffer, buffer.count, &descriptors, flags)
        for descriptor in descriptors where descriptor >= 0 { _ = Glibc.close(descriptor) }
        if count == -Int(EAGAIN), !waits { return nil }
        guard count > 0, let answer = Answer(buffer[..<count]) else { throw .gone }
        return answer
    }

    static var buffer: [UInt8] {
        [UInt8](repeating: 0, count: KEEPER_PACKET_BYTES)
    }
}

/// Puts a census together: it begins with the keeper's WELCOME and ends with its LISTED.
struct CensusTaker {
    /// Process id of the keeper that said WELCOME last.
    private(set) var pid: Int32 = 0
    private var census: AttemptCensus?
    private var running: Set<AttemptID> = []

    /// The census, where this was the last answer of it.
    mutating func take(_ answer: Answer) -> AttemptCensus? {
        switch answer {
        case .welcome(let keeper):
            pid = keeper.pid
            census = AttemptCensus(incarnation: keeper.incarnation)
            running = []
        case .started(let id, _):
            running.insert(id)
        case .ended(let id, let ended):
            running.remove(id)
            census?.ended[id] = AttemptResult(ended)
        case .deferred, .refused:
            // Never started, so there is nothing to list.
            break
        case .listed:
            defer { census = nil }
            census?.running = running.sorted()
            return census
        }
        return nil
    }
}
