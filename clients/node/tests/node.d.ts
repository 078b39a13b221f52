// The little of Node.js that the samples use, since Debian has no types of it.

declare const process: {
    argv: string[];
    exitCode: number;
    stdout: { write(data: Uint8Array): void };
};

declare module 'node:fs' {
    export function existsSync(path: string): boolean;
    export function readFileSync(path: string, encoding: 'utf8'): string;
    export function renameSync(from: string, to: string): void;
    export function writeFileSync(path: string, text: string): void;
}
