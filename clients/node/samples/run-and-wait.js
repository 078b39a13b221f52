/** Runs a job and waits for its end; exits with 0 if it succeeded, else with 1.
 *
 * run-and-wait.js JOB [NAME=VALUE ...] */

import { InstanceStatus, NodeStatus, Sluice, SluiceError } from 'sluice';

async function main() {
    const [jobName, ...assignments] = process.argv.slice(2);
    const params = assignments.map((assignment) => {
        const [key, ...value] = assignment.split('=');
        return { key, value: value.join('=') };
    });

    const client = await Sluice.connect();
    const { instanceId } = await client.instances.runJob({ jobName, params });
    console.log(`instance ${instanceId} of ${jobName} started`);
    const { instance, nodes } = await client.wait(instanceId);

    console.log(`instance ${instanceId}: ${InstanceStatus[instance?.status ?? 0]}`);
    for (const node of nodes) {
        if (node.status === NodeStatus.FAIL) console.log(`  ${node.nodeName}: ${node.reason}`);
    }
    return instance?.status === InstanceStatus.SUCCESS ? 0 : 1;
}

try {
    process.exitCode = await main();
} catch (error) {
    if (!(error instanceof SluiceError)) throw error;
    console.error(`${error.code}: ${error.message}`);
    process.exitCode = 1;
}
