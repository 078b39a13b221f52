/** Retries every failed instance that was planned for a day, from what failed in it.
 *
 * retry-failed.js YYYY-MM-DD */

import { InstanceStatus, RetryLocation, RetryTaskVersion, Sluice, SluiceError } from 'sluice';

/** Instances that a call takes. */
const BATCH = 1_000;

async function main() {
    const day = new Date(`${process.argv[2]}T00:00`);
    const client = await Sluice.connect();
    for (const [jobName, ids] of await failedInstances(client, day)) {
        for (let start = 0; start < ids.length; start += BATCH) {
            await retry(client, jobName, ids.slice(start, start + BATCH));
        }
    }
}

/**
 * @param {Sluice} client
 * @param {Date} day
 */
async function failedInstances(client, day) {
    const next = new Date(day);
    next.setDate(day.getDate() + 1);
    /** @type {Map<string, number[]>} */
    const byJob = new Map();
    const found = client.instances.allInstances({
        statuses: [InstanceStatus.FAIL],
        plannedFrom: day.getTime(),
        plannedBefore: next.getTime(),
        pageSize: 1_000,
    });
    for await (const { jobName, instanceId } of found) {
        byJob.set(jobName, [...(byJob.get(jobName) ?? []), instanceId]);
    }
    return byJob;
}

/**
 * @param {Sluice} client
 * @param {string} jobName
 * @param {number[]} ids
 */
async function retry(client, jobName, ids) {
    await client.instances.retryInstances({
        jobName,
        retryLocation: RetryLocation.ERROR_NODE,
        retryTaskVersion: RetryTaskVersion.ORIGINAL,
        taskRetrys: ids.map((instanceId) => ({ instanceId })),
    });
    console.log(`${jobName}: ${ids.join(', ')}`);
}

try {
    await main();
} catch (error) {
    if (!(error instanceof SluiceError)) throw error;
    console.error(`${error.code}: ${error.message}`);
    process.exitCode = 1;
}
