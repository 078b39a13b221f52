import SluiceClient
import SluiceRPC
import SluiceWire

/// The first rows of a list of publishing, and which of the lists it is.
struct ModuleList<Row> {
    /// Unspecified: all of them.
    var module = Module.unspecified
    var rows: [Row] = []
    /// There are more than were asked for.
    var isTruncated = false
}

extension Session {
    /// What is pending, newest first.
    func pendingItems(
        _ request: ListPublishItemsRequest, limit: Int,
    ) async throws(Failure) -> ModuleList<PublishItem> {
        var request = request
        request.workspace = workspace
        request.environment = publishingEnvironment
        request.pageSize = Int32(clamping: min(limit, 1_000))
        return try await moduleList(limit) { (token, module) async throws(Failure) in
            request.pageToken = token
            if module != .unspecified { request.module = module }
            let page = try await call { (sluice) async throws(Status) in
                try await sluice.publications.listPublishItems(request)
            }
            return (page.items, page.nextPageToken, page.module)
        }
    }

    /// What was published, newest first.
    func publishRecords(
        _ request: ListPublishRecordsRequest, limit: Int,
    ) async throws(Failure) -> ModuleList<PublishRecord> {
        var request = request
        request.workspace = workspace
        request.environment = publishingEnvironment
        request.pageSize = Int32(clamping: min(limit, 1_000))
        return try await moduleList(limit) { (token, module) async throws(Failure) in
            request.pageToken = token
            if module != .unspecified { request.module = module }
            let page = try await call { (sluice) async throws(Status) in
                try await sluice.publications.listPublishRecords(request)
            }
            return (page.records, page.nextPageToken, page.module)
        }
    }

    /// Page by page; those behind the first are of the list that the first was of, whatever is
    /// visited meanwhile.
    private func moduleList<Row>(
        _ limit: Int,
        _ page: (_ token: String, _ module: Module) async throws(Failure) -> (
            rows: [Row], next: String, module: Module
        ),
    ) async throws(Failure) -> ModuleList<Row> {
        guard limit > 0 else { throw .usage("--limit \(limit) shows nothing", hint: "--limit 100") }
        var list = ModuleList<Row>()
        var token = ""
        repeat {
            let page = try await page(token, list.module)
            list.module = page.module
            list.rows += page.rows
            token = page.next
        } while !token.isEmpty && list.rows.count < limit
        list.isTruncated = list.rows.count > limit || !token.isEmpty
        list.rows = Array(list.rows.prefix(limit))
        return list
    }

    /// Which list it is, where people read.
    func remark<Row>(onModuleOf list: ModuleList<Row>, _ what: String) {
        guard printer.isForPeople else { return }
        remark("\(what) of module \(list.module.hyphenated):")
    }
}
