import builtins as _builtins
from sluice.v1 import common_pb2 as _common_pb2
from sluice.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DeleteObjectRequest(_message.Message):
    __slots__ = ["environment", "object_name", "options", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    OBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    object_name: str
    options: _common_pb2.ChangeOptions
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., object_name: _Optional[str] = ...) -> None: ...

class DeleteObjectResponse(_message.Message):
    __slots__ = ["object_id", "result"]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    object_id: int
    result: _common_pb2.ChangeResult
    def __init__(self, object_id: _Optional[int] = ..., result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class DiffObjectVersionsRequest(_message.Message):
    __slots__ = ["environment", "from_version", "object_name", "to_version", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    FROM_VERSION_FIELD_NUMBER: _ClassVar[int]
    OBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    TO_VERSION_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    from_version: int
    object_name: str
    to_version: int
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., object_name: _Optional[str] = ..., from_version: _Optional[int] = ..., to_version: _Optional[int] = ...) -> None: ...

class DiffObjectVersionsResponse(_message.Message):
    __slots__ = ["not_shown", "to", "unified"]
    FROM_FIELD_NUMBER: _ClassVar[int]
    NOT_SHOWN_FIELD_NUMBER: _ClassVar[int]
    TO_FIELD_NUMBER: _ClassVar[int]
    UNIFIED_FIELD_NUMBER: _ClassVar[int]
    not_shown: str
    to: ObjectVersionSummary
    unified: str
    def __init__(self, to: _Optional[_Union[ObjectVersionSummary, _Mapping[str, _builtins.object]]] = ..., unified: _Optional[str] = ..., not_shown: _Optional[str] = ..., **kwargs: _builtins.object) -> None: ...

class GetObjectRequest(_message.Message):
    __slots__ = ["environment", "object_name", "version", "without_content", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    OBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    WITHOUT_CONTENT_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    object_name: str
    version: int
    without_content: bool
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., object_name: _Optional[str] = ..., version: _Optional[int] = ..., without_content: bool = ...) -> None: ...

class GetObjectResponse(_message.Message):
    __slots__ = ["content", "job_names", "object", "version"]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    JOB_NAMES_FIELD_NUMBER: _ClassVar[int]
    OBJECT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    content: bytes
    job_names: _containers.RepeatedScalarFieldContainer[str]
    object: ObjectSummary
    version: ObjectVersionSummary
    def __init__(self, object: _Optional[_Union[ObjectSummary, _Mapping[str, _builtins.object]]] = ..., version: _Optional[_Union[ObjectVersionSummary, _Mapping[str, _builtins.object]]] = ..., content: _Optional[bytes] = ..., job_names: _Optional[_Iterable[str]] = ...) -> None: ...

class ListObjectVersionsRequest(_message.Message):
    __slots__ = ["environment", "object_name", "page_size", "page_token", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    OBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    object_name: str
    page_size: int
    page_token: str
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., object_name: _Optional[str] = ...) -> None: ...

class ListObjectVersionsResponse(_message.Message):
    __slots__ = ["next_page_token", "versions"]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    VERSIONS_FIELD_NUMBER: _ClassVar[int]
    next_page_token: str
    versions: _containers.RepeatedCompositeFieldContainer[ObjectVersionSummary]
    def __init__(self, versions: _Optional[_Iterable[_Union[ObjectVersionSummary, _Mapping[str, _builtins.object]]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListObjectsRequest(_message.Message):
    __slots__ = ["environment", "kind", "module", "name_glob", "page_size", "page_token", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    NAME_GLOB_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    kind: _common_pb2.ObjectKind
    module: _common_pb2.Module
    name_glob: str
    page_size: int
    page_token: str
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., name_glob: _Optional[str] = ..., kind: _Optional[_Union[_common_pb2.ObjectKind, str]] = ..., module: _Optional[_Union[_common_pb2.Module, str]] = ...) -> None: ...

class ListObjectsResponse(_message.Message):
    __slots__ = ["next_page_token", "objects"]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    OBJECTS_FIELD_NUMBER: _ClassVar[int]
    next_page_token: str
    objects: _containers.RepeatedCompositeFieldContainer[ObjectSummary]
    def __init__(self, objects: _Optional[_Iterable[_Union[ObjectSummary, _Mapping[str, _builtins.object]]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ObjectSummary(_message.Message):
    __slots__ = ["comment", "content_bytes", "digest", "kind", "module", "object_id", "object_name", "submit_time", "user", "version"]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    CONTENT_BYTES_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    OBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    SUBMIT_TIME_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    comment: str
    content_bytes: int
    digest: str
    kind: _common_pb2.ObjectKind
    module: _common_pb2.Module
    object_id: int
    object_name: str
    submit_time: int
    user: str
    version: int
    def __init__(self, object_id: _Optional[int] = ..., object_name: _Optional[str] = ..., kind: _Optional[_Union[_common_pb2.ObjectKind, str]] = ..., module: _Optional[_Union[_common_pb2.Module, str]] = ..., version: _Optional[int] = ..., content_bytes: _Optional[int] = ..., digest: _Optional[str] = ..., submit_time: _Optional[int] = ..., user: _Optional[str] = ..., comment: _Optional[str] = ...) -> None: ...

class ObjectVersionSummary(_message.Message):
    __slots__ = ["comment", "content_bytes", "digest", "kind", "module", "submit_time", "user", "version"]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    CONTENT_BYTES_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    SUBMIT_TIME_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    comment: str
    content_bytes: int
    digest: str
    kind: _common_pb2.ObjectKind
    module: _common_pb2.Module
    submit_time: int
    user: str
    version: int
    def __init__(self, version: _Optional[int] = ..., kind: _Optional[_Union[_common_pb2.ObjectKind, str]] = ..., module: _Optional[_Union[_common_pb2.Module, str]] = ..., content_bytes: _Optional[int] = ..., digest: _Optional[str] = ..., submit_time: _Optional[int] = ..., user: _Optional[str] = ..., comment: _Optional[str] = ...) -> None: ...

class PutObjectRequest(_message.Message):
    __slots__ = ["comment", "content", "environment", "kind", "module", "object_name", "options", "workspace"]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    OBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    comment: str
    content: bytes
    environment: _common_pb2.Environment
    kind: _common_pb2.ObjectKind
    module: _common_pb2.Module
    object_name: str
    options: _common_pb2.ChangeOptions
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., object_name: _Optional[str] = ..., kind: _Optional[_Union[_common_pb2.ObjectKind, str]] = ..., module: _Optional[_Union[_common_pb2.Module, str]] = ..., content: _Optional[bytes] = ..., comment: _Optional[str] = ...) -> None: ...

class PutObjectResponse(_message.Message):
    __slots__ = ["changed", "item_id", "object_id", "object_name", "result", "version"]
    CHANGED_FIELD_NUMBER: _ClassVar[int]
    ITEM_ID_FIELD_NUMBER: _ClassVar[int]
    OBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    OBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    changed: bool
    item_id: int
    object_id: int
    object_name: str
    result: _common_pb2.ChangeResult
    version: int
    def __init__(self, object_id: _Optional[int] = ..., object_name: _Optional[str] = ..., version: _Optional[int] = ..., changed: bool = ..., result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ..., item_id: _Optional[int] = ...) -> None: ...
