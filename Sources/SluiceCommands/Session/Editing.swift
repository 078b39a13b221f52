import SluiceJobFile

extension Session {
    /// Opens a text in the editor of the user and hands on what was made of it. One that is
    /// unchanged is not; one that is refused is kept, and its path is told.
    func edit(
        _ text: String, as fileName: String, line: Int32 = 0, _ flags: ChangeFlags,
        handOn: (_ path: String, _ text: String) async throws(Failure) -> Void,
    ) async throws(Failure) {
        let path = try console.keep(fileName, text)
        do throws(Failure) {
            try openEditor(on: path, line: line)
            let edited = try console.text(of: path)
            guard edited != text else {
                console.discard(path)
                remark("nothing was changed, and nothing submitted")
                return
            }
            try await handOn(path, edited)
        } catch {
            remark("your edit is kept: \(path)")
            throw error
        }
        if flags.dryRun {
            remark("your edit is kept: \(path)")
        } else {
            console.discard(path)
        }
    }

    /// Shows what was changed.
    func remarkOnEdit(of old: String, _ name: String, to new: String) {
        let difference = unifiedDiff(old: old, new: new, oldName: name, newName: "your edit")
        for line in diffLines(difference, remarkPaint) { remark(line) }
    }

    /// Runs the editor of the user until it is closed.
    private func openEditor(on path: String, line: Int32) throws(Failure) {
        let environment = console.environment
        let named = [environment["VISUAL"], environment["EDITOR"]].compactMap { $0 }
            .first { !$0.isEmpty }
        guard named != nil || console.remarksAreTerminal else {
            throw .usage(
                "there is no terminal for an editor, and $VISUAL and $EDITOR are not set",
                hint: "--print, and then: sluice job submit FILE")
        }
        let command = editorCommand(named ?? "vi", path: path, line: line)
        let code = try console.edit(command)
        guard code == 0 else {
            throw Failure(.failed, "the editor ended with exit code \(code): \(command)")
        }
    }
}

extension Failure {
    /// What somebody submitted while a file was in the editor would be undone.
    static func changedMeanwhile(
        _ noun: String, _ name: String, isAt latest: Int32, edited version: Int32, diff: String,
    ) -> Failure {
        Failure(
            .refused,
            "it changed meanwhile: \(noun) '\(name)' is at version \(latest), and you edited "
                + "version \(version)",
            hint: "the differences: sluice \(diff) --from \(version) --to \(latest)")
    }
}

/// The shell command that opens a file at a line, for editors that are known to take one.
func editorCommand(_ editor: String, path: String, line: Int32) -> String {
    let program = editor.split(separator: " ").first?.split(separator: "/").last.map(String.init)
    let file = shellWord(path)
    guard line > 0 else { return "\(editor) \(file)" }
    switch program ?? "" {
    case "vi", "vim", "nvim", "gvim", "nano", "emacs", "emacsclient", "micro", "joe", "kak", "mg",
        "ne", "jed":
        return "\(editor) +\(line) \(file)"
    case "code", "codium", "code-insiders": return "\(editor) -g \(file):\(line)"
    case "hx", "helix", "subl", "zed": return "\(editor) \(file):\(line)"
    default: return "\(editor) \(file)"
    }
}
