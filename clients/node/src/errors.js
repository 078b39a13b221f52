/** How a call fails. */

import { decode } from './codec.js';

/** The names of gRPC's codes; their places are its numbers. */
export const codes = [
    'OK',
    'CANCELLED',
    'UNKNOWN',
    'INVALID_ARGUMENT',
    'DEADLINE_EXCEEDED',
    'NOT_FOUND',
    'ALREADY_EXISTS',
    'PERMISSION_DENIED',
    'RESOURCE_EXHAUSTED',
    'FAILED_PRECONDITION',
    'ABORTED',
    'OUT_OF_RANGE',
    'UNIMPLEMENTED',
    'INTERNAL',
    'UNAVAILABLE',
    'DATA_LOSS',
    'UNAUTHENTICATED',
];

const NOTHING = { errorCode: '', errorMsg: '', reason: '', subject: '' };

/** A call that did not succeed. */
export class SluiceError extends Error {
    constructor(code, message, { detail = NOTHING, cause } = {}) {
        super(message, cause === undefined ? undefined : { cause });
        this.code = code;
        this.errorCode = detail.errorCode;
        this.errorMsg = detail.errorMsg;
        this.reason = detail.reason;
        this.subject = detail.subject;
    }
}

Object.defineProperty(SluiceError.prototype, 'name', { value: 'SluiceError' });

/** Nobody listens, or the connection was lost before the answer came. */
export function isUnavailable(error) {
    return error instanceof SluiceError && error.code === 'UNAVAILABLE';
}

/** The error that a status other than OK means. A code that is unknown here is UNKNOWN. Throws
 * DecodeError. */
export function errorOf(status) {
    const packed = status.details.find((any) => any.typeUrl.endsWith('/sluice.v1.ErrorDetail'));
    const detail = packed && decode('ErrorDetail', packed.value);
    return new SluiceError(codes[status.code] ?? 'UNKNOWN', status.message, { detail });
}
