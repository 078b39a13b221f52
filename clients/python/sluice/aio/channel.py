"""Awaited calls over one connection, which any number of tasks of a loop share."""

from __future__ import annotations

import asyncio
import math
from types import TracebackType
from typing import Awaitable, Callable, Dict, Generic, List, Optional, Tuple, Type, TypeVar

from sluice.channel import Deadline, dial_error
from sluice.errors import Cancelled, DeadlineExceeded, SluiceError, Unavailable
from sluice.method import Method, Pauses, Reply, Request, nanoseconds
from sluice.session import Call, Session


class Connection(asyncio.Protocol):
    """One socket. Reading rests while all calls have messages that nobody has taken."""

    def __init__(self) -> None:
        self._session = Session()
        self._waiting: Dict[Call, asyncio.Event] = {}
        self._transport: Optional[asyncio.Transport] = None
        self._reads = True

    @property
    def is_lost(self) -> bool:
        return self._session.closed is not None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._wake(self._session.receive(data))
        self._flush()

    def connection_lost(self, error: Optional[Exception]) -> None:
        self._wake(self._session.close(Unavailable("the connection was lost")))

    def start(
        self, service: str, method: str, payload: bytes, streams: bool, timeout: Optional[float]
    ) -> Call:
        call = self._session.open(service, method, payload, streams, nanoseconds(timeout))
        self._flush()
        return call

    async def next(self, call: Call, deadline: Deadline) -> Optional[bytes]:
        """The next message of a call; None: it has ended well. Gives the call up at the deadline,
        and when the task is cancelled."""
        try:
            while not call.is_ready:
                await self._changed(call, deadline.left())
        except BaseException as error:
            self.give_up(call, error if isinstance(error, SluiceError) else None)
            raise
        message = call.take()
        self._balance()
        return message

    async def _changed(self, call: Call, seconds: Optional[float]) -> None:
        event = self._waiting.setdefault(call, asyncio.Event())
        try:
            await asyncio.wait_for(event.wait(), seconds)
        except asyncio.TimeoutError:
            raise DeadlineExceeded("the deadline has passed") from None
        finally:
            self._waiting.pop(call, None)

    def give_up(self, call: Call, error: Optional[SluiceError] = None) -> None:
        self._session.abandon(call, error)
        self._wake([call])
        self._flush()

    def close(self, error: SluiceError) -> None:
        self._wake(self._session.close(error))
        if self._transport is not None:
            self._transport.close()

    def _wake(self, calls: List[Call]) -> None:
        for call in calls:
            if call in self._waiting:
                self._waiting[call].set()
        if self._session.closed is not None and self._transport is not None:
            self._transport.close()

    def _flush(self) -> None:
        data = self._session.outgoing()
        if data and self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)
        self._balance()

    def _balance(self) -> None:
        reads = self._session.waits_for_bytes
        if reads == self._reads or self._transport is None or self._transport.is_closing():
            return
        self._reads = reads
        if reads:
            self._transport.resume_reading()
        else:
            self._transport.pause_reading()


class Channel:
    """Calls over a connection that is made again when it is lost."""

    def __init__(self, path: str, patience: Tuple[float, ...], call_timeout: float) -> None:
        self.patience = patience
        self._path = path
        self._call_timeout = call_timeout
        self._dialing = asyncio.Lock()
        self._connection: Optional[Connection] = None
        self._closed = False

    async def unary(
        self, method: Method[Request, Reply], request: Request, timeout: Optional[float] = None
    ) -> Reply:
        """Makes a call, and makes it again while the connection is lost and patience lasts: calls
        that change nothing, and changing ones under the same request id."""
        request = method.identified(request)
        deadline = Deadline(self._call_timeout if timeout is None else timeout)
        pauses = Pauses(self.patience)
        while True:
            try:
                connection = await self.connected()
                payload = request.SerializeToString()
                call = connection.start(
                    method.service, method.name, payload, False, deadline.left()
                )
                return method.decoded(await connection.next(call, deadline))
            except Unavailable as error:
                if not method.is_repeatable(request):
                    raise
                await sleep(pauses.after(error), deadline)

    def stream(
        self, method: Method[Request, Reply], request: Request, timeout: Optional[float] = None
    ) -> Stream[Reply]:
        """A stream, which begins when it is read. It is not made again when the connection is
        lost."""
        deadline = Deadline(timeout)

        async def begin() -> Tuple[Connection, Call]:
            connection = await self.connected()
            payload = request.SerializeToString()
            return connection, connection.start(
                method.service, method.name, payload, True, deadline.left()
            )

        return Stream(method.decoded, begin, deadline)

    async def connected(self) -> Connection:
        """The connection, made if there is none."""
        async with self._dialing:
            if self._closed:
                raise Cancelled("the client was closed")
            if self._connection is None or self._connection.is_lost:
                loop = asyncio.get_running_loop()
                try:
                    _, self._connection = await loop.create_unix_connection(Connection, self._path)
                except OSError as error:
                    raise dial_error(self._path, error) from error
            return self._connection

    def close(self) -> None:
        self._closed = True
        if self._connection is not None:
            self._connection.close(Cancelled("the client was closed"))


async def sleep(seconds: float, deadline: Deadline) -> None:
    """Waits so long. Raises at the deadline if that comes first."""
    left = deadline.left()
    await asyncio.sleep(min(seconds, math.inf if left is None else left))
    deadline.left()


Message = TypeVar("Message")


class Stream(Generic[Message]):
    """The messages of a call as they come. Leaving an `async with` gives the call up."""

    def __init__(
        self,
        decoded: Callable[[Optional[bytes]], Message],
        begin: Callable[[], Awaitable[Tuple[Connection, Call]]],
        deadline: Deadline,
    ) -> None:
        self._decoded = decoded
        self._begin = begin
        self._begun: Optional[Tuple[Connection, Call]] = None
        self._deadline = deadline
        self._cancelled = False

    def __aiter__(self) -> Stream[Message]:
        return self

    async def __anext__(self) -> Message:
        if self._begun is None:
            if self._cancelled:
                raise Cancelled("the call was cancelled")
            self._begun = await self._begin()
        connection, call = self._begun
        message = await connection.next(call, self._deadline)
        if message is None:
            raise StopAsyncIteration
        return self._decoded(message)

    def cancel(self) -> None:
        """Gives the call up; who reads the stream gets Cancelled."""
        self._cancelled = True
        if self._begun is not None:
            connection, call = self._begun
            connection.give_up(call)

    async def __aenter__(self) -> Stream[Message]:
        return self

    async def __aexit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.cancel()
