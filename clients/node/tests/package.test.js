/** What the package shows is what its declarations say. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import * as sluice from 'sluice';

import { codes } from '../src/errors.js';
import { services } from '../src/generated/methods.js';
import { stubs } from '../src/services.js';

function declaration(name) {
    return readFileSync(new URL(`../src/${name}`, import.meta.url), 'utf8');
}

function names(text, pattern) {
    return [...text.matchAll(pattern)].map((match) => match[1]).sort();
}

test('the socket is where the command line looks for it', () => {
    const path = sluice.defaultSocketPath;
    assert.equal(path({ SLUICE_SOCKET: '/a', SLUICE_STATE: '/b' }), '/a');
    assert.equal(path({ SLUICE_STATE: '/b' }), '/b/sluice.sock');
    if (existsSync('/run/sluice/sluice.sock')) return;
    assert.equal(path({ XDG_STATE_HOME: '/x', HOME: '/h' }), '/x/sluice/sluice.sock');
    assert.equal(path({ XDG_STATE_HOME: 'x', HOME: '/h' }), '/h/.local/state/sluice/sluice.sock');
});

test('every value that is declared is there, and no other', () => {
    const text = declaration('index.d.ts') + declaration('generated/enums.d.ts');
    const declared = names(text, /^export declare (?:class|enum|const|function) (\w+)/gm);
    assert.deepEqual(Object.keys(sluice).sort(), declared);
});

test('every enum is declared with its numbers', () => {
    const text = declaration('generated/enums.d.ts');
    for (const [, name, body] of text.matchAll(/^export declare enum (\w+) {$(.*?)^}$/gms)) {
        for (const [, member, number] of body.matchAll(/^ {4}(\w+) = (\d+),$/gm)) {
            assert.equal(sluice[name][member], Number(number));
            assert.equal(sluice[name][number], member);
        }
    }
});

test('every stub is declared, and no other', () => {
    const text = declaration('generated/services.d.ts');
    const made = Object.values(stubs(undefined)).flatMap((service) => Object.keys(service));
    assert.deepEqual(names(text, /^ {4}(\w+)\($/gm), made.sort());
    const nouns = Object.keys(services).sort();
    assert.deepEqual(names(text, /^ {4}readonly (\w+): \w+;$/gm), nouns);
});

test('every code is declared', () => {
    const text = declaration('index.d.ts').match(/type Code =([^;]*);/)[1];
    assert.deepEqual(names(text, /'(\w+)'/g), codes.slice(1).sort());
});
