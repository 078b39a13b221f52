import builtins as _builtins
from sluice.v1 import common_pb2 as _common_pb2
from sluice.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
EVENT_TYPE_ALERT: EventType
EVENT_TYPE_INSTANCE_CREATED: EventType
EVENT_TYPE_INSTANCE_STATUS: EventType
EVENT_TYPE_JOB_DELETED: EventType
EVENT_TYPE_JOB_SCHEDULE: EventType
EVENT_TYPE_JOB_SUBMITTED: EventType
EVENT_TYPE_NODE_STATUS: EventType
EVENT_TYPE_OPERATION: EventType
EVENT_TYPE_UNSPECIFIED: EventType
EVENT_TYPE_WORKSPACE: EventType

class Event(_message.Message):
    __slots__ = ["attempt", "environment", "instance_from", "instance_id", "instance_to", "job_name", "node_from", "node_name", "node_to", "reason", "seq", "time", "type", "version", "workspace"]
    ATTEMPT_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_FROM_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_TO_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    NODE_FROM_FIELD_NUMBER: _ClassVar[int]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    NODE_TO_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SEQ_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    attempt: int
    environment: _common_pb2.Environment
    instance_from: _common_pb2.InstanceStatus
    instance_id: int
    instance_to: _common_pb2.InstanceStatus
    job_name: str
    node_from: _common_pb2.NodeStatus
    node_name: str
    node_to: _common_pb2.NodeStatus
    reason: str
    seq: int
    time: int
    type: EventType
    version: int
    workspace: str
    def __init__(self, seq: _Optional[int] = ..., time: _Optional[int] = ..., type: _Optional[_Union[EventType, str]] = ..., workspace: _Optional[str] = ..., job_name: _Optional[str] = ..., instance_id: _Optional[int] = ..., node_name: _Optional[str] = ..., attempt: _Optional[int] = ..., instance_from: _Optional[_Union[_common_pb2.InstanceStatus, str]] = ..., instance_to: _Optional[_Union[_common_pb2.InstanceStatus, str]] = ..., node_from: _Optional[_Union[_common_pb2.NodeStatus, str]] = ..., node_to: _Optional[_Union[_common_pb2.NodeStatus, str]] = ..., reason: _Optional[str] = ..., version: _Optional[int] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ...) -> None: ...

class WaitEventsRequest(_message.Message):
    __slots__ = ["after_seq", "environment", "instance_id", "job_name", "max", "wait_ms", "workspace"]
    AFTER_SEQ_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    MAX_FIELD_NUMBER: _ClassVar[int]
    WAIT_MS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    after_seq: int
    environment: _common_pb2.Environment
    instance_id: int
    job_name: str
    max: int
    wait_ms: int
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., after_seq: _Optional[int] = ..., max: _Optional[int] = ..., wait_ms: _Optional[int] = ..., instance_id: _Optional[int] = ..., job_name: _Optional[str] = ...) -> None: ...

class WaitEventsResponse(_message.Message):
    __slots__ = ["events", "latest_seq"]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    LATEST_SEQ_FIELD_NUMBER: _ClassVar[int]
    events: _containers.RepeatedCompositeFieldContainer[Event]
    latest_seq: int
    def __init__(self, events: _Optional[_Iterable[_Union[Event, _Mapping[str, _builtins.object]]]] = ..., latest_seq: _Optional[int] = ...) -> None: ...

class WatchEventsRequest(_message.Message):
    __slots__ = ["after_seq", "environment", "instance_id", "job_name", "workspace"]
    AFTER_SEQ_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    after_seq: int
    environment: _common_pb2.Environment
    instance_id: int
    job_name: str
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., after_seq: _Optional[int] = ..., instance_id: _Optional[int] = ..., job_name: _Optional[str] = ...) -> None: ...

class WatchEventsResponse(_message.Message):
    __slots__ = ["events"]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    events: _containers.RepeatedCompositeFieldContainer[Event]
    def __init__(self, events: _Optional[_Iterable[_Union[Event, _Mapping[str, _builtins.object]]]] = ...) -> None: ...

class EventType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
