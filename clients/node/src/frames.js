/** Frames: a header of ten bytes, then data. No sockets here. */

/** Bytes of data in a frame, at most. */
export const FRAME_BYTES = 4 << 20;
/** From this length on a frame is not even skipped. */
export const DISCARD_BYTES = 16 << 20;

export const REQUEST = 1;
export const RESPONSE = 2;
export const DATA = 3;
export const CANCEL = 0xc0;

export const REMOTE_CLOSED = 1;
export const REMOTE_OPEN = 2;
export const NO_DATA = 4;

const HEADER_BYTES = 10;

/** The bytes of a frame. */
export function encodeFrame({ stream, type, flags = 0, data = Buffer.alloc(0) }) {
    const bytes = Buffer.allocUnsafe(HEADER_BYTES + data.length);
    bytes.writeUInt32BE(data.length, 0);
    bytes.writeUInt32BE(stream, 4);
    bytes[8] = type;
    bytes[9] = flags;
    bytes.set(data, HEADER_BYTES);
    return bytes;
}

/** A frame so long that the connection is given up. */
export class HopelessFrame extends Error {}

/** So many bytes, however they come. */
class Piece {
    #filled = 0;

    constructor(length) {
        this.bytes = Buffer.allocUnsafeSlow(length);
    }

    get isWhole() {
        return this.#filled === this.bytes.length;
    }

    /** Its bytes are not needed any more. */
    empty() {
        this.#filled = 0;
    }

    /** Takes what it needs of `data`; the rest. */
    fill(data) {
        const taken = data.subarray(0, this.bytes.length - this.#filled);
        this.bytes.set(taken, this.#filled);
        this.#filled += taken.length;
        return data.subarray(taken.length);
    }
}

/** Cuts a stream of bytes, in pieces of any size, into frames. Holds at most one frame. */
export class FrameReader {
    #header = new Piece(HEADER_BYTES);
    /** The frame whose header was read, and its data. */
    #frame = undefined;
    #data = undefined;
    /** Bytes of a frame that is too long, still to be passed over. */
    #skip = 0;

    /** The frames that `data` completes: `{stream, type, flags, data}`, or `{stream, oversized}`
     * with the length of one that is too long. Throws HopelessFrame; nothing can be read then. */
    *feed(data) {
        let rest = data;
        while (true) {
            const skipped = Math.min(this.#skip, rest.length);
            this.#skip -= skipped;
            rest = rest.subarray(skipped);
            if (this.#frame === undefined) {
                rest = this.#header.fill(rest);
                if (!this.#header.isWhole) return;
                const oversized = this.#begin();
                if (oversized) yield oversized;
            } else {
                rest = this.#data.fill(rest);
                if (!this.#data.isWhole) return;
                yield { ...this.#frame, data: this.#data.bytes };
                this.#frame = undefined;
            }
        }
    }

    /** Begins the frame of a whole header; what to tell of it where its data is skipped. */
    #begin() {
        const header = this.#header.bytes;
        const length = header.readUInt32BE(0);
        const stream = header.readUInt32BE(4);
        if (length >= DISCARD_BYTES) throw new HopelessFrame(`a frame of ${length} bytes`);
        this.#header.empty();
        if (length > FRAME_BYTES) {
            this.#skip = length;
            return { stream, oversized: length };
        }
        this.#frame = { stream, type: header[8], flags: header[9] };
        this.#data = new Piece(length);
        return undefined;
    }
}
