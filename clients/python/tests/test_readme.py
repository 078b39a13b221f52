"""The lines of README.md lead to a retried instance."""

import os
import pathlib
import re
import subprocess
import sys

from tests.daemons import DaemonTests

FOLDER = pathlib.Path(__file__).resolve().parents[1]
README = (FOLDER / "README.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


class ReadmeTests(DaemonTests):
    def test_its_python_does_what_it_says(self):
        program = "\n".join(blocks("python"))
        self.assertIn("retry_instances", program)
        result = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "SLUICE_STATE": self.daemon.state},
            capture_output=True, text=True, timeout=60, check=False,
        )
        self.assertEqual((0, ""), (result.returncode, result.stderr))
        for line in ["backup 1", "look NODE_STATUS_FAIL exit 1", "looking at /nothing"]:
            self.assertIn(line, result.stdout.splitlines())
        self.assertEqual(3, result.stdout.count("INSTANCE_STATUS_SUCCESS"))

    def test_pip_is_asked_for_what_the_tests_have_installed(self):
        self.assertEqual(["$ pip install ./clients/python\n"], blocks("console"))
        self.assertTrue((FOLDER / "pyproject.toml").exists())
