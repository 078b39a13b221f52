import SluiceJobFile
import SluiceWire

/// How an object of an environment comes to be as a folder has it.
struct ApplyStep: Sendable {
    enum Change: String, Sendable {
        case create
        case update
        case delete

        var style: Style {
            switch self {
            case .create: .good
            case .update: .active
            case .delete: .bad
            }
        }
    }

    var change: Change
    /// As it is to be; of a deletion: as the environment has it.
    var object: FolderObject
    /// What the environment has; empty: nothing.
    var old: [UInt8] = []
    /// 0: none.
    var oldVersion: Int32 = 0
    /// What the environment's version needs.
    var neededBefore: [DevelopedObject] = []

    /// What differs, as `diff -u` shows it; a deletion has none.
    var difference: String {
        guard change != .delete else { return "" }
        let (from, to) = (
            oldVersion > 0 ? "\(object.name) version \(oldVersion)" : "/dev/null",
            object.path
        )
        guard let old = String(validating: old, as: UTF8.self),
            let new = String(validating: object.content, as: UTF8.self)
        else { return "Binary files \(from) and \(to) differ\n" }
        return unifiedDiff(old: old, new: new, oldName: from, newName: to)
    }

    /// Why something is not deleted that others name.
    private static let needed = [
        "JOB_HAS_DEPENDENTS", "JOB_HAS_CALLERS", "JOB_TRIGGERS_OTHERS", "OBJECT_IN_USE",
    ]

    /// A preview refuses it for what another step of the same command puts right.
    func waits(for steps: [ApplyStep], as refusal: Failure) -> Bool {
        guard change != .delete else {
            return Self.needed.contains(refusal.reason)
                && steps.contains { $0.neededBefore.contains(object.key) }
        }
        guard case .job(let job) = object else { return false }
        let made = steps.filter { $0.change != .delete }.map(\.object.key)
        return job.waits(for: Set(made), as: refusal)
    }
}

/// What became of a step, or would.
struct AppliedObject: JSONValue, Sendable {
    var step: ApplyStep
    /// That the environment has now; of a deletion: that it had.
    var version: Int32
    /// The item of the pending list; 0: there is nothing to publish, or nothing was done yet.
    var itemId: Int64 = 0
    /// The daemon found that nothing differs.
    var isUnchanged = false
    /// Confirms the preview of the step.
    var planToken = ""
    /// The difference is part of a preview.
    var isPreview: Bool

    func writeJSON(into json: inout JSONWriter) {
        json.beginObject()
        json.field("objectName", step.object.name)
        json.field("kind", step.object.kind.word)
        json.field("change", step.change.rawValue.uppercased())
        json.field("version", version)
        json.field("file", step.object.path)
        json.field("itemId", itemId)
        if isPreview { json.field("difference", step.difference) }
        json.endObject()
    }
}

extension AppliedObject {
    /// A step that cannot be previewed until others are made.
    init(expecting step: ApplyStep) {
        self.init(
            step: step, version: step.oldVersion + (step.change == .delete ? 0 : 1),
            isPreview: true)
    }
}
