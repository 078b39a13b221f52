import builtins as _builtins
from sluice.v1 import common_pb2 as _common_pb2
from sluice.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
OPERATION_RESULT_DONE: OperationResult
OPERATION_RESULT_REFUSED: OperationResult
OPERATION_RESULT_UNSPECIFIED: OperationResult

class ListOperationsRequest(_message.Message):
    __slots__ = ["before_time", "environment", "from_time", "instance_id", "job_glob", "node_name", "operation", "page_size", "page_token", "result", "user", "workspace"]
    BEFORE_TIME_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    FROM_TIME_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    JOB_GLOB_FIELD_NUMBER: _ClassVar[int]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    before_time: int
    environment: _common_pb2.Environment
    from_time: int
    instance_id: int
    job_glob: str
    node_name: str
    operation: str
    page_size: int
    page_token: str
    result: OperationResult
    user: str
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., instance_id: _Optional[int] = ..., node_name: _Optional[str] = ..., job_glob: _Optional[str] = ..., operation: _Optional[str] = ..., user: _Optional[str] = ..., from_time: _Optional[int] = ..., before_time: _Optional[int] = ..., result: _Optional[_Union[OperationResult, str]] = ...) -> None: ...

class ListOperationsResponse(_message.Message):
    __slots__ = ["next_page_token", "operations"]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    OPERATIONS_FIELD_NUMBER: _ClassVar[int]
    next_page_token: str
    operations: _containers.RepeatedCompositeFieldContainer[Operation]
    def __init__(self, operations: _Optional[_Iterable[_Union[Operation, _Mapping[str, _builtins.object]]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class Operation(_message.Message):
    __slots__ = ["after_seq", "effect", "environment", "from_status", "gid", "instance_id", "job_name", "node_name", "operation", "operation_id", "pid", "program", "reason", "refusal", "request", "time", "to_status", "uid", "user", "workspace"]
    AFTER_SEQ_FIELD_NUMBER: _ClassVar[int]
    EFFECT_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    FROM_STATUS_FIELD_NUMBER: _ClassVar[int]
    GID_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    OPERATION_ID_FIELD_NUMBER: _ClassVar[int]
    PID_FIELD_NUMBER: _ClassVar[int]
    PROGRAM_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_FIELD_NUMBER: _ClassVar[int]
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    TO_STATUS_FIELD_NUMBER: _ClassVar[int]
    UID_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    after_seq: int
    effect: str
    environment: _common_pb2.Environment
    from_status: str
    gid: int
    instance_id: int
    job_name: str
    node_name: str
    operation: str
    operation_id: int
    pid: int
    program: str
    reason: str
    refusal: str
    request: str
    time: int
    to_status: str
    uid: int
    user: str
    workspace: str
    def __init__(self, operation_id: _Optional[int] = ..., time: _Optional[int] = ..., user: _Optional[str] = ..., uid: _Optional[int] = ..., gid: _Optional[int] = ..., pid: _Optional[int] = ..., program: _Optional[str] = ..., operation: _Optional[str] = ..., workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., job_name: _Optional[str] = ..., instance_id: _Optional[int] = ..., node_name: _Optional[str] = ..., from_status: _Optional[str] = ..., to_status: _Optional[str] = ..., request: _Optional[str] = ..., reason: _Optional[str] = ..., refusal: _Optional[str] = ..., effect: _Optional[str] = ..., after_seq: _Optional[int] = ...) -> None: ...

class OperationResult(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
