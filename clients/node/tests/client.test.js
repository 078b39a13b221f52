/** The client: against a daemon that misbehaves on purpose, and against the real one. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { EventType, InstanceStatus, NO_PATIENCE, Sluice } from 'sluice';

import { CANCEL } from '../src/frames.js';
import { Daemon, FakeDaemon } from './daemons.js';

const QUICK = [1, 1, 1, 1, 1];
const NODES = 'nodes:\n  - {name: n, type: Dummy}\n';
// Fails twice, with a line in the log of each attempt.
const RETRIED = `name: retried
nodes:
  - name: n
    type: Shell
    script: |
      echo "attempt $SLUICE_ATTEMPT"
      test "$SLUICE_ATTEMPT" = 3
    retryTimes: 2
    retryInterval: 0s
`;

async function all(items) {
    const found = [];
    for await (const item of items) found.push(item);
    return found;
}

async function logOf(pieces) {
    return Buffer.concat((await all(pieces)).map((piece) => piece.data)).toString();
}

function soon() {
    return new Promise((resolve) => setTimeout(resolve, 20));
}

describe('with a daemon that misbehaves', () => {
    async function fake(context, serve, patience = QUICK) {
        const daemon = await FakeDaemon.start(...serve);
        const client = await Sluice.connect({ path: daemon.path, patience });
        context.after(() => {
            client.close();
            daemon.close();
        });
        return { daemon, client };
    }

    function hangUp(type = 'GetServerInfoRequest') {
        return (peer) => peer.request(type);
    }

    function answer(requestType, type, message) {
        return async (peer) => {
            const { stream } = await peer.request(requestType);
            peer.answer(stream, type, message);
            await peer.frame();
        };
    }

    function push(requestType, type, message) {
        return async (peer) => {
            const { stream } = await peer.request(requestType);
            peer.push(stream, type, message);
        };
    }

    const info = answer('GetServerInfoRequest', 'GetServerInfoResponse', { version: '7' });

    test('a read is made again on a new connection', async (context) => {
        const { client } = await fake(context, [hangUp(), hangUp(), info]);
        assert.equal((await client.server.getServerInfo()).version, '7');
    });

    test('a change is made again under the same request id', async (context) => {
        const run = answer('RunJobRequest', 'RunJobResponse', { instanceId: 9 });
        const { daemon, client } = await fake(context, [hangUp('RunJobRequest'), run]);
        const request = Object.freeze({ jobName: 'sum' });
        assert.equal((await client.instances.runJob(request)).instanceId, 9);
        const ids = daemon.requests.map((sent) => sent.options.requestId);
        assert.equal(ids.length, 2);
        assert.equal(ids[0], ids[1]);
        assert.match(ids[0], /^[0-9a-f]{32}$/);
    });

    test('a request id of the caller is kept, and a dry run has none', async (context) => {
        const twice = async (peer) => {
            for (let count = 0; count < 2; count++) {
                const { stream } = await peer.request('RunJobRequest');
                peer.answer(stream, 'RunJobResponse', {});
            }
        };
        const { daemon, client } = await fake(context, [twice]);
        await client.instances.runJob({ options: { requestId: 'mine' } });
        await client.instances.runJob({ options: { dryRun: true } });
        assert.deepEqual(daemon.requests.map((sent) => sent.options.requestId), ['mine', '']);
    });

    test('a stop of the daemon is not made again', async (context) => {
        const { client } = await fake(context, [hangUp('StopServerRequest'), info]);
        await assert.rejects(client.server.stopServer(), { code: 'UNAVAILABLE' });
    });

    test('patience ends', async (context) => {
        const { client } = await fake(context, [hangUp(), hangUp(), hangUp(), info], [1, 1]);
        await assert.rejects(client.server.getServerInfo(), { code: 'UNAVAILABLE' });
    });

    test('another error is not made again', async (context) => {
        const refuse = async (peer) => {
            const { stream } = await peer.request('GetServerInfoRequest');
            peer.refuse(stream, 8);
            await peer.frame();
        };
        const { daemon, client } = await fake(context, [refuse, info]);
        await assert.rejects(client.server.getServerInfo(), { code: 'RESOURCE_EXHAUSTED' });
        assert.equal(daemon.requests.length, 1);
    });

    test('the deadline holds for all repetitions together', async (context) => {
        const { client } = await fake(context, [hangUp(), info], [30_000]);
        const call = client.server.getServerInfo({}, { timeout: 50 });
        await assert.rejects(call, { code: 'DEADLINE_EXCEEDED' });
    });

    test('a signal ends the pause before a repetition', async (context) => {
        const { client } = await fake(context, [hangUp(), info], [30_000]);
        const controller = new AbortController();
        const call = client.server.getServerInfo({}, { signal: controller.signal });
        setTimeout(() => controller.abort(), 20);
        await assert.rejects(call, { code: 'CANCELLED' });
    });

    test('the daemon is told the deadline, and that a call was given up', async (context) => {
        const controller = new AbortController();
        let told;
        const frames = new Promise((resolve) => (told = resolve));
        const wait = async (peer) => {
            const { envelope } = await peer.request('WaitEventsRequest');
            controller.abort('enough');
            told([envelope.timeoutNano, (await peer.frame()).type]);
        };
        const { client } = await fake(context, [wait]);
        const options = { timeout: 5_000, signal: controller.signal };
        const call = client.events.waitEvents({}, options);
        await assert.rejects(call, { code: 'CANCELLED', cause: 'enough' });
        const [timeoutNano, type] = await frames;
        assert.ok(timeoutNano > 0n && timeoutNano <= 5_000_000_000n);
        assert.equal(type, CANCEL);
    });

    test('a watch goes on after the last event that was read', async (context) => {
        const watch = (...numbers) => {
            const events = numbers.map((seq) => ({ seq }));
            return push('WatchEventsRequest', 'WatchEventsResponse', { events });
        };
        const serve = [watch(6, 7), hangUp('WatchEventsRequest'), watch(8, 9)];
        const { daemon, client } = await fake(context, serve);
        const seen = [];
        for await (const event of client.watch({ afterSeq: 5 })) {
            seen.push(event.seq);
            if (seen.length === 4) break;
        }
        assert.deepEqual(seen, [6, 7, 8, 9]);
        assert.deepEqual(daemon.requests.map((sent) => sent.afterSeq), [5, 7, 7]);
    });

    test('a log goes on where it was', async (context) => {
        const piece = (offset, text) => {
            const message = { attempt: 2, offset, data: Buffer.from(text) };
            return push('FollowLogRequest', 'FollowLogResponse', message);
        };
        const { daemon, client } = await fake(context, [piece(0, 'one '), piece(4, 'two')]);
        const pieces = client.followLog({ instanceId: 1, nodeName: 'n', attempt: 2 });
        const text = [(await pieces.next()).value, (await pieces.next()).value];
        assert.equal(Buffer.concat(text.map((each) => each.data)).toString(), 'one two');
        assert.deepEqual([daemon.requests[1].attempt, daemon.requests[1].offset], [2, 4]);
    });

    test('a message that cannot be decoded ends its stream', async (context) => {
        let told;
        const frame = new Promise((resolve) => (told = resolve));
        const serve = async (peer) => {
            const { stream } = await peer.request('WatchEventsRequest');
            peer.push(stream, 'KeyValue', { key: 'no list of events' });
            told(await peer.frame());
        };
        const { client } = await fake(context, [serve]);
        await assert.rejects(all(client.events.watchEvents()), { code: 'INTERNAL' });
        assert.equal((await frame).type, CANCEL);
    });

    test('a stream that is cancelled before it begins is not begun', async (context) => {
        const { daemon, client } = await fake(context, [info]);
        const stream = client.events.watchEvents();
        stream.cancel();
        await assert.rejects(stream.next(), { code: 'CANCELLED' });
        await client.server.getServerInfo();
        assert.equal(daemon.requests.length, 1);
    });

    test('leaving a stream gives it up', async (context) => {
        let told;
        const frame = new Promise((resolve) => (told = resolve));
        const serve = async (peer) => {
            const { stream } = await peer.request('WatchEventsRequest');
            peer.push(stream, 'WatchEventsResponse', {});
            told(await peer.frame());
        };
        const { client } = await fake(context, [serve]);
        for await (const reply of client.events.watchEvents()) {
            assert.deepEqual(reply, { events: [] });
            break;
        }
        assert.equal((await frame).type, CANCEL);
    });

    test('a request that does not fit the schema is not sent', async (context) => {
        const { daemon, client } = await fake(context, [(peer) => peer.frame()]);
        await assert.rejects(client.instances.runJob({ job_name: 'sum' }), TypeError);
        await assert.rejects(client.server.getServerInfo({}, { timeout: '1s' }), TypeError);
        assert.throws(() => client.events.watchEvents({ afterSeq: '5' }), TypeError);
        assert.deepEqual(daemon.requests, []);
    });
});

describe('with the real daemon', () => {
    let daemon;
    let client;

    before(async () => {
        daemon = await Daemon.start();
        client = await Sluice.connect({ path: daemon.socket });
    });
    after(async () => {
        client.close();
        await daemon.stop();
    });

    async function submit(source) {
        await client.jobs.submitJob({ source });
    }

    async function run(jobName) {
        return (await client.instances.runJob({ jobName })).instanceId;
    }

    test('nobody listens', async () => {
        const path = `${daemon.socket}.nothing`;
        await assert.rejects(Sluice.connect({ path }), { code: 'UNAVAILABLE' });
    });

    test('a path that is too long for a socket is said to be', async () => {
        await assert.rejects(Sluice.connect({ path: `/${'x'.repeat(107)}` }), /at most 107 bytes/);
    });

    test('many calls share a connection and pages find them all', async () => {
        await submit(`name: shared\n${NODES}`);
        const made = await Promise.all(Array.from({ length: 300 }, () => run('shared')));
        assert.equal(new Set(made).size, 300);
        const list = { jobGlob: 'shared', pageSize: 100 };
        const found = await all(client.instances.allInstances(list));
        const newestFirst = made.sort((one, other) => other - one);
        assert.deepEqual(found.map((item) => item.instanceId), newestFirst);
    });

    test('calls are answered while another one waits, and one signal is for many', async () => {
        const controller = new AbortController();
        const waiting = Array.from({ length: 20 }, () =>
            client.events.waitEvents({ afterSeq: -1, waitMs: 60_000 }, controller),
        );
        for (let count = 0; count < 20; count++) await client.server.getServerInfo();
        controller.abort();
        for (const outcome of await Promise.allSettled(waiting)) {
            assert.equal(outcome.reason.code, 'CANCELLED');
        }
    });

    test('a signal that came first holds', async () => {
        const call = client.events.waitEvents({ waitMs: 60_000 }, { signal: AbortSignal.abort() });
        await assert.rejects(call, { code: 'CANCELLED' });
    });

    test('a deadline ends a call and a stream', async () => {
        const timeout = 50;
        const call = client.events.waitEvents({ afterSeq: -1, waitMs: 60_000 }, { timeout });
        await assert.rejects(call, { code: 'DEADLINE_EXCEEDED' });
        const stream = client.events.watchEvents({ afterSeq: 2 ** 40 }, { timeout });
        await assert.rejects(all(stream), { code: 'DEADLINE_EXCEEDED' });
    });

    test('a stream that is cancelled ends', async () => {
        const stream = client.events.watchEvents({ afterSeq: 2 ** 40 });
        const next = stream.next();
        setTimeout(() => stream.cancel(), 20);
        await assert.rejects(next, { code: 'CANCELLED' });
    });

    test('a client that is closed ends its calls', async () => {
        const other = await Sluice.connect({ path: daemon.socket });
        const next = other.events.watchEvents({ afterSeq: 2 ** 40 }).next();
        await other.server.getServerInfo();
        other.close();
        await assert.rejects(next, { code: 'CANCELLED' });
        await assert.rejects(other.server.getServerInfo(), { code: 'CANCELLED' });
    });

    test('errors have code, reason and subject', async () => {
        await assert.rejects(client.instances.getInstance({ instanceId: 999_999 }), {
            name: 'SluiceError',
            code: 'NOT_FOUND',
            errorCode: 'DLF.0137',
            reason: 'INSTANCE_NOT_FOUND',
            subject: 'instance 999999',
        });
    });

    test('a log is followed over all attempts', async () => {
        await submit(RETRIED);
        const request = { instanceId: await run('retried'), nodeName: 'n', attempt: 1 };
        assert.equal(await logOf(client.followLog(request)), 'attempt 1\nattempt 2\nattempt 3\n');
    });

    test('a log of no node is an error', async () => {
        await submit(`name: plain\n${NODES}`);
        const request = { instanceId: await run('plain'), nodeName: 'none' };
        await assert.rejects(client.followLog(request).next(), { reason: 'NODE_NOT_IN_INSTANCE' });
    });

    test('a slow reader gets a long log whole', async () => {
        const script = 'seq 1 3000000 | head -c 20000000';
        await submit(`name: long\nnodes:\n  - {name: n, type: Shell, script: ${script}}\n`);
        const instanceId = await run('long');
        await client.wait(instanceId);
        let size = 0;
        let pieces = 0;
        for await (const piece of client.followLog({ instanceId, nodeName: 'n' })) {
            size += piece.data.length;
            if (pieces++ % 10 === 0) await soon();
        }
        assert.equal(size, 20_000_000);
    });

    test('the time to wait is bounded', async () => {
        await submit(`name: late\n${NODES}`);
        const request = { jobName: 'late', planTime: 4_102_444_800_000 };
        const { instanceId } = await client.instances.runJob(request);
        await assert.rejects(client.wait(instanceId, { timeout: 50 }), {
            code: 'DEADLINE_EXCEEDED',
        });
    });

    test('a stream finds a daemon that was killed while nobody called', async () => {
        const patient = await Sluice.connect({ path: daemon.socket, patience: NO_PATIENCE });
        await submit(`name: streamed\n${NODES}`);
        await daemon.kill();
        await daemon.start();
        for await (const { events } of patient.events.watchEvents({ jobName: 'streamed' })) {
            assert.equal(events[0].type, EventType.JOB_SUBMITTED);
            break;
        }
        patient.close();
    });

    test('a daemon that was killed is found again', async () => {
        await submit(`name: again\n${NODES}`);
        await daemon.kill();
        await daemon.start();
        const details = await client.wait(await run('again'));
        assert.equal(details.instance.status, InstanceStatus.SUCCESS);
    });
});
