import ArgumentParser
import SluiceWire

struct PublishCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "From development to production: what waits for it, and the records of it.",
        discussion: """
            In a workspace of mode dev-prod what is submitted waits in the pending list of its \
            module, until it has passed its checks and is published. All of this is about the \
            development environment.
            """,
        subcommands: [
            PublishListVerb.self, PublishPreviewVerb.self, PublishRunVerb.self,
            PublishRemoveVerb.self, PublishProposeVerb.self, PublishEditVerb.self,
            PublishRecordsVerb.self, PublishShowVerb.self, PublishHistoryVerb.self,
            PublishAgainVerb.self,
        ])
}

enum PublishHelp {
    static let object = ArgumentHelp(
        "Pending objects: load, job:load, file:shops.csv, or items by number: '#12'.",
        valueName: "object")
    static let record = ArgumentHelp("The number of the publish.", valueName: "number")
    static let module = ArgumentHelp(
        "The list: pipeline, modeling or data-processing; else the one visited last.",
        valueName: "module")
    static let pending = CompletionKind.shellCommand("sluice complete pending")
    static let records = CompletionKind.shellCommand("sluice complete publishes")
}

extension Session {
    /// Publishing belongs to development. Another environment goes to the daemon as it was named,
    /// which refuses it with its own words (`S151`).
    var publishingEnvironment: SluiceWire.Environment {
        options.environment?.wire ?? .development
    }
}

extension PublishChange {
    var style: Style {
        switch self {
        case .create: .good
        case .delete: .bad
        case .update, .unspecified, .unrecognized: .plain
        }
    }
}

extension PublishStatus {
    var style: Style {
        switch self {
        case .success: .good
        case .failed: .bad
        case .unspecified, .unrecognized: .plain
        }
    }
}

extension ObjectKind {
    /// A file object; else a job.
    var isFile: Bool {
        switch self {
        case .unspecified, .offlineJob, .syncJob, .realtimeJob, .unrecognized: false
        case .resource, .offlineFunction, .realtimeFunction, .realtimeSource, .realtimeMetaTable,
            .realtimeTemplate:
            true
        }
    }
}

/// `version 3`, or `deletion`: what of an object is published.
func versionWords(_ version: Int32, _ change: PublishChange) -> String {
    change == .delete ? "deletion" : "version \(version)"
}
