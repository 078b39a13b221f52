internal import SluiceExpression
internal import SluiceModel

/// What is looked at before an object is published (reference, 5.3): all of it, so that everything
/// that is wrong is told at once.
extension Engine {
    func checks(of item: PendingItem, by caller: Caller) -> [PublishCheck] {
        switch item.object {
        case .job(let job) where item.change == .delete:
            guard let head = production(from: job, item.name, item.scope) else {
                return [PublishCheck(.name, message: "production has no job '\(item.name)'")]
            }
            return [
                PublishCheck(
                    .dependents,
                    [problem { () throws(SluiceError) in try checkNothingNames(head, caller) }]
                ),
                PublishCheck(
                    .running, [problem { () throws(SluiceError) in try checkNothingRuns(of: head) }]
                ),
                PublishCheck(.permission, [permissionProblem(of: item, by: caller)]),
            ]
        case .file(let file): return checks(of: file, item, by: caller)
        case .job(let job):
            let key = VersionKey(job: job, version: item.version)
            guard let graph = catalog.graph(key) else {
                return [PublishCheck(.definition, message: "\(item.words) is not to be found")]
            }
            let production = Scope(workspace: item.scope.workspace)
            return checks(
                of: SubmitJob(
                    scope: production, definition: graph.definition, source: "", comment: ""),
                item, by: caller)
        }
    }

    private func checks(
        of file: ObjectID, _ item: PendingItem, by caller: Caller,
    ) -> [PublishCheck] {
        let permission = PublishCheck(.permission, [permissionProblem(of: item, by: caller)])
        let there = production(from: file, item.name, item.scope)
        guard item.change != .delete else {
            let use = there.flatMap { head in
                problem { () throws(SluiceError) in try checkNothingUses(head) }
            }
            return [PublishCheck(.dependents, [use]), permission]
        }
        let key = FileVersionKey(object: file, version: item.version)
        let production = Scope(workspace: item.scope.workspace)
        let isThere = fileVersion(key, files.head(item.scope, item.name)) != nil
        let quota =
            there != nil
            ? nil
            : quotaProblem(
                ofFile: item.name, beside: files.count(in: production), in: production)
        return [
            PublishCheck(
                .name, [problem { () throws(SluiceError) in try checkName(of: item) }]),
            PublishCheck(
                .definition, [isThere ? nil : "\(item.words) is not to be found"]),
            PublishCheck(.quota, [quota?.message]), permission,
        ]
    }

    private func checks(
        of submission: SubmitJob, _ item: PendingItem, by caller: Caller,
    ) -> [PublishCheck] {
        let definition = submission.definition
        return [
            PublishCheck(
                .name, [problem { () throws(SluiceError) in try checkName(of: item) }]),
            PublishCheck(
                .definition,
                [
                    problem { () throws(SluiceError) in try checkTexts(of: definition) },
                    problem { () throws(SluiceError) in try checkParameters(of: submission) },
                    problem { () throws(SluiceError) in try checkSchedule(of: submission) },
                ]),
            PublishCheck(.predecessors, missing(for: submission, by: caller)),
            PublishCheck(
                .cycle,
                [
                    problem { () throws(SluiceError) in try checkWaits(of: submission, by: caller)
                    },
                    problem { () throws(SluiceError) in try checkCalls(of: submission, by: caller)
                    },
                    problem { () throws(SluiceError) in try checkStarts(of: submission, by: caller)
                    },
                ]),
            PublishCheck(
                .pools, [problem { () throws(SluiceError) in try checkPools(of: definition) }]),
            PublishCheck(.resources, missingResources(for: submission, by: caller)),
            PublishCheck(.connections, missingConnections(for: submission)),
            PublishCheck(.quota, [quotaProblem(of: definition, in: submission.scope)?.message]),
            PublishCheck(.permission, [permissionProblem(of: item, by: caller)]),
        ]
    }

    /// What is not there of the jobs that come before, each of them.
    private func missing(for submission: SubmitJob, by caller: Caller) -> [String?] {
        let definition = submission.definition
        let awaited = definition.dependJobs.indices.map { index in
            problem { () throws(SluiceError) in
                try checkExists(dependJob: index, of: submission, by: caller)
            }
        }
        let called = definition.nodes.indices.map { index in
            problem { () throws(SluiceError) in
                try checkExists(calledBy: index, of: submission, by: caller)
            }
        }
        let trigger = problem { () throws(SluiceError) in
            try checkTriggerExists(of: submission, by: caller)
        }
        return awaited + called + [trigger]
    }

    /// Each of the file objects that production would have to have.
    private func missingResources(
        for submission: SubmitJob, by caller: Caller,
    ) -> [String?] {
        let definition = submission.definition
        return definition.resources.indices.map { index in
            problem { () throws(SluiceError) in
                try checkExists(
                    resource: index, of: definition, in: submission.scope, by: caller)
            }
        }
    }

    /// Each of the connections that production would have to have.
    private func missingConnections(for submission: SubmitJob) -> [String?] {
        submission.definition.connections.map { connection in
            var definition = submission.definition
            definition.connections = [connection]
            return connectionProblem(of: definition, in: submission.scope)?.message
        }
    }

    /// Where the workspace has it so, who submitted a version does not publish it, too.
    private func permissionProblem(of item: PendingItem, by caller: Caller) -> String? {
        guard workspaces[item.scope.workspace]?.settings.publisherDiffers == true,
            item.submitter.uid == caller.uid
        else { return nil }
        return "\(caller.user) submitted it, and workspace '\(item.scope.workspace)' lets nobody "
            + "publish what is their own; somebody else has to"
    }

    /// What a look finds; nil: nothing.
    private func problem(_ look: () throws(SluiceError) -> Void) -> String? {
        do throws(SluiceError) {
            try look()
            return nil
        } catch {
            return error.message
        }
    }

    /// One of that name that was not published from this one is another.
    private func checkName(of item: PendingItem) throws(SluiceError) {
        let production = Scope(workspace: item.scope.workspace)
        let isAnother =
            switch item.object {
            case .job(let job): catalog.head(production, item.name).map { $0.origin != job }
            case .file(let file): files.head(production, item.name).map { $0.origin != file }
            }
        guard isAnother == true else { return }
        throw SluiceError(
            .failedPrecondition, reason: "NAME_TAKEN",
            "production has another '\(item.name)', whose deletion is not published",
            subject: item.name, domain: .jobNameUsed)
    }

    private func checkTexts(of definition: JobDefinition) throws(SluiceError) {
        for text in definition.templates {
            guard let problem = Template.check(text.value, mode: text.mode).first else { continue }
            throw SluiceError(
                .invalidArgument, reason: "EXPRESSION_INVALID", "\(text.place): \(problem.message)",
                subject: text.place, domain: .parameterInvalid)
        }
    }

    /// Parameters can be computed before any instance is; those of a trigger may need its event.
    private func checkParameters(of submission: SubmitJob) throws(SluiceError) {
        guard submission.definition.trigger == nil else { return }
        // As a job of production has them, where there is one.
        let head = catalog.head(submission.scope, submission.definition.name)
        let graph = JobGraph(
            job: head?.id ?? JobID(0), version: 0, definition: submission.definition)
        _ = try parameters(
            of: graph, overrides: [], instance: InstanceID(0), planTime: seen.wall)
    }
}

extension PublishCheck {
    fileprivate init(_ kind: Kind, _ problems: [String?]) {
        let found = problems.compactMap(\.self).uniqued()
        self.init(kind, message: found.joined(separator: "; "))
    }
}

extension JobDefinition {
    /// The texts that are filled in, with where they stand.
    fileprivate var templates: [(place: String, value: String, mode: Template.Mode)] {
        let own =
            params.map { ("params.\($0.name)", $0.value) }
            + connections.map { ("connections.\($0.name).path", $0.path) }
            + env.map { ("env.\($0.name)", $0.value) } + [("workingFolder", workingFolder)]
        return own.map { (place: $0.0, value: $0.1, mode: .strict) }
            + nodes.enumerated().flatMap { index, node in
                node.templates.map { ("nodes[\(index)].\($0.place)", $0.value, $0.mode) }
            }
    }
}

extension NodeDefinition {
    fileprivate var templates: [(place: String, value: String, mode: Template.Mode)] {
        let settings =
            [("workingFolder", workingFolder)]
            + command.enumerated().map { ("command[\($0.offset)]", $0.element) }
            + env.map { ("env.\($0.name)", $0.value) }
            + properties.map { ("properties.\($0.name)", $0.value) }
            + conditions.enumerated().map { ("conditions[\($0.offset)].if", $0.element.expression) }
        return [("script", script, type == .sql ? .strict : .script)]
            + settings.map { (place: $0.0, value: $0.1, mode: .strict) }
    }
}
