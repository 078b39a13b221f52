"""Blocking calls over one connection, which any number of threads share."""

from __future__ import annotations

import math
import select
import socket
import threading
import time
from types import TracebackType
from typing import Callable, Generic, List, Optional, Tuple, Type, TypeVar

from sluice.errors import (
    Cancelled,
    DeadlineExceeded,
    PermissionDenied,
    SluiceError,
    Unavailable,
)
from sluice.method import HALF_A_MINUTE, Method, Pauses, Reply, Request, nanoseconds
from sluice.session import Call, Session

#: A frame that the daemon does not take within so many seconds means that it is gone.
SEND_SECONDS = 30.0
#: For calls without a timeout of their own.
CALL_SECONDS = 60.0

_READ_BYTES = 1 << 18
# Who waits longer looks at the clock in between.
_LONGEST_WAIT = 86_400.0


class Deadline:
    """The moment at which a call is given up."""

    def __init__(self, seconds: Optional[float]) -> None:
        self._at = time.monotonic() + (math.inf if seconds is None else seconds)

    def left(self) -> Optional[float]:
        """Seconds; None: there is no deadline. Raises where it has passed."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise DeadlineExceeded("the deadline has passed")
        return None if left == math.inf else left

    def sleep(self, seconds: float) -> None:
        """Waits so long. Raises at the deadline if that comes first."""
        left = self.left()
        time.sleep(seconds if left is None else min(seconds, left))
        self.left()


class Cancellation:
    """Gives up calls from another thread: each call that it was handed to ends with Cancelled."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cancelled = False
        self._actions: List[Callable[[], None]] = []

    def cancel(self) -> None:
        with self._lock:
            self._cancelled = True
            actions, self._actions = self._actions, []
        for action in actions:
            action()

    def _attach(self, action: Callable[[], None]) -> None:
        with self._lock:
            if not self._cancelled:
                self._actions.append(action)
                return
        action()

    def _detach(self, action: Callable[[], None]) -> None:
        with self._lock:
            if action in self._actions:
                self._actions.remove(action)


class Connection:
    """One socket. A thread that waits reads for all: there is no thread behind the scenes, and
    while nobody waits nothing is read."""

    def __init__(self, path: str) -> None:
        self._socket = connected_socket(path)
        self._wakes, self._waker = socket.socketpair()
        self._changed = threading.Condition()
        # Both can be taken again by their thread: a stream that is forgotten is given up wherever
        # its thread happens to be.
        self._sending = threading.RLock()
        self._session = Session()
        self._reading = False

    @property
    def is_lost(self) -> bool:
        """Looks whether the daemon has hung up, too, where no call would have found out."""
        with self._changed:
            if not self._reading and not self._session.calls and self._session.closed is None:
                self._digest(self._arrived(0))
            return self._session.closed is not None

    def start(
        self, service: str, method: str, payload: bytes, streams: bool, timeout: Optional[float]
    ) -> Call:
        with self._changed:
            call = self._session.open(service, method, payload, streams, nanoseconds(timeout))
        self._send()
        return call

    def next(self, call: Call, deadline: Deadline) -> Optional[bytes]:
        """The next message of a call; None: it has ended well. Gives the call up at the deadline,
        and when the wait is interrupted."""
        try:
            self._wait(call, deadline)
        except BaseException as error:
            self.give_up(call, error if isinstance(error, SluiceError) else None)
            raise
        with self._changed:
            return call.take()

    def give_up(self, call: Call, error: Optional[SluiceError] = None) -> None:
        with self._changed:
            self._session.abandon(call, error)
            self._wake()
        self._send()

    def close(self, error: SluiceError) -> None:
        with self._changed:
            self._session.close(error)
            self._wake()
            if not self._reading:
                self._release()

    def _wait(self, call: Call, deadline: Deadline) -> None:
        while True:
            with self._changed:
                if call.is_ready:
                    return
                if self._reading:
                    self._changed.wait(deadline.left())
                else:
                    self._read(deadline.left())
                has_outgoing = self._session.has_outgoing
            if has_outgoing:
                self._send()

    def _read(self, seconds: Optional[float]) -> None:
        """Reads once for all who wait. Others may start calls meanwhile, but not read."""
        self._reading = True
        self._changed.release()
        data: Optional[bytes] = None
        try:
            data = self._arrived(_LONGEST_WAIT if seconds is None else seconds)
        finally:
            self._changed.acquire()
            self._reading = False
            self._digest(data)
            self._changed.notify_all()

    def _arrived(self, seconds: float) -> Optional[bytes]:
        """What has come; None: nothing within the time; empty: the daemon has hung up."""
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        poll.register(self._wakes, select.POLLIN)
        ready = poll.poll(math.ceil(min(_LONGEST_WAIT, seconds) * 1_000))
        for descriptor, _ in ready:
            if descriptor == self._wakes.fileno():
                self._wakes.recv(_READ_BYTES)
                return None
        try:
            return self._socket.recv(_READ_BYTES) if ready else None
        except OSError:
            return b""

    def _digest(self, data: Optional[bytes]) -> None:
        if data:
            self._session.receive(data)
        elif data is not None:
            self._session.close(Unavailable("the connection was lost"))
        if self._session.closed is not None:
            self._release()

    def _send(self) -> None:
        """Sends what there is to send; frames of different threads do not mix."""
        with self._sending:
            with self._changed:
                data = self._session.outgoing()
            try:
                if data:
                    self._socket.sendall(data)
            except OSError as error:
                self.close(Unavailable(f"the connection was lost: {error}"))
            except BaseException:
                # Interrupted, perhaps within a frame: nothing can be sent behind it.
                self.close(Unavailable("the connection was interrupted"))
                raise

    def _wake(self) -> None:
        """Others who wait look at their calls again, the one who reads too."""
        self._changed.notify_all()
        if self._reading:
            self._waker.send(b"\0")

    def _release(self) -> None:
        for end in (self._socket, self._wakes, self._waker):
            end.close()


def connected_socket(path: str) -> socket.socket:
    """A socket whose other end is the daemon. Raises Unavailable where none listens and
    PermissionDenied where it may not be used."""
    end = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    end.settimeout(SEND_SECONDS)
    try:
        end.connect(path)
    except OSError as error:
        end.close()
        raise dial_error(path, error) from error
    return end


def dial_error(path: str, error: OSError) -> SluiceError:
    kind = PermissionDenied if isinstance(error, PermissionError) else Unavailable
    return kind(f"{path}: {error.strerror or error}")


class Channel:
    """Calls over a connection that is made again when it is lost."""

    def __init__(self, path: str, patience: Tuple[float, ...], call_timeout: float) -> None:
        self.patience = patience
        self._path = path
        self._call_timeout = call_timeout
        self._dialing = threading.Lock()
        self._connection: Optional[Connection] = Connection(path)

    def unary(
        self,
        method: Method[Request, Reply],
        request: Request,
        timeout: Optional[float] = None,
        cancellation: Optional[Cancellation] = None,
    ) -> Reply:
        """Makes a call, and makes it again while the connection is lost and patience lasts: calls
        that change nothing, and changing ones under the same request id."""
        request = method.identified(request)
        deadline = Deadline(self._call_timeout if timeout is None else timeout)
        pauses = Pauses(self.patience)
        while True:
            try:
                return self._once(method, request, deadline, cancellation)
            except Unavailable as error:
                if not method.is_repeatable(request):
                    raise
                deadline.sleep(pauses.after(error))

    def _once(
        self,
        method: Method[Request, Reply],
        request: Request,
        deadline: Deadline,
        cancellation: Optional[Cancellation],
    ) -> Reply:
        connection = self._connected()
        payload = request.SerializeToString()
        call = connection.start(method.service, method.name, payload, False, deadline.left())
        if cancellation is None:
            return method.decoded(connection.next(call, deadline))

        def give_up() -> None:
            connection.give_up(call)

        cancellation._attach(give_up)
        try:
            return method.decoded(connection.next(call, deadline))
        finally:
            cancellation._detach(give_up)

    def stream(
        self, method: Method[Request, Reply], request: Request, timeout: Optional[float] = None
    ) -> Stream[Reply]:
        """Begins a stream. It is not made again when the connection is lost."""
        deadline = Deadline(timeout)
        connection = self._connected()
        payload = request.SerializeToString()
        call = connection.start(method.service, method.name, payload, True, deadline.left())
        return Stream(method.decoded, connection, call, deadline)

    def close(self) -> None:
        with self._dialing:
            connection, self._connection = self._connection, None
        if connection is not None:
            connection.close(Cancelled("the client was closed"))

    def _connected(self) -> Connection:
        with self._dialing:
            if self._connection is None:
                raise Cancelled("the client was closed")
            if self._connection.is_lost:
                self._connection = Connection(self._path)
            return self._connection


Message = TypeVar("Message")


class Stream(Generic[Message]):
    """The messages of a call as they come. Leaving a `with` gives the call up."""

    def __init__(
        self,
        decoded: Callable[[Optional[bytes]], Message],
        connection: Connection,
        call: Call,
        deadline: Deadline,
    ) -> None:
        self._decoded = decoded
        self._connection = connection
        self._call = call
        self._deadline = deadline

    def __iter__(self) -> Stream[Message]:
        return self

    def __next__(self) -> Message:
        message = self._connection.next(self._call, self._deadline)
        if message is None:
            raise StopIteration
        return self._decoded(message)

    def cancel(self) -> None:
        """Gives the call up, from any thread; who reads the stream gets Cancelled."""
        self._connection.give_up(self._call)

    def __enter__(self) -> Stream[Message]:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.cancel()
