/** How calls of a method may be repeated. */

import { randomBytes } from 'node:crypto';

/** Milliseconds before each repetition of a call whose connection was lost, as many repetitions as
 * there are pauses. They add up to half a minute: a daemon that is restarted is back by then. */
export const HALF_A_MINUTE = Object.freeze([100, 200, 400, 800, 1600, ...Array(14).fill(2000)]);

/** Repeats nothing. */
export const NO_PATIENCE = Object.freeze([]);

/** Names a changing call: 128 random bits in hexadecimal digits. */
export function newRequestId() {
    return randomBytes(16).toString('hex');
}

/** The request, with a fresh request id where it changes something and has none. */
export function identified(method, request) {
    const options = request.options ?? {};
    if (method.effect !== 'CHANGES' || options.requestId || options.dryRun) return request;
    return { ...request, options: { ...options, requestId: newRequestId() } };
}

/** Whether a call may be made again that was, perhaps, carried out. */
export function isRepeatable(method, request) {
    return ['READS', 'CHANGES'].includes(method.effect) || request.options?.dryRun === true;
}

/** Spends patience: a pause before each repetition, until none is left. */
export class Pauses {
    #patience;
    #spent = 0;

    constructor(patience) {
        this.#patience = patience;
    }

    /** The next pause; throws the error if there is none. */
    after(error) {
        if (this.#spent === this.#patience.length) throw error;
        return this.#patience[this.#spent++];
    }

    /** Something went well. */
    renew() {
        this.#spent = 0;
    }
}
