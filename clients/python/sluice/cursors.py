"""Where a watch or a log goes on after a lost connection. Shared by both clients."""

from __future__ import annotations

from typing import Iterator, Optional

from sluice.errors import NotFound
from sluice.v1.common_pb2 import (
    INSTANCE_STATUS_FAIL,
    INSTANCE_STATUS_MANUAL_STOP,
    INSTANCE_STATUS_SUCCESS,
    NODE_STATUS_FAIL,
    NODE_STATUS_MANUAL_STOP,
    NODE_STATUS_SKIP,
    NODE_STATUS_SUCCESS,
    ErrorDetail,
    InstanceStatus,
    NodeStatus,
)
from sluice.v1.event_service_pb2 import Event, WatchEventsRequest, WatchEventsResponse
from sluice.v1.instance_service_pb2 import (
    FollowLogRequest,
    FollowLogResponse,
    GetInstanceResponse,
    NodeInstance,
)

_FINAL_INSTANCE = {INSTANCE_STATUS_SUCCESS, INSTANCE_STATUS_FAIL, INSTANCE_STATUS_MANUAL_STOP}
_FINAL_NODE = {NODE_STATUS_SUCCESS, NODE_STATUS_FAIL, NODE_STATUS_SKIP, NODE_STATUS_MANUAL_STOP}


def is_final(status: InstanceStatus) -> bool:
    """The instance has ended."""
    return status in _FINAL_INSTANCE


def is_final_node(status: NodeStatus) -> bool:
    """The node has ended."""
    return status in _FINAL_NODE


class EventCursor:
    """The events behind the last one that was handed out."""

    def __init__(self, request: WatchEventsRequest) -> None:
        self.request = WatchEventsRequest()
        self.request.CopyFrom(request)

    def take(self, reply: WatchEventsResponse) -> Iterator[Event]:
        for event in reply.events:
            self.request.after_seq = event.seq
            yield event


class LogCursor:
    """The piece behind the last one that was read, over all attempts of a node."""

    def __init__(self, request: FollowLogRequest) -> None:
        self.request = FollowLogRequest()
        self.request.CopyFrom(request)
        #: The last attempt whose log was read to its end; 0: none.
        self._finished = max(0, request.attempt - 1)

    @property
    def needs_attempt(self) -> bool:
        """Which attempt comes next has to be found out."""
        return self.request.attempt <= self._finished

    def take(self, reply: FollowLogResponse) -> None:
        self.request.attempt = reply.attempt
        self.request.offset = reply.offset + len(reply.data)

    def finish_attempt(self) -> None:
        self._finished = self.request.attempt
        self.request.offset = 0

    def begin_attempt(self, present: int) -> bool:
        """The first request takes the present attempt, later ones every attempt in turn."""
        if present <= self._finished:
            return False
        self.request.attempt = present if self._finished == 0 else self._finished + 1
        return True

    def node_of(self, details: GetInstanceResponse) -> NodeInstance:
        for node in details.nodes:
            if node.node_name == self.request.node_name:
                return node
        name, instance = self.request.node_name, self.request.instance_id
        detail = ErrorDetail(
            error_code="DLF.30125", reason="NODE_NOT_IN_INSTANCE", subject=f"node {name}"
        )
        raise NotFound(f"instance {instance} has no node '{name}'", detail)

    def outcome_of(self, event: Event) -> Optional[bool]:
        """True: the next attempt has begun; False: there will be none; None: neither is known."""
        if event.node_name != self.request.node_name:
            return None
        if self.begin_attempt(event.attempt):
            return True
        return False if is_final_node(event.node_to) else None
