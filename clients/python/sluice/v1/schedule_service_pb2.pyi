import builtins as _builtins
from sluice.v1 import common_pb2 as _common_pb2
from sluice.v1 import job_service_pb2 as _job_service_pb2
from sluice.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DisableJobsRequest(_message.Message):
    __slots__ = ["environment", "job_names", "options", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    JOB_NAMES_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    job_names: _containers.RepeatedScalarFieldContainer[str]
    options: _common_pb2.ChangeOptions
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., job_names: _Optional[_Iterable[str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class DisableJobsResponse(_message.Message):
    __slots__ = ["result", "schedules"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    SCHEDULES_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    schedules: _containers.RepeatedCompositeFieldContainer[JobSchedule]
    def __init__(self, schedules: _Optional[_Iterable[_Union[JobSchedule, _Mapping[str, _builtins.object]]]] = ..., result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class EnableJobsRequest(_message.Message):
    __slots__ = ["environment", "job_names", "options", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    JOB_NAMES_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    job_names: _containers.RepeatedScalarFieldContainer[str]
    options: _common_pb2.ChangeOptions
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., job_names: _Optional[_Iterable[str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class EnableJobsResponse(_message.Message):
    __slots__ = ["result", "schedules"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    SCHEDULES_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    schedules: _containers.RepeatedCompositeFieldContainer[JobSchedule]
    def __init__(self, schedules: _Optional[_Iterable[_Union[JobSchedule, _Mapping[str, _builtins.object]]]] = ..., result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class JobSchedule(_message.Message):
    __slots__ = ["enabled", "job_name", "last_instance_id", "last_status", "last_time", "next_time", "paused", "planned_until", "problem", "schedule", "skipped_total", "trigger"]
    ENABLED_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    LAST_INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    LAST_STATUS_FIELD_NUMBER: _ClassVar[int]
    LAST_TIME_FIELD_NUMBER: _ClassVar[int]
    NEXT_TIME_FIELD_NUMBER: _ClassVar[int]
    PAUSED_FIELD_NUMBER: _ClassVar[int]
    PLANNED_UNTIL_FIELD_NUMBER: _ClassVar[int]
    PROBLEM_FIELD_NUMBER: _ClassVar[int]
    SCHEDULE_FIELD_NUMBER: _ClassVar[int]
    SKIPPED_TOTAL_FIELD_NUMBER: _ClassVar[int]
    TRIGGER_FIELD_NUMBER: _ClassVar[int]
    enabled: bool
    job_name: str
    last_instance_id: int
    last_status: _common_pb2.InstanceStatus
    last_time: int
    next_time: int
    paused: bool
    planned_until: int
    problem: str
    schedule: _job_service_pb2.Schedule
    skipped_total: int
    trigger: _job_service_pb2.Trigger
    def __init__(self, job_name: _Optional[str] = ..., schedule: _Optional[_Union[_job_service_pb2.Schedule, _Mapping[str, _builtins.object]]] = ..., enabled: bool = ..., paused: bool = ..., planned_until: _Optional[int] = ..., next_time: _Optional[int] = ..., problem: _Optional[str] = ..., last_time: _Optional[int] = ..., last_instance_id: _Optional[int] = ..., last_status: _Optional[_Union[_common_pb2.InstanceStatus, str]] = ..., skipped_total: _Optional[int] = ..., trigger: _Optional[_Union[_job_service_pb2.Trigger, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class ListSchedulesRequest(_message.Message):
    __slots__ = ["environment", "job_glob", "page_size", "page_token", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    JOB_GLOB_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    job_glob: str
    page_size: int
    page_token: str
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., job_glob: _Optional[str] = ...) -> None: ...

class ListSchedulesResponse(_message.Message):
    __slots__ = ["next_page_token", "schedules"]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SCHEDULES_FIELD_NUMBER: _ClassVar[int]
    next_page_token: str
    schedules: _containers.RepeatedCompositeFieldContainer[JobSchedule]
    def __init__(self, schedules: _Optional[_Iterable[_Union[JobSchedule, _Mapping[str, _builtins.object]]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListSkippedCyclesRequest(_message.Message):
    __slots__ = ["environment", "job_glob", "page_size", "page_token", "planned_before", "planned_from", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    JOB_GLOB_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PLANNED_BEFORE_FIELD_NUMBER: _ClassVar[int]
    PLANNED_FROM_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    job_glob: str
    page_size: int
    page_token: str
    planned_before: int
    planned_from: int
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., job_glob: _Optional[str] = ..., planned_from: _Optional[int] = ..., planned_before: _Optional[int] = ...) -> None: ...

class ListSkippedCyclesResponse(_message.Message):
    __slots__ = ["next_page_token", "skipped"]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SKIPPED_FIELD_NUMBER: _ClassVar[int]
    next_page_token: str
    skipped: _containers.RepeatedCompositeFieldContainer[SkippedCycles]
    def __init__(self, skipped: _Optional[_Iterable[_Union[SkippedCycles, _Mapping[str, _builtins.object]]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class PauseJobsRequest(_message.Message):
    __slots__ = ["environment", "job_names", "options", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    JOB_NAMES_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    job_names: _containers.RepeatedScalarFieldContainer[str]
    options: _common_pb2.ChangeOptions
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., job_names: _Optional[_Iterable[str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class PauseJobsResponse(_message.Message):
    __slots__ = ["result", "schedules"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    SCHEDULES_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    schedules: _containers.RepeatedCompositeFieldContainer[JobSchedule]
    def __init__(self, schedules: _Optional[_Iterable[_Union[JobSchedule, _Mapping[str, _builtins.object]]]] = ..., result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class PlannedCycle(_message.Message):
    __slots__ = ["abbreviation", "local_time", "note", "plan_time"]
    ABBREVIATION_FIELD_NUMBER: _ClassVar[int]
    LOCAL_TIME_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    PLAN_TIME_FIELD_NUMBER: _ClassVar[int]
    abbreviation: str
    local_time: str
    note: str
    plan_time: int
    def __init__(self, plan_time: _Optional[int] = ..., local_time: _Optional[str] = ..., abbreviation: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class PreviewScheduleRequest(_message.Message):
    __slots__ = ["after_time", "count", "environment", "job_name", "schedule", "workspace"]
    AFTER_TIME_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    SCHEDULE_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    after_time: int
    count: int
    environment: _common_pb2.Environment
    job_name: str
    schedule: _job_service_pb2.Schedule
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., job_name: _Optional[str] = ..., schedule: _Optional[_Union[_job_service_pb2.Schedule, _Mapping[str, _builtins.object]]] = ..., count: _Optional[int] = ..., after_time: _Optional[int] = ...) -> None: ...

class PreviewScheduleResponse(_message.Message):
    __slots__ = ["cycles", "time_zone", "words"]
    CYCLES_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    WORDS_FIELD_NUMBER: _ClassVar[int]
    cycles: _containers.RepeatedCompositeFieldContainer[PlannedCycle]
    time_zone: str
    words: str
    def __init__(self, cycles: _Optional[_Iterable[_Union[PlannedCycle, _Mapping[str, _builtins.object]]]] = ..., words: _Optional[str] = ..., time_zone: _Optional[str] = ...) -> None: ...

class ResumeJobsRequest(_message.Message):
    __slots__ = ["environment", "job_names", "options", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    JOB_NAMES_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    job_names: _containers.RepeatedScalarFieldContainer[str]
    options: _common_pb2.ChangeOptions
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., job_names: _Optional[_Iterable[str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class ResumeJobsResponse(_message.Message):
    __slots__ = ["result", "schedules"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    SCHEDULES_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    schedules: _containers.RepeatedCompositeFieldContainer[JobSchedule]
    def __init__(self, schedules: _Optional[_Iterable[_Union[JobSchedule, _Mapping[str, _builtins.object]]]] = ..., result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class SkippedCycles(_message.Message):
    __slots__ = ["cause", "count", "first_time", "id", "job_name", "last_time", "reason", "time"]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    FIRST_TIME_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    LAST_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    cause: str
    count: int
    first_time: int
    id: int
    job_name: str
    last_time: int
    reason: str
    time: int
    def __init__(self, id: _Optional[int] = ..., job_name: _Optional[str] = ..., first_time: _Optional[int] = ..., last_time: _Optional[int] = ..., count: _Optional[int] = ..., cause: _Optional[str] = ..., reason: _Optional[str] = ..., time: _Optional[int] = ...) -> None: ...

class TriggerJobRequest(_message.Message):
    __slots__ = ["data", "environment", "event_id", "job_name", "options", "workspace"]
    DATA_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    EVENT_ID_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    data: str
    environment: _common_pb2.Environment
    event_id: str
    job_name: str
    options: _common_pb2.ChangeOptions
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., job_name: _Optional[str] = ..., event_id: _Optional[str] = ..., data: _Optional[str] = ...) -> None: ...

class TriggerJobResponse(_message.Message):
    __slots__ = ["instance_id", "result"]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    instance_id: int
    result: _common_pb2.ChangeResult
    def __init__(self, instance_id: _Optional[int] = ..., result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...
