import ArgumentParser
import SluiceRPC
import SluiceWire

struct ApplyVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Submits what differs in a folder of job files and file objects.",
        discussion: """
            Job files are the .yaml, .yml and .json files of the folder and of those below it. What
            lies in a folder 'resources', 'offline-functions', 'realtime-functions',
            'realtime-sources', 'realtime-meta-tables' or 'realtime-templates' is a file object of
            that kind. What begins with a dot is passed over. All of it goes to development in a
            workspace of mode dev-prod, else to production; everything is checked before anything is
            submitted. What others need is submitted first, and deleted last.

            EXAMPLES
              sluice apply -f jobs --dry-run      the differences
              sluice apply -f jobs --comment 'two more shops'
              sluice apply -f jobs --prune --yes --comment "$COMMIT"
            """)

    @Option(
        name: [.customShort("f"), .customLong("folder")],
        help: ArgumentHelp("The folder.", valueName: "folder"), completion: .directory)
    var folder: String

    @Flag(help: "Delete what the environment has and the folder does not.")
    var prune = false

    @Flag(help: "With --prune: an empty folder is meant, and everything goes.")
    var allowEmpty = false

    @Option(help: ArgumentHelp("Why; kept with the versions.", valueName: "text"))
    var comment: String?

    @OptionGroup(title: "Change") var change: ChangeFlags
    @OptionGroup(title: "General") var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let objects = try objects(session)
        let place = try await session.applyPlace(comment: comment ?? "")
        let steps = try await session.applySteps(objects, prune: prune, in: place)
        try refuseToDeleteWhatIsNeeded(objects, steps)
        var previews = try await preview(steps, in: place, session)
        guard !previews.isEmpty else {
            try session.printer.show([AppliedObject](), nothingToDo(objects, place))
            return .done
        }
        guard !change.dryRun else {
            for index in previews.indices {
                previews[index].step = try await session.withOld(previews[index].step, in: place)
            }
            if session.printer.isForPeople { session.showDifferences(of: previews) }
            try session.printer.show(previews, place.sentence(previews.count, isPreview: true))
            session.remark("nothing was changed")
            return .done
        }
        try confirm(previews, in: place, session)
        try await make(previews, in: place, session)
        return .done
    }

    /// What the folder has, all of it right and each object once.
    private func objects(_ session: Session) throws(Failure) -> [FolderObject] {
        let found = try ObjectFolder(folder, session.console)
        if !found.leftOut.isEmpty, session.printer.isForPeople {
            session.remark("left out, no job files: \(Self.listed(found.leftOut))")
        }
        let reading = FolderReading(found, session)
        for check in reading.wrong { session.list(check, to: session.console.remarks) }
        for problem in reading.problems { session.remark(harmless(problem)) }
        let total = reading.wrong.reduce(reading.problems.count) { total, check in
            total + Int(check.report.problemTotal)
        }
        guard total == 0 else {
            throw .usage(
                "\(counted(total, "problem")) in \(folder); nothing was changed",
                hint: "what a job file may have: sluice job schema")
        }
        guard !prune || allowEmpty || !reading.objects.isEmpty else {
            throw Failure(
                .refused, "\(folder) has no objects, and --prune would delete everything",
                hint: "if that is meant: --prune --allow-empty")
        }
        return reading.objects
    }

    /// A job of the folder would be left without what it needs.
    private func refuseToDeleteWhatIsNeeded(
        _ objects: [FolderObject], _ steps: [ApplyStep],
    ) throws(Failure) {
        let gone = steps.filter { $0.change == .delete }.map(\.object)
        for object in objects {
            guard let needed = gone.first(where: { object.needs.contains($0.key) }) else {
                continue
            }
            let name = shellWord(needed.name)
            throw Failure(
                .refused,
                "\(object.path) needs \(needed.words), which is not in \(folder) and would be "
                    + "deleted by --prune",
                hint: "its file: "
                    + (needed.key.isFile
                        ? "sluice object show \(name) --content"
                        : "sluice job show \(name) --source"))
        }
    }

    private static let listedPaths = 10

    private static func listed(_ paths: [String]) -> String {
        paths.prefix(listedPaths).joined(separator: ", ")
            + (paths.count > listedPaths ? " and \(paths.count - listedPaths) more" : "")
    }

    private func nothingToDo(_ objects: [FolderObject], _ place: ApplyPlace) -> String {
        objects.isEmpty
            ? "nothing to do: \(folder) has no objects"
            : "nothing to do: \(place.words) has \(counted(objects.count, "object")) "
                + "as \(folder) does"
    }
}
