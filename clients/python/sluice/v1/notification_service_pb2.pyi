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
NOTIFICATION_STATE_DELIVERED: NotificationState
NOTIFICATION_STATE_FAILED: NotificationState
NOTIFICATION_STATE_PENDING: NotificationState
NOTIFICATION_STATE_UNSPECIFIED: NotificationState

class FailedNode(_message.Message):
    __slots__ = ["node_name", "reason"]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    node_name: str
    reason: str
    def __init__(self, node_name: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ListNotificationsRequest(_message.Message):
    __slots__ = ["environment", "instance_id", "job_glob", "page_size", "page_token", "states", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    JOB_GLOB_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    STATES_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    instance_id: int
    job_glob: str
    page_size: int
    page_token: str
    states: _containers.RepeatedScalarFieldContainer[NotificationState]
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., job_glob: _Optional[str] = ..., instance_id: _Optional[int] = ..., states: _Optional[_Iterable[_Union[NotificationState, str]]] = ...) -> None: ...

class ListNotificationsResponse(_message.Message):
    __slots__ = ["next_page_token", "notifications"]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    NOTIFICATIONS_FIELD_NUMBER: _ClassVar[int]
    next_page_token: str
    notifications: _containers.RepeatedCompositeFieldContainer[Notification]
    def __init__(self, notifications: _Optional[_Iterable[_Union[Notification, _Mapping[str, _builtins.object]]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class Notification(_message.Message):
    __slots__ = ["command", "create_time", "end_time", "error", "instance_id", "job_name", "next_time", "notification_id", "occasion", "reason", "run", "state", "status", "tries", "webhook"]
    COMMAND_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    NEXT_TIME_FIELD_NUMBER: _ClassVar[int]
    NOTIFICATION_ID_FIELD_NUMBER: _ClassVar[int]
    OCCASION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RUN_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    TRIES_FIELD_NUMBER: _ClassVar[int]
    WEBHOOK_FIELD_NUMBER: _ClassVar[int]
    command: _containers.RepeatedScalarFieldContainer[str]
    create_time: int
    end_time: int
    error: str
    instance_id: int
    job_name: str
    next_time: int
    notification_id: int
    occasion: _job_service_pb2.NotificationOccasion
    reason: str
    run: int
    state: NotificationState
    status: _common_pb2.InstanceStatus
    tries: int
    webhook: str
    def __init__(self, notification_id: _Optional[int] = ..., occasion: _Optional[_Union[_job_service_pb2.NotificationOccasion, str]] = ..., job_name: _Optional[str] = ..., instance_id: _Optional[int] = ..., run: _Optional[int] = ..., status: _Optional[_Union[_common_pb2.InstanceStatus, str]] = ..., reason: _Optional[str] = ..., command: _Optional[_Iterable[str]] = ..., webhook: _Optional[str] = ..., state: _Optional[_Union[NotificationState, str]] = ..., tries: _Optional[int] = ..., error: _Optional[str] = ..., create_time: _Optional[int] = ..., next_time: _Optional[int] = ..., end_time: _Optional[int] = ...) -> None: ...

class NotificationBody(_message.Message):
    __slots__ = ["duration_ms", "end_time", "environment", "failed_nodes", "failed_total", "instance_id", "job_name", "look", "notification_id", "occasion", "plan_time", "reason", "run", "start_time", "status", "version", "workspace"]
    DURATION_MS_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    FAILED_NODES_FIELD_NUMBER: _ClassVar[int]
    FAILED_TOTAL_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    JOB_NAME_FIELD_NUMBER: _ClassVar[int]
    LOOK_FIELD_NUMBER: _ClassVar[int]
    NOTIFICATION_ID_FIELD_NUMBER: _ClassVar[int]
    OCCASION_FIELD_NUMBER: _ClassVar[int]
    PLAN_TIME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RUN_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    duration_ms: int
    end_time: int
    environment: _common_pb2.Environment
    failed_nodes: _containers.RepeatedCompositeFieldContainer[FailedNode]
    failed_total: int
    instance_id: int
    job_name: str
    look: str
    notification_id: int
    occasion: _job_service_pb2.NotificationOccasion
    plan_time: int
    reason: str
    run: int
    start_time: int
    status: _common_pb2.InstanceStatus
    version: int
    workspace: str
    def __init__(self, notification_id: _Optional[int] = ..., occasion: _Optional[_Union[_job_service_pb2.NotificationOccasion, str]] = ..., workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., job_name: _Optional[str] = ..., version: _Optional[int] = ..., instance_id: _Optional[int] = ..., run: _Optional[int] = ..., status: _Optional[_Union[_common_pb2.InstanceStatus, str]] = ..., plan_time: _Optional[int] = ..., start_time: _Optional[int] = ..., end_time: _Optional[int] = ..., duration_ms: _Optional[int] = ..., reason: _Optional[str] = ..., failed_nodes: _Optional[_Iterable[_Union[FailedNode, _Mapping[str, _builtins.object]]]] = ..., failed_total: _Optional[int] = ..., look: _Optional[str] = ...) -> None: ...

class RetryNotificationsRequest(_message.Message):
    __slots__ = ["environment", "notification_ids", "options", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    NOTIFICATION_IDS_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    notification_ids: _containers.RepeatedScalarFieldContainer[int]
    options: _common_pb2.ChangeOptions
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., notification_ids: _Optional[_Iterable[int]] = ...) -> None: ...

class RetryNotificationsResponse(_message.Message):
    __slots__ = ["notifications", "result"]
    NOTIFICATIONS_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    notifications: _containers.RepeatedCompositeFieldContainer[Notification]
    result: _common_pb2.ChangeResult
    def __init__(self, notifications: _Optional[_Iterable[_Union[Notification, _Mapping[str, _builtins.object]]]] = ..., result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class NotificationState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
