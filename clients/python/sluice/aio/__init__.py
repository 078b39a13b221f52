"""The asyncio client: the same names as in `sluice`, awaited."""

from sluice.aio.channel import Stream
from sluice.aio.client import Sluice

__all__ = ["Sluice", "Stream"]
