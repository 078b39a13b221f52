/** One socket and the calls on it. */

import { connect } from 'node:net';

import { SluiceError } from './errors.js';
import { Session } from './session.js';

/** The kernel takes no longer one. */
const PATH_BYTES = 107;

/** Reading rests while all calls have messages that nobody has taken. A connection without calls
 * does not keep the process from ending. */
export class Connection {
    #socket;
    #session = new Session();
    /** What wakes those who wait for a call. */
    #waiting = new Map();

    constructor(socket) {
        this.#socket = socket;
        socket.on('data', (data) => {
            this.#wake(this.#session.receive(data));
            this.#flush();
        });
        // The end comes some turns of the loop before the close.
        socket.on('error', (error) => this.#lose(`the connection was lost: ${error.message}`));
        socket.on('end', () => this.#lose('the connection was lost'));
        socket.on('close', () => this.#lose('the connection was lost'));
        this.#balance();
    }

    get isLost() {
        return this.#session.closed !== undefined;
    }

    get isIdle() {
        return this.#session.calls.size === 0;
    }

    /** Begins a call. Throws what Session.open and the limit throw. */
    start(method, payload, limit) {
        const { service, name, streams = false } = method;
        const call = this.#session.open(service, name, payload, streams, limit.leftNano());
        this.#flush();
        return call;
    }

    /** The next message of a call; undefined: it has ended well. Gives the call up where nothing
     * is left of its limit. */
    async next(call, limit) {
        try {
            if (!call.isOver) limit.left();
            while (!call.isReady) await limit.wait((wake) => this.#await(call, wake));
        } catch (error) {
            this.giveUp(call, error);
            throw error;
        }
        const message = call.take();
        this.#balance();
        return message;
    }

    #await(call, wake) {
        this.#waiting.set(call, [...(this.#waiting.get(call) ?? []), wake]);
    }

    giveUp(call, error) {
        this.#session.abandon(call, error);
        this.#wake([call]);
        this.#flush();
    }

    /** Ends every call with the error. */
    close(error) {
        this.#wake(this.#session.close(error));
        this.#socket.destroy();
    }

    #lose(reason) {
        this.close(new SluiceError('UNAVAILABLE', reason));
    }

    #wake(calls) {
        for (const call of calls) {
            for (const wake of this.#waiting.get(call) ?? []) wake();
            this.#waiting.delete(call);
        }
        if (this.isLost) this.#socket.destroy();
    }

    #flush() {
        for (const bytes of this.#session.takeOutgoing()) {
            if (!this.#socket.destroyed) this.#socket.write(bytes);
        }
        this.#balance();
    }

    #balance() {
        if (this.isIdle) this.#socket.unref();
        else this.#socket.ref();
        if (this.#session.waitsForBytes) this.#socket.resume();
        else this.#socket.pause();
    }
}

/** A connection to the daemon. Throws UNAVAILABLE where none listens and PERMISSION_DENIED where
 * it may not be used. */
export async function dial(path) {
    if (Buffer.byteLength(path) > PATH_BYTES) {
        const message = `${path}: the path of a socket has at most ${PATH_BYTES} bytes`;
        throw new SluiceError('UNAVAILABLE', message);
    }
    const socket = connect({ path });
    try {
        await new Promise((resolve, reject) => {
            socket.once('connect', resolve);
            socket.once('error', reject);
        });
    } catch (error) {
        const code = error.code === 'EACCES' ? 'PERMISSION_DENIED' : 'UNAVAILABLE';
        throw new SluiceError(code, error.message, { cause: error });
    }
    socket.removeAllListeners('error');
    return new Connection(socket);
}
