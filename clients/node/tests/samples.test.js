/** The samples do what they say. */

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';

import { Sluice } from 'sluice';

import { Daemon } from './daemons.js';

const samples = new URL('../samples', import.meta.url).pathname;

let daemon;
let client;
let env;
before(async () => {
    daemon = await Daemon.start();
    client = await Sluice.connect({ path: daemon.socket });
    env = { ...process.env, SLUICE_SOCKET: daemon.socket };
});
after(async () => {
    client.close();
    await daemon.stop();
});

async function submit(name) {
    const script = `'echo looking; test -d "\${folder}"'`;
    await client.jobs.submitJob({
        source:
            `name: ${name}\nparams: {folder: /nothing}\n` +
            `nodes:\n  - {name: look, type: Shell, script: ${script}}\n`,
    });
}

async function failed(jobName) {
    await submit(jobName);
    const { instanceId } = await client.instances.runJob({ jobName });
    await client.wait(instanceId);
    return instanceId;
}

function sample(name, ...words) {
    const command = [`${samples}/${name}`, ...words.map(String)];
    return spawnSync(process.execPath, command, { env, encoding: 'utf8' });
}

/** The day as the samples take it. */
function dayOf(date) {
    const pad = (number) => String(number).padStart(2, '0');
    return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

test('a job is run and its end awaited', async () => {
    await submit('one');
    const done = sample('run-and-wait.js', 'one', 'folder=/');
    assert.deepEqual([done.status, done.stderr], [0, '']);
    assert.match(done.stdout, /SUCCESS/);
    const other = sample('run-and-wait.js', 'one');
    assert.equal(other.status, 1);
    assert.match(other.stdout, /look: exit 1/);
});

test('a job that is not there is said in one line', () => {
    const result = sample('run-and-wait.js', 'nothing');
    assert.equal(result.status, 1);
    assert.match(result.stderr, /^NOT_FOUND: .*\n$/);
});

test('a log is written to its end', async () => {
    const result = sample('tail-log.js', await failed('two'), 'look');
    assert.deepEqual([result.stdout, result.stderr], ['looking\n', '']);
});

test('failures are told of and the next start goes on behind them', async () => {
    const place = `${daemon.folder}/place`;
    writeFileSync(place, String(await client.latestEvent()));
    for (const job of ['three', 'four']) {
        const instance = await failed(job);
        const watch = spawn(process.execPath, [`${samples}/alert-on-failure.js`, place], { env });
        const [line] = await once(createInterface({ input: watch.stdout }), 'line');
        const latest = await client.latestEvent();
        while (Number(readFileSync(place, 'utf8')) < latest) await client.latestEvent();
        watch.kill();
        assert.equal(line, `${job} ${instance}: node 'look' failed: exit 1`);
    }
});

test('what failed on a day is retried', async () => {
    const ids = [await failed('five'), await failed('five'), await failed('six')];
    const today = new Date();
    const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
    const nothing = sample('retry-failed.js', dayOf(yesterday));
    assert.deepEqual([nothing.stdout, nothing.stderr], ['', '']);
    assert.equal(sample('retry-failed.js', dayOf(today)).stderr, '');
    for (const id of ids) assert.equal((await client.wait(id)).instance.run, 2);
});
