/** Executes the transcript of clients/conformance: one function an action, one line a result.
 *
 * conformance.js TRANSCRIPT SOCKET */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import {
    EventType,
    InstanceStatus,
    NodeStatus,
    RetryLocation,
    RetryTaskVersion,
    Sluice,
    SluiceError,
    isFinal,
} from 'sluice';

import { crc32 } from './tests/crc32.js';

class Transcript {
    /** Ids of instances and tokens of previews, by the name that a step gave them. */
    names = new Map();

    constructor(path, client) {
        this.path = path;
        this.client = client;
    }

    async execute(step) {
        let lines;
        try {
            lines = await actions[step.do].call(this, step);
        } catch (error) {
            if (!(error instanceof SluiceError)) throw error;
            lines = errorLines(error, step);
        }
        for (const line of [lines].flat()) console.log(`${step.name}: ${line}`);
    }

    instance(name) {
        return this.names.get(name) ?? Number(name);
    }

    targets(step) {
        const instanceId = this.instance(step.instance);
        return step.nodes.map((nodeName) => ({ instanceId, nodeName }));
    }

    options(step) {
        const planToken = this.names.get(step.plan);
        return { requestId: step.request_id, dryRun: step.dry_run, planToken };
    }

    async runToEnd(jobName, events) {
        await this.client.instances.runJob({ jobName });
        const seen = [];
        do {
            seen.push((await events.next()).value);
        } while (!isFinal(seen.at(-1).instanceTo));
        return seen;
    }

    async *logPieces(step) {
        const where = { instanceId: this.instance(step.instance), nodeName: step.node };
        for (let offset = 0, end = false; !end; ) {
            const reply = await this.client.instances.readLog({ ...where, offset });
            yield reply.data;
            offset = reply.nextOffset;
            end = reply.end;
        }
    }
}

const actions = {
    // The daemon and its connection.

    async 'server-info'(step) {
        const info = await this.client.server.getServerInfo();
        const limit = info.limits.find((limit) => limit.name === step.limit);
        const state = info.writable ? 'writable' : 'full';
        return `${state}, ${limit.name} ${limit.value} ${limit.unit}`;
    },

    async 'create-workspace'({ workspace }) {
        const reply = await this.client.workspaces.createWorkspace({ workspace });
        return `workspace ${reply.workspace.name}`;
    },

    async 'unknown-method'() {
        await this.client.channel.unary({
            service: 'sluice.v1.ServerService',
            name: 'Nothing',
            request: 'GetServerInfoRequest',
            reply: 'GetServerInfoResponse',
        });
        return 'answered';
    },

    async 'connect-nowhere'() {
        await Sluice.connect({ path: `${this.path}.nothing` });
        return 'connected';
    },

    restart() {
        execFileSync(process.env.SLUICE_RESTART, { stdio: 'ignore' });
        return 'restarted';
    },

    // Jobs.

    async submit({ source }) {
        const reply = await this.client.jobs.submitJob({ source });
        const changed = reply.changed ? 'changed' : 'unchanged';
        return `job ${reply.jobName} version ${reply.version} ${changed}`;
    },

    'submit-oversized'(step) {
        return actions.submit.call(this, { source: 'x'.repeat(step.bytes) });
    },

    async validate({ source }) {
        const { problems } = await this.client.jobs.validateJob({ source });
        return problems.map((at) => `${at.line}:${at.column} ${at.path}: ${at.message}`);
    },

    async 'describe-job'(step) {
        const { definition } = await this.client.jobs.getJob({ jobName: step.job });
        const { name, description, labels } = definition;
        return `job ${name}: ${description}; labels ${pairs(labels)}`;
    },

    // Instances.

    async run(step) {
        const { instanceId, result } = await this.client.instances.runJob({
            jobName: step.job,
            params: keyValues(step),
            planTime: step.plan_time,
            options: this.options(step),
        });
        if (result.dryRun) return changeLines(result);
        this.names.set(step.as ?? '', instanceId);
        return `instance ${instanceId}${result.repeated ? ' repeated' : ''}`;
    },

    async 'run-many'(step) {
        for (let count = 0; count < step.count; count++) await actions.run.call(this, step);
        return `${step.count} instances`;
    },

    async follow(step) {
        let statuses = [];
        for await (const event of this.client.watch({ instanceId: this.instance(step.instance) })) {
            if (event.type !== EventType.INSTANCE_STATUS) continue;
            if (statuses.length === 0) statuses.push(instanceStatus(event.instanceFrom));
            statuses.push(instanceStatus(event.instanceTo));
            if (isFinal(event.instanceTo)) break;
        }
        return statuses.join(' ');
    },

    async wait(step) {
        const { instance } = await this.client.wait(this.instance(step.instance));
        return instanceStatus(instance.status);
    },

    async details(step) {
        const request = { instanceId: this.instance(step.instance) };
        const { instance, nodes } = await this.client.details(request);
        return [instanceLine(instance), ...nodes.map(nodeLine)];
    },

    async 'wait-reason'(step) {
        const request = { instanceId: this.instance(step.instance) };
        const { instance } = await this.client.instances.getInstance(request);
        return `${instanceStatus(instance.status)}, wait reason ${instance.waitReason}`;
    },

    async list(step) {
        const request = { jobGlob: step.job, pageSize: step.page_size };
        const ids = [];
        const found = step.one_page
            ? (await this.client.instances.listInstances(request)).instances
            : this.client.instances.allInstances(request);
        for await (const { instanceId } of found) ids.push(instanceId);
        const once = new Set(ids).size === ids.length ? 'each once' : 'some twice';
        const falls = ids.every((id, index) => index === 0 || id < ids[index - 1]);
        return `${ids.length} instances, ${once}, ${falls ? 'newest first' : 'in disorder'}`;
    },

    async retry(step) {
        const { result } = await this.client.instances.retryInstances({
            jobName: step.job,
            retryLocation: RetryLocation.ERROR_NODE,
            retryTaskVersion: RetryTaskVersion.ORIGINAL,
            taskRetrys: [{ instanceId: this.instance(step.instance) }],
            params: keyValues(step),
        });
        return changeLines(result);
    },

    async stop(step) {
        const { result } = await this.client.instances.stopInstances({
            instanceIds: step.instances.map((name) => this.instance(name)),
            skipRefused: step.skip_refused,
            options: this.options(step),
        });
        this.names.set(step.as ?? '', result.planToken);
        return changeLines(result);
    },

    async 'set-nodes-success'(step) {
        const { result } = await this.client.nodes.setNodesSuccess({ nodes: this.targets(step) });
        return changeLines(result);
    },

    async 'pause-nodes'(step) {
        const { result } = await this.client.nodes.pauseNodes({ nodes: this.targets(step) });
        return changeLines(result);
    },

    // Events and logs.

    async 'wait-events'(step) {
        const request = { afterSeq: -1, waitMs: step.wait_ms };
        const { events } = await this.client.events.waitEvents(request, {
            timeout: step.timeout_ms,
        });
        return `${events.length} events`;
    },

    async 'cancel-stream'() {
        const stream = this.client.events.watchEvents({ afterSeq: -1 });
        const answer = stream.next();
        stream.cancel();
        await answer;
        return 'an answer';
    },

    async 'watch-across-restart'(step) {
        const after = await this.client.latestEvent();
        const events = this.client.watch({ jobName: step.job, afterSeq: after });
        const first = await this.runToEnd(step.job, events);
        actions.restart();
        const second = await this.runToEnd(step.job, events);
        await events.return();
        const numbers = [after, ...first.concat(second).map((event) => event.seq)];
        const grows = numbers.every((seq, index) => index === 0 || seq > numbers[index - 1]);
        return [
            ...first.map((event) => `first ${eventText(event)}`),
            ...second.map((event) => `second ${eventText(event)}`),
            grows ? 'numbers grow' : 'numbers do not grow',
        ];
    },

    'follow-log'(step) {
        const request = { instanceId: this.instance(step.instance), nodeName: step.node };
        const pieces = this.client.instances.followLog(request, { timeout: step.timeout_ms });
        return sumOf(pieces, (piece) => piece.data);
    },

    'read-log'(step) {
        return sumOf(this.logPieces(step), (data) => data);
    },

    async 'print-log'(step) {
        const pieces = [];
        for await (const data of this.logPieces(step)) pieces.push(data);
        return Buffer.concat(pieces).toString().trimEnd().split('\n');
    },
};

function errorLines(error, step) {
    const words = [error.code, error.errorCode, error.reason, error.subject];
    const line = `error ${words.map((word) => word || '-').join(', ')}`;
    // Only the engine's own messages are the same in every language.
    return step.message ? [line, ...error.message.split('\n')] : line;
}

function keyValues({ params = {} }) {
    return Object.entries(params).map(([key, value]) => ({ key, value }));
}

function pairs(entries) {
    return entries.map(({ key, value }) => `${key}=${value}`).join(' ') || '-';
}

/** `RUNNING_EXCEPTION` is `running-exception`. */
function instanceStatus(status) {
    return statusName(InstanceStatus[status]);
}

function nodeStatus(status) {
    return statusName(NodeStatus[status]);
}

function statusName(name) {
    return name === 'UNSPECIFIED' ? '-' : name.toLowerCase().replaceAll('_', '-');
}

function presence(value) {
    return value === undefined ? 'absent' : 'present';
}

function instanceLine(instance) {
    return (
        `job ${instance.jobName}, ${instanceStatus(instance.status)}, run ${instance.run}, ` +
        `end_time ${presence(instance.endTime)}, ` +
        `execute_time ${presence(instance.executeTime)}, ` +
        `params ${pairs(instance.params)}, labels ${pairs(instance.labels)}`
    );
}

function nodeLine(node) {
    return (
        `node ${node.nodeName}, ${nodeStatus(node.status)}, attempt ${node.attempt}, ` +
        `end_time ${presence(node.endTime)}, exit_code ${node.exitCode ?? 'absent'}, ` +
        `rows ${node.inputRowCount ?? 'absent'}, outputs ${pairs(node.outputs)}, ` +
        `reason ${node.reason || '-'}`
    );
}

/** What changed or would change, then what was left out. */
function changeLines(result) {
    return [
        ...(result.dryRun ? ['dry run'] : []),
        ...result.instances.map(instanceChange),
        ...result.refused.map((item) => `refused ${item.instanceId}: ${item.message}`),
    ];
}

function instanceChange({ instanceId, from, to, nodes }) {
    const change = `${instanceStatus(from)} -> ${instanceStatus(to)}`;
    return `instance ${instanceId} ${change}: ${nodes.map(nodeChange).join(', ')}`;
}

function nodeChange({ nodeName, from, to, effect }) {
    return `${nodeName} ${nodeStatus(from)} -> ${nodeStatus(to)}${effect && ` ${effect}`}`;
}

function eventText(event) {
    if (event.type === EventType.INSTANCE_CREATED) return 'instance created';
    if (event.type === EventType.NODE_STATUS) {
        return `${event.nodeName} ${nodeStatus(event.nodeFrom)} -> ${nodeStatus(event.nodeTo)}`;
    }
    const { instanceFrom, instanceTo } = event;
    return `instance ${instanceStatus(instanceFrom)} -> ${instanceStatus(instanceTo)}`;
}

async function sumOf(pieces, dataOf) {
    let size = 0;
    let checksum = 0;
    for await (const piece of pieces) {
        const data = dataOf(piece);
        size += data.length;
        checksum = crc32(data, checksum);
    }
    return `${size} bytes, crc32 ${checksum.toString(16).padStart(8, '0')}`;
}

const [transcriptPath, socket] = process.argv.slice(2);
const { steps } = JSON.parse(readFileSync(transcriptPath, 'utf8'));
const transcript = new Transcript(socket, await Sluice.connect({ path: socket }));
for (const step of steps) await transcript.execute(step);
