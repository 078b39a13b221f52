package import SluiceModel

/// Operations on whole instances.
package enum InstanceOperation: Hashable, Sendable, CaseIterable {
    case stop
    case retry

    /// The statuses in which it is admitted: the one place that says so (reference, 2.6 and 3.3).
    package var admitted: [InstanceStatus] {
        switch self {
        case .stop: [.waiting, .running, .runningException, .pause]
        case .retry: [.success, .fail, .manualStop]
        }
    }

    fileprivate var participle: String {
        switch self {
        case .stop: "stopped"
        case .retry: "retried"
        }
    }
}

extension Engine {
    /// All or nothing: throws where one of the instances does not exist or is in another status,
    /// and lists every such one.
    func admit(
        _ targets: [InstanceID], to operation: InstanceOperation, in scope: Scope,
    ) throws(SluiceError) {
        var offenders: [(id: InstanceID, status: InstanceStatus)] = []
        for id in targets {
            let status = try instance(id, in: scope).status
            if !operation.admitted.contains(status) { offenders.append((id, status)) }
        }
        guard let first = offenders.first else { return }
        let listed = offenders.prefix(Limits.listedChanges).map {
            "The job instance [\($0.id)] is in [\($0.status)] status and cannot be "
                + "\(operation.participle)."
        }
        let admitted = operation.admitted.map(\.description).joined(separator: ", ")
        throw SluiceError(
            .failedPrecondition, reason: "INSTANCE_STATUS",
            listed.joined(separator: " ") + " It would have to be in one of: \(admitted).",
            subject: "instance \(first.id)", domain: .parameterInvalid)
    }
}
