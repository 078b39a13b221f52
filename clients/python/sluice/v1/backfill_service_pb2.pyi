import builtins as _builtins
from sluice.v1 import backfill_pb2 as _backfill_pb2
from sluice.v1 import common_pb2 as _common_pb2
from sluice.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CancelBackfillsRequest(_message.Message):
    __slots__ = ["backfill_ids", "environment", "options", "workspace"]
    BACKFILL_IDS_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    backfill_ids: _containers.RepeatedScalarFieldContainer[int]
    environment: _common_pb2.Environment
    options: _common_pb2.ChangeOptions
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., backfill_ids: _Optional[_Iterable[int]] = ...) -> None: ...

class CancelBackfillsResponse(_message.Message):
    __slots__ = ["backfills", "result"]
    BACKFILLS_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    backfills: _containers.RepeatedCompositeFieldContainer[_backfill_pb2.Backfill]
    result: _common_pb2.ChangeResult
    def __init__(self, backfills: _Optional[_Iterable[_Union[_backfill_pb2.Backfill, _Mapping[str, _builtins.object]]]] = ..., result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class CreateBackfillRequest(_message.Message):
    __slots__ = ["downstream", "environment", "from_time", "job_name", "options", "parallel", "params", "rerun_existing", "reverse", "stop_on_failure", "to_time", "workspace"]
    DOWNSTREAM_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    FROM_TIME_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    PARALLEL_FIELD_NUMBER: _ClassVar[int]
    PARAMS_FIELD_NUMBER: _ClassVar[int]
    RERUN_EXISTING_FIELD_NUMBER: _ClassVar[int]
    REVERSE_FIELD_NUMBER: _ClassVar[int]
    STOP_ON_FAILURE_FIELD_NUMBER: _ClassVar[int]
    TO_TIME_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    downstream: bool
    environment: _common_pb2.Environment
    from_time: int
    job_name: str
    options: _common_pb2.ChangeOptions
    parallel: int
    params: _containers.RepeatedCompositeFieldContainer[_common_pb2.KeyValue]
    rerun_existing: bool
    reverse: bool
    stop_on_failure: bool
    to_time: int
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., job_name: _Optional[str] = ..., from_time: _Optional[int] = ..., to_time: _Optional[int] = ..., parallel: _Optional[int] = ..., reverse: bool = ..., stop_on_failure: bool = ..., downstream: bool = ..., rerun_existing: bool = ..., params: _Optional[_Iterable[_Union[_common_pb2.KeyValue, _Mapping[str, _builtins.object]]]] = ...) -> None: ...

class CreateBackfillResponse(_message.Message):
    __slots__ = ["backfill", "cycles", "result"]
    BACKFILL_FIELD_NUMBER: _ClassVar[int]
    CYCLES_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    backfill: _backfill_pb2.Backfill
    cycles: _containers.RepeatedCompositeFieldContainer[_backfill_pb2.BackfillCycle]
    result: _common_pb2.ChangeResult
    def __init__(self, backfill: _Optional[_Union[_backfill_pb2.Backfill, _Mapping[str, _builtins.object]]] = ..., cycles: _Optional[_Iterable[_Union[_backfill_pb2.BackfillCycle, _Mapping[str, _builtins.object]]]] = ..., result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class GetBackfillRequest(_message.Message):
    __slots__ = ["backfill_id", "environment", "page_size", "page_token", "states", "workspace"]
    BACKFILL_ID_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    backfill_id: int
    environment: _common_pb2.Environment
    page_size: int
    page_token: str
    states: _containers.RepeatedScalarFieldContainer[_backfill_pb2.CycleState]
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., backfill_id: _Optional[int] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., states: _Optional[_Iterable[_Union[_backfill_pb2.CycleState, str]]] = ...) -> None: ...

class GetBackfillResponse(_message.Message):
    __slots__ = ["backfill", "cycles", "next_page_token"]
    BACKFILL_FIELD_NUMBER: _ClassVar[int]
    CYCLES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    backfill: _backfill_pb2.Backfill
    cycles: _containers.RepeatedCompositeFieldContainer[_backfill_pb2.BackfillCycle]
    next_page_token: str
    def __init__(self, backfill: _Optional[_Union[_backfill_pb2.Backfill, _Mapping[str, _builtins.object]]] = ..., cycles: _Optional[_Iterable[_Union[_backfill_pb2.BackfillCycle, _Mapping[str, _builtins.object]]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListBackfillsRequest(_message.Message):
    __slots__ = ["environment", "job_glob", "page_size", "page_token", "states", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    JOB_GLOB_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    job_glob: str
    page_size: int
    page_token: str
    states: _containers.RepeatedScalarFieldContainer[_backfill_pb2.BackfillState]
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., job_glob: _Optional[str] = ..., states: _Optional[_Iterable[_Union[_backfill_pb2.BackfillState, str]]] = ...) -> None: ...

class ListBackfillsResponse(_message.Message):
    __slots__ = ["backfills", "next_page_token"]
    BACKFILLS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    backfills: _containers.RepeatedCompositeFieldContainer[_backfill_pb2.Backfill]
    next_page_token: str
    def __init__(self, backfills: _Optional[_Iterable[_Union[_backfill_pb2.Backfill, _Mapping[str, _builtins.object]]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class PauseBackfillsRequest(_message.Message):
    __slots__ = ["backfill_ids", "environment", "options", "workspace"]
    BACKFILL_IDS_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    backfill_ids: _containers.RepeatedScalarFieldContainer[int]
    environment: _common_pb2.Environment
    options: _common_pb2.ChangeOptions
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., backfill_ids: _Optional[_Iterable[int]] = ...) -> None: ...

class PauseBackfillsResponse(_message.Message):
    __slots__ = ["backfills", "result"]
    BACKFILLS_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    backfills: _containers.RepeatedCompositeFieldContainer[_backfill_pb2.Backfill]
    result: _common_pb2.ChangeResult
    def __init__(self, backfills: _Optional[_Iterable[_Union[_backfill_pb2.Backfill, _Mapping[str, _builtins.object]]]] = ..., result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class ResumeBackfillsRequest(_message.Message):
    __slots__ = ["backfill_ids", "environment", "options", "workspace"]
    BACKFILL_IDS_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    backfill_ids: _containers.RepeatedScalarFieldContainer[int]
    environment: _common_pb2.Environment
    options: _common_pb2.ChangeOptions
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., backfill_ids: _Optional[_Iterable[int]] = ...) -> None: ...

class ResumeBackfillsResponse(_message.Message):
    __slots__ = ["backfills", "result"]
    BACKFILLS_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    backfills: _containers.RepeatedCompositeFieldContainer[_backfill_pb2.Backfill]
    result: _common_pb2.ChangeResult
    def __init__(self, backfills: _Optional[_Iterable[_Union[_backfill_pb2.Backfill, _Mapping[str, _builtins.object]]]] = ..., result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...
