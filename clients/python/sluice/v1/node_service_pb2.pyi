import builtins as _builtins
from sluice.v1 import common_pb2 as _common_pb2
from sluice.v1 import job_service_pb2 as _job_service_pb2
from sluice.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
EDIT_KIND_DEVELOPMENT_NODE: EditKind
EDIT_KIND_NODE: EditKind
EDIT_KIND_UNSPECIFIED: EditKind

class ForceRerunNodeRequest(_message.Message):
    __slots__ = ["environment", "node", "options", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    NODE_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    node: _common_pb2.NodeTarget
    options: _common_pb2.ChangeOptions
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., node: _Optional[_Union[_common_pb2.NodeTarget, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class ForceRerunNodeResponse(_message.Message):
    __slots__ = ["result"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    def __init__(self, result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class GetEditTargetRequest(_message.Message):
    __slots__ = ["environment", "kind", "node", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NODE_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    kind: EditKind
    node: _common_pb2.NodeTarget
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., node: _Optional[_Union[_common_pb2.NodeTarget, _Mapping[str, _builtins.object]]] = ..., kind: _Optional[_Union[EditKind, str]] = ...) -> None: ...

class GetEditTargetResponse(_message.Message):
    __slots__ = ["effective_after", "job_name", "line", "source", "target_environment", "version"]
    EFFECTIVE_AFTER_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    LINE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    TARGET_ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    effective_after: str
    job_name: str
    line: int
    source: str
    target_environment: _common_pb2.Environment
    version: int
    def __init__(self, job_name: _Optional[str] = ..., target_environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., version: _Optional[int] = ..., source: _Optional[str] = ..., line: _Optional[int] = ..., effective_after: _Optional[str] = ...) -> None: ...

class GetNodeCodeRequest(_message.Message):
    __slots__ = ["attempt", "environment", "node", "workspace"]
    ATTEMPT_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    NODE_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    attempt: int
    environment: _common_pb2.Environment
    node: _common_pb2.NodeTarget
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., node: _Optional[_Union[_common_pb2.NodeTarget, _Mapping[str, _builtins.object]]] = ..., attempt: _Optional[int] = ...) -> None: ...

class GetNodeCodeResponse(_message.Message):
    __slots__ = ["attempt", "command", "connection", "database", "filled_in", "interpreter", "script", "type", "version"]
    ATTEMPT_FIELD_NUMBER: _ClassVar[int]
    COMMAND_FIELD_NUMBER: _ClassVar[int]
    CONNECTION_FIELD_NUMBER: _ClassVar[int]
    DATABASE_FIELD_NUMBER: _ClassVar[int]
    FILLED_IN_FIELD_NUMBER: _ClassVar[int]
    INTERPRETER_FIELD_NUMBER: _ClassVar[int]
    SCRIPT_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    attempt: int
    command: _containers.RepeatedScalarFieldContainer[str]
    connection: str
    database: _job_service_pb2.ConnectionDefinition
    filled_in: bool
    interpreter: _containers.RepeatedScalarFieldContainer[str]
    script: str
    type: str
    version: int
    def __init__(self, attempt: _Optional[int] = ..., version: _Optional[int] = ..., type: _Optional[str] = ..., script: _Optional[str] = ..., command: _Optional[_Iterable[str]] = ..., interpreter: _Optional[_Iterable[str]] = ..., connection: _Optional[str] = ..., filled_in: bool = ..., database: _Optional[_Union[_job_service_pb2.ConnectionDefinition, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class GetNodeTaskRequest(_message.Message):
    __slots__ = ["environment", "node", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    NODE_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    node: _common_pb2.NodeTarget
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., node: _Optional[_Union[_common_pb2.NodeTarget, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class GetNodeTaskResponse(_message.Message):
    __slots__ = ["downstream", "job_name", "latest_version", "task", "tasks", "upstream", "version"]
    DOWNSTREAM_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    LATEST_VERSION_FIELD_NUMBER: _ClassVar[int]
    TASKS_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    UPSTREAM_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    downstream: _containers.RepeatedScalarFieldContainer[str]
    job_name: str
    latest_version: int
    task: _job_service_pb2.NodeDefinition
    tasks: _containers.RepeatedScalarFieldContainer[str]
    upstream: _containers.RepeatedScalarFieldContainer[str]
    version: int
    def __init__(self, job_name: _Optional[str] = ..., version: _Optional[int] = ..., task: _Optional[_Union[_job_service_pb2.NodeDefinition, _Mapping[str, _builtins.object]]] = ..., upstream: _Optional[_Iterable[str]] = ..., downstream: _Optional[_Iterable[str]] = ..., latest_version: _Optional[int] = ..., tasks: _Optional[_Iterable[str]] = ...) -> None: ...

class GetProductionNodeRequest(_message.Message):
    __slots__ = ["environment", "node", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    NODE_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    node: _common_pb2.NodeTarget
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., node: _Optional[_Union[_common_pb2.NodeTarget, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class GetProductionNodeResponse(_message.Message):
    __slots__ = ["job_name", "task", "version"]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    TASK_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    job_name: str
    task: _job_service_pb2.NodeDefinition
    version: int
    def __init__(self, job_name: _Optional[str] = ..., version: _Optional[int] = ..., task: _Optional[_Union[_job_service_pb2.NodeDefinition, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class ListNodesRequest(_message.Message):
    __slots__ = ["environment", "instance_statuses", "job_glob", "node_glob", "page_size", "page_token", "paused", "planned_before", "planned_from", "started_before", "started_from", "statuses", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_STATUSES_FIELD_NUMBER: _ClassVar[int]
    JOB_GLOB_FIELD_NUMBER: _ClassVar[int]
    NODE_GLOB_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PAUSED_FIELD_NUMBER: _ClassVar[int]
    PLANNED_BEFORE_FIELD_NUMBER: _ClassVar[int]
    PLANNED_FROM_FIELD_NUMBER: _ClassVar[int]
    STARTED_BEFORE_FIELD_NUMBER: _ClassVar[int]
    STARTED_FROM_FIELD_NUMBER: _ClassVar[int]
    STATUSES_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    instance_statuses: _containers.RepeatedScalarFieldContainer[_common_pb2.InstanceStatus]
    job_glob: str
    node_glob: str
    page_size: int
    page_token: str
    paused: bool
    planned_before: int
    planned_from: int
    started_before: int
    started_from: int
    statuses: _containers.RepeatedScalarFieldContainer[_common_pb2.NodeStatus]
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., job_glob: _Optional[str] = ..., node_glob: _Optional[str] = ..., statuses: _Optional[_Iterable[_Union[_common_pb2.NodeStatus, str]]] = ..., instance_statuses: _Optional[_Iterable[_Union[_common_pb2.InstanceStatus, str]]] = ..., planned_from: _Optional[int] = ..., planned_before: _Optional[int] = ..., started_from: _Optional[int] = ..., started_before: _Optional[int] = ..., paused: bool = ...) -> None: ...

class ListNodesResponse(_message.Message):
    __slots__ = ["next_page_token", "nodes"]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    NODES_FIELD_NUMBER: _ClassVar[int]
    next_page_token: str
    nodes: _containers.RepeatedCompositeFieldContainer[NodeSummary]
    def __init__(self, nodes: _Optional[_Iterable[_Union[NodeSummary, _Mapping[str, _builtins.object]]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class NodeSummary(_message.Message):
    __slots__ = ["attempt", "instance_id", "job_name", "node_name", "paused", "plan_time", "reason", "status", "wait_reason"]
    ATTEMPT_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    PAUSED_FIELD_NUMBER: _ClassVar[int]
    PLAN_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    WAIT_REASON_FIELD_NUMBER: _ClassVar[int]
    attempt: int
    instance_id: int
    job_name: str
    node_name: str
    paused: bool
    plan_time: int
    reason: str
    status: _common_pb2.NodeStatus
    wait_reason: _common_pb2.WaitReason
    def __init__(self, instance_id: _Optional[int] = ..., job_name: _Optional[str] = ..., plan_time: _Optional[int] = ..., node_name: _Optional[str] = ..., status: _Optional[_Union[_common_pb2.NodeStatus, str]] = ..., wait_reason: _Optional[_Union[_common_pb2.WaitReason, str]] = ..., paused: bool = ..., attempt: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class PauseNodesRequest(_message.Message):
    __slots__ = ["environment", "nodes", "options", "skip_refused", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    NODES_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    SKIP_REFUSED_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    nodes: _containers.RepeatedCompositeFieldContainer[_common_pb2.NodeTarget]
    options: _common_pb2.ChangeOptions
    skip_refused: bool
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., nodes: _Optional[_Iterable[_Union[_common_pb2.NodeTarget, _Mapping[str, _builtins.object]]]] = ..., skip_refused: bool = ...) -> None: ...

class PauseNodesResponse(_message.Message):
    __slots__ = ["result"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    def __init__(self, result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class RemoveUpstreamRequest(_message.Message):
    __slots__ = ["environment", "node", "options", "upstreams", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    NODE_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    UPSTREAMS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    node: _common_pb2.NodeTarget
    options: _common_pb2.ChangeOptions
    upstreams: _containers.RepeatedScalarFieldContainer[str]
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., node: _Optional[_Union[_common_pb2.NodeTarget, _Mapping[str, _builtins.object]]] = ..., upstreams: _Optional[_Iterable[str]] = ...) -> None: ...

class RemoveUpstreamResponse(_message.Message):
    __slots__ = ["result"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    def __init__(self, result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class RerunDownstreamRequest(_message.Message):
    __slots__ = ["dependents", "environment", "node", "options", "workspace"]
    DEPENDENTS_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    NODE_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    dependents: _containers.RepeatedScalarFieldContainer[int]
    environment: _common_pb2.Environment
    node: _common_pb2.NodeTarget
    options: _common_pb2.ChangeOptions
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., node: _Optional[_Union[_common_pb2.NodeTarget, _Mapping[str, _builtins.object]]] = ..., dependents: _Optional[_Iterable[int]] = ...) -> None: ...

class RerunDownstreamResponse(_message.Message):
    __slots__ = ["result"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    def __init__(self, result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class RerunNodesRequest(_message.Message):
    __slots__ = ["environment", "nodes", "options", "skip_refused", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    NODES_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    SKIP_REFUSED_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    nodes: _containers.RepeatedCompositeFieldContainer[_common_pb2.NodeTarget]
    options: _common_pb2.ChangeOptions
    skip_refused: bool
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., nodes: _Optional[_Iterable[_Union[_common_pb2.NodeTarget, _Mapping[str, _builtins.object]]]] = ..., skip_refused: bool = ...) -> None: ...

class RerunNodesResponse(_message.Message):
    __slots__ = ["result"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    def __init__(self, result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class ResumeNodesRequest(_message.Message):
    __slots__ = ["environment", "nodes", "options", "skip_refused", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    NODES_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    SKIP_REFUSED_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    nodes: _containers.RepeatedCompositeFieldContainer[_common_pb2.NodeTarget]
    options: _common_pb2.ChangeOptions
    skip_refused: bool
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., nodes: _Optional[_Iterable[_Union[_common_pb2.NodeTarget, _Mapping[str, _builtins.object]]]] = ..., skip_refused: bool = ...) -> None: ...

class ResumeNodesResponse(_message.Message):
    __slots__ = ["result"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    def __init__(self, result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class SetNodesSuccessRequest(_message.Message):
    __slots__ = ["environment", "nodes", "options", "skip_refused", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    NODES_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    SKIP_REFUSED_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    nodes: _containers.RepeatedCompositeFieldContainer[_common_pb2.NodeTarget]
    options: _common_pb2.ChangeOptions
    skip_refused: bool
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., nodes: _Optional[_Iterable[_Union[_common_pb2.NodeTarget, _Mapping[str, _builtins.object]]]] = ..., skip_refused: bool = ...) -> None: ...

class SetNodesSuccessResponse(_message.Message):
    __slots__ = ["result"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    def __init__(self, result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class SkipNodeRequest(_message.Message):
    __slots__ = ["environment", "node", "options", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    NODE_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    node: _common_pb2.NodeTarget
    options: _common_pb2.ChangeOptions
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., node: _Optional[_Union[_common_pb2.NodeTarget, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class SkipNodeResponse(_message.Message):
    __slots__ = ["result"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    def __init__(self, result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class TerminateNodesRequest(_message.Message):
    __slots__ = ["environment", "nodes", "options", "skip_refused", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    NODES_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    SKIP_REFUSED_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    nodes: _containers.RepeatedCompositeFieldContainer[_common_pb2.NodeTarget]
    options: _common_pb2.ChangeOptions
    skip_refused: bool
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., nodes: _Optional[_Iterable[_Union[_common_pb2.NodeTarget, _Mapping[str, _builtins.object]]]] = ..., skip_refused: bool = ...) -> None: ...

class TerminateNodesResponse(_message.Message):
    __slots__ = ["result"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    def __init__(self, result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class EditKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
