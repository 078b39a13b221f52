/** Calls of a connection whose other end behaves in every way that it can. */

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { decode, encode } from '../src/codec.js';
import { SluiceError } from '../src/errors.js';
import {
    CANCEL,
    DATA,
    FRAME_BYTES,
    FrameReader,
    NO_DATA,
    REMOTE_CLOSED,
    REQUEST,
    RESPONSE,
    encodeFrame,
} from '../src/frames.js';
import { HELD_BYTES, HELD_MESSAGES, Session } from '../src/session.js';
import { Dice } from './dice.js';

const LAST_STREAM = 2 ** 32 - 1;

let session;
beforeEach(() => (session = new Session()));

function open({ streams = false, payload = Buffer.from('asked') } = {}) {
    return session.open('test.Echo', 'Echo', payload, streams, 0n);
}

function sent() {
    return [...new FrameReader().feed(Buffer.concat(session.takeOutgoing()))];
}

function receive(...pieces) {
    return session.receive(Buffer.concat(pieces));
}

function response(stream, payload = '', status = undefined) {
    const envelope = encode('RpcResponse', { payload: Buffer.from(payload), status });
    return encodeFrame({ stream, type: RESPONSE, data: envelope });
}

function data(stream, message, flags = 0) {
    return encodeFrame({ stream, type: DATA, flags, data: Buffer.from(message) });
}

function end(stream) {
    return data(stream, '', REMOTE_CLOSED | NO_DATA);
}

/** What a call has, as texts; undefined: its end. */
function taken(call) {
    return call.take()?.toString();
}

function fails(call, code) {
    assert.throws(() => call.take(), { name: 'SluiceError', code });
}

const cancelOfFirst = [{ stream: 1, type: CANCEL, flags: 0, data: Buffer.alloc(0) }];

test('a request is written as the protocol says', () => {
    session.open('test.Echo', 'Echo', Buffer.from([1]), false, 0n);
    const expected = '00000014000000010100' + '0a09746573742e4563686f' + '12044563686f' + '1a0101';
    assert.equal(Buffer.concat(session.takeOutgoing()).toString('hex'), expected);
});

test('a stream is half-closed by its request', () => {
    session.open('test.Echo', 'Echo', Buffer.alloc(0), true, 5n);
    const [frame] = sent();
    assert.equal(frame.flags, REMOTE_CLOSED);
    assert.equal(decode('RpcRequest', frame.data).timeoutNano, 5n);
});

test('ids are odd and skip those in use when they wrap', () => {
    session = new Session(LAST_STREAM - 4);
    const streams = Array.from({ length: 4 }, () => open().stream);
    assert.deepEqual(streams, [LAST_STREAM - 2, LAST_STREAM, 1, 3]);
    session = new Session(LAST_STREAM);
    const first = open();
    for (let count = 1; count < 4; count++) receive(response(open().stream));
    assert.deepEqual([first.stream, open().stream], [1, 9]);
});

test('a request that is too long is refused and not sent', () => {
    const payload = Buffer.alloc(FRAME_BYTES);
    assert.throws(() => open({ payload }), { code: 'RESOURCE_EXHAUSTED' });
    assert.deepEqual(sent(), []);
    assert.equal(session.calls.size, 0);
});

test('answers come in any order', () => {
    const [one, other] = [open(), open()];
    receive(response(3, 'second'), response(1, 'first'));
    assert.deepEqual([taken(one), taken(other)], ['first', 'second']);
});

test('an error has what the domain says', () => {
    const call = open();
    const detail = { errorCode: 'DLF.0137', reason: 'INSTANCE_NOT_FOUND', subject: 'i 9' };
    const packed = {
        typeUrl: 'type.googleapis.com/sluice.v1.ErrorDetail',
        value: encode('ErrorDetail', detail),
    };
    receive(response(1, '', { code: 5, message: 'none', details: [packed] }));
    const expected = { code: 'NOT_FOUND', message: 'none', ...detail };
    assert.throws(() => call.take(), expected);
});

test('a code from the future is an error', () => {
    const call = open();
    receive(response(1, '', { code: 99, message: 'new' }));
    fails(call, 'UNKNOWN');
});

test('an answer that cannot be decoded fails its call alone', () => {
    const [broken, good] = [open(), open()];
    const noise = encodeFrame({ stream: 1, type: RESPONSE, data: Buffer.alloc(3, 0xff) });
    receive(noise, response(3, 'fine'));
    fails(broken, 'INTERNAL');
    assert.equal(taken(good), 'fine');
});

test('a detail that cannot be decoded fails its call alone', () => {
    const call = open();
    const packed = { typeUrl: 'x/sluice.v1.ErrorDetail', value: Buffer.from([0xff]) };
    receive(response(1, '', { code: 5, details: [packed] }));
    fails(call, 'INTERNAL');
});

test('messages of a stream come in order and then its end', () => {
    const call = open({ streams: true });
    receive(data(1, 'a'), data(1, ''), end(1));
    assert.deepEqual([taken(call), taken(call), taken(call)], ['a', '', undefined]);
});

test('a last message may carry the end', () => {
    const call = open({ streams: true });
    receive(data(1, 'a', REMOTE_CLOSED));
    assert.deepEqual([taken(call), taken(call)], ['a', undefined]);
});

test('a good response ends a stream without a message', () => {
    const call = open({ streams: true });
    receive(data(1, 'a'), response(1, 'not a message'));
    assert.deepEqual([taken(call), taken(call)], ['a', undefined]);
});

test('an error of a stream comes after its messages', () => {
    const call = open({ streams: true });
    receive(data(1, 'a'), response(1, '', { code: 4 }));
    assert.equal(taken(call), 'a');
    fails(call, 'DEADLINE_EXCEEDED');
});

test('what a client does not know means nothing', () => {
    const call = open();
    const changed = receive(
        response(99),
        response(2),
        response(0),
        data(1, 'for a unary call'),
        data(77, ''),
        encodeFrame({ stream: 1, type: 0x42, data: Buffer.from('?') }),
        encodeFrame({ stream: 1, type: REQUEST, data: Buffer.from('?') }),
        encodeFrame({ stream: 1, type: CANCEL }),
    );
    assert.deepEqual(changed, []);
    receive(response(1, 'after all'));
    assert.equal(taken(call), 'after all');
});

test('what follows the end of a call means nothing', () => {
    const call = open({ streams: true });
    receive(end(1), data(1, 'late'), response(1, '', { code: 13 }), end(1));
    assert.equal(taken(call), undefined);
});

test('an answer that is too long fails its call alone', () => {
    const [call, other] = [open(), open()];
    sent();
    receive(encodeFrame({ stream: 1, type: RESPONSE, data: Buffer.alloc(FRAME_BYTES + 1) }));
    fails(call, 'RESOURCE_EXHAUSTED');
    assert.deepEqual(sent(), cancelOfFirst);
    receive(response(3, 'fine'));
    assert.equal(taken(other), 'fine');
});

test('a hopeless frame ends every call', () => {
    const calls = [open(), open({ streams: true })];
    receive(Buffer.alloc(10, 0xff));
    for (const call of calls) fails(call, 'UNAVAILABLE');
    assert.throws(() => open(), { code: 'UNAVAILABLE' });
});

test('a stream that nobody reads is given up', () => {
    const call = open({ streams: true });
    sent();
    receive(...Array(HELD_MESSAGES + 1).fill(data(1, 'x')));
    fails(call, 'RESOURCE_EXHAUSTED');
    assert.deepEqual(sent(), cancelOfFirst);
});

test('large messages that nobody reads are given up by their bytes', () => {
    const call = open({ streams: true });
    const message = data(1, Buffer.alloc(FRAME_BYTES));
    for (let held = 0; held < HELD_BYTES; held += FRAME_BYTES) receive(message);
    assert.equal(call.isOver, false);
    receive(message);
    fails(call, 'RESOURCE_EXHAUSTED');
});

test('reading rests while only messages wait', () => {
    const call = open({ streams: true });
    assert.equal(session.waitsForBytes, true);
    receive(data(1, 'x'));
    assert.equal(session.waitsForBytes, false);
    const unary = open();
    assert.equal(session.waitsForBytes, true);
    session.abandon(unary);
    assert.equal(session.waitsForBytes, false);
    call.take();
    assert.equal(session.waitsForBytes, true);
});

test('a call is given up once', () => {
    const call = open();
    sent();
    session.abandon(call);
    session.abandon(call);
    assert.deepEqual(sent(), cancelOfFirst);
    fails(call, 'CANCELLED');
});

test('noise ends calls or means nothing', () => {
    const dice = new Dice(3);
    const types = [RESPONSE, DATA, CANCEL, 0x7f];
    for (let round = 0; round < 500; round++) {
        session = new Session();
        for (let number = 0; number < 4; number++) open({ streams: number % 2 === 1 });
        for (let count = 0; count < 20; count++) {
            const [stream, type, flags] = [dice.below(10), types[dice.below(4)], dice.below(256)];
            receive(encodeFrame({ stream, type, flags, data: dice.bytes(dice.below(13)) }));
        }
        session.close(new SluiceError('UNAVAILABLE', 'over'));
        assert.equal(session.calls.size, 0);
    }
});
