"""Writes what a node writes while it does so, retries included, until it is done.

tail_log.py INSTANCE NODE
"""

import sys

import sluice
from sluice.v1 import FollowLogRequest


def main() -> None:
    instance, node = sys.argv[1:]
    request = FollowLogRequest(instance_id=int(instance), node_name=node)
    with sluice.Sluice.connect() as client:
        for piece in client.follow_log(request):
            sys.stdout.buffer.write(piece.data)
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    try:
        main()
    except sluice.SluiceError as error:
        sys.exit(str(error))
