import builtins as _builtins
from sluice.v1 import common_pb2 as _common_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

BACKFILL_KIND_BACKFILL: BackfillKind
BACKFILL_KIND_RETRY: BackfillKind
BACKFILL_KIND_UNSPECIFIED: BackfillKind
BACKFILL_STATE_CANCELLED: BackfillState
BACKFILL_STATE_FAIL: BackfillState
BACKFILL_STATE_PAUSED: BackfillState
BACKFILL_STATE_RUNNING: BackfillState
BACKFILL_STATE_SUCCESS: BackfillState
BACKFILL_STATE_UNSPECIFIED: BackfillState
CYCLE_STATE_ACTIVE: CycleState
CYCLE_STATE_FAIL: CycleState
CYCLE_STATE_SKIPPED: CycleState
CYCLE_STATE_SUCCESS: CycleState
CYCLE_STATE_UNSPECIFIED: CycleState
CYCLE_STATE_WAITING: CycleState
DESCRIPTOR: _descriptor.FileDescriptor

class Backfill(_message.Message):
    __slots__ = ["active", "backfill_id", "create_time", "end_time", "fail", "job_name", "kind", "parallel", "params", "reason", "skipped", "state", "stop_on_failure", "success", "total", "user", "waiting", "why"]
    ACTIVE_FIELD_NUMBER: _ClassVar[int]
    BACKFILL_ID_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    FAIL_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    PARALLEL_FIELD_NUMBER: _ClassVar[int]
    PARAMS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SKIPPED_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    STOP_ON_FAILURE_FIELD_NUMBER: _ClassVar[int]
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    WAITING_FIELD_NUMBER: _ClassVar[int]
    WHY_FIELD_NUMBER: _ClassVar[int]
    active: int
    backfill_id: int
    create_time: int
    end_time: int
    fail: int
    job_name: str
    kind: BackfillKind
    parallel: int
    params: _containers.RepeatedCompositeFieldContainer[_common_pb2.KeyValue]
    reason: str
    skipped: int
    state: BackfillState
    stop_on_failure: bool
    success: int
    total: int
    user: str
    waiting: int
    why: str
    def __init__(self, backfill_id: _Optional[int] = ..., kind: _Optional[_Union[BackfillKind, str]] = ..., job_name: _Optional[str] = ..., user: _Optional[str] = ..., reason: _Optional[str] = ..., create_time: _Optional[int] = ..., parallel: _Optional[int] = ..., stop_on_failure: bool = ..., params: _Optional[_Iterable[_Union[_common_pb2.KeyValue, _Mapping[str, _builtins.object]]]] = ..., state: _Optional[_Union[BackfillState, str]] = ..., why: _Optional[str] = ..., end_time: _Optional[int] = ..., total: _Optional[int] = ..., waiting: _Optional[int] = ..., active: _Optional[int] = ..., success: _Optional[int] = ..., fail: _Optional[int] = ..., skipped: _Optional[int] = ...) -> None: ...

class BackfillCycle(_message.Message):
    __slots__ = ["after", "instance_id", "job_name", "plan_time", "position", "reason", "retry", "state", "workspace"]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    PLAN_TIME_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RETRY_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    after: _containers.RepeatedScalarFieldContainer[int]
    instance_id: int
    job_name: str
    plan_time: int
    position: int
    reason: str
    retry: bool
    state: CycleState
    workspace: str
    def __init__(self, position: _Optional[int] = ..., job_name: _Optional[str] = ..., plan_time: _Optional[int] = ..., instance_id: _Optional[int] = ..., retry: bool = ..., state: _Optional[_Union[CycleState, str]] = ..., reason: _Optional[str] = ..., after: _Optional[_Iterable[int]] = ..., workspace: _Optional[str] = ...) -> None: ...

class BackfillKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class BackfillState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class CycleState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
