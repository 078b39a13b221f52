import ArgumentParser
import SluiceClient
import SluiceJobFile
import SluiceRPC
import SluiceWire

struct NodeEditVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Opens the job file of a node in your editor, and submits what you change.",
        discussion: """
            The editor is $VISUAL, else $EDITOR, else vi. A file that is unchanged is not submitted;
            one that cannot be submitted is kept, and its path is told.

            EXAMPLES
              sluice node edit 12/load --comment 'longer timeout'
              sluice node edit 12/load --development      in a workspace of mode dev-prod
              sluice node edit 12/load --print > etl.yaml
            """)
    static let methods = [NodeServiceMethods.getEditTarget]

    @Argument(help: TargetHelp.node, completion: TargetHelp.nodes)
    var target: String

    @Flag(help: "Edit the node in development, as workspaces of mode dev-prod ask for.")
    var development = false

    @Flag(help: "Only print the job file.")
    var print = false

    @Option(help: ArgumentHelp("Why; kept with the version.", valueName: "text"))
    var comment: String?

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let node = try await session.node(named: target)
        let original = try await editTarget(of: node, session)
        guard !print else {
            session.console.write(original.source)
            return .done
        }
        let path = try session.console.keep(original.fileName, original.source)
        do throws(Failure) {
            try session.edit(path, line: original.line)
            let check = try session.check(path)
            guard check.source != original.source else {
                session.console.discard(path)
                session.remark("nothing was changed, and nothing submitted")
                return .done
            }
            try session.inspect(check, of: original)
            try await refuseIfOutdated(original, node, session)
            try await submit(check, of: original, session)
        } catch {
            session.remark("your edit is kept: \(path)")
            throw error
        }
        if change.dryRun {
            session.remark("your edit is kept: \(path)")
        } else {
            session.console.discard(path)
        }
        return .done
    }
}

extension NodeEditVerb {
    private func editTarget(
        of node: NodeTarget, _ session: Session,
    ) async throws(Failure) -> GetEditTargetResponse {
        let request = GetEditTargetRequest(
            workspace: session.workspace, environment: session.environment, node: node,
            kind: development ? .developmentNode : .node)
        return try await session.call { (sluice) async throws(Status) in
            try await sluice.nodes.getEditTarget(request)
        }
    }

    /// What somebody submitted while the file was in the editor would be undone.
    private func refuseIfOutdated(
        _ original: GetEditTargetResponse, _ node: NodeTarget, _ session: Session,
    ) async throws(Failure) {
        let latest = try await editTarget(of: node, session).version
        guard latest == original.version else {
            throw Failure(
                .refused,
                "it changed meanwhile: job '\(original.jobName)' is at version \(latest), and you "
                    + "edited version \(original.version)",
                hint: "the differences: sluice job diff \(original.jobName) --from "
                    + "\(original.version) --to \(latest)")
        }
    }

    private func submit(
        _ check: FileCheck, of original: GetEditTargetResponse, _ session: Session,
    ) async throws(Failure) {
        let change = Change { (options) async throws(Failure) in
            let request = SubmitJobRequest(
                workspace: session.workspace, environment: original.targetEnvironment,
                options: options, source: check.source, comment: comment ?? "")
            return try await session.call { (sluice) async throws(Status) in
                try await sluice.jobs.submitJob(request)
            }
        } result: {
            $0.result ?? ChangeResult()
        }
        let replies = try await session.carryOut([change], .one, self.change) {
            ChangeCount($0.count, "job")
        } show: { (replies, printer) throws(Failure) in
            try printer.show(replies, as: .submissions)
        }
        guard let reply = replies?.first else { return }
        try session.printer.show(reply, name: reply.jobName) {
            session.console.writeLine(reply.sentence)
        }
        if original.effectiveAfter != "submit", !original.effectiveAfter.isEmpty {
            session.remark("production changes after: \(original.effectiveAfter)")
        }
    }
}

extension GetEditTargetResponse {
    fileprivate var fileName: String {
        jobName + (source.first == "{" ? ".json" : ".yaml")
    }
}

extension Session {
    /// Shows what was changed; refuses what is wrong, or would be another job.
    fileprivate func inspect(
        _ check: FileCheck, of original: GetEditTargetResponse,
    ) throws(Failure) {
        let name = "\(original.jobName) version \(original.version)"
        let difference = unifiedDiff(
            old: original.source, new: check.source, oldName: name, newName: "your edit")
        for line in diffLines(difference, remarkPaint) { remark(line) }
        guard check.report.problems.isEmpty else {
            list(check, to: console.remarks)
            throw wrong([check])
        }
        guard check.report.jobName == original.jobName else {
            throw .usage(
                "the file is now that of a job '\(check.report.jobName)', not of "
                    + "'\(original.jobName)'",
                hint: "another job is made by: sluice job submit \(check.path)")
        }
    }

    /// Runs the editor of the user until it is closed.
    fileprivate func edit(_ path: String, line: Int32) throws(Failure) {
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
