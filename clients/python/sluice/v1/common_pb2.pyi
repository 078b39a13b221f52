import builtins as _builtins
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
ENVIRONMENT_DEVELOPMENT: Environment
ENVIRONMENT_PRODUCTION: Environment
ENVIRONMENT_UNSPECIFIED: Environment
FAIL_POLICY_FAIL: FailPolicy
FAIL_POLICY_FAIL_CHILD: FailPolicy
FAIL_POLICY_IGNORE: FailPolicy
FAIL_POLICY_SUSPEND: FailPolicy
FAIL_POLICY_UNSPECIFIED: FailPolicy
INSTANCE_STATUS_FAIL: InstanceStatus
INSTANCE_STATUS_MANUAL_STOP: InstanceStatus
INSTANCE_STATUS_PAUSE: InstanceStatus
INSTANCE_STATUS_RUNNING: InstanceStatus
INSTANCE_STATUS_RUNNING_EXCEPTION: InstanceStatus
INSTANCE_STATUS_SUCCESS: InstanceStatus
INSTANCE_STATUS_UNSPECIFIED: InstanceStatus
INSTANCE_STATUS_WAITING: InstanceStatus
MODULE_DATA_PROCESSING: Module
MODULE_MODELING: Module
MODULE_PIPELINE: Module
MODULE_UNSPECIFIED: Module
NODE_STATUS_FAIL: NodeStatus
NODE_STATUS_MANUAL_STOP: NodeStatus
NODE_STATUS_PAUSE: NodeStatus
NODE_STATUS_RUNNING: NodeStatus
NODE_STATUS_SKIP: NodeStatus
NODE_STATUS_SUCCESS: NodeStatus
NODE_STATUS_UNSPECIFIED: NodeStatus
NODE_STATUS_WAITING: NodeStatus
OBJECT_KIND_OFFLINE_FUNCTION: ObjectKind
OBJECT_KIND_OFFLINE_JOB: ObjectKind
OBJECT_KIND_REALTIME_FUNCTION: ObjectKind
OBJECT_KIND_REALTIME_JOB: ObjectKind
OBJECT_KIND_REALTIME_META_TABLE: ObjectKind
OBJECT_KIND_REALTIME_SOURCE: ObjectKind
OBJECT_KIND_REALTIME_TEMPLATE: ObjectKind
OBJECT_KIND_RESOURCE: ObjectKind
OBJECT_KIND_SYNC_JOB: ObjectKind
OBJECT_KIND_UNSPECIFIED: ObjectKind
ROLE_ADMIN: Role
ROLE_DEPLOYER: Role
ROLE_DEVELOPER: Role
ROLE_OPERATOR: Role
ROLE_UNSPECIFIED: Role
ROLE_VIEWER: Role
WAIT_REASON_CONFIRM: WaitReason
WAIT_REASON_CROSS_JOB: WaitReason
WAIT_REASON_FILE: WaitReason
WAIT_REASON_PLAN_TIME: WaitReason
WAIT_REASON_RETRY_DELAY: WaitReason
WAIT_REASON_SLOT: WaitReason
WAIT_REASON_UNSPECIFIED: WaitReason
WAIT_REASON_UPSTREAM: WaitReason

class ChangeOptions(_message.Message):
    __slots__ = ["dry_run", "plan_token", "reason", "request_id"]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    PLAN_TOKEN_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    dry_run: bool
    plan_token: str
    reason: str
    request_id: str
    def __init__(self, request_id: _Optional[str] = ..., dry_run: bool = ..., plan_token: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ChangeResult(_message.Message):
    __slots__ = ["dependents", "dry_run", "instance_total", "instances", "plan_token", "refused", "refused_total", "repeated"]
    DEPENDENTS_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    INSTANCES_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_TOTAL_FIELD_NUMBER: _ClassVar[int]
    PLAN_TOKEN_FIELD_NUMBER: _ClassVar[int]
    REFUSED_FIELD_NUMBER: _ClassVar[int]
    REFUSED_TOTAL_FIELD_NUMBER: _ClassVar[int]
    REPEATED_FIELD_NUMBER: _ClassVar[int]
    dependents: _containers.RepeatedCompositeFieldContainer[DependentInstance]
    dry_run: bool
    instance_total: int
    instances: _containers.RepeatedCompositeFieldContainer[InstanceChange]
    plan_token: str
    refused: _containers.RepeatedCompositeFieldContainer[RefusedTarget]
    refused_total: int
    repeated: bool
    def __init__(self, dry_run: bool = ..., plan_token: _Optional[str] = ..., instances: _Optional[_Iterable[_Union[InstanceChange, _Mapping[str, _builtins.object]]]] = ..., instance_total: _Optional[int] = ..., repeated: bool = ..., refused: _Optional[_Iterable[_Union[RefusedTarget, _Mapping[str, _builtins.object]]]] = ..., refused_total: _Optional[int] = ..., dependents: _Optional[_Iterable[_Union[DependentInstance, _Mapping[str, _builtins.object]]]] = ...) -> None: ...

class DependentInstance(_message.Message):
    __slots__ = ["included", "instance_id", "job_name", "status"]
    INCLUDED_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    included: bool
    instance_id: int
    job_name: str
    status: InstanceStatus
    def __init__(self, instance_id: _Optional[int] = ..., job_name: _Optional[str] = ..., status: _Optional[_Union[InstanceStatus, str]] = ..., included: bool = ...) -> None: ...

class ErrorDetail(_message.Message):
    __slots__ = ["error_code", "error_msg", "reason", "subject"]
    ERROR_CODE_FIELD_NUMBER: _ClassVar[int]
    ERROR_MSG_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    error_code: str
    error_msg: str
    reason: str
    subject: str
    def __init__(self, error_code: _Optional[str] = ..., error_msg: _Optional[str] = ..., reason: _Optional[str] = ..., subject: _Optional[str] = ...) -> None: ...

class InstanceChange(_message.Message):
    __slots__ = ["effect", "instance_id", "job_name", "node_total", "nodes", "start_total", "starts", "to"]
    EFFECT_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    NODES_FIELD_NUMBER: _ClassVar[int]
    NODE_TOTAL_FIELD_NUMBER: _ClassVar[int]
    STARTS_FIELD_NUMBER: _ClassVar[int]
    START_TOTAL_FIELD_NUMBER: _ClassVar[int]
    TO_FIELD_NUMBER: _ClassVar[int]
    effect: str
    instance_id: int
    job_name: str
    node_total: int
    nodes: _containers.RepeatedCompositeFieldContainer[NodeChange]
    start_total: int
    starts: _containers.RepeatedScalarFieldContainer[str]
    to: InstanceStatus
    def __init__(self, instance_id: _Optional[int] = ..., job_name: _Optional[str] = ..., to: _Optional[_Union[InstanceStatus, str]] = ..., nodes: _Optional[_Iterable[_Union[NodeChange, _Mapping[str, _builtins.object]]]] = ..., node_total: _Optional[int] = ..., effect: _Optional[str] = ..., starts: _Optional[_Iterable[str]] = ..., start_total: _Optional[int] = ..., **kwargs: _builtins.object) -> None: ...

class KeyValue(_message.Message):
    __slots__ = ["key", "value"]
    KEY_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    key: str
    value: str
    def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...

class NodeChange(_message.Message):
    __slots__ = ["effect", "node_name", "to"]
    EFFECT_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    TO_FIELD_NUMBER: _ClassVar[int]
    effect: str
    node_name: str
    to: NodeStatus
    def __init__(self, node_name: _Optional[str] = ..., to: _Optional[_Union[NodeStatus, str]] = ..., effect: _Optional[str] = ..., **kwargs: _builtins.object) -> None: ...

class NodeTarget(_message.Message):
    __slots__ = ["instance_id", "node_name"]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    instance_id: int
    node_name: str
    def __init__(self, instance_id: _Optional[int] = ..., node_name: _Optional[str] = ...) -> None: ...

class Problem(_message.Message):
    __slots__ = ["column", "hint", "line", "message", "path"]
    COLUMN_FIELD_NUMBER: _ClassVar[int]
    HINT_FIELD_NUMBER: _ClassVar[int]
    LINE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    column: int
    hint: str
    line: int
    message: str
    path: str
    def __init__(self, line: _Optional[int] = ..., column: _Optional[int] = ..., path: _Optional[str] = ..., message: _Optional[str] = ..., hint: _Optional[str] = ...) -> None: ...

class RefusedTarget(_message.Message):
    __slots__ = ["instance_id", "message", "node_name"]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    instance_id: int
    message: str
    node_name: str
    def __init__(self, instance_id: _Optional[int] = ..., node_name: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...

class Environment(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class ObjectKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class Module(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class Role(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class InstanceStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class NodeStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class WaitReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class FailPolicy(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
