import Foundation
import SluiceClient
import SluiceModel
import SluiceRPC
import SluiceServices
import SluiceWire
import Testing

/// Every method of the schema, called by everybody.
@Suite(.timeLimit(.minutes(5))) struct RoleWalkTests {
    /// A method as the committed descriptor has it.
    private struct Declared: Hashable {
        var name: String
        var role: String
        /// Empty: in the workspace of the request.
        var reach: String
    }

    private static let roles: [(name: String, wire: SluiceWire.Role)] = [
        ("VIEWER", .viewer), ("OPERATOR", .operator), ("DEVELOPER", .developer),
        ("DEPLOYER", .deployer), ("ADMIN", .admin),
    ]

    /// Read as text, so that what generates the table of methods is checked with it.
    private static func declared() throws -> [Declared] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../proto/sluice.v1.txtpb")
        let text = try String(contentsOf: file, encoding: .utf8)
        return text.components(separatedBy: "  service {\n").dropFirst().flatMap { service in
            let methods = service.components(separatedBy: "\n    method {\n")
            let service = methods[0].quoted(after: "name: ")
            return methods.dropFirst().map { method in
                Declared(
                    name: "sluice.v1.\(service)/\(method.quoted(after: "name: "))",
                    role: method.word(after: "[sluice.v1.role]: ROLE_"),
                    reach: method.word(after: "[sluice.v1.reach]: REACH_"))
            }
        }
    }

    @Test func `the daemon answers every method of the schema`() async throws {
        try await RoleWorld.run { world in
            let names = world.methods.map { "\($0.service)/\($0.name)" }
            let declared = try Self.declared().map(\.name)
            #expect(Set(names) == Set(declared))
            #expect(names.count > 70)
        }
    }

    @Test func `every method is open from the role on that it declares, and to nobody below`()
        async throws
    {
        try await RoleWorld.run { world in
            let declared = try Self.declared()
            var wrong: [String] = []
            for caller in try await callers(world) {
                let sluice = try await world.sluice(as: caller.peer)
                for method in declared {
                    let info = try #require(world.methods.first { $0.isNamed(method.name) })
                    let refusal = await refusal(of: info, by: sluice)
                    if refusal?.reason == "ROLE_MISSING" {
                        #expect(refusal?.code == .permissionDenied)
                        #expect(refusal?.errorCode == "DLF.6888")
                    }
                    guard
                        caller.may(method.role, method.reach)
                            == (refusal?.reason == "ROLE_MISSING")
                    else { continue }
                    wrong.append("\(caller.name): \(method.name): \(refusal?.message ?? "open")")
                }
            }
            #expect(wrong == [])
        }
    }

    // MARK: - Who calls

    private struct Walker {
        var name: String
        var peer: Peer
        /// Position among the roles; nil: none.
        var inFinance: Int?
        var everywhere: Int?

        func may(_ role: String, _ reach: String) -> Bool {
            guard let needed = roles.firstIndex(where: { $0.name == role }) else { return false }
            let anywhere = [inFinance, everywhere].compactMap(\.self).max()
            let had = reach == "DAEMON" ? everywhere : anywhere
            return had.map { $0 >= needed } ?? false
        }
    }

    /// Nobody, and one for each role in one workspace and in all, by user and by group.
    private func callers(_ world: RoleWorld) async throws -> [Walker] {
        let root = try await world.sluice(as: .root)
        try await root.create("finance")
        var callers = [Walker(name: "nobody", peer: .user(70_000))]
        for (index, role) in Self.roles.enumerated() {
            let id = 71_000 + UInt32(index)
            try await root.grant("finance", "uid:\(id)", role.wire)
            callers.append(
                Walker(name: "\(role.name) of finance", peer: .user(id), inFinance: index))
            try await root.grant("finance", "gid:\(id + 100)", role.wire)
            callers.append(
                Walker(
                    name: "\(role.name) of finance by group",
                    peer: .user(72_000, groups: [5, id + 100]), inFinance: index))
            try await root.grant("*", "uid:\(id + 200)", role.wire)
            callers.append(
                Walker(name: "\(role.name) of all", peer: .user(id + 200), everywhere: index))
        }
        return callers
    }

    /// Calls with the workspace and little else: what is let in is refused for what it lacks.
    private func refusal(of method: MethodInfo, by sluice: Sluice) async -> Status? {
        await status { () async throws(Status) in
            guard method.kind == .serverStreaming else {
                return _ = try await sluice.channel.unary(
                    method, [0x0a, 7] + Array("finance".utf8), CallOptions())
            }
            // Neither a number of an event nor a node: a stream of either ends at once.
            let stream = try await sluice.channel.serverStreaming(
                method, [0x0a, 7] + Array("finance".utf8) + [0x18, 0xfb] + .nines, CallOptions())
            while try await stream.next() != nil {}
        }
    }
}

extension [UInt8] {
    /// The rest of the varint of -5.
    fileprivate static let nines: [UInt8] = .init(repeating: 0xff, count: 8) + [0x01]
}

extension MethodInfo {
    fileprivate func isNamed(_ name: String) -> Bool { "\(service)/\(self.name)" == name }
}

extension String {
    fileprivate func quoted(after mark: String) -> String {
        let parts = components(separatedBy: mark + "\"")
        return parts.count > 1 ? String(parts[1].prefix { $0 != "\"" }) : ""
    }

    fileprivate func word(after mark: String) -> String {
        let parts = components(separatedBy: mark)
        return parts.count > 1 ? String(parts[1].prefix { $0.isLetter || $0 == "_" }) : ""
    }
}
