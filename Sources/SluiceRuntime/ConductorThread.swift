// Both have `timespec`, and which of them it is taken from depends on what is compiled together.
internal import CTimerFD
internal import Glibc
package import SluiceModel

/// The machine's two clocks.
package enum SystemClock {
    package static func now() -> Now {
        Now(
            wall: Timestamp(milliseconds: nanoseconds(of: CLOCK_REALTIME) / 1_000_000),
            boot: BootTime(nanoseconds: nanoseconds(of: CLOCK_BOOTTIME)))
    }

    private static func nanoseconds(of clock: clockid_t) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

/// The thread that steps a conductor until its inbox is closed and empty. A thread of its own,
/// because a commit blocks and the shared pool has few threads.
package final class ConductorThread: Sendable {
    private let thread: pthread_t

    /// Starts the thread. The conductor belongs to it from here on.
    package init(_ conductor: sending Conductor, inbox: Inbox) {
        let work = Work(conductor: conductor, inbox: inbox)
        let context = unsafe Unmanaged.passRetained(work).toOpaque()
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread, nil,
            { context in
                guard let context = unsafe context else { return nil }
                let work = unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
                work.run()
                return nil
            }, context)
        precondition(status == 0, "a thread can be had")
        self.thread = thread
    }

    /// Waits until the thread has ended, after the inbox was closed.
    package func join() {
        _ = pthread_join(thread, nil)
    }

    private final class Work {
        let conductor: Conductor
        let inbox: Inbox

        init(conductor: Conductor, inbox: Inbox) {
            self.conductor = conductor
            self.inbox = inbox
        }

        func run() {
            while true {
                inbox.wait(nanoseconds: patience)
                // Before the step: what came in just before the close is still answered.
                let isClosed = inbox.isClosed
                let taken = conductor.step(at: SystemClock.now())
                if isClosed, taken == 0 { return }
            }
        }

        /// Nanoseconds until there is something to do though nothing arrives.
        private var patience: Int64 {
            max(0, conductor.nextDeadline.nanoseconds - SystemClock.now().boot.nanoseconds)
        }
    }
}
