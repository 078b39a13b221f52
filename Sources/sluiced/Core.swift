import Logging
import SluiceEngine
import SluiceLauncher
import SluiceModel
import SluiceRuntime
import SluiceServices
import SluiceStore
import Synchronization

/// The conductor with its thread, inbox and signals.
final class Core: Sendable {
    private struct State {
        var thread: ConductorThread?
        var isWritable = true
        var keeper = (pid: Int32(0), incarnation: "")
    }

    let inbox = Inbox()
    let events: EventSignal
    private let state: Mutex<State>

    init(
        store: Store, queries: Queries, launcher: Launcher, options: Options, log: Logger,
    ) throws(SluiceError) {
        let settings = EngineSettings(
            slots: options.slots, stopGraceMilliseconds: Int64(options.stopGrace) * 1_000)
        let events = EventSignal(latest: try queries.keptEvents().latest)
        self.events = events
        state = Mutex(State())
        let listener = Conductor.Listener(
            eventsCommitted: { events.post($0) },
            writabilityChanged: { [weak self] error in
                self?.state.withLock { $0.isWritable = error == nil }
                if let error {
                    log.error("changes are refused: \(error.asSluiceError.message)")
                } else {
                    log.notice("the volume takes changes again")
                }
            })
        let inbox = inbox
        let thread: ConductorThread
        do throws(JournalError) {
            let conductor = try Conductor(
                journal: SQLiteJournal(store), performer: launcher, inbox: inbox,
                settings: settings, listener: listener, at: SystemClock.now())
            thread = ConductorThread(conductor, inbox: inbox)
        } catch {
            throw error.asSluiceError
        }
        state.withLock { $0.thread = thread }
    }

    /// Takes in what the keeper knows; from here on nodes start.
    func begin(_ census: AttemptCensus, _ launcher: Launcher) {
        note(census.incarnation)
        _ = inbox.put(.census(census))
        launcher.listen(
            report: { [inbox] in inbox.put($0) },
            census: { [self] census in
                note(census.incarnation)
                _ = inbox.put(.census(census))
            })
    }

    private func note(_ incarnation: Incarnation) {
        state.withLock { $0.keeper.incarnation = incarnation.text }
    }

    var keeper: (pid: Int32, incarnation: String) { state.withLock { $0.keeper } }
    var isWritable: Bool { state.withLock { $0.isWritable } }

    /// Carries out what has arrived and ends the thread.
    func end() {
        inbox.close()
        state.withLock { $0.thread }?.join()
    }
}
