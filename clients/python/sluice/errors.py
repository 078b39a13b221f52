"""How a call fails."""

from __future__ import annotations

import enum
from typing import Dict, Optional, Type

from sluice.v1.common_pb2 import ErrorDetail
from sluice.v1.ttrpc_pb2 import RpcStatus


class Code(enum.IntEnum):
    """The numbers are gRPC's."""

    OK = 0
    CANCELLED = 1
    UNKNOWN = 2
    INVALID_ARGUMENT = 3
    DEADLINE_EXCEEDED = 4
    NOT_FOUND = 5
    ALREADY_EXISTS = 6
    PERMISSION_DENIED = 7
    RESOURCE_EXHAUSTED = 8
    FAILED_PRECONDITION = 9
    ABORTED = 10
    OUT_OF_RANGE = 11
    UNIMPLEMENTED = 12
    INTERNAL = 13
    UNAVAILABLE = 14
    DATA_LOSS = 15
    UNAUTHENTICATED = 16


class SluiceError(Exception):
    """A call that did not succeed. Each code has a class of its own below."""

    code: Code = Code.UNKNOWN

    def __init__(self, message: str, detail: Optional[ErrorDetail] = None) -> None:
        super().__init__(message)
        #: What is wrong, for people.
        self.message = message
        #: The domain's code, for example `DLF.0137`; empty where there is none.
        self.error_code = detail.error_code if detail else ""
        #: The text of that code.
        self.error_msg = detail.error_msg if detail else ""
        #: A stable name for programs, for example `INSTANCE_NOT_FOUND`; empty for errors of the
        #: protocol itself.
        self.reason = detail.reason if detail else ""
        #: What the error is about, for example `instance 812`.
        self.subject = detail.subject if detail else ""

    def __str__(self) -> str:
        return f"{self.code.name}: {self.message}"


class Cancelled(SluiceError):
    code = Code.CANCELLED


class InvalidArgument(SluiceError):
    code = Code.INVALID_ARGUMENT


class DeadlineExceeded(SluiceError):
    """The answer is not there in time. What a changing call has begun is carried out all the
    same."""

    code = Code.DEADLINE_EXCEEDED


class NotFound(SluiceError):
    code = Code.NOT_FOUND


class AlreadyExists(SluiceError):
    code = Code.ALREADY_EXISTS


class PermissionDenied(SluiceError):
    code = Code.PERMISSION_DENIED


class ResourceExhausted(SluiceError):
    code = Code.RESOURCE_EXHAUSTED


class FailedPrecondition(SluiceError):
    code = Code.FAILED_PRECONDITION


class Aborted(SluiceError):
    code = Code.ABORTED


class OutOfRange(SluiceError):
    code = Code.OUT_OF_RANGE


class Unimplemented(SluiceError):
    code = Code.UNIMPLEMENTED


class Internal(SluiceError):
    code = Code.INTERNAL


class Unavailable(SluiceError):
    """Nobody listens, or the connection was lost before the answer came."""

    code = Code.UNAVAILABLE


class DataLoss(SluiceError):
    code = Code.DATA_LOSS


class Unauthenticated(SluiceError):
    code = Code.UNAUTHENTICATED


_CLASSES: Dict[int, Type[SluiceError]] = {
    int(kind.code): kind for kind in SluiceError.__subclasses__()
}


def error_of(status: RpcStatus) -> SluiceError:
    """The error that a status other than OK means. A code that is unknown here is UNKNOWN."""
    detail = None
    for packed in status.details:
        if packed.type_url.rpartition("/")[2] == "sluice.v1.ErrorDetail":
            detail = ErrorDetail.FromString(packed.value)
    return _CLASSES.get(status.code, SluiceError)(status.message, detail)
