import builtins as _builtins
from sluice.v1 import backfill_pb2 as _backfill_pb2
from sluice.v1 import common_pb2 as _common_pb2
from sluice.v1 import job_service_pb2 as _job_service_pb2
from sluice.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

ATTEMPT_OUTCOME_BAD_OUTPUT: AttemptOutcome
ATTEMPT_OUTCOME_CALLED_FAILED: AttemptOutcome
ATTEMPT_OUTCOME_COULD_NOT_START: AttemptOutcome
ATTEMPT_OUTCOME_EXIT: AttemptOutcome
ATTEMPT_OUTCOME_LOST: AttemptOutcome
ATTEMPT_OUTCOME_SIGNAL: AttemptOutcome
ATTEMPT_OUTCOME_STOPPED: AttemptOutcome
ATTEMPT_OUTCOME_SUCCESS: AttemptOutcome
ATTEMPT_OUTCOME_TIMEOUT: AttemptOutcome
ATTEMPT_OUTCOME_UNSPECIFIED: AttemptOutcome
CAUSE_KIND_CONFIRM: CauseKind
CAUSE_KIND_CROSS_JOB: CauseKind
CAUSE_KIND_DAEMON: CauseKind
CAUSE_KIND_DONE: CauseKind
CAUSE_KIND_ENDED: CauseKind
CAUSE_KIND_FAILED: CauseKind
CAUSE_KIND_FILE: CauseKind
CAUSE_KIND_INSTANCE_PAUSED: CauseKind
CAUSE_KIND_NODE_PAUSED: CauseKind
CAUSE_KIND_PARALLEL_NODES: CauseKind
CAUSE_KIND_PLAN_TIME: CauseKind
CAUSE_KIND_RETRY_DELAY: CauseKind
CAUSE_KIND_RUNNING: CauseKind
CAUSE_KIND_SLOT: CauseKind
CAUSE_KIND_STOPPED: CauseKind
CAUSE_KIND_STOPPING: CauseKind
CAUSE_KIND_SUSPENDED: CauseKind
CAUSE_KIND_TERMINATED: CauseKind
CAUSE_KIND_TURN: CauseKind
CAUSE_KIND_UNSPECIFIED: CauseKind
CAUSE_KIND_UPSTREAM: CauseKind
DESCRIPTOR: _descriptor.FileDescriptor
INSTANCE_TYPE_BACKFILL: InstanceType
INSTANCE_TYPE_MANUAL: InstanceType
INSTANCE_TYPE_ONCE: InstanceType
INSTANCE_TYPE_SCHEDULED: InstanceType
INSTANCE_TYPE_SUB_JOB: InstanceType
INSTANCE_TYPE_UNSPECIFIED: InstanceType
RETRY_LOCATION_ERROR_NODE: RetryLocation
RETRY_LOCATION_FIRST_NODE: RetryLocation
RETRY_LOCATION_SPECIFIED_NODE: RetryLocation
RETRY_LOCATION_UNSPECIFIED: RetryLocation
RETRY_TASK_VERSION_CURRENT: RetryTaskVersion
RETRY_TASK_VERSION_ORIGINAL: RetryTaskVersion
RETRY_TASK_VERSION_UNSPECIFIED: RetryTaskVersion

class AllowedOperation(_message.Message):
    __slots__ = ["allowed", "message", "operation"]
    ALLOWED_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    allowed: bool
    message: str
    operation: str
    def __init__(self, operation: _Optional[str] = ..., allowed: bool = ..., message: _Optional[str] = ...) -> None: ...

class Attempt(_message.Message):
    __slots__ = ["attempt", "end_time", "execute_time", "exit_code", "log_path", "log_size", "outcome", "pid", "reason", "run", "signal", "start_time"]
    ATTEMPT_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    EXECUTE_TIME_FIELD_NUMBER: _ClassVar[int]
    EXIT_CODE_FIELD_NUMBER: _ClassVar[int]
    LOG_PATH_FIELD_NUMBER: _ClassVar[int]
    LOG_SIZE_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    PID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RUN_FIELD_NUMBER: _ClassVar[int]
    SIGNAL_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    attempt: int
    end_time: int
    execute_time: int
    exit_code: int
    log_path: str
    log_size: int
    outcome: AttemptOutcome
    pid: int
    reason: str
    run: int
    signal: int
    start_time: int
    def __init__(self, attempt: _Optional[int] = ..., run: _Optional[int] = ..., start_time: _Optional[int] = ..., end_time: _Optional[int] = ..., execute_time: _Optional[int] = ..., outcome: _Optional[_Union[AttemptOutcome, str]] = ..., exit_code: _Optional[int] = ..., signal: _Optional[int] = ..., reason: _Optional[str] = ..., log_path: _Optional[str] = ..., log_size: _Optional[int] = ..., pid: _Optional[int] = ...) -> None: ...

class Attribute(_message.Message):
    __slots__ = ["detail", "kind", "reason", "time", "user"]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    detail: str
    kind: str
    reason: str
    time: int
    user: str
    def __init__(self, kind: _Optional[str] = ..., detail: _Optional[str] = ..., time: _Optional[int] = ..., user: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class Cause(_message.Message):
    __slots__ = ["depth", "instance_id", "job_name", "kind", "node_name", "since", "text", "until"]
    DEPTH_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    depth: int
    instance_id: int
    job_name: str
    kind: CauseKind
    node_name: str
    since: int
    text: str
    until: int
    def __init__(self, depth: _Optional[int] = ..., instance_id: _Optional[int] = ..., job_name: _Optional[str] = ..., node_name: _Optional[str] = ..., kind: _Optional[_Union[CauseKind, str]] = ..., text: _Optional[str] = ..., since: _Optional[int] = ..., until: _Optional[int] = ...) -> None: ...

class ConfirmInstancesRequest(_message.Message):
    __slots__ = ["environment", "instance_ids", "options", "skip_refused", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_IDS_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    SKIP_REFUSED_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    instance_ids: _containers.RepeatedScalarFieldContainer[int]
    options: _common_pb2.ChangeOptions
    skip_refused: bool
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., instance_ids: _Optional[_Iterable[int]] = ..., skip_refused: bool = ...) -> None: ...

class ConfirmInstancesResponse(_message.Message):
    __slots__ = ["result"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    def __init__(self, result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class ContinueInstancesRequest(_message.Message):
    __slots__ = ["environment", "instance_ids", "options", "skip_refused", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_IDS_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    SKIP_REFUSED_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    instance_ids: _containers.RepeatedScalarFieldContainer[int]
    options: _common_pb2.ChangeOptions
    skip_refused: bool
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., instance_ids: _Optional[_Iterable[int]] = ..., skip_refused: bool = ...) -> None: ...

class ContinueInstancesResponse(_message.Message):
    __slots__ = ["result"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    def __init__(self, result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class ExplainInstanceRequest(_message.Message):
    __slots__ = ["environment", "instance_id", "node_name", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    instance_id: int
    node_name: str
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., instance_id: _Optional[int] = ..., node_name: _Optional[str] = ...) -> None: ...

class ExplainInstanceResponse(_message.Message):
    __slots__ = ["causes", "instance", "remedies", "summary"]
    CAUSES_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_FIELD_NUMBER: _ClassVar[int]
    REMEDIES_FIELD_NUMBER: _ClassVar[int]
    SUMMARY_FIELD_NUMBER: _ClassVar[int]
    causes: _containers.RepeatedCompositeFieldContainer[Cause]
    instance: Instance
    remedies: _containers.RepeatedCompositeFieldContainer[Remedy]
    summary: str
    def __init__(self, summary: _Optional[str] = ..., causes: _Optional[_Iterable[_Union[Cause, _Mapping[str, _builtins.object]]]] = ..., remedies: _Optional[_Iterable[_Union[Remedy, _Mapping[str, _builtins.object]]]] = ..., instance: _Optional[_Union[Instance, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class FollowLogRequest(_message.Message):
    __slots__ = ["attempt", "environment", "instance_id", "node_name", "offset", "workspace"]
    ATTEMPT_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    attempt: int
    environment: _common_pb2.Environment
    instance_id: int
    node_name: str
    offset: int
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., instance_id: _Optional[int] = ..., node_name: _Optional[str] = ..., attempt: _Optional[int] = ..., offset: _Optional[int] = ...) -> None: ...

class FollowLogResponse(_message.Message):
    __slots__ = ["attempt", "data", "offset"]
    ATTEMPT_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    attempt: int
    data: bytes
    offset: int
    def __init__(self, data: _Optional[bytes] = ..., offset: _Optional[int] = ..., attempt: _Optional[int] = ...) -> None: ...

class ForceInstancesSuccessRequest(_message.Message):
    __slots__ = ["environment", "instance_ids", "options", "skip_refused", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_IDS_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    SKIP_REFUSED_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    instance_ids: _containers.RepeatedScalarFieldContainer[int]
    options: _common_pb2.ChangeOptions
    skip_refused: bool
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., instance_ids: _Optional[_Iterable[int]] = ..., skip_refused: bool = ...) -> None: ...

class ForceInstancesSuccessResponse(_message.Message):
    __slots__ = ["result"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    def __init__(self, result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class GetGraphRequest(_message.Message):
    __slots__ = ["across_jobs", "down", "environment", "instance_id", "node_name", "up", "workspace"]
    ACROSS_JOBS_FIELD_NUMBER: _ClassVar[int]
    DOWN_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    UP_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    across_jobs: bool
    down: int
    environment: _common_pb2.Environment
    instance_id: int
    node_name: str
    up: int
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., instance_id: _Optional[int] = ..., node_name: _Optional[str] = ..., up: _Optional[int] = ..., down: _Optional[int] = ..., across_jobs: bool = ...) -> None: ...

class GetGraphResponse(_message.Message):
    __slots__ = ["edge_total", "edges", "nodes", "total"]
    EDGES_FIELD_NUMBER: _ClassVar[int]
    EDGE_TOTAL_FIELD_NUMBER: _ClassVar[int]
    NODES_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    edge_total: int
    edges: _containers.RepeatedCompositeFieldContainer[GraphEdge]
    nodes: _containers.RepeatedCompositeFieldContainer[GraphNode]
    total: int
    def __init__(self, nodes: _Optional[_Iterable[_Union[GraphNode, _Mapping[str, _builtins.object]]]] = ..., edges: _Optional[_Iterable[_Union[GraphEdge, _Mapping[str, _builtins.object]]]] = ..., total: _Optional[int] = ..., edge_total: _Optional[int] = ...) -> None: ...

class GetInstanceRequest(_message.Message):
    __slots__ = ["environment", "instance_id", "job_name", "node_page_size", "node_page_token", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    NODE_PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    NODE_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    instance_id: int
    job_name: str
    node_page_size: int
    node_page_token: str
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., job_name: _Optional[str] = ..., instance_id: _Optional[int] = ..., node_page_size: _Optional[int] = ..., node_page_token: _Optional[str] = ...) -> None: ...

class GetInstanceResponse(_message.Message):
    __slots__ = ["failed_notifications", "instance", "next_node_page_token", "nodes", "runs"]
    FAILED_NOTIFICATIONS_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_FIELD_NUMBER: _ClassVar[int]
    NEXT_NODE_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    NODES_FIELD_NUMBER: _ClassVar[int]
    RUNS_FIELD_NUMBER: _ClassVar[int]
    failed_notifications: int
    instance: Instance
    next_node_page_token: str
    nodes: _containers.RepeatedCompositeFieldContainer[NodeInstance]
    runs: _containers.RepeatedCompositeFieldContainer[InstanceRun]
    def __init__(self, instance: _Optional[_Union[Instance, _Mapping[str, _builtins.object]]] = ..., nodes: _Optional[_Iterable[_Union[NodeInstance, _Mapping[str, _builtins.object]]]] = ..., next_node_page_token: _Optional[str] = ..., runs: _Optional[_Iterable[_Union[InstanceRun, _Mapping[str, _builtins.object]]]] = ..., failed_notifications: _Optional[int] = ...) -> None: ...

class GraphEdge(_message.Message):
    __slots__ = ["cross_job", "removed", "to"]
    CROSS_JOB_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    REMOVED_FIELD_NUMBER: _ClassVar[int]
    TO_FIELD_NUMBER: _ClassVar[int]
    cross_job: bool
    removed: bool
    to: int
    def __init__(self, to: _Optional[int] = ..., removed: bool = ..., cross_job: bool = ..., **kwargs: _builtins.object) -> None: ...

class GraphNode(_message.Message):
    __slots__ = ["instance_id", "instance_status", "job_name", "layer", "main", "more_down", "more_up", "node_name", "paused", "status", "type", "wait_reason"]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_STATUS_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    LAYER_FIELD_NUMBER: _ClassVar[int]
    MAIN_FIELD_NUMBER: _ClassVar[int]
    MORE_DOWN_FIELD_NUMBER: _ClassVar[int]
    MORE_UP_FIELD_NUMBER: _ClassVar[int]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    PAUSED_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    WAIT_REASON_FIELD_NUMBER: _ClassVar[int]
    instance_id: int
    instance_status: _common_pb2.InstanceStatus
    job_name: str
    layer: int
    main: bool
    more_down: bool
    more_up: bool
    node_name: str
    paused: bool
    status: _common_pb2.NodeStatus
    type: str
    wait_reason: _common_pb2.WaitReason
    def __init__(self, instance_id: _Optional[int] = ..., job_name: _Optional[str] = ..., node_name: _Optional[str] = ..., status: _Optional[_Union[_common_pb2.NodeStatus, str]] = ..., wait_reason: _Optional[_Union[_common_pb2.WaitReason, str]] = ..., paused: bool = ..., type: _Optional[str] = ..., layer: _Optional[int] = ..., main: bool = ..., more_up: bool = ..., more_down: bool = ..., instance_status: _Optional[_Union[_common_pb2.InstanceStatus, str]] = ...) -> None: ...

class Instance(_message.Message):
    __slots__ = ["attributes", "connections", "counts", "dependencies", "end_time", "event_data", "execute_time", "force_success", "ignore_success", "instance_id", "instance_type", "job_id", "job_name", "labels", "params", "parent_instance_id", "parent_node", "paused", "plan_time", "preferred", "reason", "resources", "run", "start_time", "status", "submit_time", "total", "user", "version", "wait_reason", "workspace"]
    ATTRIBUTES_FIELD_NUMBER: _ClassVar[int]
    CONNECTIONS_FIELD_NUMBER: _ClassVar[int]
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    DEPENDENCIES_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    EVENT_DATA_FIELD_NUMBER: _ClassVar[int]
    EXECUTE_TIME_FIELD_NUMBER: _ClassVar[int]
    FORCE_SUCCESS_FIELD_NUMBER: _ClassVar[int]
    IGNORE_SUCCESS_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_TYPE_FIELD_NUMBER: _ClassVar[int]
    JOB_ID_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    PARAMS_FIELD_NUMBER: _ClassVar[int]
    PARENT_INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    PARENT_NODE_FIELD_NUMBER: _ClassVar[int]
    PAUSED_FIELD_NUMBER: _ClassVar[int]
    PLAN_TIME_FIELD_NUMBER: _ClassVar[int]
    PREFERRED_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RESOURCES_FIELD_NUMBER: _ClassVar[int]
    RUN_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    SUBMIT_TIME_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    WAIT_REASON_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    attributes: _containers.RepeatedCompositeFieldContainer[Attribute]
    connections: _containers.RepeatedCompositeFieldContainer[_job_service_pb2.ConnectionDefinition]
    counts: NodeCounts
    dependencies: _containers.RepeatedCompositeFieldContainer[InstanceDependency]
    end_time: int
    event_data: str
    execute_time: int
    force_success: bool
    ignore_success: bool
    instance_id: int
    instance_type: InstanceType
    job_id: int
    job_name: str
    labels: _containers.RepeatedCompositeFieldContainer[_common_pb2.KeyValue]
    params: _containers.RepeatedCompositeFieldContainer[_common_pb2.KeyValue]
    parent_instance_id: int
    parent_node: str
    paused: bool
    plan_time: int
    preferred: bool
    reason: str
    resources: _containers.RepeatedCompositeFieldContainer[PinnedObject]
    run: int
    start_time: int
    status: _common_pb2.InstanceStatus
    submit_time: int
    total: int
    user: str
    version: int
    wait_reason: _common_pb2.WaitReason
    workspace: str
    def __init__(self, job_name: _Optional[str] = ..., instance_id: _Optional[int] = ..., status: _Optional[_Union[_common_pb2.InstanceStatus, str]] = ..., plan_time: _Optional[int] = ..., start_time: _Optional[int] = ..., end_time: _Optional[int] = ..., execute_time: _Optional[int] = ..., total: _Optional[int] = ..., job_id: _Optional[int] = ..., submit_time: _Optional[int] = ..., instance_type: _Optional[_Union[InstanceType, str]] = ..., force_success: bool = ..., ignore_success: bool = ..., version: _Optional[int] = ..., params: _Optional[_Iterable[_Union[_common_pb2.KeyValue, _Mapping[str, _builtins.object]]]] = ..., run: _Optional[int] = ..., reason: _Optional[str] = ..., counts: _Optional[_Union[NodeCounts, _Mapping[str, _builtins.object]]] = ..., labels: _Optional[_Iterable[_Union[_common_pb2.KeyValue, _Mapping[str, _builtins.object]]]] = ..., user: _Optional[str] = ..., wait_reason: _Optional[_Union[_common_pb2.WaitReason, str]] = ..., workspace: _Optional[str] = ..., paused: bool = ..., preferred: bool = ..., attributes: _Optional[_Iterable[_Union[Attribute, _Mapping[str, _builtins.object]]]] = ..., dependencies: _Optional[_Iterable[_Union[InstanceDependency, _Mapping[str, _builtins.object]]]] = ..., parent_instance_id: _Optional[int] = ..., parent_node: _Optional[str] = ..., event_data: _Optional[str] = ..., connections: _Optional[_Iterable[_Union[_job_service_pb2.ConnectionDefinition, _Mapping[str, _builtins.object]]]] = ..., resources: _Optional[_Iterable[_Union[PinnedObject, _Mapping[str, _builtins.object]]]] = ...) -> None: ...

class InstanceDependency(_message.Message):
    __slots__ = ["dropped", "fail_policy", "instance_id", "job_name", "plan_time", "status"]
    DROPPED_FIELD_NUMBER: _ClassVar[int]
    FAIL_POLICY_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    PLAN_TIME_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    dropped: bool
    fail_policy: _common_pb2.FailPolicy
    instance_id: int
    job_name: str
    plan_time: int
    status: _common_pb2.InstanceStatus
    def __init__(self, job_name: _Optional[str] = ..., plan_time: _Optional[int] = ..., instance_id: _Optional[int] = ..., status: _Optional[_Union[_common_pb2.InstanceStatus, str]] = ..., fail_policy: _Optional[_Union[_common_pb2.FailPolicy, str]] = ..., dropped: bool = ...) -> None: ...

class InstanceRun(_message.Message):
    __slots__ = ["cause", "end_time", "execute_time", "run", "start_time", "status", "version"]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    EXECUTE_TIME_FIELD_NUMBER: _ClassVar[int]
    RUN_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    cause: str
    end_time: int
    execute_time: int
    run: int
    start_time: int
    status: _common_pb2.InstanceStatus
    version: int
    def __init__(self, run: _Optional[int] = ..., start_time: _Optional[int] = ..., end_time: _Optional[int] = ..., status: _Optional[_Union[_common_pb2.InstanceStatus, str]] = ..., version: _Optional[int] = ..., cause: _Optional[str] = ..., execute_time: _Optional[int] = ...) -> None: ...

class ListAllowedOperationsRequest(_message.Message):
    __slots__ = ["environment", "instance_id", "node_name", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    instance_id: int
    node_name: str
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., instance_id: _Optional[int] = ..., node_name: _Optional[str] = ...) -> None: ...

class ListAllowedOperationsResponse(_message.Message):
    __slots__ = ["operations"]
    OPERATIONS_FIELD_NUMBER: _ClassVar[int]
    operations: _containers.RepeatedCompositeFieldContainer[AllowedOperation]
    def __init__(self, operations: _Optional[_Iterable[_Union[AllowedOperation, _Mapping[str, _builtins.object]]]] = ...) -> None: ...

class ListAttemptsRequest(_message.Message):
    __slots__ = ["environment", "instance_id", "node_name", "page_size", "page_token", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    instance_id: int
    node_name: str
    page_size: int
    page_token: str
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., instance_id: _Optional[int] = ..., node_name: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListAttemptsResponse(_message.Message):
    __slots__ = ["attempts", "next_page_token"]
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    attempts: _containers.RepeatedCompositeFieldContainer[Attempt]
    next_page_token: str
    def __init__(self, attempts: _Optional[_Iterable[_Union[Attempt, _Mapping[str, _builtins.object]]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListInstancesRequest(_message.Message):
    __slots__ = ["environment", "job_glob", "labels", "page_size", "page_token", "parent_instance_id", "parent_node", "planned_before", "planned_from", "started_before", "started_from", "statuses", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    JOB_GLOB_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PARENT_INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    PARENT_NODE_FIELD_NUMBER: _ClassVar[int]
    PLANNED_BEFORE_FIELD_NUMBER: _ClassVar[int]
    PLANNED_FROM_FIELD_NUMBER: _ClassVar[int]
    STARTED_BEFORE_FIELD_NUMBER: _ClassVar[int]
    STARTED_FROM_FIELD_NUMBER: _ClassVar[int]
    STATUSES_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    job_glob: str
    labels: _containers.RepeatedCompositeFieldContainer[_common_pb2.KeyValue]
    page_size: int
    page_token: str
    parent_instance_id: int
    parent_node: str
    planned_before: int
    planned_from: int
    started_before: int
    started_from: int
    statuses: _containers.RepeatedScalarFieldContainer[_common_pb2.InstanceStatus]
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., job_glob: _Optional[str] = ..., statuses: _Optional[_Iterable[_Union[_common_pb2.InstanceStatus, str]]] = ..., planned_from: _Optional[int] = ..., planned_before: _Optional[int] = ..., started_from: _Optional[int] = ..., started_before: _Optional[int] = ..., labels: _Optional[_Iterable[_Union[_common_pb2.KeyValue, _Mapping[str, _builtins.object]]]] = ..., parent_instance_id: _Optional[int] = ..., parent_node: _Optional[str] = ...) -> None: ...

class ListInstancesResponse(_message.Message):
    __slots__ = ["instances", "next_page_token"]
    INSTANCES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    instances: _containers.RepeatedCompositeFieldContainer[Instance]
    next_page_token: str
    def __init__(self, instances: _Optional[_Iterable[_Union[Instance, _Mapping[str, _builtins.object]]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class NodeCounts(_message.Message):
    __slots__ = ["fail", "manual_stop", "pause", "running", "skip", "success", "waiting"]
    FAIL_FIELD_NUMBER: _ClassVar[int]
    MANUAL_STOP_FIELD_NUMBER: _ClassVar[int]
    PAUSE_FIELD_NUMBER: _ClassVar[int]
    RUNNING_FIELD_NUMBER: _ClassVar[int]
    SKIP_FIELD_NUMBER: _ClassVar[int]
    SUCCESS_FIELD_NUMBER: _ClassVar[int]
    WAITING_FIELD_NUMBER: _ClassVar[int]
    fail: int
    manual_stop: int
    pause: int
    running: int
    skip: int
    success: int
    waiting: int
    def __init__(self, waiting: _Optional[int] = ..., running: _Optional[int] = ..., success: _Optional[int] = ..., fail: _Optional[int] = ..., skip: _Optional[int] = ..., pause: _Optional[int] = ..., manual_stop: _Optional[int] = ...) -> None: ...

class NodeInstance(_message.Message):
    __slots__ = ["attempt", "attributes", "depends_on", "end_time", "execute_time", "exit_code", "fail_policy", "forced", "input_row_count", "instance_id", "labels", "log_path", "node_name", "outputs", "paused", "plan_time", "reason", "removed_upstreams", "retry_at", "retry_times", "speed", "start_time", "status", "submit_time", "type", "wait_reason", "waits_for"]
    ATTEMPT_FIELD_NUMBER: _ClassVar[int]
    ATTRIBUTES_FIELD_NUMBER: _ClassVar[int]
    DEPENDS_ON_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    EXECUTE_TIME_FIELD_NUMBER: _ClassVar[int]
    EXIT_CODE_FIELD_NUMBER: _ClassVar[int]
    FAIL_POLICY_FIELD_NUMBER: _ClassVar[int]
    FORCED_FIELD_NUMBER: _ClassVar[int]
    INPUT_ROW_COUNT_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    LOG_PATH_FIELD_NUMBER: _ClassVar[int]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    OUTPUTS_FIELD_NUMBER: _ClassVar[int]
    PAUSED_FIELD_NUMBER: _ClassVar[int]
    PLAN_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REMOVED_UPSTREAMS_FIELD_NUMBER: _ClassVar[int]
    RETRY_AT_FIELD_NUMBER: _ClassVar[int]
    RETRY_TIMES_FIELD_NUMBER: _ClassVar[int]
    SPEED_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    SUBMIT_TIME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    WAITS_FOR_FIELD_NUMBER: _ClassVar[int]
    WAIT_REASON_FIELD_NUMBER: _ClassVar[int]
    attempt: int
    attributes: _containers.RepeatedCompositeFieldContainer[Attribute]
    depends_on: _containers.RepeatedScalarFieldContainer[str]
    end_time: int
    execute_time: int
    exit_code: int
    fail_policy: _common_pb2.FailPolicy
    forced: bool
    input_row_count: int
    instance_id: int
    labels: _containers.RepeatedCompositeFieldContainer[_common_pb2.KeyValue]
    log_path: str
    node_name: str
    outputs: _containers.RepeatedCompositeFieldContainer[_common_pb2.KeyValue]
    paused: bool
    plan_time: int
    reason: str
    removed_upstreams: _containers.RepeatedScalarFieldContainer[str]
    retry_at: int
    retry_times: int
    speed: float
    start_time: int
    status: _common_pb2.NodeStatus
    submit_time: int
    type: str
    wait_reason: _common_pb2.WaitReason
    waits_for: str
    def __init__(self, node_name: _Optional[str] = ..., status: _Optional[_Union[_common_pb2.NodeStatus, str]] = ..., plan_time: _Optional[int] = ..., start_time: _Optional[int] = ..., end_time: _Optional[int] = ..., execute_time: _Optional[int] = ..., type: _Optional[str] = ..., retry_times: _Optional[int] = ..., instance_id: _Optional[int] = ..., input_row_count: _Optional[int] = ..., speed: _Optional[float] = ..., log_path: _Optional[str] = ..., submit_time: _Optional[int] = ..., wait_reason: _Optional[_Union[_common_pb2.WaitReason, str]] = ..., attempt: _Optional[int] = ..., reason: _Optional[str] = ..., retry_at: _Optional[int] = ..., exit_code: _Optional[int] = ..., outputs: _Optional[_Iterable[_Union[_common_pb2.KeyValue, _Mapping[str, _builtins.object]]]] = ..., depends_on: _Optional[_Iterable[str]] = ..., fail_policy: _Optional[_Union[_common_pb2.FailPolicy, str]] = ..., labels: _Optional[_Iterable[_Union[_common_pb2.KeyValue, _Mapping[str, _builtins.object]]]] = ..., waits_for: _Optional[str] = ..., paused: bool = ..., forced: bool = ..., removed_upstreams: _Optional[_Iterable[str]] = ..., attributes: _Optional[_Iterable[_Union[Attribute, _Mapping[str, _builtins.object]]]] = ...) -> None: ...

class PauseInstancesRequest(_message.Message):
    __slots__ = ["environment", "instance_ids", "options", "skip_refused", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_IDS_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    SKIP_REFUSED_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    instance_ids: _containers.RepeatedScalarFieldContainer[int]
    options: _common_pb2.ChangeOptions
    skip_refused: bool
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., instance_ids: _Optional[_Iterable[int]] = ..., skip_refused: bool = ...) -> None: ...

class PauseInstancesResponse(_message.Message):
    __slots__ = ["result"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    def __init__(self, result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class PinnedObject(_message.Message):
    __slots__ = ["object_id", "object_name", "version"]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    OBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    object_id: int
    object_name: str
    version: int
    def __init__(self, object_name: _Optional[str] = ..., object_id: _Optional[int] = ..., version: _Optional[int] = ...) -> None: ...

class ReadLogRequest(_message.Message):
    __slots__ = ["attempt", "environment", "instance_id", "max_bytes", "node_name", "offset", "workspace"]
    ATTEMPT_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    MAX_BYTES_FIELD_NUMBER: _ClassVar[int]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    attempt: int
    environment: _common_pb2.Environment
    instance_id: int
    max_bytes: int
    node_name: str
    offset: int
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., instance_id: _Optional[int] = ..., node_name: _Optional[str] = ..., attempt: _Optional[int] = ..., offset: _Optional[int] = ..., max_bytes: _Optional[int] = ...) -> None: ...

class ReadLogResponse(_message.Message):
    __slots__ = ["attempt", "data", "end", "next_offset", "offset", "size"]
    ATTEMPT_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    NEXT_OFFSET_FIELD_NUMBER: _ClassVar[int]
    OFFSET_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    attempt: int
    data: bytes
    end: bool
    next_offset: int
    offset: int
    size: int
    def __init__(self, data: _Optional[bytes] = ..., offset: _Optional[int] = ..., next_offset: _Optional[int] = ..., size: _Optional[int] = ..., end: bool = ..., attempt: _Optional[int] = ...) -> None: ...

class Remedy(_message.Message):
    __slots__ = ["instance_id", "node_name", "operation", "text"]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    instance_id: int
    node_name: str
    operation: str
    text: str
    def __init__(self, operation: _Optional[str] = ..., instance_id: _Optional[int] = ..., node_name: _Optional[str] = ..., text: _Optional[str] = ...) -> None: ...

class ResumeInstancesRequest(_message.Message):
    __slots__ = ["environment", "instance_ids", "options", "skip_refused", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_IDS_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    SKIP_REFUSED_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    instance_ids: _containers.RepeatedScalarFieldContainer[int]
    options: _common_pb2.ChangeOptions
    skip_refused: bool
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., instance_ids: _Optional[_Iterable[int]] = ..., skip_refused: bool = ...) -> None: ...

class ResumeInstancesResponse(_message.Message):
    __slots__ = ["result"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    def __init__(self, result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class RetryInstancesRequest(_message.Message):
    __slots__ = ["begin_time", "concurrent", "end_time", "environment", "ignore_obs_monitor", "job_name", "jobs", "node_name", "options", "params", "retry_location", "retry_task_version", "task_retrys", "workspace"]
    BEGIN_TIME_FIELD_NUMBER: _ClassVar[int]
    CONCURRENT_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    IGNORE_OBS_MONITOR_FIELD_NUMBER: _ClassVar[int]
    JOBS_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    PARAMS_FIELD_NUMBER: _ClassVar[int]
    RETRY_LOCATION_FIELD_NUMBER: _ClassVar[int]
    RETRY_TASK_VERSION_FIELD_NUMBER: _ClassVar[int]
    TASK_RETRYS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    begin_time: int
    concurrent: int
    end_time: int
    environment: _common_pb2.Environment
    ignore_obs_monitor: bool
    job_name: str
    jobs: _containers.RepeatedCompositeFieldContainer[RetryJob]
    node_name: str
    options: _common_pb2.ChangeOptions
    params: _containers.RepeatedCompositeFieldContainer[_common_pb2.KeyValue]
    retry_location: RetryLocation
    retry_task_version: RetryTaskVersion
    task_retrys: _containers.RepeatedCompositeFieldContainer[TaskRetry]
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., job_name: _Optional[str] = ..., retry_location: _Optional[_Union[RetryLocation, str]] = ..., node_name: _Optional[str] = ..., retry_task_version: _Optional[_Union[RetryTaskVersion, str]] = ..., ignore_obs_monitor: bool = ..., task_retrys: _Optional[_Iterable[_Union[TaskRetry, _Mapping[str, _builtins.object]]]] = ..., params: _Optional[_Iterable[_Union[_common_pb2.KeyValue, _Mapping[str, _builtins.object]]]] = ..., jobs: _Optional[_Iterable[_Union[RetryJob, _Mapping[str, _builtins.object]]]] = ..., begin_time: _Optional[int] = ..., end_time: _Optional[int] = ..., concurrent: _Optional[int] = ...) -> None: ...

class RetryInstancesResponse(_message.Message):
    __slots__ = ["backfill", "cycles", "result"]
    BACKFILL_FIELD_NUMBER: _ClassVar[int]
    CYCLES_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    backfill: _backfill_pb2.Backfill
    cycles: _containers.RepeatedCompositeFieldContainer[_backfill_pb2.BackfillCycle]
    result: _common_pb2.ChangeResult
    def __init__(self, result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ..., backfill: _Optional[_Union[_backfill_pb2.Backfill, _Mapping[str, _builtins.object]]] = ..., cycles: _Optional[_Iterable[_Union[_backfill_pb2.BackfillCycle, _Mapping[str, _builtins.object]]]] = ...) -> None: ...

class RetryJob(_message.Message):
    __slots__ = ["job_name", "workspace_id"]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_ID_FIELD_NUMBER: _ClassVar[int]
    job_name: str
    workspace_id: str
    def __init__(self, job_name: _Optional[str] = ..., workspace_id: _Optional[str] = ...) -> None: ...

class RunInstancesPreferentiallyRequest(_message.Message):
    __slots__ = ["environment", "instance_ids", "options", "skip_refused", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_IDS_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    SKIP_REFUSED_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    instance_ids: _containers.RepeatedScalarFieldContainer[int]
    options: _common_pb2.ChangeOptions
    skip_refused: bool
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., instance_ids: _Optional[_Iterable[int]] = ..., skip_refused: bool = ...) -> None: ...

class RunInstancesPreferentiallyResponse(_message.Message):
    __slots__ = ["result"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    def __init__(self, result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class RunInstancesWithoutDependenciesRequest(_message.Message):
    __slots__ = ["environment", "instance_ids", "options", "skip_refused", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_IDS_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    SKIP_REFUSED_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    instance_ids: _containers.RepeatedScalarFieldContainer[int]
    options: _common_pb2.ChangeOptions
    skip_refused: bool
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., instance_ids: _Optional[_Iterable[int]] = ..., skip_refused: bool = ...) -> None: ...

class RunInstancesWithoutDependenciesResponse(_message.Message):
    __slots__ = ["result"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    def __init__(self, result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class RunJobRequest(_message.Message):
    __slots__ = ["environment", "job_name", "labels", "options", "params", "plan_time", "version", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    PARAMS_FIELD_NUMBER: _ClassVar[int]
    PLAN_TIME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    job_name: str
    labels: _containers.RepeatedCompositeFieldContainer[_common_pb2.KeyValue]
    options: _common_pb2.ChangeOptions
    params: _containers.RepeatedCompositeFieldContainer[_common_pb2.KeyValue]
    plan_time: int
    version: int
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., job_name: _Optional[str] = ..., params: _Optional[_Iterable[_Union[_common_pb2.KeyValue, _Mapping[str, _builtins.object]]]] = ..., plan_time: _Optional[int] = ..., labels: _Optional[_Iterable[_Union[_common_pb2.KeyValue, _Mapping[str, _builtins.object]]]] = ..., version: _Optional[int] = ...) -> None: ...

class RunJobResponse(_message.Message):
    __slots__ = ["instance_id", "result"]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    instance_id: int
    result: _common_pb2.ChangeResult
    def __init__(self, instance_id: _Optional[int] = ..., result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class StopInstancesRequest(_message.Message):
    __slots__ = ["environment", "instance_ids", "options", "skip_refused", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_IDS_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    SKIP_REFUSED_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    instance_ids: _containers.RepeatedScalarFieldContainer[int]
    options: _common_pb2.ChangeOptions
    skip_refused: bool
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., instance_ids: _Optional[_Iterable[int]] = ..., skip_refused: bool = ...) -> None: ...

class StopInstancesResponse(_message.Message):
    __slots__ = ["result"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    def __init__(self, result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class TaskRetry(_message.Message):
    __slots__ = ["instance_id", "job_id", "plan_time", "submit_time"]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    JOB_ID_FIELD_NUMBER: _ClassVar[int]
    PLAN_TIME_FIELD_NUMBER: _ClassVar[int]
    SUBMIT_TIME_FIELD_NUMBER: _ClassVar[int]
    instance_id: int
    job_id: int
    plan_time: int
    submit_time: int
    def __init__(self, job_id: _Optional[int] = ..., plan_time: _Optional[int] = ..., submit_time: _Optional[int] = ..., instance_id: _Optional[int] = ...) -> None: ...

class InstanceType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class RetryLocation(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class RetryTaskVersion(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class AttemptOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class CauseKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
