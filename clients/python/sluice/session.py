"""A client's side of one connection without its socket: calls and bytes in, bytes out."""

from __future__ import annotations

from collections import deque
from typing import Deque, Dict, List, Optional

from google.protobuf.message import DecodeError

from sluice import frames
from sluice.errors import (
    Cancelled,
    Internal,
    ResourceExhausted,
    SluiceError,
    Unavailable,
    error_of,
)
from sluice.frames import Frame, FrameReader, HopelessFrame, Oversized
from sluice.v1.ttrpc_pb2 import RpcRequest, RpcResponse

#: What a stream may hold that nobody has taken, while other calls are under way.
HELD_MESSAGES = 4_096
HELD_BYTES = 16 << 20

_LAST_STREAM = (1 << 32) - 1


class Call:
    """A call from its request to its end."""

    def __init__(self, stream: int, streams: bool) -> None:
        self.stream = stream
        self.streams = streams
        self.messages: Deque[bytes] = deque()
        self.held = 0
        self.ended = False
        #: Why it ended; None: well.
        self.error: Optional[SluiceError] = None

    @property
    def is_ready(self) -> bool:
        return bool(self.messages) or self.ended

    def take(self) -> Optional[bytes]:
        """The next message of a call that is ready; None: there is no other. Raises its error."""
        if self.messages:
            message = self.messages.popleft()
            self.held -= len(message)
            return message
        if self.error is not None:
            raise self.error
        return None


class Session:
    """The calls of one connection. Whoever drives it guards it and wakes who waits for a call."""

    def __init__(self) -> None:
        self.calls: Dict[int, Call] = {}
        #: Why the connection has ended; None: it has not.
        self.closed: Optional[SluiceError] = None
        self._reader = FrameReader()
        self._last = -1
        self._changed: List[Call] = []
        self._outgoing = bytearray()

    def open(
        self, service: str, method: str, payload: bytes, streams: bool, timeout_nano: int
    ) -> Call:
        """Begins a call. Raises where the connection has ended or the request is too long."""
        if self.closed is not None:
            raise self.closed
        envelope = RpcRequest(
            service=service, method=method, payload=payload, timeout_nano=timeout_nano
        ).SerializeToString()
        if len(envelope) > frames.FRAME_BYTES:
            raise ResourceExhausted(
                f"a request of {len(envelope)} bytes; {frames.FRAME_BYTES} are allowed"
            )
        call = Call(self._next_stream(), streams)
        self.calls[call.stream] = call
        flags = frames.REMOTE_CLOSED if streams else 0
        self._outgoing += Frame(call.stream, frames.REQUEST, flags, envelope).encoded()
        return call

    def _next_stream(self) -> int:
        while True:
            self._last = (self._last + 2) & _LAST_STREAM
            if self._last not in self.calls:
                return self._last

    @property
    def has_outgoing(self) -> bool:
        return bool(self._outgoing)

    def outgoing(self) -> bytes:
        """The bytes that are to be sent, in the order of this method's calls."""
        data = bytes(self._outgoing)
        self._outgoing.clear()
        return data

    def receive(self, data: bytes) -> List[Call]:
        """Takes bytes of the server. The calls that have something new."""
        self._changed = []
        try:
            for item in self._reader.feed(data):
                call = self.calls.get(item.stream)
                if call is not None:
                    self._take(call, item)
        except HopelessFrame as error:
            self._changed += self.close(Unavailable(str(error)))
        return self._changed

    def _take(self, call: Call, item: object) -> None:
        if isinstance(item, Oversized):
            self.abandon(call, ResourceExhausted(f"an answer of {item.length} bytes"))
            self._changed.append(call)
        elif isinstance(item, Frame) and item.type == frames.RESPONSE:
            self._take_response(call, item.data)
        elif isinstance(item, Frame) and item.type == frames.DATA and call.streams:
            self._take_data(call, item)

    def _take_response(self, call: Call, data: bytes) -> None:
        try:
            response = RpcResponse.FromString(data)
            error = error_of(response.status) if response.status.code else None
        except DecodeError:
            self._end(call, Internal("the answer cannot be decoded"))
            return
        if error is None and not call.streams:
            self._keep(call, response.payload)
        self._end(call, error)

    def _take_data(self, call: Call, frame: Frame) -> None:
        if not frame.flags & frames.NO_DATA:
            if len(call.messages) >= HELD_MESSAGES or call.held + len(frame.data) > HELD_BYTES:
                call.messages.clear()
                message = "the stream's messages are not taken; resume after the last one"
                self.abandon(call, ResourceExhausted(message))
                self._changed.append(call)
                return
            self._keep(call, frame.data)
            self._changed.append(call)
        if frame.flags & frames.REMOTE_CLOSED:
            self._end(call, None)

    def _keep(self, call: Call, message: bytes) -> None:
        call.messages.append(message)
        call.held += len(message)

    def _end(self, call: Call, error: Optional[SluiceError]) -> None:
        if call.ended:
            return
        call.ended = True
        call.error = error
        del self.calls[call.stream]
        self._changed.append(call)

    def abandon(self, call: Call, error: Optional[SluiceError] = None) -> None:
        """Gives a call up and tells the server; means nothing for one that has ended."""
        if call.ended:
            return
        self._outgoing += Frame(call.stream, frames.CANCEL, 0, b"").encoded()
        self._end(call, error or Cancelled("the call was cancelled"))

    def close(self, error: SluiceError) -> List[Call]:
        """Ends every call."""
        if self.closed is None:
            self.closed = error
        ended = list(self.calls.values())
        for call in ended:
            self._end(call, self.closed)
        return ended

    @property
    def waits_for_bytes(self) -> bool:
        """False: all that is under way are streams with messages that nobody has taken yet, so
        that reading can wait for them."""
        if not self.calls:
            return True
        return any(not call.messages for call in self.calls.values())
