/** The lines of README.md lead to a retried instance. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { Daemon, temporaryFolder } from './daemons.js';

const package_ = new URL('..', import.meta.url).pathname;
const readme = readFileSync(`${package_}README.md`, 'utf8');

function blocks(language) {
    const fence = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms');
    return [...readme.matchAll(fence)].map((block) => block[1]);
}

let daemon;
let folder;
before(async () => {
    daemon = await Daemon.start();
    folder = temporaryFolder();
});
after(async () => {
    rmSync(folder, { recursive: true });
    await daemon.stop();
});

test('its JavaScript does what it says', () => {
    // What npm does to install a folder.
    mkdirSync(`${folder}/node_modules`);
    symlinkSync(package_, `${folder}/node_modules/sluice`);
    writeFileSync(`${folder}/program.mjs`, blocks('js').join('\n'));
    const result = spawnSync(process.execPath, [`${folder}/program.mjs`], {
        env: { ...process.env, SLUICE_STATE: daemon.state },
        encoding: 'utf8',
    });
    assert.deepEqual([result.status, result.stderr], [0, '']);
    const lines = result.stdout.split('\n');
    const expected = ['backup 1', 'FAIL true', 'look FAIL exit 1', 'looking at /nothing'];
    for (const line of [...expected, 'run 2 SUCCESS', '1 true']) {
        assert.ok(lines.includes(line), `${line} is not in\n${result.stdout}`);
    }
    assert.ok(lines.some((line) => line.includes('INSTANCE_STATUS instance 1')), result.stdout);
});

test('it asks npm for the folder of the package', () => {
    assert.deepEqual(blocks('console'), ['$ npm install PATH/TO/sluice/clients/node\n']);
    const { name, exports, dependencies } = JSON.parse(readFileSync(`${package_}package.json`));
    assert.deepEqual([name, dependencies], ['sluice', undefined]);
    for (const file of Object.values(exports['.'])) readFileSync(package_ + file);
});
