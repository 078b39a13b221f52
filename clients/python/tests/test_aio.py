"""The asyncio client, against the real daemon and one that misbehaves on purpose."""

import asyncio
import unittest

import sluice
from sluice import aio, v1
from tests.daemons import DaemonTests, FakeDaemon
from tests.test_client import NODES, QUICK, RETRIED, hang_up


class AsyncRepetitionTests(unittest.IsolatedAsyncioTestCase):
    async def client(self, *serve):
        self.daemon = FakeDaemon(*serve)
        self.addCleanup(self.daemon.close)
        client = await aio.Sluice.connect(self.daemon.path, patience=QUICK)
        self.addCleanup(client.channel.close)
        return client

    async def test_a_change_is_made_again_under_the_same_request_id(self):
        def answer(_, peer):
            stream, _ = peer.request()
            peer.answer(stream, v1.RunJobResponse(instance_id=9))
            peer.frame()

        client = await self.client(hang_up, hang_up, answer)
        reply = await client.instances.run_job(v1.RunJobRequest(job_name="sum"))
        self.assertEqual(9, reply.instance_id)
        sent = {
            v1.RunJobRequest.FromString(sent.payload).options.request_id
            for sent in self.daemon.requests
        }
        self.assertEqual(1, len(sent))

    async def test_a_watch_goes_on_after_the_last_event_that_was_read(self):
        def watch(seq):
            def serve(_, peer):
                stream, _ = peer.request()
                peer.push(stream, v1.WatchEventsResponse(events=[v1.Event(seq=seq)]))

            return serve

        client = await self.client(watch(6), hang_up, watch(7))
        seen = []
        async for event in client.watch(v1.WatchEventsRequest(after_seq=5)):
            seen.append(event.seq)
            if len(seen) == 2:
                break
        self.assertEqual([6, 7], seen)

    async def test_a_cancelled_task_tells_the_daemon(self):
        frames = []

        def wait(_, peer):
            peer.request()
            frames.append(peer.frame())

        client = await self.client(wait)
        call = asyncio.ensure_future(client.events.wait_events(v1.WaitEventsRequest()))
        while not self.daemon.requests:
            await asyncio.sleep(0)
        call.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await call
        self.daemon._thread.join(timeout=10)
        self.assertEqual([0xC0], [frame.type for frame in frames])


class AsyncClientTests(DaemonTests, unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.client = await aio.Sluice.connect(self.daemon.socket)
        self.addCleanup(self.client.channel.close)

    async def submit(self, source):
        await self.client.jobs.submit_job(v1.SubmitJobRequest(source=source))

    async def test_nobody_listens(self):
        with self.assertRaises(sluice.Unavailable):
            await aio.Sluice.connect(self.daemon.socket + ".nothing")

    async def test_many_calls_share_a_connection_and_pages_find_them_all(self):
        await self.submit("name: shared\n" + NODES)
        request = v1.RunJobRequest(job_name="shared")
        runs = await asyncio.gather(
            *(self.client.instances.run_job(request) for _ in range(300))
        )
        made = {run.instance_id for run in runs}
        self.assertEqual(300, len(made))
        listed = v1.ListInstancesRequest(job_glob="shared", page_size=100)
        found = [item.instance_id async for item in self.client.instances.all_instances(listed)]
        self.assertEqual(sorted(made, reverse=True), found)

    async def test_errors_have_their_class_and_code(self):
        with self.assertRaises(sluice.NotFound) as caught:
            await self.client.instances.get_instance(v1.GetInstanceRequest(instance_id=999_999))
        self.assertEqual("DLF.0137", caught.exception.error_code)

    async def test_a_deadline_ends_a_call_and_a_stream(self):
        with self.assertRaises(sluice.DeadlineExceeded):
            request = v1.WaitEventsRequest(after_seq=-1, wait_ms=60_000)
            await self.client.events.wait_events(request, timeout=0.05)
        with self.assertRaises(sluice.DeadlineExceeded):
            request = v1.WatchEventsRequest(after_seq=1 << 40)
            async for _ in self.client.events.watch_events(request, timeout=0.05):
                pass

    async def test_a_stream_that_is_cancelled_ends(self):
        stream = self.client.events.watch_events(v1.WatchEventsRequest(after_seq=1 << 40))
        asyncio.get_running_loop().call_later(0.05, stream.cancel)
        with self.assertRaises(sluice.Cancelled):
            async for _ in stream:
                pass

    async def test_a_slow_reader_gets_a_long_log_whole(self):
        await self.submit(
            "name: long\nnodes:\n"
            "  - {name: n, type: Shell, script: seq 1 3000000 | head -c 20000000}\n"
        )
        run = await self.client.instances.run_job(v1.RunJobRequest(job_name="long"))
        await self.client.wait(run.instance_id)
        size = 0
        request = v1.FollowLogRequest(instance_id=run.instance_id, node_name="n")
        async for piece in self.client.follow_log(request):
            size += len(piece.data)
            await asyncio.sleep(0.001)
        self.assertEqual(20_000_000, size)

    async def test_a_log_is_followed_over_all_attempts(self):
        await self.submit(RETRIED)
        run = await self.client.instances.run_job(v1.RunJobRequest(job_name="retried"))
        request = v1.FollowLogRequest(instance_id=run.instance_id, node_name="n", attempt=1)
        log = b"".join([piece.data async for piece in self.client.follow_log(request)])
        self.assertEqual(b"attempt 1\nattempt 2\nattempt 3\n", log)

    async def test_a_daemon_that_was_killed_is_found_again(self):
        await self.submit("name: again\n" + NODES)
        self.daemon.kill()
        self.daemon.start()
        run = await self.client.instances.run_job(v1.RunJobRequest(job_name="again"))
        details = await self.client.wait(run.instance_id)
        self.assertEqual(v1.INSTANCE_STATUS_SUCCESS, details.instance.status)
