"""Where the daemon's socket is."""

from __future__ import annotations

import os
from typing import Mapping

#: Socket of the daemon that the system runs.
SYSTEM = "/run/sluice/sluice.sock"


def default_socket_path(environment: Mapping[str, str] = os.environ) -> str:
    """The first of: `$SLUICE_SOCKET`; `sluice.sock` in `$SLUICE_STATE`; the system's socket, if it
    exists; `sluice.sock` in the user's state folder."""
    if environment.get("SLUICE_SOCKET"):
        return environment["SLUICE_SOCKET"]
    if environment.get("SLUICE_STATE"):
        return environment["SLUICE_STATE"] + "/sluice.sock"
    if os.path.exists(SYSTEM):
        return SYSTEM
    state = environment.get("XDG_STATE_HOME", "")
    if not state.startswith("/"):
        state = environment.get("HOME", "") + "/.local/state"
    return state + "/sluice/sluice.sock"
