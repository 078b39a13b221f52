import Glibc
import Logging
import SluiceEngine
import SluiceExpression
import SluiceLauncher
import SluiceModel
import SluiceNotifier
import SluiceRuntime
import SluiceServices
import SluiceStore
import Synchronization

/// The conductor with its thread, inbox and signals.
final class Core: Sendable {
    private struct State {
        var thread: ConductorThread?
        var clock: ClockWatcher?
        var files: FileWatcher?
        var isWritable = true
        var incarnation = ""
    }

    let inbox = Inbox()
    let notifier = Notifier()
    let events: EventSignal
    private let state: Mutex<State>

    init(
        store: Store, queries: Queries, almanac: any Almanac, performer: Provisioner,
        logs: LauncherSettings, roles: Roles, options: Options, log: Logger,
    ) throws(SluiceError) {
        let settings = EngineSettings(
            slots: options.slots, stopGraceMilliseconds: Int64(options.stopGrace) * 1_000)
        let events = EventSignal(latest: try queries.keptEvents().latest)
        self.events = events
        state = Mutex(State())
        let inbox = inbox
        let files = try FileWatcher { report in _ = inbox.put(.files(report)) }
        if !files.isTold {
            log.warning(
                "files that appear are found once a minute only: fs.inotify.max_user_instances")
        }
        let listener = Conductor.Listener(
            eventsCommitted: { events.post($0) },
            writabilityChanged: { [weak self] error in
                self?.state.withLock { $0.isWritable = error == nil }
                if let error {
                    log.error("changes are refused: \(error.asSluiceError.message)")
                } else {
                    log.notice("the volume takes changes again")
                }
            },
            instancesRemoved: { ids in
                // Not on the conductor's thread: a folder may have many files.
                Task { for id in ids { FlatFolder.remove(logs.logFolder(of: id)) } }
            }, fileWatchesChanged: { files.watch($0) },
            grantsChanged: { roles.take($0) })
        let retention = Retention(
            instanceMilliseconds: Int64(options.retentionDays) * Retention.day)
        notifier.listen { _ = inbox.put(.delivery($0)) }
        let thread: ConductorThread
        do throws(JournalError) {
            let conductor = try Conductor(
                journal: SQLiteJournal(store), performer: performer, courier: notifier,
                inbox: inbox, almanac: almanac, settings: settings, retention: retention,
                listener: listener,
                at: SystemClock.now())
            thread = ConductorThread(conductor, inbox: inbox)
        } catch {
            throw error.asSluiceError
        }
        // What is due by the wall clock is looked at anew when that is set.
        let clock = try ClockWatcher { inbox.wake() }
        state.withLock { state in
            state.thread = thread
            state.clock = clock
            state.files = files
        }
    }

    /// Takes in what the keeper knows; from here on nodes start.
    func begin(_ census: AttemptCensus, _ performer: Provisioner) {
        note(census.incarnation)
        performer.prepare(for: census)
        _ = inbox.put(.census(census))
        // On the conductor's thread: nothing is dispatched or acknowledged meanwhile.
        _ = inbox.put(.query(Query { performer.adopt($0.attemptsWithResources) }))
        performer.listen(
            report: { [inbox] in inbox.put($0) },
            census: { [self] census in
                note(census.incarnation)
                _ = inbox.put(.census(census))
            })
    }

    private func note(_ incarnation: Incarnation) {
        state.withLock { $0.incarnation = incarnation.text }
    }

    /// Names the keeper that runs the attempts.
    var incarnation: String { state.withLock { $0.incarnation } }
    var isWritable: Bool { state.withLock { $0.isWritable } }

    /// Stops every instance that has a running attempt, and waits until those are gone.
    func stopAttempts(within patience: Duration) async {
        let end = ContinuousClock.now.advanced(by: patience)
        // The slots that become free are not for others.
        _ = inbox.put(.drain)
        do throws(SluiceError) {
            let running = try await inbox.ask { engine in engine.instancesWithAttempts }
            for (scope, ids) in running {
                let stop = Command.operateInstances(
                    OperateInstances(scope: scope, operation: .stop, instances: ids))
                let options = Submission.Options(reason: "the daemon ends")
                _ = try await inbox.submit(
                    Submission(command: stop, caller: .daemon, options: options))
            }
            while ContinuousClock.now < end {
                // Before the question: an end that comes after it wakes.
                let seen = events.latest
                guard try await inbox.ask({ $0.slotsTaken }) > 0 else { return }
                await within(ContinuousClock.now.duration(to: end)) { [events] in
                    await events.wait(after: seen)
                }
            }
        } catch {
            // The volume refuses: the keeper stops them all the same, and the next daemon learns
            // it from there.
        }
    }

    /// Carries out what has arrived and ends the thread.
    func end() {
        inbox.close()
        let (thread, clock, files) = state.withLock { ($0.thread, $0.clock, $0.files) }
        clock?.stop()
        files?.stop()
        thread?.join()
    }
}

extension Engine {
    /// Attempts that are dispatched and use file objects.
    fileprivate var attemptsWithResources: [(id: AttemptID, pins: [FilePin])] {
        instances.values.filter { !$0.resources.isEmpty }.flatMap { instance in
            instance.dispatched.map { ($0.0, instance.resources) }
        }
    }

    /// Instances that have a running attempt, by scope and id.
    fileprivate var instancesWithAttempts: [(Scope, [InstanceID])] {
        let running = instances.values.filter { $0.counts[.running] > 0 }
        return Dictionary(grouping: running, by: \.scope)
            .map { scope, instances in (scope, instances.map(\.id).sorted()) }
            .sorted { $0.0.description < $1.0.description }
    }
}

extension Caller {
    /// The daemon itself, in the operation log.
    fileprivate static var daemon: Caller {
        Caller(uid: geteuid(), gid: getegid(), pid: getpid(), user: "sluiced")
    }
}
