/** Messages as bytes: as protobuf's own library has them, and as nobody should send them. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import { decode, encode } from '../src/codec.js';
import { InstanceStatus } from '../src/generated/enums.js';
import { messages } from '../src/generated/fields.js';
import { DecodeError, Writer } from '../src/wire.js';
import { Dice } from './dice.js';

const MESSAGES_OF_EACH_TYPE = 20;
const here = new URL('.', import.meta.url).pathname;

function bytes(...hex) {
    return Buffer.from(hex.join(''), 'hex');
}

function refused(type, hex, message) {
    assert.throws(() => decode(type, bytes(hex)), (error) => {
        assert.ok(error instanceof DecodeError);
        assert.equal(error.message, message);
        return true;
    });
}

/** Fields as random_messages.py shows them. */
function shown(value) {
    if (typeof value === 'bigint') return { bigint: String(value) };
    if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') };
    if (Array.isArray(value)) return value.map(shown);
    if (typeof value !== 'object') return value;
    const entries = Object.entries(value).map(([name, item]) => [name, shown(item)]);
    return Object.fromEntries(entries);
}

test('every message is read and written as the protobuf of Python does it', () => {
    const lines = execFileSync(
        '/usr/bin/python3',
        [`${here}random_messages.py`, String(MESSAGES_OF_EACH_TYPE)],
        {
            env: { ...process.env, PYTHONPATH: `${here}../../python`, PYTHONUTF8: '1' },
            maxBuffer: 1 << 28,
        },
    );
    const types = new Set();
    for (const line of lines.toString().trimEnd().split('\n')) {
        const sample = JSON.parse(line);
        types.add(sample.type);
        const message = decode(sample.type, bytes(sample.bytes));
        assert.deepEqual(shown(message), sample.fields);
        assert.equal(encode(sample.type, message).toString('hex'), sample.bytes);
    }
    assert.deepEqual([...types].sort(), Object.keys(messages).sort());
});

test('a message without fields has no bytes, and none has the zeros of its type', () => {
    assert.equal(encode('RunJobRequest', {}).length, 0);
    const zeros = { jobName: '', planTime: 0, params: [], options: undefined };
    assert.equal(encode('RunJobRequest', zeros).length, 0);
    assert.deepEqual(decode('KeyValue', bytes()), { key: '', value: '' });
});

test('what may be absent is present when it is zero', () => {
    const sent = encode('GetGraphRequest', { up: 0 });
    assert.equal(decode('GetGraphRequest', sent).up, 0);
    assert.equal('down' in decode('GetGraphRequest', sent), false);
});

test('fields that are not known here are passed over', () => {
    const strange = ['f80601', 'f9060102030405060708', 'fa060161', 'fd0601020304'];
    assert.equal(decode('KeyValue', bytes(...strange, '0a0178')).key, 'x');
});

test('a field of another wire type is not that field', () => {
    assert.deepEqual(decode('KeyValue', bytes('0805')), { key: '', value: '' });
});

test('numbers are read packed and one by one', () => {
    const expected = [1, 2, 300];
    for (const hex of ['22040102ac02', '2001200220ac02', '220101200220ac02']) {
        assert.deepEqual(decode('PauseInstancesRequest', bytes(hex)).instanceIds, expected);
    }
});

test('the last of several values holds, and a message comes once', () => {
    assert.equal(decode('KeyValue', bytes('0a0178', '0a0179')).key, 'y');
    refused('RunJobResponse', '12001200', 'result comes twice');
});

test('a number of an enum that is not known here is kept', () => {
    assert.equal(decode('Event', bytes('4863')).instanceFrom, 99);
    assert.equal(InstanceStatus[99], undefined);
    assert.equal(InstanceStatus[InstanceStatus.MANUAL_STOP], 'MANUAL_STOP');
});

test('bytes that are no message are refused', () => {
    refused('KeyValue', '0a', 'the message is cut off');
    refused('KeyValue', '0a0561', 'the message is cut off');
    refused('KeyValue', '0affffffffff01', 'the message is cut off');
    refused('KeyValue', 'ffffffffffffffffffffff01', 'a number has more than ten bytes');
    refused('KeyValue', '0201', 'a field has no number');
    refused('KeyValue', 'ffffffffff01', 'a field has no number');
    refused('KeyValue', '0a01ff', 'a text is not UTF-8');
    refused('KeyValue', '0a03eda080', 'a text is not UTF-8');
    refused('KeyValue', '1b1c', 'a field of wire type 3');
    refused('Event', '08' + '80808080808080' + '10', 'a number is beyond 2^53');
});

test('messages are nested so deep and no deeper', () => {
    assert.throws(() => decode('KeyValue', bytes(), 65), /nested more than 64 deep/);
});

test('a request that does not fit the schema is told where', () => {
    const cases = [
        [{ job_name: 'x' }, "RunJobRequest has no field 'job_name'"],
        [{ jobName: 7 }, 'RunJobRequest.jobName is 7; a text is needed'],
        [{ jobName: '\ud800' }, "RunJobRequest.jobName is '\ud800'; a text is needed"],
        [{ planTime: 2 ** 53 }, 'planTime is 9007199254740992; a whole number below 2^53'],
        [{ planTime: '1' }, "RunJobRequest.planTime is '1'; a whole number below 2^53 is needed"],
        [{ params: {} }, 'RunJobRequest.params is [object Object]; an array is needed'],
        [{ params: [undefined] }, 'KeyValue is undefined; an object is needed'],
        [{ params: [{ key: 1 }] }, 'KeyValue.key is 1; a text is needed'],
        [{ environment: 1.5 }, 'RunJobRequest.environment is 1.5; a number of its enum is needed'],
        [{ options: { dryRun: 1 } }, 'ChangeOptions.dryRun is 1; true or false is needed'],
    ];
    for (const [request, message] of cases) {
        assert.throws(() => encode('RunJobRequest', request), (error) => {
            assert.ok(error instanceof TypeError);
            assert.ok(error.message.includes(message), error.message);
            return true;
        });
    }
});

test('numbers of 64 bits are whole up to both ends', () => {
    const ends = [1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1];
    for (const seq of [...ends, ...ends.map((end) => -end)]) {
        assert.equal(decode('Event', encode('Event', { seq })).seq, seq);
    }
    for (const timeoutNano of [2n ** 63n - 1n, -(2n ** 63n)]) {
        const sent = encode('RpcRequest', { timeoutNano });
        assert.equal(decode('RpcRequest', sent).timeoutNano, timeoutNano);
    }
    assert.throws(() => encode('RpcRequest', { timeoutNano: 2n ** 63n }), TypeError);
});

test('noise is a message or refused', () => {
    const dice = new Dice(5);
    const types = Object.keys(messages);
    for (let round = 0; round < 20_000; round++) {
        const type = types[dice.below(types.length)];
        // Small bytes are tags of fields that there are.
        const noise = dice.bytes(dice.below(24), dice.below(2) ? 0x3f : 0xff);
        try {
            decode(type, noise);
        } catch (error) {
            assert.ok(error instanceof DecodeError, `${type} ${noise.toString('hex')}: ${error}`);
        }
    }
});

test('a long text grows the buffer that it is written to', () => {
    const value = '世'.repeat(100_000);
    assert.equal(decode('KeyValue', encode('KeyValue', { value })).value, value);
    const writer = new Writer();
    for (let count = 0; count < 1_000; count++) writer.double(count);
    assert.equal(writer.bytes.length, 8_000);
});
