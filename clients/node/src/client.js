/** The client. */

import { Channel } from './channel.js';
import { EventCursor, LogCursor, isFinal, isFinalNode } from './cursors.js';
import { SluiceError, isUnavailable } from './errors.js';
import { Limit } from './limit.js';
import { HALF_A_MINUTE, Pauses } from './method.js';
import { stubs } from './services.js';
import { defaultSocketPath } from './socket-path.js';

/** Milliseconds for unary calls without a timeout of their own. */
const CALL_TIMEOUT = 60_000;

export class Sluice {
    constructor(channel) {
        this.channel = channel;
        Object.assign(this, stubs(channel));
    }

    static async connect({
        path = defaultSocketPath(),
        patience = HALF_A_MINUTE,
        callTimeout = CALL_TIMEOUT,
    } = {}) {
        const channel = new Channel(path, patience, callTimeout);
        await channel.connected();
        return new Sluice(channel);
    }

    close() {
        this.channel.close();
    }

    async latestEvent({ workspace, environment, ...options } = {}) {
        const request = { workspace, environment, afterSeq: -1 };
        return (await this.events.waitEvents(request, options)).latestSeq;
    }

    async *watch(request = {}, { timeout = Infinity, signal } = {}) {
        const limit = new Limit(timeout, signal);
        const cursor = new EventCursor(request);
        if (request.afterSeq < 0) {
            // "From now on" has to mean the same now after the connection is lost.
            const { workspace, environment } = request;
            cursor.request.afterSeq = await this.latestEvent({ workspace, environment, signal });
        }
        const pauses = new Pauses(this.channel.patience);
        while (true) {
            try {
                const options = { timeout: limit.left(), signal };
                for await (const reply of this.events.watchEvents(cursor.request, options)) {
                    pauses.renew();
                    yield* cursor.take(reply);
                }
                throw new SluiceError('UNAVAILABLE', 'the daemon ended the stream of events');
            } catch (error) {
                if (!isUnavailable(error)) throw error;
                await limit.sleep(pauses.after(error));
            }
        }
    }

    async *progress(instanceId, { workspace, environment, timeout, signal } = {}) {
        const where = { workspace, environment, instanceId };
        // Taken before the state: an event in between comes twice to the state, never is missed.
        const afterSeq = await this.latestEvent({ workspace, environment, signal });
        const request = { ...where, nodePageSize: 1 };
        const { instance } = await this.instances.getInstance(request, { signal });
        if (isFinal(instance.status)) return;
        for await (const event of this.watch({ ...where, afterSeq }, { timeout, signal })) {
            yield event;
            if (isFinal(event.instanceTo)) return;
        }
    }

    async wait(instanceId, options = {}) {
        const { workspace, environment, signal } = options;
        for await (const event of this.progress(instanceId, options)) void event;
        return this.details({ workspace, environment, instanceId }, { signal });
    }

    async details(request = {}, options = {}) {
        const details = await this.instances.getInstance(request, options);
        const { instanceId } = details.instance;
        while (details.nextNodePageToken !== '') {
            const more = { ...request, instanceId, nodePageToken: details.nextNodePageToken };
            const page = await this.instances.getInstance(more, options);
            details.nodes = details.nodes.concat(page.nodes);
            details.nextNodePageToken = page.nextNodePageToken;
        }
        return details;
    }

    async *followLog(request = {}, { timeout = Infinity, signal } = {}) {
        const limit = new Limit(timeout, signal);
        const cursor = new LogCursor(request);
        const pauses = new Pauses(this.channel.patience);
        while (!cursor.needsAttempt || (await this.#awaitAttempt(cursor, limit, signal))) {
            try {
                const options = { timeout: limit.left(), signal };
                for await (const piece of this.instances.followLog(cursor.request, options)) {
                    pauses.renew();
                    cursor.take(piece);
                    yield piece;
                }
                cursor.finishAttempt();
            } catch (error) {
                if (!isUnavailable(error)) throw error;
                await limit.sleep(pauses.after(error));
            }
        }
    }

    /** Waits for the next attempt; false: the node is final without one. */
    async #awaitAttempt(cursor, limit, signal) {
        const { workspace, environment, instanceId } = cursor.request;
        const where = { workspace, environment, instanceId };
        const afterSeq = await this.latestEvent({ workspace, environment, signal });
        const node = cursor.nodeOf(await this.details(where, { signal }));
        if (cursor.beginAttempt(node.attempt)) return true;
        if (isFinalNode(node.status)) return false;
        const options = { timeout: limit.left(), signal };
        for await (const event of this.watch({ ...where, afterSeq }, options)) {
            const outcome = cursor.outcomeOf(event);
            if (outcome !== undefined) return outcome;
        }
        return false;
    }
}
