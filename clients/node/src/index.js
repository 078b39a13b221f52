/** A client of sluiced. What it offers is described in index.d.ts. */

export { Sluice } from './client.js';
export { isFinal, isFinalNode } from './cursors.js';
export { SluiceError } from './errors.js';
export * from './generated/enums.js';
export { HALF_A_MINUTE, NO_PATIENCE, newRequestId } from './method.js';
export { defaultSocketPath } from './socket-path.js';
