internal import SluiceModel

/// Workspaces and their settings.
extension Engine {
    mutating func createWorkspace(
        _ command: CreateWorkspace, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        if let problem = Names.problem(with: command.name) {
            throw SluiceError(
                .invalidArgument, reason: "WORKSPACE_NAME_INVALID", problem,
                subject: "workspace")
        }
        guard workspaces[command.name] == nil else {
            throw SluiceError(
                .alreadyExists, reason: "WORKSPACE_EXISTS",
                "a workspace '\(command.name)' exists already",
                subject: "workspace \(command.name)")
        }
        let workspace = WorkspaceRecord(
            name: command.name, description: command.description, createTime: now.wall,
            mode: command.mode)
        workspaces[command.name] = workspace
        effects.records.append(.workspace(workspace))
        return Reply(.workspace(workspace))
    }

    /// What is absent stays as it is.
    mutating func updateWorkspace(
        _ command: UpdateWorkspace, _ now: Now, _ effects: inout Effects,
    ) throws(SluiceError) -> Reply {
        try checkScope(Scope(workspace: command.name))
        guard let old = workspaces[command.name] else {
            preconditionFailure("a workspace that was checked is there")
        }
        try checkMode(command.mode, of: old)
        try checkQuotas(in: command)
        let new = old.updated(by: command)
        guard new != old else { return Reply(.workspace(old)) }
        workspaces[new.name] = new
        effects.records.append(.workspace(new))
        tell(
            .workspace(name: new.name, nil), reason: new.words(since: old).shortened, now, &effects)
        if new.mode != old.mode { beginDevelopment(of: new.name, now, &effects) }
        return Reply(.workspace(new))
    }

    /// The workspace has a development environment from now on. It begins with what production has,
    /// version and all, so that what is submitted next is an update of that.
    private mutating func beginDevelopment(
        of workspace: String, _ now: Now, _ effects: inout Effects,
    ) {
        let production = Scope(workspace: workspace)
        for head in catalog.heads(where: { $0.scope == production }) {
            var (head, twin) = (head, head)
            twin.id = JobID(counters.job)
            counters.job += 1
            twin.scope.environment = .development
            head.origin = twin.id
            catalog.insert(twin)
            catalog.insert(head)
            effects.records.append(
                .jobDeveloped(
                    VersionKey(job: head.id, version: head.latestVersion), as: twin.id))
            tell(
                .jobSubmitted(
                    twin.scope, twin.id, name: twin.name, version: twin.latestVersion),
                now, &effects)
        }
        for file in files.heads(in: production) {
            var (file, twin) = (file, file)
            twin.id = ObjectID(counters.object)
            counters.object += 1
            twin.scope.environment = .development
            file.origin = twin.id
            files.insert(twin)
            files.insert(file)
            effects.records.append(.fileCopied(twin, from: file.id))
            effects.records.append(.fileOrigin(of: file.id, twin.id))
        }
    }

    private func checkMode(
        _ mode: WorkspaceMode?, of workspace: WorkspaceRecord,
    ) throws(SluiceError) {
        guard mode == .basic, workspace.mode == .devProd else { return }
        throw SluiceError(
            .failedPrecondition, reason: "MODE_IS_FINAL",
            "workspace '\(workspace.name)' is of mode DEV_PROD and stays so: what is in its "
                + "development environment has no place in BASIC; create another workspace",
            subject: "workspace \(workspace.name)")
    }

    private func checkQuotas(in command: UpdateWorkspace) throws(SluiceError) {
        let quotas = [
            ("max_jobs", command.maxJobs, 1...Limits.quota),
            ("max_nodes_per_job", command.maxNodesPerJob, 0...Limits.jobNodes),
            ("max_files", command.maxFiles, 1...Limits.quota),
        ]
        for (field, value, allowed) in quotas {
            guard let value, !allowed.contains(value) else { continue }
            throw SluiceError(
                .invalidArgument, reason: "QUOTA_OUT_OF_RANGE",
                "\(field) is \(value); \(allowed.lowerBound) to \(allowed.upperBound) are allowed",
                subject: field, domain: .parameterInvalid)
        }
    }

    func checkScope(_ scope: Scope) throws(SluiceError) {
        guard let workspace = workspaces[scope.workspace] else { throw .noWorkspace(scope) }
        guard scope.environment == .production || workspace.mode == .devProd else {
            throw SluiceError(
                .failedPrecondition, reason: "NO_DEVELOPMENT_ENVIRONMENT",
                "workspace '\(scope.workspace)' is of mode BASIC and has no development "
                    + "environment",
                subject: "workspace \(scope.workspace)")
        }
    }
}

// MARK: - Quotas

extension Engine {
    /// Why a quota of the workspace has no room for a version of a job; nil: it has.
    func quotaProblem(of definition: JobDefinition, in scope: Scope) -> SluiceError? {
        guard let quotas = workspaces[scope.workspace]?.settings.quotas else { return nil }
        let nodes = definition.nodes.count
        if quotas.nodesPerJob > 0, nodes > quotas.nodesPerJob {
            return .overQuota(
                "job '\(definition.name)' has \(nodes) nodes", in: scope.workspace,
                "max_nodes_per_job", quotas.nodesPerJob)
        }
        let jobs = catalog.count(in: scope)
        guard jobs >= quotas.jobs, catalog.head(scope, definition.name) == nil else { return nil }
        return .overQuota(
            "with job '\(definition.name)' \(scope.environment.words) would have \(jobs + 1) jobs",
            in: scope.workspace, "max_jobs", quotas.jobs)
    }

    /// Why a quota of the workspace has no room for one more file object; nil: it has.
    func quotaProblem(ofFile name: String, beside files: Int, in scope: Scope) -> SluiceError? {
        guard let quotas = workspaces[scope.workspace]?.settings.quotas, files >= quotas.files
        else { return nil }
        return .overQuota(
            "with '\(name)' \(scope.environment.words) would have \(files + 1) file objects",
            in: scope.workspace, "max_files", quotas.files)
    }
}

extension SluiceError {
    fileprivate static func overQuota(
        _ words: String, in workspace: String, _ quota: String, _ value: Int,
    ) -> SluiceError {
        let flag = quota.replacing("_", with: "-")
        return SluiceError(
            .resourceExhausted, reason: "QUOTA_EXCEEDED",
            "\(words), and workspace '\(workspace)' has a quota of \(value) (\(quota)); an admin "
                + "raises it: sluice workspace set \(workspace) --\(flag) NUMBER",
            subject: "quota \(quota)")
    }
}

extension WorkspaceRecord {
    fileprivate func updated(by command: UpdateWorkspace) -> WorkspaceRecord {
        var updated = self
        updated.description = command.description ?? description
        updated.mode = command.mode ?? mode
        updated.settings = WorkspaceSettings(
            waitingFollowsLatest: command.waitingFollowsLatest ?? settings.waitingFollowsLatest,
            publisherDiffers: command.publisherDiffers ?? settings.publisherDiffers,
            quotas: Quotas(
                jobs: command.maxJobs ?? settings.quotas.jobs,
                nodesPerJob: command.maxNodesPerJob ?? settings.quotas.nodesPerJob,
                files: command.maxFiles ?? settings.quotas.files))
        return updated
    }

    /// What differs from an earlier image, in words: `mode BASIC → DEV_PROD, max_jobs 10 → 20`.
    fileprivate func words(since old: WorkspaceRecord) -> String {
        zip(old.facts, facts).filter { $0.1 != $1.1 }.map { before, now in
            "\(now.0) \(before.1) → \(now.1)"
        }.joined(separator: ", ")
    }

    private var facts: [(String, String)] {
        [
            ("mode", mode.name),
            ("waiting_follows_latest", "\(settings.waitingFollowsLatest)"),
            ("publisher_differs", "\(settings.publisherDiffers)"),
            ("max_jobs", "\(settings.quotas.jobs)"),
            ("max_nodes_per_job", "\(settings.quotas.nodesPerJob)"),
            ("max_files", "\(settings.quotas.files)"),
            ("description", "'\(description)'"),
        ]
    }
}
