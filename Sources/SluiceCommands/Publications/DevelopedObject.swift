import SluiceClient
import SluiceRPC
import SluiceWire

/// An object of development, which need not be pending. Jobs and file objects may have the same
/// names.
struct DevelopedObject: Hashable, Sendable {
    var name: String
    /// A file object; else a job.
    var isFile: Bool
}

extension Session {
    /// What `load`, `job:load` or `file:shops.csv` means. What development does not have any more
    /// is taken for a job.
    func developed(_ text: String) async throws(Failure) -> DevelopedObject {
        guard case .named(let name, let isFile) = try PublishTarget(text).reference else {
            throw .usage(
                "an object is needed by its name, not '\(text)'",
                hint: "for example: load, job:load, file:shops.csv")
        }
        if let isFile { return DevelopedObject(name: name, isFile: isFile) }
        let jobs = ListJobsRequest(
            workspace: workspace, environment: publishingEnvironment, pageSize: 1, nameGlob: name)
        let isJob = try await !call { (sluice) async throws(Status) in
            try await sluice.jobs.listJobs(jobs)
        }.jobs.isEmpty
        let files = ListObjectsRequest(
            workspace: workspace, environment: publishingEnvironment, pageSize: 1, nameGlob: name)
        let isFileObject = try await !call { (sluice) async throws(Status) in
            try await sluice.objects.listObjects(files)
        }.objects.isEmpty
        guard !isJob || !isFileObject else { throw .ambiguous(name) }
        return DevelopedObject(name: name, isFile: isFileObject)
    }
}

extension Failure {
    /// A name that is a job's and a file object's.
    static func ambiguous(_ name: String) -> Failure {
        .usage(
            "'\(name)' is a job and a file object",
            hint: "say which: job:\(name) or file:\(name)")
    }
}
