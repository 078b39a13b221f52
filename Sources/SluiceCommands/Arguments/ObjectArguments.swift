import ArgumentParser
import SluiceWire

/// A kind of file object, as people write it.
enum FileKindChoice: String, ExpressibleByArgument, CaseIterable {
    case resource
    case offlineFunction = "offline-function"
    case realtimeFunction = "realtime-function"
    case realtimeSource = "realtime-source"
    case realtimeMetaTable = "realtime-meta-table"
    case realtimeTemplate = "realtime-template"

    var wire: ObjectKind {
        switch self {
        case .resource: .resource
        case .offlineFunction: .offlineFunction
        case .realtimeFunction: .realtimeFunction
        case .realtimeSource: .realtimeSource
        case .realtimeMetaTable: .realtimeMetaTable
        case .realtimeTemplate: .realtimeTemplate
        }
    }
}

/// A file object, and which version of it: `shops.csv`, `shops.csv@3`.
struct ObjectTarget: Hashable {
    var name: String
    /// 0: the latest.
    var version: Int32 = 0

    /// No name has an `@`.
    init(_ text: String) throws(Failure) {
        guard let mark = text.firstIndex(of: "@") else {
            name = text
            return
        }
        let number = text[text.index(after: mark)...]
        guard let version = Int32(number), version > 0 else {
            throw .usage(
                "'\(number)' is no number of a version",
                hint: "which there are: sluice object versions \(text[..<mark])")
        }
        name = String(text[..<mark])
        self.version = version
    }

    static let objects = CompletionKind.shellCommand("sluice complete objects")
}
