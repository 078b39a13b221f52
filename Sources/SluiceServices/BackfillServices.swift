internal import SluiceEngine
internal import SluiceModel
package import SluiceRPC
internal import SluiceRuntime
internal import SluiceStore
package import SluiceWire

/// `sluice.v1.BackfillService`.
package struct BackfillServices: BackfillServiceHandler {
    private let shell: Shell

    package init(_ shell: Shell) {
        self.shell = shell
    }

    package func createBackfill(
        _ request: CreateBackfillRequest, _ context: CallContext,
    ) async throws(Status) -> CreateBackfillResponse {
        let command = try answering { () throws(SluiceError) in try request.command }
        return try await shell.change(command, request, context) { done in
            CreateBackfillResponse(
                backfill: done.backfills.first, cycles: done.cycles, result: ChangeResult(done))
        }
    }

    package func listBackfills(
        _ request: ListBackfillsRequest, _ context: CallContext,
    ) async throws(Status) -> ListBackfillsResponse {
        try answering { () throws(SluiceError) in try shell.queries.listBackfills(request) }
    }

    package func getBackfill(
        _ request: GetBackfillRequest, _ context: CallContext,
    ) async throws(Status) -> GetBackfillResponse {
        try answering { () throws(SluiceError) in
            try shell.queries.getBackfill(request, shell.rights(context))
        }
    }

    package func pauseBackfills(
        _ request: PauseBackfillsRequest, _ context: CallContext,
    ) async throws(Status) -> PauseBackfillsResponse {
        let command = try answering { () throws(SluiceError) in
            try operate(.pause, request.backfillIds, in: request.scope)
        }
        return try await shell.change(command, request, context) { done in
            PauseBackfillsResponse(backfills: done.backfills, result: ChangeResult(done))
        }
    }

    package func resumeBackfills(
        _ request: ResumeBackfillsRequest, _ context: CallContext,
    ) async throws(Status) -> ResumeBackfillsResponse {
        let command = try answering { () throws(SluiceError) in
            try operate(.resume, request.backfillIds, in: request.scope)
        }
        return try await shell.change(command, request, context) { done in
            ResumeBackfillsResponse(backfills: done.backfills, result: ChangeResult(done))
        }
    }

    package func cancelBackfills(
        _ request: CancelBackfillsRequest, _ context: CallContext,
    ) async throws(Status) -> CancelBackfillsResponse {
        let command = try answering { () throws(SluiceError) in
            try operate(.cancel, request.backfillIds, in: request.scope)
        }
        return try await shell.change(command, request, context) { done in
            CancelBackfillsResponse(backfills: done.backfills, result: ChangeResult(done))
        }
    }

    private func operate(
        _ operation: OperateBackfills.Operation, _ ids: [Int64], in scope: Scope,
    ) throws(SluiceError) -> Command {
        try checkCount(ids.count, field: "backfill_ids")
        if let wrong = ids.first(where: { $0 <= 0 }) {
            throw .field(
                "backfill_ids", "\(wrong) is not the number of a backfill; they are above 0")
        }
        return .operateBackfills(
            OperateBackfills(
                scope: scope, operation: operation, backfills: ids.map { BackfillID($0) }))
    }
}

extension CreateBackfillRequest: ChangeRequest {
    fileprivate var command: Command {
        get throws(SluiceError) {
            guard !jobName.isEmpty else { throw .missing("job_name", "the job is needed") }
            guard fromTime != 0 else {
                throw .missing("from_time", "the first plan time is needed")
            }
            guard toTime != 0 else { throw .missing("to_time", "the last plan time is needed") }
            guard fromTime <= toTime else {
                throw .startAfterEnd("from_time", fromTime, "to_time", toTime)
            }
            return .createBackfill(
                CreateBackfill(
                    scope: try scope, jobName: jobName,
                    range: Timestamp(
                        milliseconds: fromTime)...Timestamp(milliseconds: toTime),
                    parallel: parallel == 0 ? 1 : Int(parallel), isReversed: reverse,
                    stopsOnFailure: stopOnFailure, includesDownstream: downstream,
                    rerunsExisting: rerunExisting,
                    params: try pairs(params, field: "params")))
        }
    }
}

extension PauseBackfillsRequest: ChangeRequest {}
extension ResumeBackfillsRequest: ChangeRequest {}
extension CancelBackfillsRequest: ChangeRequest {}
extension CreateBackfillResponse: ChangeResponse {}
extension PauseBackfillsResponse: ChangeResponse {}
extension ResumeBackfillsResponse: ChangeResponse {}
extension CancelBackfillsResponse: ChangeResponse {}

extension Done {
    /// What the command created or operated on.
    var backfills: [SluiceWire.Backfill] {
        switch reply.subject {
        case .backfill(let backfill): [SluiceWire.Backfill(backfill, isPreview: isDryRun)]
        case .backfills(let all): all.map { SluiceWire.Backfill($0, isPreview: false) }
        case .workspace, .environment, .file, .job, .jobs, .instances, .pool, .notifications,
            .grant, .publications, .items:
            []
        }
    }

    /// The cycles of what was created, the first of them.
    var cycles: [BackfillCycle] {
        guard case .backfill(let backfill) = reply.subject else { return [] }
        return backfill.items.prefix(Limits.listedChanges).enumerated().map {
            BackfillCycle($1, at: $0, of: backfill)
        }
    }
}

extension SluiceWire.Backfill {
    fileprivate init(_ backfill: SluiceEngine.Backfill, isPreview: Bool) {
        self.init(
            backfillId: isPreview ? 0 : backfill.id.rawValue,
            kind: BackfillKind(rawValue: Int32(backfill.kind.rawValue)),
            jobName: backfill.jobName, user: backfill.user, reason: backfill.reason,
            createTime: backfill.createTime.milliseconds, parallel: Int32(backfill.parallel),
            stopOnFailure: backfill.stopsOnFailure,
            params: backfill.params.map { KeyValue(key: $0.name, value: $0.value) },
            state: BackfillState(rawValue: Int32(backfill.state.rawValue)), why: backfill.why,
            endTime: backfill.endTime?.milliseconds ?? 0, total: Int32(backfill.items.count))
        for item in backfill.items {
            switch item.state {
            case .waiting: waiting += 1
            case .active: active += 1
            case .success: success += 1
            case .fail: fail += 1
            case .skipped, .leftOut: skipped += 1
            }
        }
    }
}

extension BackfillCycle {
    fileprivate init(
        _ item: BackfillItem, at position: Int, of backfill: SluiceEngine.Backfill,
    ) {
        let workspace = item.scope.workspace
        self.init(
            position: Int32(position), jobName: item.jobName,
            planTime: item.planTime.milliseconds, instanceId: item.instance?.rawValue ?? 0,
            retry: item.isRetry, state: CycleState(item.state),
            reason: item.reason,
            after: item.after.prefix(Limits.listedChanges).map { Int32($0.position) },
            workspace: workspace == backfill.scope.workspace ? "" : workspace)
    }
}

extension CycleState {
    /// What is left out is skipped to people: it has an instance already.
    fileprivate init(_ state: BackfillItem.State) {
        self =
            switch state {
            case .waiting: .waiting
            case .active: .active
            case .success: .success
            case .fail: .fail
            case .skipped, .leftOut: .skipped
            }
    }
}
