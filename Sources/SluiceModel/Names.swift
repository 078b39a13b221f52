/// What a workspace, job or node may be called: 1 to 128 characters, letters, digits, CJK, `-_.`.
package enum Names {
    /// Nil where the name is right; else what is wrong with it.
    package static func problem(with name: String) -> String? {
        if name.isEmpty { return "the name is empty" }
        if name.unicodeScalars.count > Limits.nameCharacters {
            return "the name has \(name.unicodeScalars.count) characters; "
                + "at most \(Limits.nameCharacters) are allowed"
        }
        if let scalar = name.unicodeScalars.first(where: { !isAllowed($0) }) {
            return "the name '\(name)' has the character '\(scalar)'; "
                + "letters, digits, CJK and '-', '_', '.' are allowed"
        }
        return nil
    }

    /// The same for a file object, whose name is that of a file as well.
    package static func fileProblem(with name: String) -> String? {
        if let problem = problem(with: name) { return problem }
        if name == "." || name == ".." { return "'\(name)' is the name of a folder" }
        let bytes = name.utf8.count
        return bytes > Limits.fileNameBytes
            ? "the name has \(bytes) bytes; at most \(Limits.fileNameBytes) are allowed" : nil
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".": true
        case "\u{4E00}"..."\u{9FFF}", "\u{3400}"..."\u{4DBF}", "\u{F900}"..."\u{FAFF}": true
        default: false
        }
    }
}
