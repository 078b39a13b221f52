/** Messages as bytes: one codec for all that the generated table names. */

import { messages } from './generated/fields.js';
import { scalars } from './scalars.js';
import { DELIMITED, DecodeError, Reader, Writer } from './wire.js';

/** Messages within messages, at most. */
const DEPTH = 64;

const shapes = new Map();

/** The fields of a message type. */
function shapeOf(type) {
    if (!shapes.has(type)) {
        const fields = messages[type].map(parsedField);
        shapes.set(type, {
            fields,
            byName: new Map(fields.map((field) => [field.name, field])),
            byNumber: new Map(fields.map((field) => [field.number, field])),
        });
    }
    return shapes.get(type);
}

/** `repeated KeyValue params = 6`, taken apart. What is no scalar is a message. */
function parsedField(line) {
    const words = line.split(' ');
    const [type, name, , number] = words.slice(-4);
    const scalar = scalars[type];
    return {
        name,
        number: Number(number),
        type,
        scalar,
        wire: scalar ? scalar.wire : DELIMITED,
        isRepeated: words[0] === 'repeated',
        isOptional: words[0] === 'optional' || !scalar,
    };
}

/** The bytes of a message. Fields may be missing; one that the type has not is a TypeError, and so
 * is a value that a field does not take. */
export function encode(type, message) {
    const writer = new Writer();
    const shape = shapeOf(type);
    if (typeof message !== 'object' || message === null) throw refusal(type, message, 'an object');
    for (const name of Object.keys(message)) {
        if (!shape.byName.has(name) && message[name] !== undefined) {
            throw new TypeError(`${type} has no field '${name}'`);
        }
    }
    for (const field of shape.fields) {
        const value = message[field.name];
        if (value === undefined || value === null) continue;
        const path = `${type}.${field.name}`;
        if (field.isRepeated) writeAll(writer, field, value, path);
        else if (field.isOptional || !isZero(field, value)) writeOne(writer, field, value, path);
    }
    return writer.bytes;
}

function isZero(field, value) {
    if (field.type === 'bytes') return value.length === 0;
    return Object.is(value, field.scalar.zero);
}

function writeAll(writer, field, values, path) {
    if (!Array.isArray(values)) throw refusal(path, values, 'an array');
    if (field.wire === DELIMITED) {
        for (const value of values) writeOne(writer, field, value, path);
    } else if (values.length > 0) {
        const packed = new Writer();
        for (const value of values) writeScalar(packed, field.scalar, value, path);
        writer.tag(field.number, DELIMITED);
        writer.delimited(packed.bytes);
    }
}

function writeOne(writer, field, value, path) {
    writer.tag(field.number, field.wire);
    if (field.scalar) writeScalar(writer, field.scalar, value, path);
    else writer.delimited(encode(field.type, value));
}

function writeScalar(writer, scalar, value, path) {
    if (!scalar.takes(value)) throw refusal(path, value, scalar.wanted);
    scalar.write(writer, value);
}

function refusal(path, value, wanted) {
    const shown = typeof value === 'string' ? `'${value}'` : String(value);
    return new TypeError(`${path} is ${shown.slice(0, 100)}; ${wanted} is needed`);
}

/** The message in `bytes`, whose parts it may keep. Fields that may be absent are missing then, all
 * others have their zero. Throws DecodeError. */
export function decode(type, bytes, depth = 1) {
    if (depth > DEPTH) throw new DecodeError(`messages are nested more than ${DEPTH} deep`);
    const { fields, byNumber } = shapeOf(type);
    const message = {};
    for (const field of fields) {
        if (field.isRepeated) message[field.name] = [];
        else if (!field.isOptional) message[field.name] = field.scalar.zero;
    }
    const reader = new Reader(bytes);
    while (!reader.isAtEnd) {
        const { number, wire } = reader.tag();
        const field = byNumber.get(number);
        if (field === undefined) reader.skip(wire);
        else readField(reader, field, wire, message, depth);
    }
    return message;
}

function readField(reader, field, wire, message, depth) {
    if (wire === field.wire) {
        const value = readOne(reader, field, depth);
        if (field.isRepeated) message[field.name].push(value);
        else if (field.scalar || message[field.name] === undefined) message[field.name] = value;
        else throw new DecodeError(`${field.name} comes twice`);
    } else if (field.isRepeated && wire === DELIMITED) {
        const packed = new Reader(reader.delimited());
        while (!packed.isAtEnd) message[field.name].push(field.scalar.read(packed));
    } else {
        reader.skip(wire);
    }
}

function readOne(reader, field, depth) {
    if (field.scalar) return field.scalar.read(reader);
    return decode(field.type, reader.delimited(), depth + 1);
}
