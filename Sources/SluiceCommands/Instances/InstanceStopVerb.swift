import ArgumentParser
import SluiceRPC
import SluiceWire

struct InstanceStopVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stops instances: what runs is stopped, what waits never starts.",
        discussion: """
            All or nothing: one instance that has ended already refuses the whole call.

            EXAMPLES
              sluice stop 12
              sluice stop 12 13 14 --reason 'wrong input'
              sluice stop --job 'import-*' --dry-run
            """)
    static let methods = [InstanceServiceMethods.stopInstances]

    @OptionGroup var batch: InstanceBatch
    @OptionGroup var waiting: WaitFlags
    var shared: SharedOptions { batch.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        // That they were stopped is what was wanted.
        try await batch.perform(.stop, session, waiting: waiting, anyEndWillDo: true)
    }
}
