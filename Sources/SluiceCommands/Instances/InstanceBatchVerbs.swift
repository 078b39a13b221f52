import ArgumentParser
import SluiceRPC
import SluiceWire

struct InstanceContinueVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "continue",
        abstract: "Goes on after a failed node that suspended its instance.",
        discussion: """
            EXAMPLES
              sluice instance continue 12
              sluice instance continue --job etl --wait
            """)
    static let methods = [InstanceServiceMethods.continueInstances]

    @OptionGroup var batch: InstanceBatch
    @OptionGroup var waiting: WaitFlags
    var shared: SharedOptions { batch.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await batch.perform(.goOn, session, waiting: waiting)
    }
}

struct InstanceForceSuccessVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "force-success",
        abstract: "Sets instances to success by hand; what still runs is stopped.",
        discussion: """
            Instances of other jobs that wait for them are freed.

            EXAMPLES
              sluice instance force-success 12 --reason 'delivered by hand'
              sluice instance force-success --job etl --planned yesterday --dry-run
            """)
    static let methods = [InstanceServiceMethods.forceInstancesSuccess]

    @OptionGroup var batch: InstanceBatch
    var shared: SharedOptions { batch.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await batch.perform(.forceSuccess, session)
    }
}

struct InstancePauseVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Holds instances: what runs goes on, nothing more starts.",
        discussion: """
            EXAMPLES
              sluice pause 12 --reason 'disk is being changed'
              sluice instance pause --job 'import-*'
            """)
    static let methods = [InstanceServiceMethods.pauseInstances]

    @OptionGroup var batch: InstanceBatch
    var shared: SharedOptions { batch.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await batch.perform(.pause, session)
    }
}

struct InstanceResumeVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Lets paused instances go on.",
        discussion: """
            EXAMPLES
              sluice resume 12
              sluice instance resume --job '*' --yes      all that are paused
            """)
    static let methods = [InstanceServiceMethods.resumeInstances]

    @OptionGroup var batch: InstanceBatch
    @OptionGroup var waiting: WaitFlags
    var shared: SharedOptions { batch.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await batch.perform(.resume, session, waiting: waiting)
    }
}

struct InstanceConfirmVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "Confirms instances that wait for a confirmation by hand.",
        discussion: """
            EXAMPLES
              sluice instance confirm 12 --reason 'checked with finance'
              sluice instance confirm --job month-end
            """)
    static let methods = [InstanceServiceMethods.confirmInstances]

    @OptionGroup var batch: InstanceBatch
    @OptionGroup var waiting: WaitFlags
    var shared: SharedOptions { batch.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await batch.perform(.confirm, session, waiting: waiting)
    }
}

struct InstanceRunWithoutDependenciesVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "run-without-dependencies",
        abstract: "Lets instances that wait for other jobs run without them, this once.",
        discussion: """
            EXAMPLES
              sluice instance run-without-dependencies 12
              sluice instance run-without-dependencies --job report --planned today
            """)
    static let methods = [InstanceServiceMethods.runInstancesWithoutDependencies]

    @OptionGroup var batch: InstanceBatch
    @OptionGroup var waiting: WaitFlags
    var shared: SharedOptions { batch.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await batch.perform(.runWithoutDependencies, session, waiting: waiting)
    }
}

struct InstanceRunPreferentiallyVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "run-preferentially",
        abstract: "Puts waiting instances at the head of the line.",
        discussion: """
            EXAMPLES
              sluice instance run-preferentially 12
            """)
    static let methods = [InstanceServiceMethods.runInstancesPreferentially]

    @OptionGroup var batch: InstanceBatch
    @OptionGroup var waiting: WaitFlags
    var shared: SharedOptions { batch.shared }

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        try await batch.perform(.runPreferentially, session, waiting: waiting)
    }
}
