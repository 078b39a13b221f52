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

    /// The verb's own configuration under another name.
    static func named(_ name: String) -> CommandConfiguration {
        CommandConfiguration(
            commandName: name, abstract: Act.configuration.abstract,
            discussion: Act.configuration.discussion)
    }

    /// A text of the parser, which spells an alias of `noun` behind the verb that it stands for:
    /// `sluice list ps`. A usage of its own for each alias would cost every command more time than
    /// all else that it does.
    static func spelledOnce(in text: String, noun: String) -> String {
        text.replacing(
            "\(noun) \(Act._commandName) \(_commandName)", with: "\(noun) \(_commandName)")
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
