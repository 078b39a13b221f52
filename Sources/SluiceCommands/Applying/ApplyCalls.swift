import SluiceClient
import SluiceRPC
import SluiceWire

extension Session {
    /// Makes a step, or only looks what it would do.
    func make(
        _ step: ApplyStep, in place: ApplyPlace, _ flags: ChangeFlags, planToken: String = "",
    ) async throws(Failure) -> AppliedObject {
        var options = once(flags, planToken: planToken)
        switch (step.object, step.change) {
        case (.job(let job), .create), (.job(let job), .update):
            let reply = try await submit(
                job, in: place.environment, options: options, comment: place.comment)
            return AppliedObject(
                step: step, version: reply.version, itemId: reply.itemId,
                isUnchanged: !reply.changed, planToken: reply.result?.planToken ?? "",
                isPreview: flags.dryRun)
        case (.file(let file), .create), (.file(let file), .update):
            let reply = try await put(file, options, in: place)
            return AppliedObject(
                step: step, version: reply.version, itemId: reply.itemId,
                isUnchanged: !reply.changed, planToken: reply.result?.planToken ?? "",
                isPreview: flags.dryRun)
        case (.job, .delete), (.file, .delete):
            if options.reason.isEmpty { options.reason = place.comment }
            let result = try await delete(step.object.key, options, in: place)
            return AppliedObject(
                step: step, version: step.oldVersion, planToken: result?.planToken ?? "",
                isPreview: flags.dryRun)
        }
    }

    private func put(
        _ file: FolderObject.FileObject, _ options: ChangeOptions, in place: ApplyPlace,
    ) async throws(Failure) -> PutObjectResponse {
        let request = PutObjectRequest(
            workspace: workspace, environment: place.environment, options: options,
            objectName: file.name, kind: file.kind, content: file.content, comment: place.comment)
        return try await call { (sluice) async throws(Status) in
            try await sluice.objects.putObject(request)
        }
    }

    private func delete(
        _ object: DevelopedObject, _ options: ChangeOptions, in place: ApplyPlace,
    ) async throws(Failure) -> ChangeResult? {
        guard object.isFile else {
            let request = DeleteJobRequest(
                workspace: workspace, environment: place.environment, options: options,
                jobName: object.name)
            return try await call { (sluice) async throws(Status) in
                try await sluice.jobs.deleteJob(request)
            }.result
        }
        let request = DeleteObjectRequest(
            workspace: workspace, environment: place.environment, options: options,
            objectName: object.name)
        return try await call { (sluice) async throws(Status) in
            try await sluice.objects.deleteObject(request)
        }.result
    }

    /// A step with what the environment has, for its difference to be shown.
    func withOld(_ step: ApplyStep, in place: ApplyPlace) async throws(Failure) -> ApplyStep {
        guard case .file(let file) = step.object, step.change == .update else { return step }
        let request = GetObjectRequest(
            workspace: workspace, environment: place.environment, objectName: file.name,
            version: step.oldVersion)
        var step = step
        step.old = try await call { (sluice) async throws(Status) in
            try await sluice.objects.getObject(request)
        }.content
        return step
    }
}
