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
GRANT_SOURCE_CALL: GrantSource
GRANT_SOURCE_FILE: GrantSource
GRANT_SOURCE_UNSPECIFIED: GrantSource
WORKSPACE_MODE_BASIC: WorkspaceMode
WORKSPACE_MODE_DEV_PROD: WorkspaceMode
WORKSPACE_MODE_UNSPECIFIED: WorkspaceMode

class CreateWorkspaceRequest(_message.Message):
    __slots__ = ["description", "environment", "mode", "options", "workspace"]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    description: str
    environment: _common_pb2.Environment
    mode: WorkspaceMode
    options: _common_pb2.ChangeOptions
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., mode: _Optional[_Union[WorkspaceMode, str]] = ..., description: _Optional[str] = ...) -> None: ...

class CreateWorkspaceResponse(_message.Message):
    __slots__ = ["result", "workspace"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    workspace: Workspace
    def __init__(self, workspace: _Optional[_Union[Workspace, _Mapping[str, _builtins.object]]] = ..., result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class EnvironmentSettings(_message.Message):
    __slots__ = ["connections", "params"]
    CONNECTIONS_FIELD_NUMBER: _ClassVar[int]
    PARAMS_FIELD_NUMBER: _ClassVar[int]
    connections: _containers.RepeatedCompositeFieldContainer[_job_service_pb2.ConnectionDefinition]
    params: _containers.RepeatedCompositeFieldContainer[_common_pb2.KeyValue]
    def __init__(self, params: _Optional[_Iterable[_Union[_common_pb2.KeyValue, _Mapping[str, _builtins.object]]]] = ..., connections: _Optional[_Iterable[_Union[_job_service_pb2.ConnectionDefinition, _Mapping[str, _builtins.object]]]] = ...) -> None: ...

class GetEnvironmentRequest(_message.Message):
    __slots__ = ["environment", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ...) -> None: ...

class GetEnvironmentResponse(_message.Message):
    __slots__ = ["settings"]
    SETTINGS_FIELD_NUMBER: _ClassVar[int]
    settings: EnvironmentSettings
    def __init__(self, settings: _Optional[_Union[EnvironmentSettings, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class GetWorkspaceRequest(_message.Message):
    __slots__ = ["environment", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ...) -> None: ...

class GetWorkspaceResponse(_message.Message):
    __slots__ = ["workspace"]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    workspace: Workspace
    def __init__(self, workspace: _Optional[_Union[Workspace, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class Grant(_message.Message):
    __slots__ = ["grantee", "name", "place", "role", "source", "time", "user", "workspace"]
    GRANTEE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    grantee: str
    name: str
    place: str
    role: _common_pb2.Role
    source: GrantSource
    time: int
    user: str
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., grantee: _Optional[str] = ..., name: _Optional[str] = ..., role: _Optional[_Union[_common_pb2.Role, str]] = ..., source: _Optional[_Union[GrantSource, str]] = ..., place: _Optional[str] = ..., user: _Optional[str] = ..., time: _Optional[int] = ...) -> None: ...

class GrantRoleRequest(_message.Message):
    __slots__ = ["environment", "grantee", "options", "role", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    GRANTEE_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    grantee: str
    options: _common_pb2.ChangeOptions
    role: _common_pb2.Role
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., grantee: _Optional[str] = ..., role: _Optional[_Union[_common_pb2.Role, str]] = ...) -> None: ...

class GrantRoleResponse(_message.Message):
    __slots__ = ["grant", "result"]
    GRANT_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    grant: Grant
    result: _common_pb2.ChangeResult
    def __init__(self, grant: _Optional[_Union[Grant, _Mapping[str, _builtins.object]]] = ..., result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class ListGrantsRequest(_message.Message):
    __slots__ = ["environment", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ...) -> None: ...

class ListGrantsResponse(_message.Message):
    __slots__ = ["grants"]
    GRANTS_FIELD_NUMBER: _ClassVar[int]
    grants: _containers.RepeatedCompositeFieldContainer[Grant]
    def __init__(self, grants: _Optional[_Iterable[_Union[Grant, _Mapping[str, _builtins.object]]]] = ...) -> None: ...

class ListWorkspacesRequest(_message.Message):
    __slots__ = ["environment", "page_size", "page_token", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    page_size: int
    page_token: str
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListWorkspacesResponse(_message.Message):
    __slots__ = ["next_page_token", "workspaces"]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    WORKSPACES_FIELD_NUMBER: _ClassVar[int]
    next_page_token: str
    workspaces: _containers.RepeatedCompositeFieldContainer[Workspace]
    def __init__(self, workspaces: _Optional[_Iterable[_Union[Workspace, _Mapping[str, _builtins.object]]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class RevokeRoleRequest(_message.Message):
    __slots__ = ["environment", "grantee", "options", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    GRANTEE_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    grantee: str
    options: _common_pb2.ChangeOptions
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., grantee: _Optional[str] = ...) -> None: ...

class RevokeRoleResponse(_message.Message):
    __slots__ = ["grant", "result"]
    GRANT_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    grant: Grant
    result: _common_pb2.ChangeResult
    def __init__(self, grant: _Optional[_Union[Grant, _Mapping[str, _builtins.object]]] = ..., result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class SetEnvironmentRequest(_message.Message):
    __slots__ = ["connections", "environment", "options", "params", "unset_connections", "unset_params", "workspace"]
    CONNECTIONS_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    PARAMS_FIELD_NUMBER: _ClassVar[int]
    UNSET_CONNECTIONS_FIELD_NUMBER: _ClassVar[int]
    UNSET_PARAMS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    connections: _containers.RepeatedCompositeFieldContainer[_job_service_pb2.ConnectionDefinition]
    environment: _common_pb2.Environment
    options: _common_pb2.ChangeOptions
    params: _containers.RepeatedCompositeFieldContainer[_common_pb2.KeyValue]
    unset_connections: _containers.RepeatedScalarFieldContainer[str]
    unset_params: _containers.RepeatedScalarFieldContainer[str]
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., params: _Optional[_Iterable[_Union[_common_pb2.KeyValue, _Mapping[str, _builtins.object]]]] = ..., connections: _Optional[_Iterable[_Union[_job_service_pb2.ConnectionDefinition, _Mapping[str, _builtins.object]]]] = ..., unset_params: _Optional[_Iterable[str]] = ..., unset_connections: _Optional[_Iterable[str]] = ...) -> None: ...

class SetEnvironmentResponse(_message.Message):
    __slots__ = ["result", "settings"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    SETTINGS_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    settings: EnvironmentSettings
    def __init__(self, settings: _Optional[_Union[EnvironmentSettings, _Mapping[str, _builtins.object]]] = ..., result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class SetWorkspaceSlotsRequest(_message.Message):
    __slots__ = ["environment", "options", "slots", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    SLOTS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    options: _common_pb2.ChangeOptions
    slots: int
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., slots: _Optional[int] = ...) -> None: ...

class SetWorkspaceSlotsResponse(_message.Message):
    __slots__ = ["result", "workspace"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    workspace: Workspace
    def __init__(self, workspace: _Optional[_Union[Workspace, _Mapping[str, _builtins.object]]] = ..., result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class UpdateWorkspaceRequest(_message.Message):
    __slots__ = ["description", "environment", "max_files", "max_jobs", "max_nodes_per_job", "mode", "options", "publisher_differs", "waiting_follows_latest", "workspace"]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    MAX_FILES_FIELD_NUMBER: _ClassVar[int]
    MAX_JOBS_FIELD_NUMBER: _ClassVar[int]
    MAX_NODES_PER_JOB_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    PUBLISHER_DIFFERS_FIELD_NUMBER: _ClassVar[int]
    WAITING_FOLLOWS_LATEST_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    description: str
    environment: _common_pb2.Environment
    max_files: int
    max_jobs: int
    max_nodes_per_job: int
    mode: WorkspaceMode
    options: _common_pb2.ChangeOptions
    publisher_differs: bool
    waiting_follows_latest: bool
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., description: _Optional[str] = ..., mode: _Optional[_Union[WorkspaceMode, str]] = ..., waiting_follows_latest: bool = ..., publisher_differs: bool = ..., max_jobs: _Optional[int] = ..., max_nodes_per_job: _Optional[int] = ..., max_files: _Optional[int] = ...) -> None: ...

class UpdateWorkspaceResponse(_message.Message):
    __slots__ = ["result", "workspace"]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    result: _common_pb2.ChangeResult
    workspace: Workspace
    def __init__(self, workspace: _Optional[_Union[Workspace, _Mapping[str, _builtins.object]]] = ..., result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class Workspace(_message.Message):
    __slots__ = ["create_time", "description", "max_files", "max_jobs", "max_nodes_per_job", "mode", "name", "publisher_differs", "role", "slots", "waiting_follows_latest"]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    MAX_FILES_FIELD_NUMBER: _ClassVar[int]
    MAX_JOBS_FIELD_NUMBER: _ClassVar[int]
    MAX_NODES_PER_JOB_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PUBLISHER_DIFFERS_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    SLOTS_FIELD_NUMBER: _ClassVar[int]
    WAITING_FOLLOWS_LATEST_FIELD_NUMBER: _ClassVar[int]
    create_time: int
    description: str
    max_files: int
    max_jobs: int
    max_nodes_per_job: int
    mode: WorkspaceMode
    name: str
    publisher_differs: bool
    role: _common_pb2.Role
    slots: int
    waiting_follows_latest: bool
    def __init__(self, name: _Optional[str] = ..., mode: _Optional[_Union[WorkspaceMode, str]] = ..., description: _Optional[str] = ..., create_time: _Optional[int] = ..., slots: _Optional[int] = ..., waiting_follows_latest: bool = ..., publisher_differs: bool = ..., max_jobs: _Optional[int] = ..., max_nodes_per_job: _Optional[int] = ..., max_files: _Optional[int] = ..., role: _Optional[_Union[_common_pb2.Role, str]] = ...) -> None: ...

class WorkspaceMode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class GrantSource(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
