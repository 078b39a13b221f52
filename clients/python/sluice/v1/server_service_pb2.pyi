import builtins as _builtins
from sluice.v1 import common_pb2 as _common_pb2
from sluice.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class GetDescriptorRequest(_message.Message):
    __slots__ = ["environment", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ...) -> None: ...

class GetDescriptorResponse(_message.Message):
    __slots__ = ["file_descriptor_set"]
    FILE_DESCRIPTOR_SET_FIELD_NUMBER: _ClassVar[int]
    file_descriptor_set: bytes
    def __init__(self, file_descriptor_set: _Optional[bytes] = ...) -> None: ...

class GetServerInfoRequest(_message.Message):
    __slots__ = ["environment", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ...) -> None: ...

class GetServerInfoResponse(_message.Message):
    __slots__ = ["keeper_incarnation", "keeper_pid", "latest_event_seq", "limits", "live_instances", "pid", "running_attempts", "schema_version", "slots", "start_time", "state_folder", "version", "writable"]
    KEEPER_INCARNATION_FIELD_NUMBER: _ClassVar[int]
    KEEPER_PID_FIELD_NUMBER: _ClassVar[int]
    LATEST_EVENT_SEQ_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    LIVE_INSTANCES_FIELD_NUMBER: _ClassVar[int]
    PID_FIELD_NUMBER: _ClassVar[int]
    RUNNING_ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    SCHEMA_VERSION_FIELD_NUMBER: _ClassVar[int]
    SLOTS_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    STATE_FOLDER_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    WRITABLE_FIELD_NUMBER: _ClassVar[int]
    keeper_incarnation: str
    keeper_pid: int
    latest_event_seq: int
    limits: _containers.RepeatedCompositeFieldContainer[Limit]
    live_instances: int
    pid: int
    running_attempts: int
    schema_version: int
    slots: int
    start_time: int
    state_folder: str
    version: str
    writable: bool
    def __init__(self, version: _Optional[str] = ..., pid: _Optional[int] = ..., start_time: _Optional[int] = ..., state_folder: _Optional[str] = ..., schema_version: _Optional[int] = ..., keeper_pid: _Optional[int] = ..., keeper_incarnation: _Optional[str] = ..., live_instances: _Optional[int] = ..., running_attempts: _Optional[int] = ..., slots: _Optional[int] = ..., latest_event_seq: _Optional[int] = ..., limits: _Optional[_Iterable[_Union[Limit, _Mapping[str, _builtins.object]]]] = ..., writable: bool = ...) -> None: ...

class Limit(_message.Message):
    __slots__ = ["name", "unit", "value"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    name: str
    unit: str
    value: int
    def __init__(self, name: _Optional[str] = ..., value: _Optional[int] = ..., unit: _Optional[str] = ...) -> None: ...

class StopServerRequest(_message.Message):
    __slots__ = ["environment", "options", "stop_attempts", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    STOP_ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    options: _common_pb2.ChangeOptions
    stop_attempts: bool
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., stop_attempts: bool = ...) -> None: ...

class StopServerResponse(_message.Message):
    __slots__ = ["running_attempts"]
    RUNNING_ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    running_attempts: int
    def __init__(self, running_attempts: _Optional[int] = ...) -> None: ...
