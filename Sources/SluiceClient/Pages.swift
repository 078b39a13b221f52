public import SluiceRPC
public import SluiceWire

/// The elements of a paged list, fetched page by page as they are read.
public struct Pages<Element: Sendable>: AsyncSequence, Sendable {
    public typealias Failure = Status
    /// Answers the page behind a token and the token of the next page; empty: there is none.
    public typealias Fetch =
        @Sendable (_ token: String) async throws(Status) -> (items: [Element], next: String)

    private let fetch: Fetch

    public init(_ fetch: @escaping Fetch) {
        self.fetch = fetch
    }

    /// The first elements, at most `limit`; with `isTruncated` where more exist.
    public func prefix(
        upTo limit: Int,
    ) async throws(Status) -> (items: [Element], isTruncated: Bool) {
        var found: [Element] = []
        var token = ""
        repeat {
            let page = try await fetch(token)
            found += page.items
            token = page.next
        } while !token.isEmpty && found.count < limit
        return (Array(found.prefix(limit)), found.count > limit || !token.isEmpty)
    }

    public func makeAsyncIterator() -> Iterator { Iterator(fetch: fetch) }

    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let fetch: Fetch
        private var page: ArraySlice<Element> = []
        private var token = ""
        private var isLast = false

        fileprivate init(fetch: @escaping Fetch) {
            self.fetch = fetch
        }

        public mutating func next() async throws(Status) -> Element? {
            try await next(isolation: #isolation)
        }

        public mutating func next(
            isolation actor: isolated (any Actor)?,
        ) async throws(Status) -> Element? {
            while page.isEmpty, !isLast {
                let fetched = try await fetch(token)
                (page, token) = (fetched.items[...], fetched.next)
                isLast = token.isEmpty
            }
            return page.popFirst()
        }
    }
}

extension Sluice {
    /// Instances that fit `request`, newest first.
    public func instances(_ request: ListInstancesRequest) -> Pages<Instance> {
        Pages { (token) async throws(Status) in
            var request = request
            request.pageToken = token
            let reply = try await persistently { () async throws(Status) in
                try await instances.listInstances(request)
            }
            return (reply.instances, reply.nextPageToken)
        }
    }

    /// Jobs that fit `request`, by name.
    public func jobs(_ request: ListJobsRequest) -> Pages<JobSummary> {
        Pages { (token) async throws(Status) in
            var request = request
            request.pageToken = token
            let reply = try await persistently { () async throws(Status) in
                try await jobs.listJobs(request)
            }
            return (reply.jobs, reply.nextPageToken)
        }
    }

    /// Versions of a job, newest first.
    public func versions(_ request: ListJobVersionsRequest) -> Pages<JobVersionSummary> {
        Pages { (token) async throws(Status) in
            var request = request
            request.pageToken = token
            let reply = try await persistently { () async throws(Status) in
                try await jobs.listJobVersions(request)
            }
            return (reply.versions, reply.nextPageToken)
        }
    }

    /// File objects that fit `request`, by name.
    public func objects(_ request: ListObjectsRequest) -> Pages<ObjectSummary> {
        Pages { (token) async throws(Status) in
            var request = request
            request.pageToken = token
            let reply = try await persistently { () async throws(Status) in
                try await objects.listObjects(request)
            }
            return (reply.objects, reply.nextPageToken)
        }
    }

    /// Versions of a file object, newest first.
    public func versions(_ request: ListObjectVersionsRequest) -> Pages<ObjectVersionSummary> {
        Pages { (token) async throws(Status) in
            var request = request
            request.pageToken = token
            let reply = try await persistently { () async throws(Status) in
                try await objects.listObjectVersions(request)
            }
            return (reply.versions, reply.nextPageToken)
        }
    }

    /// Node instances that fit `request`, of the newest instances first.
    public func nodes(_ request: ListNodesRequest) -> Pages<NodeSummary> {
        Pages { (token) async throws(Status) in
            var request = request
            request.pageToken = token
            let reply = try await persistently { () async throws(Status) in
                try await nodes.listNodes(request)
            }
            return (reply.nodes, reply.nextPageToken)
        }
    }

    /// Entries of the operation log that fit `request`, newest first.
    public func operations(_ request: ListOperationsRequest) -> Pages<SluiceWire.Operation> {
        Pages { (token) async throws(Status) in
            var request = request
            request.pageToken = token
            let reply = try await persistently { () async throws(Status) in
                try await operations.listOperations(request)
            }
            return (reply.operations, reply.nextPageToken)
        }
    }

    /// Schedules of the jobs that fit `request`, by name.
    public func schedules(_ request: ListSchedulesRequest) -> Pages<JobSchedule> {
        Pages { (token) async throws(Status) in
            var request = request
            request.pageToken = token
            let reply = try await persistently { () async throws(Status) in
                try await schedules.listSchedules(request)
            }
            return (reply.schedules, reply.nextPageToken)
        }
    }

    /// Cycles that did not run and fit `request`, newest first.
    public func skippedCycles(_ request: ListSkippedCyclesRequest) -> Pages<SkippedCycles> {
        Pages { (token) async throws(Status) in
            var request = request
            request.pageToken = token
            let reply = try await persistently { () async throws(Status) in
                try await schedules.listSkippedCycles(request)
            }
            return (reply.skipped, reply.nextPageToken)
        }
    }

    /// Backfills and retries of several jobs that fit `request`, newest first.
    public func backfills(_ request: ListBackfillsRequest) -> Pages<Backfill> {
        Pages { (token) async throws(Status) in
            var request = request
            request.pageToken = token
            let reply = try await persistently { () async throws(Status) in
                try await backfills.listBackfills(request)
            }
            return (reply.backfills, reply.nextPageToken)
        }
    }

    /// Notifications that fit `request`, newest first.
    public func notifications(
        _ request: ListNotificationsRequest,
    ) -> Pages<SluiceWire.Notification> {
        Pages { (token) async throws(Status) in
            var request = request
            request.pageToken = token
            let reply = try await persistently { () async throws(Status) in
                try await notifications.listNotifications(request)
            }
            return (reply.notifications, reply.nextPageToken)
        }
    }

    /// Attempts of a node, oldest first.
    public func attempts(_ request: ListAttemptsRequest) -> Pages<Attempt> {
        Pages { (token) async throws(Status) in
            var request = request
            request.pageToken = token
            let reply = try await persistently { () async throws(Status) in
                try await instances.listAttempts(request)
            }
            return (reply.attempts, reply.nextPageToken)
        }
    }

    /// Workspaces, by name.
    public func workspaces(_ request: ListWorkspacesRequest) -> Pages<Workspace> {
        Pages { (token) async throws(Status) in
            var request = request
            request.pageToken = token
            let reply = try await persistently { () async throws(Status) in
                try await workspaces.listWorkspaces(request)
            }
            return (reply.workspaces, reply.nextPageToken)
        }
    }

    /// Publishes of the object that `request` names, newest first.
    public func publishHistory(_ request: ListPublishHistoryRequest) -> Pages<PublishRecord> {
        Pages { (token) async throws(Status) in
            var request = request
            request.pageToken = token
            let reply = try await persistently { () async throws(Status) in
                try await publications.listPublishHistory(request)
            }
            return (reply.records, reply.nextPageToken)
        }
    }

    /// An instance with all of its nodes, however many pages they fill.
    public func details(_ request: GetInstanceRequest) async throws(Status) -> GetInstanceResponse {
        var details = try await page(of: request)
        while !details.nextNodePageToken.isEmpty {
            var more = request
            more.instanceId = details.instance?.instanceId ?? request.instanceId
            more.nodePageToken = details.nextNodePageToken
            let page = try await page(of: more)
            details.nodes += page.nodes
            details.nextNodePageToken = page.nextNodePageToken
        }
        return details
    }

    private func page(of request: GetInstanceRequest) async throws(Status) -> GetInstanceResponse {
        try await persistently { () async throws(Status) in
            try await instances.getInstance(request)
        }
    }
}
