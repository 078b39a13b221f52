/** Writes what a node writes while it does so, retries included, until it is done.
 *
 * tail-log.js INSTANCE NODE */

import { Sluice, SluiceError } from 'sluice';

async function main() {
    const [instanceId, nodeName] = process.argv.slice(2);
    const client = await Sluice.connect();
    for await (const piece of client.followLog({ instanceId: Number(instanceId), nodeName })) {
        process.stdout.write(piece.data);
    }
}

try {
    await main();
} catch (error) {
    if (!(error instanceof SluiceError)) throw error;
    console.error(`${error.code}: ${error.message}`);
    process.exitCode = 1;
}
