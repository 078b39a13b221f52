"""A client of sluiced. Messages are in `sluice.v1`, the asyncio client in `sluice.aio`."""

from sluice.channel import Cancellation, Stream
from sluice.client import Sluice
from sluice.cursors import is_final, is_final_node
from sluice.errors import (
    Aborted,
    AlreadyExists,
    Cancelled,
    Code,
    DataLoss,
    DeadlineExceeded,
    FailedPrecondition,
    Internal,
    InvalidArgument,
    NotFound,
    OutOfRange,
    PermissionDenied,
    ResourceExhausted,
    SluiceError,
    Unauthenticated,
    Unavailable,
    Unimplemented,
)
from sluice.method import HALF_A_MINUTE, NO_PATIENCE, Effect, Method, new_request_id
from sluice.socket_path import default_socket_path

__all__ = [
    "HALF_A_MINUTE",
    "NO_PATIENCE",
    "Aborted",
    "AlreadyExists",
    "Cancellation",
    "Cancelled",
    "Code",
    "DataLoss",
    "DeadlineExceeded",
    "Effect",
    "FailedPrecondition",
    "Internal",
    "InvalidArgument",
    "Method",
    "NotFound",
    "OutOfRange",
    "PermissionDenied",
    "ResourceExhausted",
    "Sluice",
    "SluiceError",
    "Stream",
    "Unauthenticated",
    "Unavailable",
    "Unimplemented",
    "default_socket_path",
    "is_final",
    "is_final_node",
    "new_request_id",
]
