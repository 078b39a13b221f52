/** Calls over a connection that is made again when it is lost. */

import { setImmediate as turn } from 'node:timers/promises';

import { decode, encode } from './codec.js';
import { dial } from './connection.js';
import { SluiceError, isUnavailable } from './errors.js';
import { Limit } from './limit.js';
import { Pauses, identified, isRepeatable } from './method.js';
import { Stream } from './stream.js';
import { DecodeError } from './wire.js';

export class Channel {
    #path;
    #callTimeout;
    #dialing = undefined;
    #connection = undefined;
    #isClosed = false;

    constructor(path, patience, callTimeout) {
        this.patience = patience;
        this.#path = path;
        this.#callTimeout = callTimeout;
    }

    /** Makes a call, and makes it again while the connection is lost and patience lasts: calls that
     * change nothing, and changing ones under the same request id. */
    async unary(method, request = {}, { timeout = this.#callTimeout, signal } = {}) {
        const asked = identified(method, request);
        const payload = encode(method.request, asked);
        const limit = new Limit(timeout, signal);
        const pauses = new Pauses(this.patience);
        while (true) {
            try {
                const connection = await this.connected();
                const call = connection.start(method, payload, limit);
                return decoded(method, await connection.next(call, limit));
            } catch (error) {
                if (!isUnavailable(error) || !isRepeatable(method, asked)) throw error;
                await limit.sleep(pauses.after(error));
            }
        }
    }

    /** A stream, which begins when it is read. It is not made again when the connection is lost. */
    stream(method, request = {}, { timeout = Infinity, signal } = {}) {
        const payload = encode(method.request, request);
        const limit = new Limit(timeout, signal);
        const begin = async () => {
            const connection = await this.connected();
            return { connection, call: connection.start(method, payload, limit) };
        };
        return new Stream(begin, limit, (message) => decoded(method, message));
    }

    /** The connection, made if there is none. */
    async connected() {
        if (this.#connection?.isIdle) await news();
        if (this.#isClosed) throw closed();
        if (this.#connection?.isLost === false) return this.#connection;
        this.#dialing ??= this.#dial().finally(() => (this.#dialing = undefined));
        return this.#dialing;
    }

    async #dial() {
        const connection = await dial(this.#path);
        this.#connection = connection;
        if (this.#isClosed) this.close();
        return connection;
    }

    close() {
        this.#isClosed = true;
        this.#connection?.close(closed());
    }
}

/** Lets the loop look at the socket: perhaps the daemon has hung up while nobody called. The first
 * turn may be one that has looked already. */
async function news() {
    await turn();
    await turn();
}

function closed() {
    return new SluiceError('CANCELLED', 'the client was closed');
}

function decoded(method, payload) {
    try {
        return decode(method.reply, payload);
    } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        const message = `the answer of ${method.name} cannot be decoded: ${error.message}`;
        throw new SluiceError('INTERNAL', message);
    }
}
