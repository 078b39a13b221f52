"""The samples do what they say."""

import datetime
import os
import pathlib
import subprocess
import sys

import sluice
from sluice import v1
from tests.daemons import DaemonTests

SAMPLES = pathlib.Path(__file__).resolve().parents[1] / "samples"
SOURCE = """name: {name}
params: {{folder: /nothing}}
nodes:
  - {{name: look, type: Shell, script: 'echo looking; test -d "${{folder}}"'}}
"""


class SampleTests(DaemonTests):
    def setUp(self):
        self.client = sluice.Sluice.connect(self.daemon.socket)
        self.addCleanup(self.client.close)
        self.environment = {**os.environ, "SLUICE_SOCKET": self.daemon.socket}

    def submit(self, name):
        request = v1.SubmitJobRequest(source=SOURCE.format(name=name))
        self.client.jobs.submit_job(request)

    def sample(self, name, *arguments):
        return subprocess.run(
            [sys.executable, SAMPLES / name, *map(str, arguments)],
            env=self.environment, capture_output=True, text=True, timeout=60, check=False,
        )

    def failed(self, job):
        self.submit(job)
        run = self.client.instances.run_job(v1.RunJobRequest(job_name=job))
        self.client.wait(run.instance_id)
        return run.instance_id

    def test_a_job_is_run_and_its_end_awaited(self):
        self.submit("one")
        done = self.sample("run_and_wait.py", "one", "folder=/")
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertIn("INSTANCE_STATUS_SUCCESS", done.stdout)
        failed = self.sample("run_and_wait.py", "one")
        self.assertEqual(1, failed.returncode)
        self.assertIn("look: exit 1", failed.stdout)

    def test_a_job_that_is_not_there_is_said_in_one_line(self):
        failed = self.sample("run_and_wait.py", "nothing")
        self.assertEqual(1, failed.returncode)
        self.assertEqual(1, len(failed.stderr.splitlines()), failed.stderr)

    def test_a_log_is_written_to_its_end(self):
        result = self.sample("tail_log.py", self.failed("two"), "look")
        self.assertEqual(("looking\n", ""), (result.stdout, result.stderr))

    def test_failures_are_told_of_and_the_next_start_goes_on_behind_them(self):
        place = pathlib.Path(self.daemon.folder) / "place"
        place.write_text(str(self.client.latest_event()))
        for job in ["three", "four"]:
            instance = self.failed(job)
            watch = subprocess.Popen(
                [sys.executable, SAMPLES / "alert_on_failure.py", place],
                env=self.environment, stdout=subprocess.PIPE, text=True,
            )
            with watch:
                line = watch.stdout.readline()
                while int(place.read_text()) < self.client.latest_event():
                    pass
                watch.terminate()
            self.assertEqual(f"{job} {instance}: node 'look' failed: exit 1\n", line)

    def test_what_failed_on_a_day_is_retried(self):
        failed = [self.failed("five"), self.failed("five"), self.failed("six")]
        today = datetime.date.today()
        result = self.sample("retry_failed.py", today - datetime.timedelta(days=1))
        self.assertEqual(("", ""), (result.stdout, result.stderr))
        result = self.sample("retry_failed.py", today)
        self.assertEqual("", result.stderr)
        for number in failed:
            details = self.client.wait(number)
            self.assertEqual(2, details.instance.run)
