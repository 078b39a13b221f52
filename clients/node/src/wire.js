/** The bytes of protobuf: varints, lengths and fixed numbers. */

export const VARINT = 0;
export const FIXED64 = 1;
export const DELIMITED = 2;
export const FIXED32 = 5;

/** Bytes that are no message. */
export class DecodeError extends Error {}

// A byte order mark is a character like any other.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const EMPTY = Buffer.alloc(0);
const FIRST_BYTES = 256;
const VARINT_BYTES = 10;

/** Bytes that grow. Numbers of 64 bits are two halves without sign. */
export class Writer {
    #bytes = Buffer.allocUnsafe(FIRST_BYTES);
    #length = 0;

    get bytes() {
        return this.#bytes.subarray(0, this.#length);
    }

    tag(number, wire) {
        this.varint(((number << 3) | wire) >>> 0, 0);
    }

    varint(low, high) {
        this.#reserve(VARINT_BYTES);
        while (high !== 0 || low > 0x7f) {
            this.#bytes[this.#length++] = (low & 0x7f) | 0x80;
            low = ((low >>> 7) | (high << 25)) >>> 0;
            high >>>= 7;
        }
        this.#bytes[this.#length++] = low;
    }

    double(value) {
        this.#reserve(8);
        this.#length = this.#bytes.writeDoubleLE(value, this.#length);
    }

    /** Bytes behind their length. */
    delimited(bytes) {
        this.varint(bytes.length, 0);
        this.#reserve(bytes.length);
        this.#bytes.set(bytes, this.#length);
        this.#length += bytes.length;
    }

    #reserve(count) {
        const needed = this.#length + count;
        if (needed <= this.#bytes.length) return;
        const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.length));
        this.#bytes.copy(larger, 0, 0, this.#length);
        this.#bytes = larger;
    }
}

/** Reads what a Writer writes. Every method throws DecodeError where the bytes are cut off. */
export class Reader {
    /** The halves of the latest varint, without sign. */
    low = 0;
    high = 0;
    #bytes;
    #at = 0;

    constructor(bytes) {
        this.#bytes = bytes;
    }

    get isAtEnd() {
        return this.#at === this.#bytes.length;
    }

    /** Number and wire type of the next field. */
    tag() {
        this.varint();
        if (this.high !== 0 || this.low < 8) throw new DecodeError('a field has no number');
        return { number: this.low >>> 3, wire: this.low & 7 };
    }

    /** Sets both halves. */
    varint() {
        let low = 0;
        let high = 0;
        for (let shift = 0; shift < 7 * VARINT_BYTES; shift += 7) {
            const byte = this.#take(1)[0];
            const bits = byte & 0x7f;
            if (shift < 32) low |= bits << shift;
            if (shift === 28) high = bits >>> 4;
            if (shift > 28) high |= bits << (shift - 32);
            if (byte < 0x80) {
                this.low = low >>> 0;
                this.high = high >>> 0;
                return;
            }
        }
        throw new DecodeError('a number has more than ten bytes');
    }

    double() {
        return this.#take(8).readDoubleLE();
    }

    /** Bytes behind their length; they stay those of the message. */
    delimited() {
        this.varint();
        return this.#take(this.high === 0 ? this.low : Infinity);
    }

    string() {
        const bytes = this.delimited();
        if (bytes.length === 0) return '';
        try {
            return utf8.decode(bytes);
        } catch {
            throw new DecodeError('a text is not UTF-8');
        }
    }

    /** Passes over the value of a field. The schema has no groups. */
    skip(wire) {
        if (wire === VARINT) this.varint();
        else if (wire === FIXED64) this.#take(8);
        else if (wire === DELIMITED) this.delimited();
        else if (wire === FIXED32) this.#take(4);
        else throw new DecodeError(`a field of wire type ${wire}`);
    }

    #take(count) {
        const end = this.#at + count;
        if (end > this.#bytes.length) throw new DecodeError('the message is cut off');
        const taken = count === 0 ? EMPTY : this.#bytes.subarray(this.#at, end);
        this.#at = end;
        return taken;
    }
}
