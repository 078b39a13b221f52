// What a program in TypeScript may write, and what it may not.

import {
    Elements,
    Event,
    GetInstanceResponse,
    HALF_A_MINUTE,
    Input,
    Instance,
    InstanceStatus,
    RunJobRequest,
    Sluice,
    SluiceError,
    Stream,
    WatchEventsResponse,
    isFinal,
} from 'sluice';

export async function run(signal: AbortSignal): Promise<number> {
    const client: Sluice = await Sluice.connect({ path: '/a', patience: HALF_A_MINUTE });
    const request: Input<RunJobRequest> = { jobName: 'packages', params: [{ key: 'a' }] };
    const reply = await client.instances.runJob(request, { timeout: 1_000, signal });
    const details: GetInstanceResponse = await client.wait(reply.instanceId, { workspace: 'side' });
    const end: number | undefined = details.instance?.endTime;
    for (const node of details.nodes) console.log(node.nodeName.length, node.exitCode?.toFixed());
    return end ?? 0;
}

export async function read(client: Sluice): Promise<void> {
    const stream: Stream<WatchEventsResponse> = client.events.watchEvents({ afterSeq: -1 });
    for await (const { events } of stream) {
        const seen: Event[] = events;
        if (seen.some((event) => isFinal(event.instanceTo))) stream.cancel();
    }
    const list: Elements<Instance> = client.instances.allInstances();
    for await (const { status } of list) console.log(InstanceStatus[status]);
    for await (const { data } of client.followLog({ instanceId: 1, nodeName: 'n' })) {
        const bytes: Uint8Array = data;
        console.log(bytes.length);
    }
}

export function told(error: unknown): string {
    if (!(error instanceof SluiceError)) throw error;
    return error.code === 'NOT_FOUND' ? error.errorCode : `${error.reason} ${error.subject}`;
}

export async function refused(client: Sluice): Promise<void> {
    // @ts-expect-error there is no such field
    await client.instances.runJob({ job_name: 'packages' });
    // @ts-expect-error a number is no text
    await client.instances.runJob({ jobName: 1 });
    // @ts-expect-error there is no such method
    await client.instances.runJobs({});
    // @ts-expect-error perhaps there is none
    console.log((await client.wait(1)).instance.status);
    // @ts-expect-error a client is connected
    new Sluice();
}
