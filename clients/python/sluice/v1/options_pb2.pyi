import builtins as _builtins
from google.protobuf import descriptor_pb2 as _descriptor_pb2
from sluice.v1 import common_pb2 as _common_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor
REACH_ANYWHERE: Reach
REACH_DAEMON: Reach
REACH_FIELD_NUMBER: int
REACH_UNSPECIFIED: Reach
ROLE_FIELD_NUMBER: int
reach: _descriptor.FieldDescriptor
role: _descriptor.FieldDescriptor

class Reach(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
