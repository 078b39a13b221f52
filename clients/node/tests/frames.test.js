/** Frames that a friendly daemon would never send. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
    DATA,
    DISCARD_BYTES,
    FRAME_BYTES,
    FrameReader,
    HopelessFrame,
    RESPONSE,
    encodeFrame,
} from '../src/frames.js';
import { Dice } from './dice.js';

function header(length, stream = 1) {
    const bytes = encodeFrame({ stream, type: RESPONSE });
    bytes.writeUInt32BE(length, 0);
    return bytes;
}

test('a frame that was written is read as it was', () => {
    const data = Buffer.from([0, 255, 0, 255]);
    const frame = { stream: 0xffffffff, type: DATA, flags: 0xff, data };
    assert.deepEqual([...new FrameReader().feed(encodeFrame(frame))], [frame]);
});

test('the example of the protocol is read', () => {
    const bytes = Buffer.from('00000003000000010200120101', 'hex');
    const data = Buffer.from([0x12, 1, 1]);
    const expected = [{ stream: 1, type: 2, flags: 0, data }];
    assert.deepEqual([...new FrameReader().feed(bytes)], expected);
});

test('frames are found wherever the bytes are cut', () => {
    const sent = Array.from({ length: 29 }, (_, index) => ({
        stream: index + 1,
        type: DATA,
        flags: 0,
        data: Buffer.alloc(index, 'x'),
    }));
    const bytes = Buffer.concat(sent.map(encodeFrame));
    const dice = new Dice(1);
    for (let round = 0; round < 50; round++) {
        const reader = new FrameReader();
        const got = [];
        for (let at = 0; at < bytes.length; ) {
            const end = at + 1 + dice.below(40);
            got.push(...reader.feed(bytes.subarray(at, end)));
            at = end;
        }
        assert.deepEqual(got, sent);
    }
});

test('half a header is not a frame', () => {
    assert.deepEqual([...new FrameReader().feed(header(0).subarray(0, 9))], []);
});

test('a frame without data is a frame', () => {
    const expected = [{ stream: 1, type: RESPONSE, flags: 0, data: Buffer.alloc(0) }];
    assert.deepEqual([...new FrameReader().feed(header(0))], expected);
});

test('the longest frame is read', () => {
    const bytes = Buffer.concat([header(FRAME_BYTES), Buffer.alloc(FRAME_BYTES)]);
    const [frame] = new FrameReader().feed(bytes);
    assert.equal(frame.data.length, FRAME_BYTES);
});

test('a frame that is too long is skipped and the next one read', () => {
    const length = FRAME_BYTES + 1;
    const reader = new FrameReader();
    assert.deepEqual([...reader.feed(header(length, 7))], [{ stream: 7, oversized: length }]);
    for (let left = length; left > 0; left -= 65_537) {
        assert.deepEqual([...reader.feed(Buffer.alloc(Math.min(left, 65_537)))], []);
    }
    const [next] = reader.feed(header(0, 9));
    assert.equal(next.stream, 9);
});

test('a hopeless length ends the connection', () => {
    for (const length of [DISCARD_BYTES, 0xffffffff]) {
        assert.throws(() => [...new FrameReader().feed(header(length))], HopelessFrame);
    }
});

test('noise is frames or hopeless', () => {
    const dice = new Dice(2);
    for (let round = 0; round < 300; round++) {
        const reader = new FrameReader();
        try {
            for (let piece = 0; piece < 20; piece++) [...reader.feed(dice.bytes(50, 0x8f))];
        } catch (error) {
            assert.ok(error instanceof HopelessFrame);
        }
    }
});
