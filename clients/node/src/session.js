/** A client's side of one connection without its socket: calls and bytes in, bytes out. */

import { decode, encode } from './codec.js';
import { SluiceError, errorOf } from './errors.js';
import {
    CANCEL,
    DATA,
    FRAME_BYTES,
    FrameReader,
    HopelessFrame,
    NO_DATA,
    REMOTE_CLOSED,
    REQUEST,
    RESPONSE,
    encodeFrame,
} from './frames.js';
import { DecodeError } from './wire.js';

/** What a stream may hold that nobody has taken, while other calls are under way. */
export const HELD_MESSAGES = 4_096;
export const HELD_BYTES = 16 << 20;

const LAST_STREAM = 2 ** 32 - 1;

/** A call from its request to its end. */
class Call {
    messages = [];
    held = 0;
    isOver = false;
    /** Why it is over; undefined: it went well. */
    error = undefined;

    constructor(stream, streams) {
        this.stream = stream;
        this.streams = streams;
    }

    get isReady() {
        return this.messages.length > 0 || this.isOver;
    }

    /** The next message of a call that is ready; undefined: there is no other. Throws its error. */
    take() {
        if (this.messages.length > 0) {
            const message = this.messages.shift();
            this.held -= message.length;
            return message;
        }
        if (this.error !== undefined) throw this.error;
        return undefined;
    }
}

/** The calls of one connection. Whoever drives it wakes who waits for a call. */
export class Session {
    /** Calls that are under way, by stream. */
    calls = new Map();
    /** Why the connection has ended; undefined: it has not. */
    closed = undefined;
    #reader = new FrameReader();
    #changed = [];
    #outgoing = [];
    #last;

    /** @param last the stream id before the first one; for tests */
    constructor(last = -1) {
        this.#last = last;
    }

    /** Begins a call; `timeoutNano` is a bigint. Throws where the connection has ended or the
     * request is too long. */
    open(service, method, payload, streams, timeoutNano) {
        if (this.closed !== undefined) throw this.closed;
        const envelope = encode('RpcRequest', { service, method, payload, timeoutNano });
        if (envelope.length > FRAME_BYTES) {
            const message = `a request of ${envelope.length} bytes; ${FRAME_BYTES} are allowed`;
            throw new SluiceError('RESOURCE_EXHAUSTED', message);
        }
        const call = new Call(this.#nextStream(), streams);
        this.calls.set(call.stream, call);
        const flags = streams ? REMOTE_CLOSED : 0;
        this.#send({ stream: call.stream, type: REQUEST, flags, data: envelope });
        return call;
    }

    #nextStream() {
        do {
            this.#last = this.#last === LAST_STREAM ? 1 : this.#last + 2;
        } while (this.calls.has(this.#last));
        return this.#last;
    }

    #send(frame) {
        this.#outgoing.push(encodeFrame(frame));
    }

    /** The bytes that are to be sent, piece by piece. */
    takeOutgoing() {
        return this.#outgoing.splice(0);
    }

    /** Takes bytes of the server. The calls that have something new. */
    receive(data) {
        this.#changed = [];
        try {
            for (const frame of this.#reader.feed(data)) {
                const call = this.calls.get(frame.stream);
                if (call !== undefined) this.#take(call, frame);
            }
        } catch (error) {
            if (!(error instanceof HopelessFrame)) throw error;
            this.close(new SluiceError('UNAVAILABLE', error.message));
        }
        return this.#changed;
    }

    #take(call, frame) {
        if (frame.oversized !== undefined) {
            const message = `an answer of ${frame.oversized} bytes`;
            this.abandon(call, new SluiceError('RESOURCE_EXHAUSTED', message));
        } else if (frame.type === RESPONSE) {
            this.#takeResponse(call, frame.data);
        } else if (frame.type === DATA && call.streams) {
            this.#takeData(call, frame);
        }
    }

    #takeResponse(call, data) {
        try {
            const { status, payload } = decode('RpcResponse', data);
            const error = status?.code ? errorOf(status) : undefined;
            if (error === undefined && !call.streams) this.#keep(call, payload);
            this.#end(call, error);
        } catch (error) {
            if (!(error instanceof DecodeError)) throw error;
            const message = `the answer cannot be decoded: ${error.message}`;
            this.#end(call, new SluiceError('INTERNAL', message));
        }
    }

    #takeData(call, { flags, data }) {
        if (!(flags & NO_DATA)) {
            if (call.messages.length >= HELD_MESSAGES || call.held + data.length > HELD_BYTES) {
                call.messages = [];
                const message = "the stream's messages are not taken; resume after the last one";
                this.abandon(call, new SluiceError('RESOURCE_EXHAUSTED', message));
                return;
            }
            this.#keep(call, data);
        }
        if (flags & REMOTE_CLOSED) this.#end(call, undefined);
    }

    #keep(call, message) {
        call.messages.push(message);
        call.held += message.length;
        this.#changed.push(call);
    }

    #end(call, error) {
        call.isOver = true;
        call.error = error;
        this.calls.delete(call.stream);
        this.#changed.push(call);
    }

    /** Gives a call up and tells the server; means nothing for one that is over. */
    abandon(call, error = new SluiceError('CANCELLED', 'the call was cancelled')) {
        if (call.isOver) return;
        this.#send({ stream: call.stream, type: CANCEL });
        this.#end(call, error);
    }

    /** Ends every call; those that it ended. */
    close(error) {
        this.closed ??= error;
        const ended = [...this.calls.values()];
        for (const call of ended) this.#end(call, this.closed);
        return ended;
    }

    /** False: all that is under way are streams with messages that nobody has taken yet, so that
     * reading can wait for them. */
    get waitsForBytes() {
        if (this.calls.size === 0) return true;
        return [...this.calls.values()].some((call) => call.messages.length === 0);
    }
}
