import ArgumentParser
import Glibc
import SluiceClient
import SluiceJobFile
import SluiceRPC
import SluiceWire

/// The program `sluice`.
package enum SluiceTool {
    /// Runs the command that this process was started with, and ends the process.
    package static func main() async -> Never {
        let outcome = await run(Array(CommandLine.arguments.dropFirst()), on: .system())
        exit(outcome.rawValue)
    }

    static func run(
        _ arguments: [String], on console: Console,
        connect: @escaping Session.Connect = { (path) async throws(Status) in
            try await Sluice.connect(to: path)
        },
    ) async -> Outcome {
        // As a flag of the root it would take the `--version NUMBER` of the verbs from them.
        if arguments == ["--version"] {
            console.writeLine("sluice \(SluiceVersion.current)")
            return .done
        }
        var command: any ParsableCommand
        do {
            command = try RootCommand.parseAsRoot(arguments)
            guard command is any Verb else {
                // A noun alone: its help.
                try command.run()
                return .done
            }
        } catch {
            return report(error, on: console)
        }
        guard let verb = command as? any Verb else { return .internalError }
        let session = Session(console: console, options: verb.shared, connect: connect)
        return await perform(verb, session)
    }

    private static func perform(_ verb: any Verb, _ session: Session) async -> Outcome {
        do throws(Failure) {
            // Before anything is changed: it could not be shown.
            guard type(of: verb).draws || !verb.shared.format.isDrawing else {
                throw session.printer.noDrawing
            }
            return try await verb.perform(session)
        } catch {
            await session.report(error)
            return error.outcome
        }
    }

    /// What the parser threw: help and completion scripts, which are data, or wrong usage.
    private static func report(_ error: any Error, on console: Console) -> Outcome {
        let text = spelledOnce(
            RootCommand.fullMessage(for: error, columns: min(console.width, 100)),
            below: RootCommand.self, RootCommand._commandName)
        if RootCommand.exitCode(for: error).isSuccess {
            if !text.isEmpty { console.writeLine(text) }
            return .done
        }
        console.remark(text.replacingFirst("Error: ", "error: "))
        if let near = nearestVerb(to: text) { console.remark("hint: did you mean '\(near)'?") }
        return .wrongUsage
    }

    /// The verb or noun that was meant where the parser complains about an unknown word.
    private static func nearestVerb(to complaint: String) -> String? {
        let parts = complaint.split(separator: "'", maxSplits: 2)
        guard parts.count == 3, parts[0].contains("nexpected argument") else { return nil }
        return nearest(to: String(parts[1]), among: names(below: RootCommand.self))
    }

    private static func names(below command: any ParsableCommand.Type) -> [String] {
        children(of: command).flatMap { [$0._commandName] + names(below: $0) }
    }

    /// The text with each alias at its own place, and not behind the verb that it stands for.
    private static func spelledOnce(
        _ text: String, below command: any ParsableCommand.Type, _ noun: String
    ) -> String {
        children(of: command).reduce(text) { text, child in
            if let alias = child as? any Alias.Type {
                return alias.spelledOnce(in: text, noun: noun)
            }
            return spelledOnce(text, below: child, "\(noun) \(child._commandName)")
        }
    }

    private static func children(
        of command: any ParsableCommand.Type
    ) -> [any ParsableCommand.Type] {
        let configuration = command.configuration
        return configuration.ungroupedSubcommands
            + configuration.groupedSubcommands.flatMap(\.subcommands)
    }
}

extension Session {
    /// Two lines: what, and what would be right.
    func report(_ failure: Failure) async {
        let code = failure.code.isEmpty ? "" : " (\(failure.code))"
        remark(remarkPaint("error:", .bad) + " " + failure.message + code)
        let hint = await hint(for: failure)
        if !hint.isEmpty { remark(remarkPaint("hint:", .bold) + " " + hint) }
    }

    private func hint(for failure: Failure) async -> String {
        if let wanted = failure.unknownNode, let known = await nodeNames(of: wanted.instanceId),
            let near = nearest(to: wanted.nodeName, among: known)
        {
            return "did you mean '\(near)'?"
        }
        guard let wanted = failure.unknownJob, let known = await jobNames(),
            let near = nearest(to: wanted, among: known)
        else { return failure.hint }
        return "did you mean '\(near)'?"
    }

    /// Names of an instance's nodes; nil where they cannot be had, as for jobs.
    private func nodeNames(of instanceID: Int64) async -> [String]? {
        try? await details(of: .id(instanceID)).nodes.map(\.nodeName)
    }

    /// Names of the first jobs; nil where they cannot be had, which must not hide the error that
    /// they are to explain.
    private func jobNames() async -> [String]? {
        let request = ListJobsRequest(
            workspace: workspace, environment: environment, pageSize: 1_000)
        return try? await call { (sluice) async throws(Status) in
            try await sluice.jobs.listJobs(request)
        }.jobs.map(\.jobName)
    }
}

extension String {
    fileprivate func replacingFirst(_ old: String, _ new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return self[..<range.lowerBound] + new + self[range.upperBound...]
    }
}
