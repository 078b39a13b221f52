import ArgumentParser
import SluiceRPC

/// A command that does something.
protocol Verb: ParsableCommand {
    /// The methods of the daemon that it makes usable.
    static var methods: [MethodInfo] { get }
    /// It makes graphs: `-o dot|mermaid|svg` is for it.
    static var draws: Bool { get }
    var shared: SharedOptions { get }
    func perform(_ session: Session) async throws(Failure) -> Outcome
}

extension Verb {
    static var methods: [MethodInfo] { [] }
    static var draws: Bool { false }
}
