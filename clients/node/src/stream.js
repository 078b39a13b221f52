/** The messages of a call as they come. */

import { SluiceError } from './errors.js';

/** Iterated over once. Leaving a `for await` gives the call up. */
export class Stream {
    #begin;
    #begun = undefined;
    #limit;
    #decoded;
    #isCancelled = false;

    /** @param begin starts the call: `{connection, call}` */
    constructor(begin, limit, decoded) {
        this.#begin = begin;
        this.#limit = limit;
        this.#decoded = decoded;
    }

    [Symbol.asyncIterator]() {
        return this;
    }

    async next() {
        if (this.#begun === undefined && this.#isCancelled) {
            throw new SluiceError('CANCELLED', 'the call was cancelled');
        }
        this.#begun ??= this.#begin();
        const { connection, call } = await this.#begun;
        const message = await connection.next(call, this.#limit);
        if (message === undefined) return { done: true, value: undefined };
        return { done: false, value: this.#read(message) };
    }

    #read(message) {
        try {
            return this.#decoded(message);
        } catch (error) {
            this.cancel();
            throw error;
        }
    }

    async return() {
        this.cancel();
        return { done: true, value: undefined };
    }

    /** Gives the call up; who reads the stream gets CANCELLED. */
    cancel() {
        this.#isCancelled = true;
        const giveUp = ({ connection, call }) => connection.giveUp(call);
        this.#begun?.then(giveUp, () => {});
    }
}
