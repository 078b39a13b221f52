import ArgumentParser
import SluiceRPC
import SluiceWire

struct InstanceListVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists instances, newest first.",
        discussion: """
            EXAMPLES
              sluice ps
              sluice ps --status fail,running-exception --started yesterday..
              sluice ps --job 'import-*' -o csv --fields instanceId,status,executeTime
              sluice ps --of 12/each            what a ForEach has made
              sluice ps --planned 2026-11-01..2026-11-20 --limit 1000 -o jsonl
            """)
    static let methods = [InstanceServiceMethods.listInstances]

    /// Without `--limit`.
    static let usualLimit = 50

    @OptionGroup var selector: Selector
    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let limit = selector.limit ?? Self.usualLimit
        let found = try await session.select(selector, limit: limit)
        try session.printer.show(found.items, as: .instances)
        session.remarkOnLength(of: found, limit: limit, noun: "instances")
        return .done
    }
}
