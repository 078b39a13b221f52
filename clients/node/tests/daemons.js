/** Daemons for tests: the real one, and one that answers as a test tells it. */

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { decode, encode } from '../src/codec.js';
import { DATA, FrameReader, RESPONSE, encodeFrame } from '../src/frames.js';

const BIN = process.env.SLUICE_BIN;

export function temporaryFolder() {
    return mkdtempSync(join(tmpdir(), 'sluice-'));
}

/** A real one on a state folder of its own. */
export class Daemon {
    folder = temporaryFolder();
    state = `${this.folder}/state`;
    socket = `${this.state}/sluice.sock`;

    static async start() {
        const daemon = new Daemon();
        await daemon.start();
        return daemon;
    }

    async start() {
        const options = process.getuid() === 0 ? ['--allow-root'] : [];
        this.process = spawn(`${BIN}/sluiced`, [...options, '--state', this.state]);
        this.process.stdout.resume();
        this.exit = once(this.process, 'exit');
        await new Promise((resolve, reject) => {
            createInterface({ input: this.process.stderr }).on('line', (line) => {
                if (line.includes('ready')) resolve();
            });
            this.exit.then(() => reject(new Error('the daemon does not start')));
        });
    }

    async kill() {
        this.process.kill('SIGKILL');
        await this.exit;
    }

    async stop() {
        execFileSync(`${BIN}/sluice`, ['server', 'stop', '--attempts'], {
            env: { ...process.env, SLUICE_SOCKET: this.socket },
            stdio: 'ignore',
        });
        await this.exit;
        rmSync(this.folder, { recursive: true, force: true });
    }
}

/** Takes connections one after the other and lets the next of `serve` handle each, which then hangs
 * up. */
export class FakeDaemon {
    folder = temporaryFolder();
    path = `${this.folder}/sluice.sock`;
    requests = [];

    static async start(...serve) {
        const daemon = new FakeDaemon();
        daemon.server = createServer(async (socket) => {
            socket.on('error', () => {});
            await serve.shift()?.(new Peer(daemon, socket));
            socket.end();
        });
        daemon.server.listen(daemon.path);
        await once(daemon.server, 'listening');
        return daemon;
    }

    close() {
        this.server.close();
        rmSync(this.folder, { recursive: true, force: true });
    }
}

/** The daemon's end of a connection. */
class Peer {
    #daemon;
    #socket;
    #frames;

    constructor(daemon, socket) {
        this.#daemon = daemon;
        this.#socket = socket;
        this.#frames = this.#read();
    }

    async *#read() {
        const reader = new FrameReader();
        for await (const data of this.#socket) yield* reader.feed(data);
    }

    /** The next frame; undefined: the client has hung up. */
    async frame() {
        return (await this.#frames.next()).value;
    }

    /** The next request and its stream. */
    async request(type) {
        const { stream, data } = await this.frame();
        const { payload, ...envelope } = decode('RpcRequest', data);
        const message = decode(type, payload);
        this.#daemon.requests.push(message);
        return { stream, envelope, message };
    }

    answer(stream, type, message) {
        this.send(stream, RESPONSE, encode('RpcResponse', { payload: encode(type, message) }));
    }

    refuse(stream, code) {
        this.send(stream, RESPONSE, encode('RpcResponse', { status: { code } }));
    }

    push(stream, type, message) {
        this.send(stream, DATA, encode(type, message));
    }

    send(stream, type, data) {
        this.#socket.write(encodeFrame({ stream, type, data }));
    }
}
