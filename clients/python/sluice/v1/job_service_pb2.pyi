import builtins as _builtins
from sluice.v1 import common_pb2 as _common_pb2
from sluice.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

CALENDAR_RULE_COUNT: CalendarRule
CALENDAR_RULE_NEXT: CalendarRule
CALENDAR_RULE_ONLY: CalendarRule
CALENDAR_RULE_PREVIOUS: CalendarRule
CALENDAR_RULE_UNSPECIFIED: CalendarRule
CATCHUP_ALL: Catchup
CATCHUP_LATEST: Catchup
CATCHUP_NONE: Catchup
CATCHUP_UNSPECIFIED: Catchup
CONDITION_JOIN_AND: ConditionJoin
CONDITION_JOIN_OR: ConditionJoin
CONDITION_JOIN_UNSPECIFIED: ConditionJoin
DEPENDENCY_PERIOD_PREVIOUS: DependencyPeriod
DEPENDENCY_PERIOD_SAME: DependencyPeriod
DEPENDENCY_PERIOD_UNSPECIFIED: DependencyPeriod
DESCRIPTOR: _descriptor.FileDescriptor
NOTIFICATION_OCCASION_FAILURE: NotificationOccasion
NOTIFICATION_OCCASION_LATE: NotificationOccasion
NOTIFICATION_OCCASION_SUCCESS: NotificationOccasion
NOTIFICATION_OCCASION_UNSPECIFIED: NotificationOccasion
OVERLAP_SKIP: Overlap
OVERLAP_STOP_OLD: Overlap
OVERLAP_UNSPECIFIED: Overlap
OVERLAP_WAIT: Overlap
TRIGGER_END_ANY: TriggerEnd
TRIGGER_END_FAIL: TriggerEnd
TRIGGER_END_SUCCESS: TriggerEnd
TRIGGER_END_UNSPECIFIED: TriggerEnd
TRIGGER_SOURCE_CALL: TriggerSource
TRIGGER_SOURCE_FILE: TriggerSource
TRIGGER_SOURCE_JOB: TriggerSource
TRIGGER_SOURCE_UNSPECIFIED: TriggerSource

class ConnectionDefinition(_message.Message):
    __slots__ = ["name", "path", "type"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    name: str
    path: str
    type: str
    def __init__(self, name: _Optional[str] = ..., type: _Optional[str] = ..., path: _Optional[str] = ...) -> None: ...

class DeleteJobRequest(_message.Message):
    __slots__ = ["environment", "job_name", "options", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    job_name: str
    options: _common_pb2.ChangeOptions
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., job_name: _Optional[str] = ...) -> None: ...

class DeleteJobResponse(_message.Message):
    __slots__ = ["job_id", "result"]
    JOB_ID_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    job_id: int
    result: _common_pb2.ChangeResult
    def __init__(self, job_id: _Optional[int] = ..., result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class DiffJobVersionsRequest(_message.Message):
    __slots__ = ["environment", "from_version", "job_name", "to_version", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    FROM_VERSION_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    TO_VERSION_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    from_version: int
    job_name: str
    to_version: int
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., job_name: _Optional[str] = ..., from_version: _Optional[int] = ..., to_version: _Optional[int] = ...) -> None: ...

class DiffJobVersionsResponse(_message.Message):
    __slots__ = ["from_version", "nodes_added", "nodes_changed", "nodes_removed", "to_version", "unified"]
    FROM_VERSION_FIELD_NUMBER: _ClassVar[int]
    NODES_ADDED_FIELD_NUMBER: _ClassVar[int]
    NODES_CHANGED_FIELD_NUMBER: _ClassVar[int]
    NODES_REMOVED_FIELD_NUMBER: _ClassVar[int]
    TO_VERSION_FIELD_NUMBER: _ClassVar[int]
    UNIFIED_FIELD_NUMBER: _ClassVar[int]
    from_version: int
    nodes_added: _containers.RepeatedScalarFieldContainer[str]
    nodes_changed: _containers.RepeatedScalarFieldContainer[str]
    nodes_removed: _containers.RepeatedScalarFieldContainer[str]
    to_version: int
    unified: str
    def __init__(self, from_version: _Optional[int] = ..., to_version: _Optional[int] = ..., nodes_added: _Optional[_Iterable[str]] = ..., nodes_removed: _Optional[_Iterable[str]] = ..., nodes_changed: _Optional[_Iterable[str]] = ..., unified: _Optional[str] = ...) -> None: ...

class EdgeCondition(_message.Message):
    __slots__ = ["expression", "node_name"]
    EXPRESSION_FIELD_NUMBER: _ClassVar[int]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    expression: str
    node_name: str
    def __init__(self, node_name: _Optional[str] = ..., expression: _Optional[str] = ...) -> None: ...

class FileListening(_message.Message):
    __slots__ = ["path", "scan_duration_ms", "scan_interval_ms"]
    PATH_FIELD_NUMBER: _ClassVar[int]
    SCAN_DURATION_MS_FIELD_NUMBER: _ClassVar[int]
    SCAN_INTERVAL_MS_FIELD_NUMBER: _ClassVar[int]
    path: str
    scan_duration_ms: int
    scan_interval_ms: int
    def __init__(self, path: _Optional[str] = ..., scan_interval_ms: _Optional[int] = ..., scan_duration_ms: _Optional[int] = ...) -> None: ...

class GetJobRequest(_message.Message):
    __slots__ = ["environment", "job_name", "version", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    job_name: str
    version: int
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., job_name: _Optional[str] = ..., version: _Optional[int] = ...) -> None: ...

class GetJobResponse(_message.Message):
    __slots__ = ["definition", "job", "source", "version"]
    DEFINITION_FIELD_NUMBER: _ClassVar[int]
    JOB_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    definition: JobDefinition
    job: JobSummary
    source: str
    version: JobVersionSummary
    def __init__(self, job: _Optional[_Union[JobSummary, _Mapping[str, _builtins.object]]] = ..., version: _Optional[_Union[JobVersionSummary, _Mapping[str, _builtins.object]]] = ..., definition: _Optional[_Union[JobDefinition, _Mapping[str, _builtins.object]]] = ..., source: _Optional[str] = ...) -> None: ...

class JobCall(_message.Message):
    __slots__ = ["detached", "items", "job_name", "list", "parallel", "params", "stops_on_failure", "workspace"]
    DETACHED_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    LIST_FIELD_NUMBER: _ClassVar[int]
    PARALLEL_FIELD_NUMBER: _ClassVar[int]
    PARAMS_FIELD_NUMBER: _ClassVar[int]
    STOPS_ON_FAILURE_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    detached: bool
    items: _containers.RepeatedScalarFieldContainer[str]
    job_name: str
    list: str
    parallel: int
    params: _containers.RepeatedCompositeFieldContainer[_common_pb2.KeyValue]
    stops_on_failure: bool
    workspace: str
    def __init__(self, job_name: _Optional[str] = ..., workspace: _Optional[str] = ..., params: _Optional[_Iterable[_Union[_common_pb2.KeyValue, _Mapping[str, _builtins.object]]]] = ..., detached: bool = ..., items: _Optional[_Iterable[str]] = ..., list: _Optional[str] = ..., parallel: _Optional[int] = ..., stops_on_failure: bool = ...) -> None: ...

class JobDefinition(_message.Message):
    __slots__ = ["confirm_before_run", "connections", "depend_jobs", "description", "env", "kind", "labels", "max_parallel_instances", "max_parallel_nodes", "module", "name", "nodes", "notifications", "params", "priority", "resources", "schedule", "trigger", "working_folder"]
    CONFIRM_BEFORE_RUN_FIELD_NUMBER: _ClassVar[int]
    CONNECTIONS_FIELD_NUMBER: _ClassVar[int]
    DEPEND_JOBS_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    ENV_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    MAX_PARALLEL_INSTANCES_FIELD_NUMBER: _ClassVar[int]
    MAX_PARALLEL_NODES_FIELD_NUMBER: _ClassVar[int]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    NODES_FIELD_NUMBER: _ClassVar[int]
    NOTIFICATIONS_FIELD_NUMBER: _ClassVar[int]
    PARAMS_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    RESOURCES_FIELD_NUMBER: _ClassVar[int]
    SCHEDULE_FIELD_NUMBER: _ClassVar[int]
    TRIGGER_FIELD_NUMBER: _ClassVar[int]
    WORKING_FOLDER_FIELD_NUMBER: _ClassVar[int]
    confirm_before_run: bool
    connections: _containers.RepeatedCompositeFieldContainer[ConnectionDefinition]
    depend_jobs: _containers.RepeatedCompositeFieldContainer[JobDependency]
    description: str
    env: _containers.RepeatedCompositeFieldContainer[_common_pb2.KeyValue]
    kind: _common_pb2.ObjectKind
    labels: _containers.RepeatedCompositeFieldContainer[_common_pb2.KeyValue]
    max_parallel_instances: int
    max_parallel_nodes: int
    module: _common_pb2.Module
    name: str
    nodes: _containers.RepeatedCompositeFieldContainer[NodeDefinition]
    notifications: _containers.RepeatedCompositeFieldContainer[NotificationRule]
    params: _containers.RepeatedCompositeFieldContainer[_common_pb2.KeyValue]
    priority: int
    resources: _containers.RepeatedScalarFieldContainer[str]
    schedule: Schedule
    trigger: Trigger
    working_folder: str
    def __init__(self, name: _Optional[str] = ..., description: _Optional[str] = ..., params: _Optional[_Iterable[_Union[_common_pb2.KeyValue, _Mapping[str, _builtins.object]]]] = ..., connections: _Optional[_Iterable[_Union[ConnectionDefinition, _Mapping[str, _builtins.object]]]] = ..., env: _Optional[_Iterable[_Union[_common_pb2.KeyValue, _Mapping[str, _builtins.object]]]] = ..., working_folder: _Optional[str] = ..., labels: _Optional[_Iterable[_Union[_common_pb2.KeyValue, _Mapping[str, _builtins.object]]]] = ..., max_parallel_instances: _Optional[int] = ..., max_parallel_nodes: _Optional[int] = ..., nodes: _Optional[_Iterable[_Union[NodeDefinition, _Mapping[str, _builtins.object]]]] = ..., depend_jobs: _Optional[_Iterable[_Union[JobDependency, _Mapping[str, _builtins.object]]]] = ..., confirm_before_run: bool = ..., schedule: _Optional[_Union[Schedule, _Mapping[str, _builtins.object]]] = ..., priority: _Optional[int] = ..., notifications: _Optional[_Iterable[_Union[NotificationRule, _Mapping[str, _builtins.object]]]] = ..., trigger: _Optional[_Union[Trigger, _Mapping[str, _builtins.object]]] = ..., kind: _Optional[_Union[_common_pb2.ObjectKind, str]] = ..., module: _Optional[_Union[_common_pb2.Module, str]] = ..., resources: _Optional[_Iterable[str]] = ...) -> None: ...

class JobDependency(_message.Message):
    __slots__ = ["fail_policy", "job_name", "period", "workspace"]
    FAIL_POLICY_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    PERIOD_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    fail_policy: _common_pb2.FailPolicy
    job_name: str
    period: DependencyPeriod
    workspace: str
    def __init__(self, job_name: _Optional[str] = ..., fail_policy: _Optional[_Union[_common_pb2.FailPolicy, str]] = ..., workspace: _Optional[str] = ..., period: _Optional[_Union[DependencyPeriod, str]] = ...) -> None: ...

class JobSummary(_message.Message):
    __slots__ = ["description", "enabled", "job_id", "job_name", "labels", "last_instance_id", "last_status", "next_time", "node_total", "paused", "scheduled", "submit_time", "user", "version"]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    ENABLED_FIELD_NUMBER: _ClassVar[int]
    JOB_ID_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    LAST_INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    LAST_STATUS_FIELD_NUMBER: _ClassVar[int]
    NEXT_TIME_FIELD_NUMBER: _ClassVar[int]
    NODE_TOTAL_FIELD_NUMBER: _ClassVar[int]
    PAUSED_FIELD_NUMBER: _ClassVar[int]
    SCHEDULED_FIELD_NUMBER: _ClassVar[int]
    SUBMIT_TIME_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    description: str
    enabled: bool
    job_id: int
    job_name: str
    labels: _containers.RepeatedCompositeFieldContainer[_common_pb2.KeyValue]
    last_instance_id: int
    last_status: _common_pb2.InstanceStatus
    next_time: int
    node_total: int
    paused: bool
    scheduled: bool
    submit_time: int
    user: str
    version: int
    def __init__(self, job_id: _Optional[int] = ..., job_name: _Optional[str] = ..., version: _Optional[int] = ..., node_total: _Optional[int] = ..., submit_time: _Optional[int] = ..., user: _Optional[str] = ..., description: _Optional[str] = ..., labels: _Optional[_Iterable[_Union[_common_pb2.KeyValue, _Mapping[str, _builtins.object]]]] = ..., scheduled: bool = ..., enabled: bool = ..., paused: bool = ..., next_time: _Optional[int] = ..., last_instance_id: _Optional[int] = ..., last_status: _Optional[_Union[_common_pb2.InstanceStatus, str]] = ...) -> None: ...

class JobVersionSummary(_message.Message):
    __slots__ = ["comment", "node_total", "submit_time", "user", "version"]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    NODE_TOTAL_FIELD_NUMBER: _ClassVar[int]
    SUBMIT_TIME_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    comment: str
    node_total: int
    submit_time: int
    user: str
    version: int
    def __init__(self, version: _Optional[int] = ..., submit_time: _Optional[int] = ..., user: _Optional[str] = ..., comment: _Optional[str] = ..., node_total: _Optional[int] = ...) -> None: ...

class ListJobVersionsRequest(_message.Message):
    __slots__ = ["environment", "job_name", "page_size", "page_token", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    job_name: str
    page_size: int
    page_token: str
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., job_name: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListJobVersionsResponse(_message.Message):
    __slots__ = ["next_page_token", "versions"]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    VERSIONS_FIELD_NUMBER: _ClassVar[int]
    next_page_token: str
    versions: _containers.RepeatedCompositeFieldContainer[JobVersionSummary]
    def __init__(self, versions: _Optional[_Iterable[_Union[JobVersionSummary, _Mapping[str, _builtins.object]]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListJobsRequest(_message.Message):
    __slots__ = ["environment", "name_glob", "page_size", "page_token", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    NAME_GLOB_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    name_glob: str
    page_size: int
    page_token: str
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., name_glob: _Optional[str] = ...) -> None: ...

class ListJobsResponse(_message.Message):
    __slots__ = ["jobs", "next_page_token"]
    JOBS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    jobs: _containers.RepeatedCompositeFieldContainer[JobSummary]
    next_page_token: str
    def __init__(self, jobs: _Optional[_Iterable[_Union[JobSummary, _Mapping[str, _builtins.object]]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class NodeDefinition(_message.Message):
    __slots__ = ["call", "command", "conditions", "connection", "depends_on", "env", "fail_policy", "interpreter", "join", "labels", "max_execution_time_ms", "name", "pool", "pool_slots", "properties", "retry_exponential", "retry_interval_max_ms", "retry_interval_ms", "retry_on_timeout", "retry_times", "script", "skips_downstream", "type", "working_folder"]
    CALL_FIELD_NUMBER: _ClassVar[int]
    COMMAND_FIELD_NUMBER: _ClassVar[int]
    CONDITIONS_FIELD_NUMBER: _ClassVar[int]
    CONNECTION_FIELD_NUMBER: _ClassVar[int]
    DEPENDS_ON_FIELD_NUMBER: _ClassVar[int]
    ENV_FIELD_NUMBER: _ClassVar[int]
    FAIL_POLICY_FIELD_NUMBER: _ClassVar[int]
    INTERPRETER_FIELD_NUMBER: _ClassVar[int]
    JOIN_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    MAX_EXECUTION_TIME_MS_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    POOL_FIELD_NUMBER: _ClassVar[int]
    POOL_SLOTS_FIELD_NUMBER: _ClassVar[int]
    PROPERTIES_FIELD_NUMBER: _ClassVar[int]
    RETRY_EXPONENTIAL_FIELD_NUMBER: _ClassVar[int]
    RETRY_INTERVAL_MAX_MS_FIELD_NUMBER: _ClassVar[int]
    RETRY_INTERVAL_MS_FIELD_NUMBER: _ClassVar[int]
    RETRY_ON_TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    RETRY_TIMES_FIELD_NUMBER: _ClassVar[int]
    SCRIPT_FIELD_NUMBER: _ClassVar[int]
    SKIPS_DOWNSTREAM_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    WORKING_FOLDER_FIELD_NUMBER: _ClassVar[int]
    call: JobCall
    command: _containers.RepeatedScalarFieldContainer[str]
    conditions: _containers.RepeatedCompositeFieldContainer[EdgeCondition]
    connection: str
    depends_on: _containers.RepeatedScalarFieldContainer[str]
    env: _containers.RepeatedCompositeFieldContainer[_common_pb2.KeyValue]
    fail_policy: _common_pb2.FailPolicy
    interpreter: _containers.RepeatedScalarFieldContainer[str]
    join: ConditionJoin
    labels: _containers.RepeatedCompositeFieldContainer[_common_pb2.KeyValue]
    max_execution_time_ms: int
    name: str
    pool: str
    pool_slots: int
    properties: _containers.RepeatedCompositeFieldContainer[_common_pb2.KeyValue]
    retry_exponential: bool
    retry_interval_max_ms: int
    retry_interval_ms: int
    retry_on_timeout: bool
    retry_times: int
    script: str
    skips_downstream: bool
    type: str
    working_folder: str
    def __init__(self, name: _Optional[str] = ..., type: _Optional[str] = ..., depends_on: _Optional[_Iterable[str]] = ..., script: _Optional[str] = ..., command: _Optional[_Iterable[str]] = ..., interpreter: _Optional[_Iterable[str]] = ..., connection: _Optional[str] = ..., retry_times: _Optional[int] = ..., retry_interval_ms: _Optional[int] = ..., retry_exponential: bool = ..., retry_interval_max_ms: _Optional[int] = ..., retry_on_timeout: bool = ..., fail_policy: _Optional[_Union[_common_pb2.FailPolicy, str]] = ..., max_execution_time_ms: _Optional[int] = ..., env: _Optional[_Iterable[_Union[_common_pb2.KeyValue, _Mapping[str, _builtins.object]]]] = ..., working_folder: _Optional[str] = ..., properties: _Optional[_Iterable[_Union[_common_pb2.KeyValue, _Mapping[str, _builtins.object]]]] = ..., labels: _Optional[_Iterable[_Union[_common_pb2.KeyValue, _Mapping[str, _builtins.object]]]] = ..., conditions: _Optional[_Iterable[_Union[EdgeCondition, _Mapping[str, _builtins.object]]]] = ..., join: _Optional[_Union[ConditionJoin, str]] = ..., skips_downstream: bool = ..., pool: _Optional[str] = ..., pool_slots: _Optional[int] = ..., call: _Optional[_Union[JobCall, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class NotificationRule(_message.Message):
    __slots__ = ["command", "headers", "occasion", "retry_times", "timeout_ms", "webhook"]
    COMMAND_FIELD_NUMBER: _ClassVar[int]
    HEADERS_FIELD_NUMBER: _ClassVar[int]
    OCCASION_FIELD_NUMBER: _ClassVar[int]
    RETRY_TIMES_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_MS_FIELD_NUMBER: _ClassVar[int]
    WEBHOOK_FIELD_NUMBER: _ClassVar[int]
    command: _containers.RepeatedScalarFieldContainer[str]
    headers: _containers.RepeatedCompositeFieldContainer[_common_pb2.KeyValue]
    occasion: NotificationOccasion
    retry_times: int
    timeout_ms: int
    webhook: str
    def __init__(self, occasion: _Optional[_Union[NotificationOccasion, str]] = ..., command: _Optional[_Iterable[str]] = ..., webhook: _Optional[str] = ..., headers: _Optional[_Iterable[_Union[_common_pb2.KeyValue, _Mapping[str, _builtins.object]]]] = ..., timeout_ms: _Optional[int] = ..., retry_times: _Optional[int] = ...) -> None: ...

class Schedule(_message.Message):
    __slots__ = ["calendar", "calendar_rule", "cancel_waiting_after_ms", "catchup", "catchup_limit", "cron", "depends_on_previous", "enabled", "end_time", "end_within_ms", "overlap", "slow_percent", "start_time", "start_within_ms", "time_zone", "wait_for_file"]
    CALENDAR_FIELD_NUMBER: _ClassVar[int]
    CALENDAR_RULE_FIELD_NUMBER: _ClassVar[int]
    CANCEL_WAITING_AFTER_MS_FIELD_NUMBER: _ClassVar[int]
    CATCHUP_FIELD_NUMBER: _ClassVar[int]
    CATCHUP_LIMIT_FIELD_NUMBER: _ClassVar[int]
    CRON_FIELD_NUMBER: _ClassVar[int]
    DEPENDS_ON_PREVIOUS_FIELD_NUMBER: _ClassVar[int]
    ENABLED_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    END_WITHIN_MS_FIELD_NUMBER: _ClassVar[int]
    OVERLAP_FIELD_NUMBER: _ClassVar[int]
    SLOW_PERCENT_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    START_WITHIN_MS_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    WAIT_FOR_FILE_FIELD_NUMBER: _ClassVar[int]
    calendar: str
    calendar_rule: CalendarRule
    cancel_waiting_after_ms: int
    catchup: Catchup
    catchup_limit: int
    cron: str
    depends_on_previous: bool
    enabled: bool
    end_time: int
    end_within_ms: int
    overlap: Overlap
    slow_percent: int
    start_time: int
    start_within_ms: int
    time_zone: str
    wait_for_file: FileListening
    def __init__(self, cron: _Optional[str] = ..., time_zone: _Optional[str] = ..., start_time: _Optional[int] = ..., end_time: _Optional[int] = ..., calendar: _Optional[str] = ..., calendar_rule: _Optional[_Union[CalendarRule, str]] = ..., catchup: _Optional[_Union[Catchup, str]] = ..., catchup_limit: _Optional[int] = ..., overlap: _Optional[_Union[Overlap, str]] = ..., depends_on_previous: bool = ..., enabled: bool = ..., start_within_ms: _Optional[int] = ..., end_within_ms: _Optional[int] = ..., slow_percent: _Optional[int] = ..., cancel_waiting_after_ms: _Optional[int] = ..., wait_for_file: _Optional[_Union[FileListening, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class SubmitJobRequest(_message.Message):
    __slots__ = ["comment", "environment", "options", "source", "workspace"]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    comment: str
    environment: _common_pb2.Environment
    options: _common_pb2.ChangeOptions
    source: str
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., source: _Optional[str] = ..., comment: _Optional[str] = ...) -> None: ...

class SubmitJobResponse(_message.Message):
    __slots__ = ["changed", "item_id", "job_id", "job_name", "result", "version"]
    CHANGED_FIELD_NUMBER: _ClassVar[int]
    ITEM_ID_FIELD_NUMBER: _ClassVar[int]
    JOB_ID_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    changed: bool
    item_id: int
    job_id: int
    job_name: str
    result: _common_pb2.ChangeResult
    version: int
    def __init__(self, job_id: _Optional[int] = ..., job_name: _Optional[str] = ..., version: _Optional[int] = ..., changed: bool = ..., result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ..., item_id: _Optional[int] = ...) -> None: ...

class Trigger(_message.Message):
    __slots__ = ["enabled", "file", "job_name", "on", "source", "workspace"]
    ENABLED_FIELD_NUMBER: _ClassVar[int]
    FILE_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    enabled: bool
    file: str
    job_name: str
    on: TriggerEnd
    source: TriggerSource
    workspace: str
    def __init__(self, source: _Optional[_Union[TriggerSource, str]] = ..., file: _Optional[str] = ..., job_name: _Optional[str] = ..., workspace: _Optional[str] = ..., on: _Optional[_Union[TriggerEnd, str]] = ..., enabled: bool = ...) -> None: ...

class ValidateJobRequest(_message.Message):
    __slots__ = ["environment", "source", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    source: str
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., source: _Optional[str] = ...) -> None: ...

class ValidateJobResponse(_message.Message):
    __slots__ = ["job_name", "node_total", "problem_total", "problems"]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    NODE_TOTAL_FIELD_NUMBER: _ClassVar[int]
    PROBLEMS_FIELD_NUMBER: _ClassVar[int]
    PROBLEM_TOTAL_FIELD_NUMBER: _ClassVar[int]
    job_name: str
    node_total: int
    problem_total: int
    problems: _containers.RepeatedCompositeFieldContainer[_common_pb2.Problem]
    def __init__(self, problems: _Optional[_Iterable[_Union[_common_pb2.Problem, _Mapping[str, _builtins.object]]]] = ..., problem_total: _Optional[int] = ..., job_name: _Optional[str] = ..., node_total: _Optional[int] = ...) -> None: ...

class ConditionJoin(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class NotificationOccasion(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class TriggerSource(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class TriggerEnd(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class CalendarRule(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class Catchup(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class Overlap(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class DependencyPeriod(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
