"""Frames: a header of ten bytes, then data. No sockets here."""

from __future__ import annotations

import struct
from typing import Iterator, NamedTuple, Union

#: Bytes of data in a frame, at most.
FRAME_BYTES = 4 << 20
#: From this length on a frame is not even skipped.
DISCARD_BYTES = 16 << 20

REQUEST = 1
RESPONSE = 2
DATA = 3
CANCEL = 0xC0

REMOTE_CLOSED = 1
REMOTE_OPEN = 2
NO_DATA = 4

_HEADER = struct.Struct(">IIBB")


class Frame(NamedTuple):
    stream: int
    type: int
    flags: int
    data: bytes

    def encoded(self) -> bytes:
        return _HEADER.pack(len(self.data), self.stream, self.type, self.flags) + self.data


class Oversized(NamedTuple):
    """A frame that is too long to be read; its data is skipped."""

    stream: int
    length: int


class HopelessFrame(Exception):
    """A frame so long that the connection is given up."""


class FrameReader:
    """Cuts a stream of bytes, in pieces of any size, into frames. Holds at most one frame."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._skip = 0

    def feed(self, data: bytes) -> Iterator[Union[Frame, Oversized]]:
        """The frames that `data` completes. Raises HopelessFrame; nothing can be read then."""
        self._bytes += data
        while True:
            self._discard()
            if self._skip or len(self._bytes) < _HEADER.size:
                return
            length, stream, kind, flags = _HEADER.unpack_from(self._bytes)
            if length >= DISCARD_BYTES:
                raise HopelessFrame(f"a frame of {length} bytes")
            if length > FRAME_BYTES:
                self._skip = _HEADER.size + length
                yield Oversized(stream, length)
                continue
            end = _HEADER.size + length
            if len(self._bytes) < end:
                return
            frame = Frame(stream, kind, flags, bytes(self._bytes[_HEADER.size : end]))
            del self._bytes[:end]
            yield frame

    def _discard(self) -> None:
        skipped = min(self._skip, len(self._bytes))
        del self._bytes[:skipped]
        self._skip -= skipped
