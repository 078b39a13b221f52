import Foundation
import SluiceModel
import SluiceServices
import Testing

/// The daemon's file of roles.
@Suite struct RolesFileTests {
    private func read(_ text: String) throws(SluiceError) -> [FileGrant] {
        try RolesFile.read(text, path: "/etc/roles", Users())
    }

    @Test func `a grant a line, between blanks; what follows a # is for people`() throws {
        let grants = try read(
            """
            # who may do what
            finance  user:root   admin
            \tfinance\tgid:100\toperator   # the night shift

            * uid:7 viewer\r
            """)
        #expect(
            grants.map { "\($0.place) \($0.workspace) \($0.grantee) \($0.role.name)" } == [
                "/etc/roles:2 finance uid:0 admin", "/etc/roles:3 finance gid:100 operator",
                "/etc/roles:5 * uid:7 viewer",
            ])
    }

    @Test(arguments: [
        ("finance uid:1", "the line: it has 2 words; WORKSPACE WHO ROLE are wanted"),
        ("finance uid:1 admin now", "the line: it has 4 words"),
        ("fin/ance uid:1 admin", "the name 'fin/ance' has the character '/'"),
        ("finance ann admin", "who: 'ann' is none of user:NAME, uid:NUMBER, group:NAME"),
        ("finance user:nobody-of-that-name admin", "who: there is no user 'nobody-of-that-name'"),
        ("finance group:none-of-that-name admin", "who: there is no group 'none-of-that-name'"),
        ("finance uid:-1 admin", "who: 'uid:-1' is none of"),
        ("finance uid:4294967296 admin", "who: 'uid:4294967296' is none of"),
        ("finance uid:1 boss", "there is no role 'boss'; the roles: viewer, operator, developer"),
        ("finance uid:1 Admin", "there is no role 'Admin'"),
        ("* uid:1 viewer\n* user:1 admin", "has a role there by line 2 already"),
    ])
    func `a wrong line is refused with its number and what would be right`(
        line: String, words: String,
    ) {
        let error = #expect(throws: SluiceError.self) { try read("# first\n\(line)\n") }
        #expect(error?.message.hasPrefix("/etc/roles:") == true)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        #expect(error?.reason == "ROLES_FILE_INVALID")
    }

    @Test func `the file of the README is right`() throws {
        let readme = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../README.md")
        let parts = try String(contentsOf: readme, encoding: .utf8)
            .components(separatedBy: "<!-- roles:begin -->\n```\n")
        let file = try #require(parts.last?.components(separatedBy: "```").first)
        #expect(try read(file).map(\.role) == [.admin, .operator, .viewer])
    }

    @Test func `a file gives no more roles than calls can`() throws {
        let line = { (number: Int) in "default uid:\(number) viewer\n" }
        let most = (0..<Limits.grants).map(line).joined()
        #expect(try read(most).count == Limits.grants)
        let error = #expect(throws: SluiceError.self) { try read(most + line(Limits.grants)) }
        #expect(error?.message == "/etc/roles:1001: the file gives more than 1000 roles")
    }
}
