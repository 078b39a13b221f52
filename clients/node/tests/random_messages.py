"""Writes a JSON line for each of many random messages: its type, its bytes as protobuf writes them,
and its fields as the client of Node.js shows them. The same messages in every run.

random_messages.py COUNT    messages of each type
"""

import json
import random
import sys

from google.protobuf.descriptor import FieldDescriptor as Field

from sluice import v1

DICE = random.Random(4)
TEXTS = ["", "x", "é", "世界", "🦊", "\ufeffmark", "\0", "a" * 300]
SAFE = (1 << 53) - 1


def whole(bits):
    size = DICE.randrange(bits)
    return DICE.choice([0, 1, -1, (1 << size) - 1, -(1 << size)])


def value_of(field):
    if field.type == Field.TYPE_STRING:
        return DICE.choice(TEXTS)
    if field.type == Field.TYPE_BYTES:
        return DICE.randbytes(DICE.choice([0, 1, 200]))
    if field.type == Field.TYPE_BOOL:
        return DICE.random() < 0.5
    if field.type == Field.TYPE_ENUM:
        return DICE.choice([0, 1, 3, 99, -1])
    if field.type == Field.TYPE_INT32:
        return whole(32)
    if field.type == Field.TYPE_INT64:
        return whole(64) if is_large(field) else max(-SAFE, min(SAFE, whole(54)))
    if field.type == Field.TYPE_DOUBLE:
        return DICE.choice([0.0, 1.5, -1e300, 5e-324])
    raise ValueError(field.full_name)


def is_large(field):
    return field.name.endswith("_nano")


def fill(message):
    for field in message.DESCRIPTOR.fields:
        if DICE.random() < 0.4:
            continue
        if field.label == Field.LABEL_REPEATED:
            for _ in range(DICE.randrange(4)):
                if field.message_type:
                    fill(getattr(message, field.name).add())
                else:
                    getattr(message, field.name).append(value_of(field))
        elif field.message_type:
            getattr(message, field.name).SetInParent()
            fill(getattr(message, field.name))
        else:
            setattr(message, field.name, value_of(field))


def shown(message):
    return {
        field.json_name: shown_value(message, field)
        for field in message.DESCRIPTOR.fields
        if field.label == Field.LABEL_REPEATED
        or not field.has_presence
        or message.HasField(field.name)
    }


def shown_value(message, field):
    value = getattr(message, field.name)
    if field.label == Field.LABEL_REPEATED:
        return [shown_single(item, field) for item in value]
    return shown_single(value, field)


def shown_single(value, field):
    if field.message_type:
        return shown(value)
    if field.type == Field.TYPE_BYTES:
        return {"bytes": value.hex()}
    return {"bigint": str(value)} if is_large(field) else value


def main():
    modules = [module for name, module in sorted(vars(v1).items()) if name.endswith("_pb2")]
    for module in modules:
        for name, descriptor in sorted(module.DESCRIPTOR.message_types_by_name.items()):
            for _ in range(int(sys.argv[1])):
                message = descriptor._concrete_class()
                fill(message)
                data = message.SerializeToString(deterministic=True).hex()
                print(json.dumps({"type": name, "bytes": data, "fields": shown(message)}))


main()
