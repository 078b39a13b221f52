"""What the stubs know of a method, and how its calls may be repeated."""

from __future__ import annotations

import enum
import secrets
from dataclasses import dataclass
from typing import Generic, Iterator, Optional, Tuple, Type, TypeVar

from google.protobuf.message import DecodeError, Message

from sluice.errors import Internal, SluiceError

Request = TypeVar("Request", bound=Message)
Reply = TypeVar("Reply", bound=Message)

#: Seconds before each repetition of a call whose connection was lost, as many repetitions as there
#: are pauses. They add up to half a minute: a daemon that is restarted is back by then.
HALF_A_MINUTE: Tuple[float, ...] = (0.1, 0.2, 0.4, 0.8, 1.6) + (2.0,) * 14

#: Repeats nothing.
NO_PATIENCE: Tuple[float, ...] = ()


class Effect(enum.Enum):
    """What a method does, and so whether a call of it may be repeated."""

    #: Changes nothing.
    READS = 1
    #: Changes something, and remembers its answer under the request id.
    CHANGES = 2
    #: Changes something and remembers nothing.
    ONCE = 3


@dataclass(frozen=True)
class Method(Generic[Request, Reply]):
    service: str
    name: str
    request: Type[Request]
    reply: Type[Reply]
    effect: Effect = Effect.READS

    def identified(self, request: Request) -> Request:
        """The request, with a fresh request id where it changes something and has none."""
        if self.effect is not Effect.CHANGES:
            return request
        options = getattr(request, "options")
        if options.request_id or options.dry_run:
            return request
        copy = self.request()
        copy.CopyFrom(request)
        getattr(copy, "options").request_id = new_request_id()
        return copy

    def is_repeatable(self, request: Request) -> bool:
        """Whether a call may be made again that was, perhaps, carried out."""
        if self.effect is Effect.ONCE:
            return bool(getattr(request, "options").dry_run)
        return True

    def decoded(self, payload: Optional[bytes]) -> Reply:
        try:
            return self.reply.FromString(payload or b"")
        except DecodeError as error:
            raise Internal(f"the answer of {self.name} cannot be decoded") from error


def new_request_id() -> str:
    """Names a changing call: 128 random bits in hexadecimal digits."""
    return secrets.token_hex(16)


def nanoseconds(seconds: Optional[float]) -> int:
    """A timeout as the wire has it: at least 1; 0 where there is none."""
    if seconds is None or seconds > 9e9:
        return 0
    return max(1, int(seconds * 1e9))


class Pauses:
    """Spends patience: a pause before each repetition, until none is left."""

    def __init__(self, patience: Tuple[float, ...]) -> None:
        self._patience = patience
        self._left: Iterator[float] = iter(patience)

    def after(self, error: SluiceError) -> float:
        """The next pause; raises the error if there is none."""
        for pause in self._left:
            return pause
        raise error

    def renew(self) -> None:
        """Something went well."""
        self._left = iter(self._patience)
