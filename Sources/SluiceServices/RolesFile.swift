package import SluiceModel

/// A role that the daemon's file of roles gives.
package struct FileGrant: Hashable, Sendable {
    package var workspace: String
    package var grantee: Grantee
    package var role: Role
    /// `/etc/sluice/roles:3`, path and line.
    package var place: String
}

/// The daemon's file of roles: a grant a line, `WORKSPACE WHO ROLE` between blanks or tabs; what
/// follows a `#` is for people.
package enum RolesFile {
    /// Refuses the first line that is wrong, with its number and with what would be right.
    package static func read(
        _ text: String, path: String, _ users: Users,
    ) throws(SluiceError) -> [FileGrant] {
        var grants: [FileGrant] = []
        var known: [String: Int] = [:]
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() {
            let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" }
            guard !words.isEmpty else { continue }
            let place = "\(path):\(index + 1)"
            let grant: FileGrant
            do throws(SluiceError) {
                grant = try self.grant(words, place, users)
            } catch {
                throw .line(place, error.message)
            }
            let key = "\(grant.workspace) \(grant.grantee)"
            if let first = known.updateValue(index + 1, forKey: key) {
                throw .line(place, "\(grant.grantee) has a role there by line \(first) already")
            }
            grants.append(grant)
            guard grants.count <= Limits.grants else {
                throw .line(place, "the file gives more than \(Limits.grants) roles")
            }
        }
        return grants
    }

    private static func grant(
        _ words: [Substring], _ place: String, _ users: Users,
    ) throws(SluiceError) -> FileGrant {
        guard words.count == 3 else {
            throw .field("the line", "it has \(words.count) words; WORKSPACE WHO ROLE are wanted")
        }
        let workspace = String(words[0])
        if workspace != Grants.everywhere, let problem = Names.problem(with: workspace) {
            throw .field("workspace", "\(problem), or '*' for all")
        }
        let grantee = try users.grantee(String(words[1]), field: "who")
        guard let role = Role(name: words[2]) else {
            throw .field("role", "there is no role '\(words[2])'; the roles: \(Role.names)")
        }
        return FileGrant(workspace: workspace, grantee: grantee, role: role, place: place)
    }
}

extension SluiceError {
    fileprivate static func line(_ place: String, _ message: String) -> SluiceError {
        SluiceError(
            .invalidArgument, reason: "ROLES_FILE_INVALID", "\(place): \(message)", subject: place)
    }
}
