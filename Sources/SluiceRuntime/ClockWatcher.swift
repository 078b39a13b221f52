internal import CTimerFD
internal import Glibc
package import SluiceModel
internal import Synchronization

/// Tells when the wall clock was set, so that plan times are looked at anew. A thread of its own,
/// which sleeps until then.
package final class ClockWatcher: Sendable {
    private let thread: Mutex<pthread_t?>
    private let stopper: Int32

    /// - Parameter onStep: called on the watcher's thread, after every step of the clock.
    /// - Throws: RESOURCE_EXHAUSTED, CLOCK_WATCH, where the machine has no descriptor left.
    package init(onStep: @escaping @Sendable () -> Void) throws(SluiceError) {
        let timer = try Self.descriptor(
            timerfd_create(CLOCK_REALTIME, Int32(TFD_CLOEXEC | TFD_NONBLOCK)))
        do throws(SluiceError) {
            stopper = try Self.descriptor(eventfd(0, Int32(EFD_CLOEXEC)))
        } catch {
            close(timer)
            throw error
        }
        Self.armForSteps(timer)
        let watch = Watch(timer: timer, stopper: stopper, onStep: onStep)
        thread = Mutex(watch.start())
    }

    deinit {
        stop()
    }

    /// Returns when the thread has ended: `onStep` is not called any more. Not to be called by it.
    package func stop() {
        thread.withLock { thread in
            guard let running = thread else { return }
            thread = nil
            eventfd_write(stopper, 1)
            _ = pthread_join(running, nil)
            close(stopper)
        }
    }

    private static func descriptor(_ made: Int32) throws(SluiceError) -> Int32 {
        let code = errno
        guard made >= 0 else {
            let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "\(code)"
            throw SluiceError(
                .resourceExhausted, reason: "CLOCK_WATCH",
                "steps of the wall clock cannot be watched: \(reason)")
        }
        return made
    }

    /// Never goes off by itself, but fails whenever the clock is set; see timerfd_create(2).
    private static func armForSteps(_ timer: Int32) {
        var never = itimerspec()
        never.it_value.tv_sec = .max
        let flags = TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET
        let status = unsafe timerfd_settime(timer, Int32(flags), &never, nil)
        precondition(status == 0, "a timer that was made can be set")
    }
}

extension ClockWatcher {
    /// What reading the timer has told.
    enum Reading: Hashable {
        case stepped
        /// A signal came in between, or the end of time.
        case nothing
        /// The timer is none: a descriptor was closed that was not one's own.
        case broken
    }

    /// - Parameters:
    ///   - count: what read(2) returned.
    ///   - code: `errno` behind it.
    static func reading(_ count: Int, _ code: Int32) -> Reading {
        if count >= 0 { return .nothing }
        switch code {
        case ECANCELED: return .stepped
        case EINTR, EAGAIN: return .nothing
        default: return .broken
        }
    }

    /// What the thread has; it closes the timer.
    private final class Watch: Sendable {
        private let timer: Int32
        private let stopper: Int32
        private let onStep: @Sendable () -> Void

        init(timer: Int32, stopper: Int32, onStep: @escaping @Sendable () -> Void) {
            self.timer = timer
            self.stopper = stopper
            self.onStep = onStep
        }

        func start() -> pthread_t {
            let context = unsafe Unmanaged.passRetained(self).toOpaque()
            var thread = pthread_t()
            let status = unsafe pthread_create(
                &thread, nil,
                { context in
                    guard let context = unsafe context else { return nil }
                    unsafe Unmanaged<Watch>.fromOpaque(context).takeRetainedValue().run()
                    return nil
                }, context)
            precondition(status == 0, "a thread can be had")
            return thread
        }

        private func run() {
            defer { close(timer) }
            while !isStopped() {
                var count: UInt64 = 0
                let size = unsafe read(timer, &count, MemoryLayout<UInt64>.size)
                switch ClockWatcher.reading(size, errno) {
                case .stepped: onStep()
                case .nothing: break
                case .broken: return
                }
            }
        }

        /// Waits until there is something to read or the watch is over.
        private func isStopped() -> Bool {
            var waits = [
                pollfd(fd: stopper, events: Int16(POLLIN), revents: 0),
                pollfd(fd: timer, events: Int16(POLLIN), revents: 0),
            ]
            // An interrupted wait reads a timer that has nothing to say, and waits again.
            unsafe poll(&waits, nfds_t(waits.count), -1)
            return waits[0].revents != 0
        }
    }
}
