#!/usr/bin/python3
"""What is expected of a client that skips steps: theirs, and only those that need a stream, become
`NAME: skip`."""

import json
import pathlib
import sys

here = pathlib.Path(__file__).parent
steps = json.loads((here / "transcript.json").read_text(encoding="utf-8"))["steps"]
streams = {step["name"] for step in steps if step.get("stream")}
printed = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
skipped = {name for name in streams if f"{name}: skip" in printed}

told = set()
for line in (here / "expected.txt").read_text(encoding="utf-8").splitlines():
    name = line.partition(": ")[0]
    if name not in skipped:
        print(line)
    elif name not in told:
        told.add(name)
        print(f"{name}: skip")
