import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// A workspace of mode DEV_PROD, and what people do in it.
struct Site: Sendable {
    static let name = "shop"

    let sluice: Sluice

    static func create(_ sluice: Sluice) async throws(Status) -> Site {
        _ = try await sluice.workspaces.createWorkspace(
            CreateWorkspaceRequest(workspace: name, mode: .devProd))
        return Site(sluice: sluice)
    }

    // MARK: Development

    /// A job of one node that says which version it is.
    static func job(_ name: String, says text: String = "1", _ keys: String...) -> String {
        (["name: \(name)"] + keys + ["nodes: [{name: a, type: Shell, script: echo \(text)}]"])
            .joined(separator: "\n") + "\n"
    }

    @discardableResult func submit(
        _ source: String, comment: String = "", to environment: Environment = .development,
    ) async throws(Status) -> SubmitJobResponse {
        try await sluice.jobs.submitJob(
            SubmitJobRequest(
                workspace: Self.name, environment: environment, options: .once(), source: source,
                comment: comment))
    }

    func delete(_ job: String) async throws(Status) {
        _ = try await sluice.jobs.deleteJob(
            DeleteJobRequest(
                workspace: Self.name, environment: .development, options: .once(), jobName: job))
    }

    func jobs(_ environment: Environment) async throws(Status) -> [String: Int32] {
        let found = try await sluice.jobs.listJobs(
            ListJobsRequest(workspace: Self.name, environment: environment, pageSize: 1_000)
        ).jobs
        return Dictionary(uniqueKeysWithValues: found.map { ($0.jobName, $0.version) })
    }

    /// Runs a job to its end; what it wrote.
    func run(_ job: String, in environment: Environment) async throws -> String {
        let id = try await begin(job, in: environment)
        return try await log(of: id, in: environment)
    }

    func begin(_ job: String, in environment: Environment) async throws(Status) -> Int64 {
        try await sluice.instances.runJob(
            RunJobRequest(
                workspace: Self.name, environment: environment, options: .once(), jobName: job)
        ).instanceId
    }

    /// What the node `a` of an instance wrote, when the instance has ended.
    func log(of id: Int64, in environment: Environment) async throws -> String {
        for try await _ in sluice.progress(
            of: id, workspace: Self.name, environment: environment)
        {}
        let log = try await sluice.instances.readLog(
            ReadLogRequest(
                workspace: Self.name, environment: environment, instanceId: id, nodeName: "a"))
        return String(decoding: log.data, as: UTF8.self)
    }

    // MARK: The pending list

    func list(
        _ module: Module = .unspecified, in environment: Environment = .development,
    ) async throws(Status) -> ListPublishItemsResponse {
        try await sluice.publications.listPublishItems(
            ListPublishItemsRequest(
                workspace: Self.name, environment: environment, module: module, pageSize: 1_000))
    }

    /// What is pending in all three lists, by name.
    func pending() async throws(Status) -> [String: PublishItem] {
        var found: [String: PublishItem] = [:]
        for module in [Module.pipeline, .modeling, .dataProcessing] {
            for item in try await list(module).items { found[item.objectName] = item }
        }
        return found
    }

    func ids(of names: [String]) async throws -> [Int64] {
        let pending = try await pending()
        return try names.map { try #require(pending[$0], "\($0) is not pending").itemId }
    }

    /// What a publish would do, and the token that confirms it.
    func preview(_ names: String...) async throws -> PublishItemsResponse {
        try await publish(ids: try await ids(of: names), ChangeOptions(dryRun: true))
    }

    /// Publishes as people do: looks, and confirms.
    @discardableResult func publish(
        _ names: String..., comment: String = "release",
    ) async throws -> [PublishDetail] {
        try await publish(names, comment: comment)
    }

    @discardableResult func publish(
        _ names: [String], comment: String = "release",
    ) async throws -> [PublishDetail] {
        let ids = try await ids(of: names)
        let preview = try await publish(ids: ids, ChangeOptions(dryRun: true), comment: comment)
        return try await publish(
            ids: ids, .once(confirming: preview.result), comment: comment
        ).details
    }

    func publish(
        ids: [Int64], _ options: ChangeOptions, comment: String = "release",
    ) async throws(Status) -> PublishItemsResponse {
        try await sluice.publications.publishItems(
            PublishItemsRequest(
                workspace: Self.name, environment: .development, options: options, itemIds: ids,
                comment: comment))
    }

    func remove(_ names: String...) async throws -> [PublishItem] {
        let ids = try await ids(of: names)
        let preview = try await remove(ids: ids, ChangeOptions(dryRun: true))
        return try await remove(ids: ids, .once(confirming: preview.result)).items
    }

    func remove(
        ids: [Int64], _ options: ChangeOptions,
    ) async throws(Status) -> RemovePublishItemsResponse {
        try await sluice.publications.removePublishItems(
            RemovePublishItemsRequest(
                workspace: Self.name, environment: .development, options: options, itemIds: ids))
    }

    // MARK: Records

    func records(
        _ module: Module = .pipeline, of name: String = "", _ status: PublishStatus = .unspecified,
        by publisher: String = "", from: Int64? = nil, to: Int64? = nil,
    ) async throws(Status) -> [PublishRecord] {
        try await sluice.publications.listPublishRecords(
            ListPublishRecordsRequest(
                workspace: Self.name, environment: .development, module: module, pageSize: 1_000,
                nameGlob: name, status: status, publisher: publisher, fromTime: from, toTime: to)
        ).records
    }

    func detail(of publish: Int64) async throws -> PublishDetail {
        try #require(
            try await sluice.publications.getPublishRecord(
                GetPublishRecordRequest(
                    workspace: Self.name, environment: .development, publishId: publish)
            ).detail)
    }

    func history(of job: String) async throws(Status) -> [PublishRecord] {
        try await sluice.publications.listPublishHistory(
            ListPublishHistoryRequest(
                workspace: Self.name, environment: .development, objectName: job)
        ).records
    }

    func publishAgain(
        _ publish: Int64, _ options: ChangeOptions,
    ) async throws(Status) -> PublishAgainResponse {
        try await sluice.publications.publishAgain(
            PublishAgainRequest(
                workspace: Self.name, environment: .development, options: options,
                publishId: publish, comment: "again"))
    }

    func source(item: Int64 = 0, publish: Int64 = 0) async throws(Status) -> String {
        let found = try await sluice.publications.getPublishSource(
            GetPublishSourceRequest(
                workspace: Self.name, environment: .development, itemId: item, publishId: publish))
        return String(decoding: found.source, as: UTF8.self)
    }
}

extension ChangeOptions {
    /// Does what a preview showed, once.
    static func once(confirming preview: ChangeResult?) -> ChangeOptions {
        var options = ChangeOptions.once()
        options.planToken = preview?.planToken ?? ""
        return options
    }
}

extension PublishDetail {
    /// Names of the checks that failed.
    var failures: [String] { checks.filter { !$0.passed }.map(\.name) }
}
