/** Prints a line for each instance that fails from now on, and why, for as long as it runs. With a
 * file, the number of the last event is kept there: the next start goes on behind it and misses
 * none.
 *
 * alert-on-failure.js [FILE] */

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

import { InstanceStatus, Sluice, SluiceError } from 'sluice';

async function main() {
    const file = process.argv[2];
    const afterSeq = file && existsSync(file) ? Number(readFileSync(file, 'utf8')) : -1;
    const client = await Sluice.connect();
    for await (const event of client.watch({ afterSeq })) {
        if (event.instanceTo === InstanceStatus.FAIL) {
            console.log(`${event.jobName} ${event.instanceId}: ${event.reason}`);
        }
        if (file) keep(event.seq, file);
    }
}

/**
 * @param {number} seq
 * @param {string} file
 */
function keep(seq, file) {
    writeFileSync(`${file}.new`, String(seq));
    renameSync(`${file}.new`, file);
}

try {
    await main();
} catch (error) {
    if (!(error instanceof SluiceError)) throw error;
    console.error(`${error.code}: ${error.message}`);
    process.exitCode = 1;
}
