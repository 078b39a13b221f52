internal import SluiceEngine
internal import SluiceJobFile
internal import SluiceModel
package import SluiceRPC
internal import SluiceRuntime
internal import SluiceStore
package import SluiceWire

/// `sluice.v1.ObjectService`.
package struct ObjectServices: ObjectServiceHandler {
    private let shell: Shell

    package init(_ shell: Shell) {
        self.shell = shell
    }

    package func putObject(
        _ request: PutObjectRequest, _ context: CallContext,
    ) async throws(Status) -> PutObjectResponse {
        let command = try answering { () throws(SluiceError) in try request.command }
        return try await shell.change(command, request, context) { done in
            guard case .file(let head, let changed) = done.reply.subject else {
                return PutObjectResponse()
            }
            return PutObjectResponse(
                objectId: head.id.rawValue, objectName: head.name,
                version: Int32(clamping: head.latestVersion), changed: changed,
                result: ChangeResult(done),
                itemId: done.isDryRun ? 0 : done.reply.item?.id.rawValue ?? 0)
        }
    }

    package func getObject(
        _ request: GetObjectRequest, _ context: CallContext,
    ) async throws(Status) -> GetObjectResponse {
        try answering { () throws(SluiceError) in try shell.queries.getObject(request) }
    }

    package func listObjects(
        _ request: ListObjectsRequest, _ context: CallContext,
    ) async throws(Status) -> ListObjectsResponse {
        try answering { () throws(SluiceError) in try shell.queries.listObjects(request) }
    }

    package func listObjectVersions(
        _ request: ListObjectVersionsRequest, _ context: CallContext,
    ) async throws(Status) -> ListObjectVersionsResponse {
        try answering { () throws(SluiceError) in try shell.queries.listObjectVersions(request) }
    }

    package func diffObjectVersions(
        _ request: DiffObjectVersionsRequest, _ context: CallContext,
    ) async throws(Status) -> DiffObjectVersionsResponse {
        try answering { () throws(SluiceError) in
            let (old, new) = try shell.queries.files(for: request)
            return DiffObjectVersionsResponse(old, new)
        }
    }

    package func deleteObject(
        _ request: DeleteObjectRequest, _ context: CallContext,
    ) async throws(Status) -> DeleteObjectResponse {
        let command = try answering { () throws(SluiceError) in
            Command.deleteObject(
                DeleteObject(scope: try request.scope, name: try named(request.objectName)))
        }
        return try await shell.change(command, request, context) { done in
            guard case .file(let head, _) = done.reply.subject else {
                return DeleteObjectResponse()
            }
            return DeleteObjectResponse(
                objectId: head.id.rawValue, result: ChangeResult(done))
        }
    }
}

private func named(_ name: String) throws(SluiceError) -> String {
    guard !name.isEmpty else {
        throw .missing("object_name", "the name of the file object is needed")
    }
    return name
}

extension PutObjectRequest {
    fileprivate var command: Command {
        get throws(SluiceError) {
            guard content.count <= Limits.objectBytes else {
                throw .field(
                    "content",
                    "\(content.count) bytes; at most \(Limits.objectBytes) are allowed")
            }
            guard comment.utf8.count <= Limits.reasonBytes else {
                throw .field("comment", "longer than \(Limits.reasonBytes) bytes")
            }
            return .putObject(
                PutObject(
                    scope: try scope, name: try named(objectName), kind: try fileKind,
                    module: try knownModule, content: FileContent(content), comment: comment))
        }
    }

    private var fileKind: SluiceModel.ObjectKind? {
        get throws(SluiceError) {
            guard kind != .unspecified else { return nil }
            guard let kind = SluiceModel.ObjectKind(kind), !kind.isJob else {
                let kinds = SluiceModel.ObjectKind.allCases.filter { !$0.isJob }
                    .map { "\($0.rawValue) \($0.name)" }.joined(separator: ", ")
                throw .field("kind", "\(kind.rawValue) is none of \(kinds)")
            }
            return kind
        }
    }

    private var knownModule: SluiceModel.Module? {
        get throws(SluiceError) {
            guard module != .unspecified else { return nil }
            guard let module = SluiceModel.Module(module) else {
                let modules = SluiceModel.Module.allCases
                    .map { "\($0.rawValue) \($0.name)" }.joined(separator: ", ")
                throw .field("module", "\(module.rawValue) is none of \(modules)")
            }
            return module
        }
    }
}

extension DiffObjectVersionsResponse {
    /// Bytes of a difference that is shown: those of a message, less what comes beside it.
    private static let mostBytes = Limits.objectBytes

    fileprivate init(_ old: StoredFile, _ new: StoredFile) {
        self.init(from: old.version, to: new.version)
        guard old.content != new.content else { return }
        guard let before = text(of: old), let after = text(of: new) else {
            notShown = "they are not both text"
            return
        }
        let difference = unifiedDiff(
            old: before, new: after, oldName: "version \(old.version.version)",
            newName: "version \(new.version.version)")
        if difference.utf8.count > Self.mostBytes {
            notShown = "the difference is longer than \(Self.mostBytes) bytes"
        } else {
            unified = difference
        }
    }

    /// Nil where it is no text: not UTF-8, or with a NUL, which no text on the wire may have.
    private func text(of file: StoredFile) -> String? {
        file.content.contains(0) ? nil : String(validating: file.content, as: UTF8.self)
    }
}

extension PutObjectRequest: ChangeRequest {}
extension PutObjectResponse: ChangeResponse {}
extension DeleteObjectRequest: ChangeRequest {}
extension DeleteObjectResponse: ChangeResponse {}
