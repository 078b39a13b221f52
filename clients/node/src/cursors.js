/** Where a watch or a log goes on after a lost connection. */

import { SluiceError } from './errors.js';
import { InstanceStatus, NodeStatus } from './generated/enums.js';

const { SUCCESS, FAIL, MANUAL_STOP } = InstanceStatus;
const FINAL_INSTANCE = new Set([SUCCESS, FAIL, MANUAL_STOP]);
const FINAL_NODE = new Set([
    NodeStatus.SUCCESS,
    NodeStatus.FAIL,
    NodeStatus.SKIP,
    NodeStatus.MANUAL_STOP,
]);

/** The instance has ended. */
export function isFinal(status) {
    return FINAL_INSTANCE.has(status);
}

/** The node has ended. */
export function isFinalNode(status) {
    return FINAL_NODE.has(status);
}

/** The events behind the last one that was handed out. */
export class EventCursor {
    constructor(request) {
        this.request = { ...request };
    }

    *take(reply) {
        for (const event of reply.events) {
            this.request.afterSeq = event.seq;
            yield event;
        }
    }
}

/** The piece behind the last one that was read, over all attempts of a node. */
export class LogCursor {
    /** The last attempt whose log was read to its end; 0: none. */
    #finished;

    constructor(request) {
        this.request = { ...request, attempt: request.attempt ?? 0 };
        this.#finished = Math.max(0, this.request.attempt - 1);
    }

    /** Which attempt comes next has to be found out. */
    get needsAttempt() {
        return this.request.attempt <= this.#finished;
    }

    take(reply) {
        this.request.attempt = reply.attempt;
        this.request.offset = reply.offset + reply.data.length;
    }

    finishAttempt() {
        this.#finished = this.request.attempt;
        this.request.offset = 0;
    }

    /** The first request takes the present attempt, later ones every attempt in turn. False: the
     * next one is not there yet. */
    beginAttempt(present) {
        if (present <= this.#finished) return false;
        this.request.attempt = this.#finished === 0 ? present : this.#finished + 1;
        return true;
    }

    nodeOf(details) {
        const { nodeName, instanceId } = this.request;
        const node = details.nodes.find((node) => node.nodeName === nodeName);
        if (node !== undefined) return node;
        const message = `instance ${instanceId} has no node '${nodeName}'`;
        const detail = {
            errorCode: 'DLF.30125',
            errorMsg: '',
            reason: 'NODE_NOT_IN_INSTANCE',
            subject: `node ${nodeName}`,
        };
        throw new SluiceError('NOT_FOUND', message, { detail });
    }

    /** True: the next attempt has begun; false: there will be none; undefined: neither is known. */
    outcomeOf(event) {
        if (event.nodeName !== this.request.nodeName) return undefined;
        if (this.beginAttempt(event.attempt)) return true;
        return isFinalNode(event.nodeTo) ? false : undefined;
    }
}
