/** How long a call may take: until its deadline, and until its caller gives it up. */

import { setMaxListeners } from 'node:events';

import { SluiceError } from './errors.js';

// Who waits longer looks at the clock in between.
const LONGEST_TIMER = 2 ** 31 - 1;

/** The wire's timeouts have 63 bits; longer ones are none. */
const LONGEST_TIMEOUT = 9e12;

export class Limit {
    #at;
    #signal;

    /** @param timeout milliseconds; Infinity: none */
    constructor(timeout, signal) {
        if (typeof timeout !== 'number' || Number.isNaN(timeout)) {
            throw new TypeError(`timeout is ${timeout}; a number of milliseconds is needed`);
        }
        this.#at = performance.now() + timeout;
        this.#signal = signal;
        // A signal may be for any number of calls.
        if (signal !== undefined) setMaxListeners(0, signal);
    }

    /** Milliseconds; Infinity: there is no deadline. Throws where it has passed or the caller has
     * given up. */
    left() {
        if (this.#signal?.aborted) {
            const cause = this.#signal.reason;
            throw new SluiceError('CANCELLED', 'the call was cancelled', { cause });
        }
        const left = this.#at - performance.now();
        if (left <= 0) throw new SluiceError('DEADLINE_EXCEEDED', 'the deadline has passed');
        return left;
    }

    /** What is left as the wire has it: at least 1; 0 where there is no deadline. */
    leftNano() {
        const left = this.left();
        return left > LONGEST_TIMEOUT ? 0n : BigInt(Math.ceil(left * 1e6));
    }

    /** Hands `begin` a function and waits until it is called, until so many milliseconds are over
     * or nothing is left; does not say which. */
    async wait(begin, milliseconds = Infinity) {
        const longest = Math.min(this.left(), milliseconds);
        let timer;
        let wake;
        await new Promise((resolve) => {
            wake = () => resolve();
            if (longest < Infinity) {
                timer = setTimeout(wake, Math.min(Math.ceil(longest), LONGEST_TIMER));
            }
            this.#signal?.addEventListener('abort', wake);
            begin(wake);
        });
        clearTimeout(timer);
        this.#signal?.removeEventListener('abort', wake);
    }

    /** Waits so long. Throws where nothing is left before. */
    async sleep(milliseconds) {
        await this.wait(() => {}, milliseconds);
        this.left();
    }
}
