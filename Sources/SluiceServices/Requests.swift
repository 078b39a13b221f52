internal import SluiceEngine
internal import SluiceModel
internal import SluiceRPC
internal import SluiceRuntime
internal import SluiceWire

// What requests say, as the engine takes it. What is wrong is refused here, by field.

/// The scope that a request names; empty means the default (`S95`).
func scope(
    _ workspace: String, _ environment: SluiceWire.Environment,
) throws(SluiceError) -> Scope {
    let name = workspace.isEmpty ? Scope.standard.workspace : workspace
    switch environment {
    case .unspecified, .production: return Scope(workspace: name)
    case .development: return Scope(workspace: name, environment: .development)
    case .unrecognized(let number):
        throw .field("environment", "\(number) is none of 1 production, 2 development")
    }
}

/// Names and values of a request, each name once.
func pairs(_ pairs: [KeyValue], field: String) throws(SluiceError) -> [Pair] {
    guard pairs.count <= Limits.pairs else {
        throw .field(field, "\(pairs.count) entries; at most \(Limits.pairs) are allowed")
    }
    var seen: Set<String> = []
    var result: [Pair] = []
    for pair in pairs {
        guard !pair.key.isEmpty else { throw .field(field, "a name is empty") }
        guard seen.insert(pair.key).inserted else {
            throw .field("\(field).\(pair.key)", "given twice; give it once")
        }
        guard pair.value.utf8.count <= Limits.valueBytes else {
            throw .field(
                "\(field).\(pair.key)",
                "\(pair.value.utf8.count) bytes; at most \(Limits.valueBytes) are allowed")
        }
        result.append(Pair(pair.key, pair.value))
    }
    return result
}

/// A time of 13 digits (`S216`, `S217`), as its field gives it.
func thirteenDigits(_ milliseconds: Int64, field: String) throws(SluiceError) -> Timestamp {
    guard (1_000_000_000_000...9_999_999_999_999).contains(milliseconds) else {
        throw .field(field, "\(milliseconds) is not a Unix time in milliseconds of 13 digits")
    }
    return Timestamp(milliseconds: milliseconds)
}

/// The instances or nodes that a batch names, 1 to `Limits.batchTargets`.
func checkCount(_ count: Int, field: String) throws(SluiceError) {
    guard count > 0 else { throw .missing(field, "at least one is needed") }
    guard count <= Limits.batchTargets else {
        throw .field(field, "\(count) given; at most \(Limits.batchTargets) are allowed")
    }
}

/// The instance that a field names.
func instance(_ id: Int64, field: String) throws(SluiceError) -> InstanceID {
    guard id != 0 else { throw .missing(field, "the id of the instance is needed") }
    guard id > 0 else { throw .field(field, "\(id) is not the id of an instance; ids are above 0") }
    return InstanceID(id)
}

/// The instances of a batch. One that is named twice is meant once.
func instances(_ ids: [Int64], field: String) throws(SluiceError) -> [InstanceID] {
    try checkCount(ids.count, field: field)
    var result: [InstanceID] = []
    for (index, id) in ids.enumerated() {
        result.append(try instance(id, field: "\(field)[\(index)]"))
    }
    return result.uniqued()
}

/// The node that a field names, with its instance.
func target(
    _ target: SluiceWire.NodeTarget?, field: String,
) throws(SluiceError) -> SluiceEngine.NodeTarget {
    guard let target else { throw .missing(field, "an instance and a node of it are needed") }
    let id = try instance(target.instanceId, field: "\(field).instance_id")
    guard !target.nodeName.isEmpty else {
        throw .missing("\(field).node_name", "the name of the node is needed")
    }
    return SluiceEngine.NodeTarget(id, target.nodeName)
}

/// The nodes of a batch. One that is named twice is meant once.
func targets(
    _ targets: [SluiceWire.NodeTarget], field: String,
) throws(SluiceError) -> [SluiceEngine.NodeTarget] {
    try checkCount(targets.count, field: field)
    var result: [SluiceEngine.NodeTarget] = []
    for (index, target) in targets.enumerated() {
        result.append(try SluiceServices.target(target, field: "\(field)[\(index)]"))
    }
    return result.uniqued()
}

/// Names of nodes beside the target of an operation; none is allowed.
func names(_ names: [String], field: String) throws(SluiceError) -> [String] {
    guard names.count <= Limits.jobNodes else {
        throw .field(field, "\(names.count) given; at most \(Limits.jobNodes) are allowed")
    }
    if let index = names.firstIndex(where: \.isEmpty) {
        throw .missing("\(field)[\(index)]", "the name of the node is needed")
    }
    return names.uniqued()
}

extension ChangeOptions {
    /// Checked, and with what the request id is compared by.
    func checked<Request: WireMessage>(
        of request: Request, encode: @escaping @Sendable (Done) -> [UInt8],
    ) throws(SluiceError) -> Submission.Options {
        guard requestId.utf8.count <= Limits.requestIDBytes else {
            throw .field(
                "options.request_id",
                "\(requestId.utf8.count) bytes; at most \(Limits.requestIDBytes) are allowed")
        }
        guard reason.utf8.count <= Limits.reasonBytes else {
            throw .field(
                "options.reason",
                "\(reason.utf8.count) bytes; at most \(Limits.reasonBytes) are allowed")
        }
        return Submission.Options(
            requestID: requestId, digest: requestId.isEmpty ? 0 : digest(of: request),
            isDryRun: dryRun, planToken: planToken, reason: reason, encode: encode)
    }

    /// Of the method's name and the bytes of the request.
    private func digest<Request: WireMessage>(of request: Request) -> UInt64 {
        var digest = Digest()
        digest.add(Request.messageName)
        // What was decoded can be encoded.
        for byte in (try? request.encoded()) ?? [] { digest.add(byte) }
        return digest.value
    }
}
