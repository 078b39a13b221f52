import ArgumentParser
import SluiceClient
import SluiceRPC
import SluiceWire

struct EventCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "event", abstract: "What happened, in order.",
        subcommands: [EventWatchVerb.self, EventListVerb.self])
}

/// Which events.
struct EventFilter: ParsableArguments {
    @Option(help: TargetHelp.instance, completion: TargetHelp.instances)
    var instance: String?

    @Option(help: "Of this job.", completion: TargetHelp.jobs)
    var job: String?

    func instanceID(_ session: Session) async throws(Failure) -> Int64 {
        guard let instance else { return 0 }
        return try await session.identifier(of: try Target(instance).withoutNode())
    }
}

struct EventWatchVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Prints events as they happen, without end.",
        discussion: """
            EXAMPLES
              sluice event watch
              sluice event watch --after 0 -o jsonl     all that is kept, then what comes
            """)
    static let methods = [EventServiceMethods.watchEvents]

    @OptionGroup var filter: EventFilter

    @Option(help: ArgumentHelp("Those after this number; 0: all that are kept.", valueName: "seq"))
    var after: Int64 = -1

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let request = WatchEventsRequest(
            workspace: session.workspace, environment: session.environment, afterSeq: after,
            instanceId: try await filter.instanceID(session), jobName: filter.job ?? "")
        let printer = session.printer
        var events = try await session.sluice().watch(request).makeAsyncIterator()
        while let event = try await next(&events) { try printer.show(event) }
        return .done
    }

    private func next(_ events: inout EventSequence.Iterator) async throws(Failure) -> Event? {
        do throws(Status) { return try await events.next() } catch { throw Failure(error) }
    }
}

struct EventListVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the events that are kept, oldest first.",
        discussion: """
            EXAMPLES
              sluice event list --instance 12
              sluice event list --after 90210 -o jsonl
            """)
    static let methods = [EventServiceMethods.waitEvents]

    /// Events that one call brings at most.
    static let mostEvents = 10_000

    @OptionGroup var filter: EventFilter

    @Option(help: ArgumentHelp("Those after this number; 0: from the oldest.", valueName: "seq"))
    var after: Int64 = 0

    @Option(help: ArgumentHelp("At most so many.", valueName: "number"))
    var limit = 1_000

    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        guard (1...Self.mostEvents).contains(limit) else {
            throw .usage(
                "--limit \(limit) is not between 1 and \(Self.mostEvents)", hint: "--limit 1000")
        }
        let request = WaitEventsRequest(
            workspace: session.workspace, environment: session.environment, afterSeq: after,
            max: Int32(limit), instanceId: try await filter.instanceID(session),
            jobName: filter.job ?? "")
        let reply = try await session.call { (sluice) async throws(Status) in
            try await sluice.events.waitEvents(request)
        }
        try session.printer.show(reply.events, as: .events)
        if session.printer.isForPeople {
            if reply.events.isEmpty { session.remark("no events") }
            if reply.events.count == limit {
                session.remark(
                    "the next ones: --after \(reply.events.last?.seq ?? reply.latestSeq)")
            }
        }
        return .done
    }
}

extension Printer {
    /// One event at once: what follows may take long.
    fileprivate func show(_ event: Event) throws(Failure) {
        switch format {
        case .json, .jsonl:
            console.writeLine(JSONTree(event).picking(all(event)).json(pretty: false))
        case .yaml: console.write("---\n" + JSONTree(event).picking(all(event)).yaml)
        case .name: console.writeLine(String(event.seq))
        case .table, .wide, .csv, .dot, .mermaid, .svg:
            let time = TimeText.rfc3339(event.time, console.zone)
            let status = event.nodeName.isEmpty ? event.instanceTo.style : event.nodeTo.style
            console.writeLine(
                "\(paint(time, .dim))  \(event.seq)  \(paint(event.sentence, status))")
        }
    }

    private func all(_ event: Event) -> [String] {
        fields.isEmpty ? JSONTree(event).fields : fields
    }
}

extension Listing where Row == Event {
    static var events: Self {
        Self(
            name: { String($0.seq) },
            columns: [
                .number("seq", "SEQ") { $0.seq },
                .time("time", "TIME") { $0.time },
                .text("type", "TYPE", isWide: true) { $0.type.word.lowercased() },
                .text("jobName", "JOB", canShrink: true) { $0.jobName },
                .text("reason", "EVENT", canShrink: true) { $0.sentence },
            ])
    }
}
