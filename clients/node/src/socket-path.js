/** Where the daemon's socket is. */

import { existsSync } from 'node:fs';

/** Socket of the daemon that the system runs. */
const SYSTEM = '/run/sluice/sluice.sock';

/** The first of: `$SLUICE_SOCKET`; `sluice.sock` in `$SLUICE_STATE`; the system's socket, if it
 * exists; `sluice.sock` in the user's state folder. */
export function defaultSocketPath(environment = process.env) {
    if (environment.SLUICE_SOCKET) return environment.SLUICE_SOCKET;
    if (environment.SLUICE_STATE) return `${environment.SLUICE_STATE}/sluice.sock`;
    if (existsSync(SYSTEM)) return SYSTEM;
    const state = environment.XDG_STATE_HOME?.startsWith('/')
        ? environment.XDG_STATE_HOME
        : `${environment.HOME ?? ''}/.local/state`;
    return `${state}/sluice/sluice.sock`;
}
