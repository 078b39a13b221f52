"""Prints a line for each instance that fails from now on, and why, for as long as it runs. With a
file, the number of the last event is kept there: the next start goes on behind it and misses none.

alert_on_failure.py [FILE]
"""

import asyncio
import pathlib
import sys
from typing import Optional

import sluice
from sluice import aio
from sluice.v1 import INSTANCE_STATUS_FAIL, WatchEventsRequest


async def alert(file: Optional[pathlib.Path]) -> None:
    after = int(file.read_text()) if file and file.exists() else -1
    async with await aio.Sluice.connect() as client:
        async for event in client.watch(WatchEventsRequest(after_seq=after)):
            if event.instance_to == INSTANCE_STATUS_FAIL:
                print(f"{event.job_name} {event.instance_id}: {event.reason}", flush=True)
            if file:
                keep(event.seq, file)


def keep(seq: int, file: pathlib.Path) -> None:
    new = file.with_suffix(".new")
    new.write_text(str(seq))
    new.replace(file)


if __name__ == "__main__":
    try:
        asyncio.run(alert(pathlib.Path(sys.argv[1]) if sys.argv[1:] else None))
    except sluice.SluiceError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        pass
