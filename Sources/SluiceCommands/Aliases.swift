import ArgumentParser
import SluiceRPC

/// A short name for a verb of a noun; it takes the same arguments.
protocol Alias: Verb {
    associatedtype Act: Verb
    var act: Act { get }
}

extension Alias {
    static var draws: Bool { Act.draws }
    var shared: SharedOptions { act.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await act.perform(session)
    }

    /// The verb's own configuration under another name; the parser would say both in its usage.
    static func named(_ name: String, of noun: String = "") -> CommandConfiguration {
        let arguments = Act.usageString().drop { $0 != "[" && $0 != "<" }
        let words = ["sluice", noun, name, String(arguments)].filter { !$0.isEmpty }
        return CommandConfiguration(
            commandName: name, abstract: Act.configuration.abstract,
            usage: words.joined(separator: " "), discussion: Act.configuration.discussion)
    }
}

struct PsAlias: Alias {
    static let configuration = named("ps")
    @OptionGroup var act: InstanceListVerb
}

struct RunAlias: Alias {
    static let configuration = named("run")
    @OptionGroup var act: InstanceRunVerb
}

struct ShowAlias: Alias {
    static let configuration = named("show")
    @OptionGroup var act: InstanceShowVerb
}

struct LogAlias: Alias {
    static let configuration = named("log")
    @OptionGroup var act: NodeLogVerb
}

struct RetryAlias: Alias {
    static let configuration = named("retry")
    @OptionGroup var act: InstanceRetryVerb
}

struct StopAlias: Alias {
    static let configuration = named("stop")
    @OptionGroup var act: InstanceStopVerb
}

struct RerunAlias: Alias {
    static let configuration = named("rerun")
    @OptionGroup var act: NodeRerunVerb
}

struct OkAlias: Alias {
    static let configuration = named("ok")
    @OptionGroup var act: NodeSetSuccessVerb
}

struct WhyAlias: Alias {
    static let configuration = named("why")
    @OptionGroup var act: InstanceWhyVerb
}

struct DagAlias: Alias {
    static let configuration = named("dag")
    @OptionGroup var act: InstanceGraphVerb
}

struct HistoryAlias: Alias {
    static let configuration = named("history")
    @OptionGroup var act: OperationListVerb
}
