import builtins as _builtins
from sluice.v1 import common_pb2 as _common_pb2
from sluice.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
PUBLISH_CHANGE_CREATE: PublishChange
PUBLISH_CHANGE_DELETE: PublishChange
PUBLISH_CHANGE_UNSPECIFIED: PublishChange
PUBLISH_CHANGE_UPDATE: PublishChange
PUBLISH_STATUS_FAILED: PublishStatus
PUBLISH_STATUS_SUCCESS: PublishStatus
PUBLISH_STATUS_UNSPECIFIED: PublishStatus

class GetPublishRecordRequest(_message.Message):
    __slots__ = ["environment", "publish_id", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_ID_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    publish_id: int
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., publish_id: _Optional[int] = ...) -> None: ...

class GetPublishRecordResponse(_message.Message):
    __slots__ = ["detail"]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    detail: PublishDetail
    def __init__(self, detail: _Optional[_Union[PublishDetail, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class GetPublishSourceRequest(_message.Message):
    __slots__ = ["environment", "item_id", "publish_id", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    ITEM_ID_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_ID_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    item_id: int
    publish_id: int
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., item_id: _Optional[int] = ..., publish_id: _Optional[int] = ...) -> None: ...

class GetPublishSourceResponse(_message.Message):
    __slots__ = ["kind", "latest_version", "module", "object_name", "source", "version"]
    KIND_FIELD_NUMBER: _ClassVar[int]
    LATEST_VERSION_FIELD_NUMBER: _ClassVar[int]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    OBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    kind: _common_pb2.ObjectKind
    latest_version: int
    module: _common_pb2.Module
    object_name: str
    source: bytes
    version: int
    def __init__(self, object_name: _Optional[str] = ..., kind: _Optional[_Union[_common_pb2.ObjectKind, str]] = ..., module: _Optional[_Union[_common_pb2.Module, str]] = ..., version: _Optional[int] = ..., source: _Optional[bytes] = ..., latest_version: _Optional[int] = ...) -> None: ...

class ListPublishHistoryRequest(_message.Message):
    __slots__ = ["environment", "is_file", "object_name", "page_size", "page_token", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    IS_FILE_FIELD_NUMBER: _ClassVar[int]
    OBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    is_file: bool
    object_name: str
    page_size: int
    page_token: str
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., object_name: _Optional[str] = ..., is_file: bool = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListPublishHistoryResponse(_message.Message):
    __slots__ = ["next_page_token", "records"]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    next_page_token: str
    records: _containers.RepeatedCompositeFieldContainer[PublishRecord]
    def __init__(self, records: _Optional[_Iterable[_Union[PublishRecord, _Mapping[str, _builtins.object]]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListPublishItemsRequest(_message.Message):
    __slots__ = ["all_modules", "environment", "module", "name_glob", "page_size", "page_token", "workspace"]
    ALL_MODULES_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    NAME_GLOB_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    all_modules: bool
    environment: _common_pb2.Environment
    module: _common_pb2.Module
    name_glob: str
    page_size: int
    page_token: str
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., module: _Optional[_Union[_common_pb2.Module, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., name_glob: _Optional[str] = ..., all_modules: bool = ...) -> None: ...

class ListPublishItemsResponse(_message.Message):
    __slots__ = ["items", "module", "next_page_token"]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[PublishItem]
    module: _common_pb2.Module
    next_page_token: str
    def __init__(self, items: _Optional[_Iterable[_Union[PublishItem, _Mapping[str, _builtins.object]]]] = ..., next_page_token: _Optional[str] = ..., module: _Optional[_Union[_common_pb2.Module, str]] = ...) -> None: ...

class ListPublishRecordsRequest(_message.Message):
    __slots__ = ["environment", "from_time", "module", "name_glob", "page_size", "page_token", "publisher", "status", "to_time", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    FROM_TIME_FIELD_NUMBER: _ClassVar[int]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    NAME_GLOB_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    PUBLISHER_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    TO_TIME_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    from_time: int
    module: _common_pb2.Module
    name_glob: str
    page_size: int
    page_token: str
    publisher: str
    status: PublishStatus
    to_time: int
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., module: _Optional[_Union[_common_pb2.Module, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., name_glob: _Optional[str] = ..., status: _Optional[_Union[PublishStatus, str]] = ..., publisher: _Optional[str] = ..., from_time: _Optional[int] = ..., to_time: _Optional[int] = ...) -> None: ...

class ListPublishRecordsResponse(_message.Message):
    __slots__ = ["module", "next_page_token", "records"]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    module: _common_pb2.Module
    next_page_token: str
    records: _containers.RepeatedCompositeFieldContainer[PublishRecord]
    def __init__(self, records: _Optional[_Iterable[_Union[PublishRecord, _Mapping[str, _builtins.object]]]] = ..., next_page_token: _Optional[str] = ..., module: _Optional[_Union[_common_pb2.Module, str]] = ...) -> None: ...

class ProposeVersionRequest(_message.Message):
    __slots__ = ["comment", "environment", "is_file", "object_name", "options", "version", "workspace"]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    IS_FILE_FIELD_NUMBER: _ClassVar[int]
    OBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    comment: str
    environment: _common_pb2.Environment
    is_file: bool
    object_name: str
    options: _common_pb2.ChangeOptions
    version: int
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., object_name: _Optional[str] = ..., is_file: bool = ..., version: _Optional[int] = ..., comment: _Optional[str] = ...) -> None: ...

class ProposeVersionResponse(_message.Message):
    __slots__ = ["item", "result"]
    ITEM_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    item: PublishItem
    result: _common_pb2.ChangeResult
    def __init__(self, result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ..., item: _Optional[_Union[PublishItem, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class PublishAgainRequest(_message.Message):
    __slots__ = ["comment", "environment", "options", "publish_id", "workspace"]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_ID_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    comment: str
    environment: _common_pb2.Environment
    options: _common_pb2.ChangeOptions
    publish_id: int
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., publish_id: _Optional[int] = ..., comment: _Optional[str] = ...) -> None: ...

class PublishAgainResponse(_message.Message):
    __slots__ = ["detail", "result"]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    detail: PublishDetail
    result: _common_pb2.ChangeResult
    def __init__(self, result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ..., detail: _Optional[_Union[PublishDetail, _Mapping[str, _builtins.object]]] = ...) -> None: ...

class PublishCheck(_message.Message):
    __slots__ = ["message", "name", "passed"]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PASSED_FIELD_NUMBER: _ClassVar[int]
    message: str
    name: str
    passed: bool
    def __init__(self, name: _Optional[str] = ..., passed: bool = ..., message: _Optional[str] = ...) -> None: ...

class PublishDetail(_message.Message):
    __slots__ = ["alerts", "checks", "record"]
    ALERTS_FIELD_NUMBER: _ClassVar[int]
    CHECKS_FIELD_NUMBER: _ClassVar[int]
    RECORD_FIELD_NUMBER: _ClassVar[int]
    alerts: _containers.RepeatedScalarFieldContainer[str]
    checks: _containers.RepeatedCompositeFieldContainer[PublishCheck]
    record: PublishRecord
    def __init__(self, record: _Optional[_Union[PublishRecord, _Mapping[str, _builtins.object]]] = ..., checks: _Optional[_Iterable[_Union[PublishCheck, _Mapping[str, _builtins.object]]]] = ..., alerts: _Optional[_Iterable[str]] = ...) -> None: ...

class PublishItem(_message.Message):
    __slots__ = ["change", "comment", "item_id", "kind", "module", "object_name", "production_version", "submit_time", "submitter", "version"]
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    ITEM_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    OBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    PRODUCTION_VERSION_FIELD_NUMBER: _ClassVar[int]
    SUBMITTER_FIELD_NUMBER: _ClassVar[int]
    SUBMIT_TIME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    change: PublishChange
    comment: str
    item_id: int
    kind: _common_pb2.ObjectKind
    module: _common_pb2.Module
    object_name: str
    production_version: int
    submit_time: int
    submitter: str
    version: int
    def __init__(self, item_id: _Optional[int] = ..., object_name: _Optional[str] = ..., kind: _Optional[_Union[_common_pb2.ObjectKind, str]] = ..., module: _Optional[_Union[_common_pb2.Module, str]] = ..., version: _Optional[int] = ..., change: _Optional[_Union[PublishChange, str]] = ..., submitter: _Optional[str] = ..., submit_time: _Optional[int] = ..., comment: _Optional[str] = ..., production_version: _Optional[int] = ...) -> None: ...

class PublishItemsRequest(_message.Message):
    __slots__ = ["comment", "environment", "item_ids", "options", "publish_name", "workspace"]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    ITEM_IDS_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_NAME_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    comment: str
    environment: _common_pb2.Environment
    item_ids: _containers.RepeatedScalarFieldContainer[int]
    options: _common_pb2.ChangeOptions
    publish_name: str
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., item_ids: _Optional[_Iterable[int]] = ..., comment: _Optional[str] = ..., publish_name: _Optional[str] = ...) -> None: ...

class PublishItemsResponse(_message.Message):
    __slots__ = ["details", "result"]
    DETAILS_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    details: _containers.RepeatedCompositeFieldContainer[PublishDetail]
    result: _common_pb2.ChangeResult
    def __init__(self, result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ..., details: _Optional[_Iterable[_Union[PublishDetail, _Mapping[str, _builtins.object]]]] = ...) -> None: ...

class PublishRecord(_message.Message):
    __slots__ = ["change", "comment", "error_message", "finish_time", "former_version", "item_id", "kind", "module", "object_name", "publish_id", "publish_name", "publish_time", "publisher", "status", "submit_comment", "submit_time", "submitter", "version"]
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    COMMENT_FIELD_NUMBER: _ClassVar[int]
    ERROR_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    FINISH_TIME_FIELD_NUMBER: _ClassVar[int]
    FORMER_VERSION_FIELD_NUMBER: _ClassVar[int]
    ITEM_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    OBJECT_NAME_FIELD_NUMBER: _ClassVar[int]
    PUBLISHER_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_ID_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_NAME_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_TIME_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    SUBMITTER_FIELD_NUMBER: _ClassVar[int]
    SUBMIT_COMMENT_FIELD_NUMBER: _ClassVar[int]
    SUBMIT_TIME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    change: PublishChange
    comment: str
    error_message: str
    finish_time: int
    former_version: int
    item_id: int
    kind: _common_pb2.ObjectKind
    module: _common_pb2.Module
    object_name: str
    publish_id: int
    publish_name: str
    publish_time: int
    publisher: str
    status: PublishStatus
    submit_comment: str
    submit_time: int
    submitter: str
    version: int
    def __init__(self, publish_id: _Optional[int] = ..., publish_name: _Optional[str] = ..., object_name: _Optional[str] = ..., kind: _Optional[_Union[_common_pb2.ObjectKind, str]] = ..., module: _Optional[_Union[_common_pb2.Module, str]] = ..., version: _Optional[int] = ..., change: _Optional[_Union[PublishChange, str]] = ..., status: _Optional[_Union[PublishStatus, str]] = ..., publisher: _Optional[str] = ..., publish_time: _Optional[int] = ..., finish_time: _Optional[int] = ..., comment: _Optional[str] = ..., submitter: _Optional[str] = ..., submit_time: _Optional[int] = ..., submit_comment: _Optional[str] = ..., former_version: _Optional[int] = ..., error_message: _Optional[str] = ..., item_id: _Optional[int] = ...) -> None: ...

class RemovePublishItemsRequest(_message.Message):
    __slots__ = ["environment", "item_ids", "options", "workspace"]
    ENVIRONMENT_FIELD_NUMBER: _ClassVar[int]
    ITEM_IDS_FIELD_NUMBER: _ClassVar[int]
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    environment: _common_pb2.Environment
    item_ids: _containers.RepeatedScalarFieldContainer[int]
    options: _common_pb2.ChangeOptions
    workspace: str
    def __init__(self, workspace: _Optional[str] = ..., environment: _Optional[_Union[_common_pb2.Environment, str]] = ..., options: _Optional[_Union[_common_pb2.ChangeOptions, _Mapping[str, _builtins.object]]] = ..., item_ids: _Optional[_Iterable[int]] = ...) -> None: ...

class RemovePublishItemsResponse(_message.Message):
    __slots__ = ["items", "result"]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    items: _containers.RepeatedCompositeFieldContainer[PublishItem]
    result: _common_pb2.ChangeResult
    def __init__(self, result: _Optional[_Union[_common_pb2.ChangeResult, _Mapping[str, _builtins.object]]] = ..., items: _Optional[_Iterable[_Union[PublishItem, _Mapping[str, _builtins.object]]]] = ...) -> None: ...

class PublishChange(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class PublishStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
