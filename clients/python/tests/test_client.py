"""The blocking client: against a daemon that misbehaves on purpose, and against the real one."""

import ast
import pathlib
import threading
import unittest
from concurrent.futures import ThreadPoolExecutor

import sluice
from sluice import v1
from tests.daemons import DaemonTests, FakeDaemon

QUICK = (0.001,) * 5

NODES = "nodes:\n  - {name: n, type: Dummy}\n"
# Fails twice, with a line in the log of each attempt.
RETRIED = """name: retried
nodes:
  - name: n
    type: Shell
    script: |
      echo "attempt $SLUICE_ATTEMPT"
      test "$SLUICE_ATTEMPT" = 3
    retryTimes: 2
    retryInterval: 0s
"""


def hang_up(daemon, peer):
    peer.request()


class RepetitionTests(unittest.TestCase):
    def daemon(self, *serve):
        daemon = FakeDaemon(*serve)
        self.addCleanup(daemon.close)
        return daemon

    def client(self, daemon, patience=QUICK):
        client = sluice.Sluice.connect(daemon.path, patience=patience)
        self.addCleanup(client.close)
        return client

    def test_a_read_is_made_again_on_a_new_connection(self):
        def answer(_, peer):
            stream, _ = peer.request()
            peer.answer(stream, v1.GetServerInfoResponse(version="7"))
            peer.frame()

        client = self.client(self.daemon(hang_up, hang_up, answer))
        info = client.server.get_server_info(v1.GetServerInfoRequest())
        self.assertEqual("7", info.version)

    def test_a_change_is_made_again_under_the_same_request_id(self):
        def answer(_, peer):
            stream, _ = peer.request()
            peer.answer(stream, v1.RunJobResponse(instance_id=9))
            peer.frame()

        daemon = self.daemon(hang_up, answer)
        request = v1.RunJobRequest(job_name="sum")
        reply = self.client(daemon).instances.run_job(request)
        self.assertEqual(9, reply.instance_id)
        ids = [v1.RunJobRequest.FromString(sent.payload).options for sent in daemon.requests]
        self.assertEqual(2, len(ids))
        self.assertEqual(ids[0].request_id, ids[1].request_id)
        self.assertEqual(32, len(ids[0].request_id))
        self.assertEqual("", request.options.request_id, "the caller's request is left alone")

    def test_a_stop_of_the_daemon_is_not_made_again(self):
        client = self.client(self.daemon(hang_up, hang_up))
        with self.assertRaises(sluice.Unavailable):
            client.server.stop_server(v1.StopServerRequest())

    def test_patience_ends(self):
        client = self.client(self.daemon(hang_up, hang_up, hang_up), patience=(0.001, 0.001))
        with self.assertRaises(sluice.Unavailable):
            client.server.get_server_info(v1.GetServerInfoRequest())

    def test_another_error_is_not_made_again(self):
        def refuse(_, peer):
            stream, _ = peer.request()
            peer.answer(stream, code=sluice.Code.RESOURCE_EXHAUSTED)
            peer.frame()

        daemon = self.daemon(refuse)
        with self.assertRaises(sluice.ResourceExhausted):
            self.client(daemon).server.get_server_info(v1.GetServerInfoRequest())
        self.assertEqual(1, len(daemon.requests))

    def test_the_deadline_holds_for_all_repetitions_together(self):
        client = self.client(self.daemon(hang_up, hang_up), patience=(30.0,))
        with self.assertRaises(sluice.DeadlineExceeded):
            client.server.get_server_info(v1.GetServerInfoRequest(), timeout=0.05)

    def test_a_watch_goes_on_after_the_last_event_that_was_read(self):
        def watch(first, last):
            def serve(_, peer):
                stream, _ = peer.request()
                events = [v1.Event(seq=seq) for seq in range(first, last)]
                peer.push(stream, v1.WatchEventsResponse(events=events))

            return serve

        daemon = self.daemon(watch(6, 8), hang_up, watch(8, 10))
        events = self.client(daemon).watch(v1.WatchEventsRequest(after_seq=5))
        self.assertEqual([6, 7, 8, 9], [next(events).seq for _ in range(4)])
        after = [v1.WatchEventsRequest.FromString(sent.payload) for sent in daemon.requests]
        self.assertEqual([5, 7, 7], [request.after_seq for request in after])

    def test_a_log_goes_on_where_it_was(self):
        def piece(offset, data):
            def serve(_, peer):
                stream, _ = peer.request()
                reply = v1.FollowLogResponse(attempt=2, offset=offset, data=data)
                peer.push(stream, reply)

            return serve

        daemon = self.daemon(piece(0, b"one "), piece(4, b"two"))
        request = v1.FollowLogRequest(instance_id=1, node_name="n", attempt=2)
        pieces = self.client(daemon).follow_log(request)
        self.assertEqual(b"one two", next(pieces).data + next(pieces).data)
        asked = v1.FollowLogRequest.FromString(daemon.requests[1].payload)
        self.assertEqual((2, 4), (asked.attempt, asked.offset))


class ClientTests(DaemonTests):
    def setUp(self):
        self.client = sluice.Sluice.connect(self.daemon.socket)
        self.addCleanup(self.client.close)

    def submit(self, source):
        self.client.jobs.submit_job(v1.SubmitJobRequest(source=source))

    def test_nobody_listens(self):
        with self.assertRaises(sluice.Unavailable):
            sluice.Sluice.connect(self.daemon.socket + ".nothing")

    def test_fifty_threads_share_a_connection(self):
        self.submit("name: shared\n" + NODES)

        def run(_):
            return self.client.instances.run_job(v1.RunJobRequest(job_name="shared")).instance_id

        with ThreadPoolExecutor(50) as pool:
            ids = list(pool.map(run, range(500)))
        self.assertEqual(500, len(set(ids)))

    def test_calls_are_answered_while_another_one_waits(self):
        cancellation = sluice.Cancellation()
        outcome = []

        def wait():
            try:
                request = v1.WaitEventsRequest(after_seq=-1, wait_ms=60_000)
                self.client.events.wait_events(request, cancellation=cancellation)
            except sluice.SluiceError as error:
                outcome.append(error.code)

        waiter = threading.Thread(target=wait)
        waiter.start()
        for _ in range(20):
            self.client.server.get_server_info(v1.GetServerInfoRequest())
        cancellation.cancel()
        waiter.join(timeout=10)
        self.assertEqual([sluice.Code.CANCELLED], outcome)

    def test_a_cancellation_that_came_first_holds(self):
        cancellation = sluice.Cancellation()
        cancellation.cancel()
        with self.assertRaises(sluice.Cancelled):
            request = v1.WaitEventsRequest(after_seq=-1, wait_ms=60_000)
            self.client.events.wait_events(request, cancellation=cancellation)

    def test_a_client_that_is_closed_ends_its_calls(self):
        stream = self.client.events.watch_events(v1.WatchEventsRequest(after_seq=-1))
        closer = threading.Timer(0.05, self.client.close)
        closer.start()
        with self.assertRaises(sluice.Cancelled):
            next(stream)
        with self.assertRaises(sluice.Cancelled):
            self.client.server.get_server_info(v1.GetServerInfoRequest())

    def test_a_log_is_followed_over_all_attempts(self):
        self.submit(RETRIED)
        run = self.client.instances.run_job(v1.RunJobRequest(job_name="retried"))
        request = v1.FollowLogRequest(instance_id=run.instance_id, node_name="n", attempt=1)
        log = b"".join(piece.data for piece in self.client.follow_log(request))
        self.assertEqual(b"attempt 1\nattempt 2\nattempt 3\n", log)

    def test_a_log_of_no_node_is_an_error(self):
        self.submit("name: plain\n" + NODES)
        run = self.client.instances.run_job(v1.RunJobRequest(job_name="plain"))
        request = v1.FollowLogRequest(instance_id=run.instance_id, node_name="none")
        with self.assertRaises(sluice.NotFound) as caught:
            next(self.client.follow_log(request))
        self.assertEqual("NODE_NOT_IN_INSTANCE", caught.exception.reason)

    def test_the_time_to_wait_is_bounded(self):
        self.submit("name: late\n" + NODES)
        request = v1.RunJobRequest(job_name="late", plan_time=4_102_444_800_000)
        run = self.client.instances.run_job(request)
        with self.assertRaises(sluice.DeadlineExceeded):
            self.client.wait(run.instance_id, timeout=0.1)

    def test_a_stream_finds_a_daemon_that_was_killed_while_nobody_called(self):
        self.daemon.kill()
        self.daemon.start()
        self.submit("name: streamed\n" + NODES)
        self.daemon.kill()
        self.daemon.start()
        request = v1.WatchEventsRequest(job_name="streamed")
        with self.client.events.watch_events(request) as stream:
            self.assertEqual(v1.EVENT_TYPE_JOB_SUBMITTED, next(stream).events[0].type)

    def test_a_daemon_that_was_killed_is_found_again(self):
        self.submit("name: again\n" + NODES)
        self.daemon.kill()
        self.daemon.start()
        run = self.client.instances.run_job(v1.RunJobRequest(job_name="again"))
        details = self.client.wait(run.instance_id)
        self.assertEqual(v1.INSTANCE_STATUS_SUCCESS, details.instance.status)


class PackageTests(unittest.TestCase):
    def test_the_socket_is_where_the_command_line_looks_for_it(self):
        path = sluice.default_socket_path
        self.assertEqual("/a", path({"SLUICE_SOCKET": "/a", "SLUICE_STATE": "/b"}))
        self.assertEqual("/b/sluice.sock", path({"SLUICE_STATE": "/b"}))
        homes = {"XDG_STATE_HOME": "/x", "HOME": "/h"}
        if not pathlib.Path("/run/sluice/sluice.sock").exists():
            self.assertEqual("/x/sluice/sluice.sock", path(homes))
            self.assertEqual("/h/.local/state/sluice/sluice.sock", path({"HOME": "/h"}))

    def test_every_module_is_read_by_python_3_9(self):
        folder = pathlib.Path(sluice.__file__).parent
        for file in folder.rglob("*.py"):
            ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 9))

    def test_every_code_has_a_class(self):
        kinds = {kind.code for kind in sluice.SluiceError.__subclasses__()}
        self.assertEqual(set(sluice.Code) - {sluice.Code.OK, sluice.Code.UNKNOWN}, kinds)
