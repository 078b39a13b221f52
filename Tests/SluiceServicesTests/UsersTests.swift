import Glibc
import SluiceEngine
import SluiceModel
import SluiceRPC
import SluiceServices
import Testing

/// Who is behind a connection.
@Suite struct UsersTests {
    @Test func `the program of a process is what the kernel calls it`() throws {
        let peer = Peer(pid: getpid(), uid: getuid(), gid: getgid())
        let caller = Users().caller(peer, rights: .all)
        #expect(caller.pid == getpid())
        #expect((1...15).contains(caller.program.utf8.count))
        #expect(try #require(CommandLine.arguments.first).contains(caller.program))
    }

    @Test(arguments: [0, -1, Int32.max])
    func `a process that is gone has no program`(pid: Int32) {
        #expect(Users().caller(Peer(pid: pid, uid: 0, gid: 0), rights: .all).program == "")
    }

    @Test func `a user without a name is shown by number`() {
        let names = [4_000_000_000, 0].map { uid in
            Users().caller(Peer(pid: 0, uid: uid, gid: 0), rights: .all).user
        }
        #expect(names == ["4000000000", "root"])
    }
}
