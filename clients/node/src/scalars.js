/** The types of single values: what they are in JavaScript, and how they are read and written.
 *
 * Every number of 64 bits is a `number`, since ids, times and sizes stay below 2^53; one beyond is
 * refused, in both directions, rather than rounded. A field in nanoseconds is a `bigint`. */

import { DELIMITED, DecodeError, FIXED64, VARINT } from './wire.js';

const HALF = 2 ** 32;

/** A type's value where a message has none, its wire type, what values it takes, in words too. */
export const scalars = {
    string: {
        zero: '',
        wire: DELIMITED,
        // Half a surrogate pair has no bytes.
        takes: (value) => typeof value === 'string' && !/\p{Surrogate}/u.test(value),
        wanted: 'a text',
        write: (writer, value) => writer.delimited(Buffer.from(value)),
        read: (reader) => reader.string(),
    },
    bytes: {
        zero: Buffer.alloc(0),
        wire: DELIMITED,
        takes: (value) => value instanceof Uint8Array,
        wanted: 'a Uint8Array',
        write: (writer, value) => writer.delimited(value),
        read: (reader) => reader.delimited(),
    },
    bool: {
        zero: false,
        wire: VARINT,
        takes: (value) => typeof value === 'boolean',
        wanted: 'true or false',
        write: (writer, value) => writer.varint(value ? 1 : 0, 0),
        read: (reader) => {
            reader.varint();
            return reader.low !== 0 || reader.high !== 0;
        },
    },
    int32: int32('a whole number of 32 bits'),
    // A number that is no member here may be one of a later schema.
    enum: int32('a number of its enum'),
    int64: {
        zero: 0,
        wire: VARINT,
        takes: Number.isSafeInteger,
        wanted: 'a whole number below 2^53',
        write: writeWhole,
        read: readWhole,
    },
    bigint: {
        zero: 0n,
        wire: VARINT,
        takes: (value) => typeof value === 'bigint' && BigInt.asIntN(64, value) === value,
        wanted: 'a bigint of 64 bits',
        write: (writer, value) => {
            const bits = BigInt.asUintN(64, value);
            writer.varint(Number(bits & 0xffffffffn), Number(bits >> 32n));
        },
        read: (reader) => {
            reader.varint();
            return BigInt.asIntN(64, (BigInt(reader.high) << 32n) | BigInt(reader.low));
        },
    },
    double: {
        zero: 0,
        wire: FIXED64,
        takes: (value) => typeof value === 'number',
        wanted: 'a number',
        write: (writer, value) => writer.double(value),
        read: (reader) => reader.double(),
    },
};

function int32(wanted) {
    return {
        zero: 0,
        wire: VARINT,
        takes: (value) => typeof value === 'number' && (value | 0) === value,
        wanted,
        write: writeWhole,
        read: (reader) => {
            reader.varint();
            return reader.low | 0;
        },
    };
}

function writeWhole(writer, value) {
    writer.varint(value >>> 0, Math.floor(value / HALF) >>> 0);
}

function readWhole(reader) {
    reader.varint();
    const value = (reader.high | 0) * HALF + reader.low;
    if (Number.isSafeInteger(value)) return value;
    throw new DecodeError('a number is beyond 2^53');
}
