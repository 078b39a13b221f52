"""The client for asyncio."""

from __future__ import annotations

from types import TracebackType
from typing import AsyncIterator, Optional, Tuple, Type

from sluice.aio.channel import Channel, sleep
from sluice.channel import CALL_SECONDS, Deadline
from sluice.cursors import EventCursor, LogCursor, is_final, is_final_node
from sluice.errors import Unavailable
from sluice.method import HALF_A_MINUTE, Pauses
from sluice.socket_path import default_socket_path
from sluice.v1.common_pb2 import ENVIRONMENT_UNSPECIFIED, Environment
from sluice.v1.event_service_pb2 import Event, WaitEventsRequest, WatchEventsRequest
from sluice.v1.instance_service_pb2 import (
    FollowLogRequest,
    FollowLogResponse,
    GetInstanceRequest,
    GetInstanceResponse,
)
from sluice.v1.aio_services import Services


class Sluice(Services):
    """A daemon as a program sees it: one connection, made again when it is lost, and one typed stub
    for each service. The tasks of one loop share it. Timeouts are seconds.

        async with await Sluice.connect() as sluice:
            run = await sluice.instances.run_job(RunJobRequest(job_name="etl"))
            print((await sluice.wait(run.instance_id)).instance.status)
    """

    def __init__(self, channel: Channel) -> None:
        super().__init__(channel)
        self.channel = channel

    @classmethod
    async def connect(
        cls,
        path: Optional[str] = None,
        *,
        patience: Tuple[float, ...] = HALF_A_MINUTE,
        call_timeout: float = CALL_SECONDS,
    ) -> Sluice:
        """Connects to the daemon behind the socket at `path`, by default the one that the command
        line would take. Raises Unavailable where none listens.

        `patience` are the pauses before the repetitions of a call whose connection was lost;
        `call_timeout` is for unary calls without a timeout of their own."""
        channel = Channel(path or default_socket_path(), patience, call_timeout)
        await channel.connected()
        return cls(channel)

    def close(self) -> None:
        """Ends the connection; calls that are under way end with Cancelled."""
        self.channel.close()

    async def __aenter__(self) -> Sluice:
        return self

    async def __aexit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    async def latest_event(
        self, workspace: str = "", environment: Environment = ENVIRONMENT_UNSPECIFIED
    ) -> int:
        """Number of the latest event now: what comes later has a higher one."""
        request = WaitEventsRequest(workspace=workspace, environment=environment, after_seq=-1)
        return (await self.events.wait_events(request)).latest_seq

    async def watch(
        self, request: WatchEventsRequest, timeout: Optional[float] = None
    ) -> AsyncIterator[Event]:
        """Every event that fits the request, in order and without end. A lost connection is made
        again and the events go on after the last one that was read; none is lost or repeated."""
        cursor = EventCursor(request)
        deadline = Deadline(timeout)
        if request.after_seq < 0:
            # "From now on" has to mean the same now after the connection is lost.
            latest = await self.latest_event(request.workspace, request.environment)
            cursor.request.after_seq = latest
        pauses = Pauses(self.channel.patience)
        while True:
            try:
                stream = self.events.watch_events(cursor.request, timeout=deadline.left())
                async with stream:
                    async for reply in stream:
                        pauses.renew()
                        for event in cursor.take(reply):
                            yield event
                raise Unavailable("the daemon ended the stream of events")
            except Unavailable as error:
                await sleep(pauses.after(error), deadline)

    async def progress(
        self,
        instance_id: int,
        *,
        workspace: str = "",
        environment: Environment = ENVIRONMENT_UNSPECIFIED,
        timeout: Optional[float] = None,
    ) -> AsyncIterator[Event]:
        """What happens to an instance from now on until it has ended; nothing if it has."""
        request = WatchEventsRequest(
            workspace=workspace,
            environment=environment,
            # Taken before the state: an event in between comes twice to the state, never is missed.
            after_seq=await self.latest_event(workspace, environment),
            instance_id=instance_id,
        )
        where = GetInstanceRequest(
            workspace=workspace, environment=environment, instance_id=instance_id, node_page_size=1
        )
        if is_final((await self.instances.get_instance(where)).instance.status):
            return
        async for event in self.watch(request, timeout):
            yield event
            if is_final(event.instance_to):
                return

    async def wait(
        self,
        instance_id: int,
        *,
        workspace: str = "",
        environment: Environment = ENVIRONMENT_UNSPECIFIED,
        timeout: Optional[float] = None,
    ) -> GetInstanceResponse:
        """An instance and all of its nodes as they are when it has ended."""
        async for _ in self.progress(
            instance_id, workspace=workspace, environment=environment, timeout=timeout
        ):
            pass
        return await self.details(
            GetInstanceRequest(
                workspace=workspace, environment=environment, instance_id=instance_id
            )
        )

    async def details(self, request: GetInstanceRequest) -> GetInstanceResponse:
        """An instance with all of its nodes, however many pages they fill."""
        details = await self.instances.get_instance(request)
        more = GetInstanceRequest()
        more.CopyFrom(request)
        more.instance_id = details.instance.instance_id
        while details.next_node_page_token:
            more.node_page_token = details.next_node_page_token
            page = await self.instances.get_instance(more)
            details.nodes.extend(page.nodes)
            details.next_node_page_token = page.next_node_page_token
        return details

    async def follow_log(self, request: FollowLogRequest) -> AsyncIterator[FollowLogResponse]:
        """The log of a node as it grows: the attempt that the request names to its end, then those
        of its retries, until the node is final. Goes on where it was after a lost connection."""
        cursor = LogCursor(request)
        pauses = Pauses(self.channel.patience)
        while not cursor.needs_attempt or await self._await_attempt(cursor):
            try:
                async with self.instances.follow_log(cursor.request) as stream:
                    async for piece in stream:
                        pauses.renew()
                        cursor.take(piece)
                        yield piece
                cursor.finish_attempt()
            except Unavailable as error:
                await sleep(pauses.after(error), Deadline(None))

    async def _await_attempt(self, cursor: LogCursor) -> bool:
        """Waits for the next attempt; False: the node is final without one."""
        request = cursor.request
        after_seq = await self.latest_event(request.workspace, request.environment)
        where = GetInstanceRequest(
            workspace=request.workspace,
            environment=request.environment,
            instance_id=request.instance_id,
        )
        node = cursor.node_of(await self.details(where))
        if cursor.begin_attempt(node.attempt):
            return True
        if is_final_node(node.status):
            return False
        watched = WatchEventsRequest(
            workspace=request.workspace,
            environment=request.environment,
            instance_id=request.instance_id,
            after_seq=after_seq,
        )
        async for event in self.watch(watched):
            outcome = cursor.outcome_of(event)
            if outcome is not None:
                return outcome
        return False
