import type { CallOptions, Input, Stream } from './call.js';
import type { Environment, InstanceStatus, NodeStatus } from './generated/enums.js';
import type {
    Event,
    FollowLogRequest,
    FollowLogResponse,
    GetInstanceRequest,
    GetInstanceResponse,
    WatchEventsRequest,
} from './generated/messages.js';
import type { Services } from './generated/services.js';

export type { CallOptions, Elements, Input, Signal, Stream } from './call.js';
export * from './generated/enums.js';
export * from './generated/messages.js';
export * from './generated/services.js';

export interface ConnectOptions {
    /** The daemon's socket; by default the one that the command line would take. */
    path?: string | undefined;
    /**
     * Milliseconds before each repetition of a call whose connection was lost, as many repetitions
     * as there are pauses. By default `HALF_A_MINUTE`.
     */
    patience?: readonly number[] | undefined;
    /** Milliseconds for unary calls without a timeout of their own. By default 60,000. */
    callTimeout?: number | undefined;
}

/** Where an instance is: by default in the workspace `default`, in production. */
export interface Place {
    workspace?: string | undefined;
    environment?: Environment | undefined;
}

/**
 * A daemon as a program sees it: one connection, made again when it is lost, and a typed stub for
 * each service. Any number of calls may be under way at once. A client without calls does not keep
 * the process from ending.
 */
export declare class Sluice {
    private constructor();

    /** Connects to the daemon. Throws UNAVAILABLE where none listens. */
    static connect(options?: ConnectOptions): Promise<Sluice>;

    readonly channel: Channel;

    /** Ends the connection; calls that are under way end with CANCELLED. */
    close(): void;

    /** Number of the latest event now: what comes later has a higher one. */
    latestEvent(options?: Place & CallOptions): Promise<number>;

    /**
     * Every event that fits the request, in order and without end. A lost connection is made again
     * and the events go on after the last one that was read; none is lost or repeated.
     */
    watch(
        request?: Input<WatchEventsRequest>,
        options?: CallOptions,
    ): AsyncGenerator<Event, void, undefined>;

    /** What happens to an instance from now on until it has ended; nothing if it has. */
    progress(
        instanceId: number,
        options?: Place & CallOptions,
    ): AsyncGenerator<Event, void, undefined>;

    /** An instance and all of its nodes as they are when it has ended. */
    wait(instanceId: number, options?: Place & CallOptions): Promise<GetInstanceResponse>;

    /** An instance with all of its nodes, however many pages they fill. */
    details(
        request?: Input<GetInstanceRequest>,
        options?: CallOptions,
    ): Promise<GetInstanceResponse>;

    /**
     * The log of a node as it grows: the attempt that the request names to its end, then those of
     * its retries, until the node is final. Goes on where it was after a lost connection.
     */
    followLog(
        request?: Input<FollowLogRequest>,
        options?: CallOptions,
    ): AsyncGenerator<FollowLogResponse, void, undefined>;
}

export interface Sluice extends Services {}

/** A method by its names, for one that the stubs do not know. */
export interface Method {
    /** Full name, for example `sluice.v1.JobService`. */
    service: string;
    /** Bare name, for example `SubmitJob`. */
    name: string;
    /** Bare names of its messages, for example `SubmitJobRequest`. */
    request: string;
    reply: string;
    /** What it does, and so whether it may be repeated; by default it is not. */
    effect?: 'READS' | 'CHANGES' | 'ONCE' | undefined;
    streams?: boolean | undefined;
}

/** What the stubs call. */
export interface Channel {
    unary(method: Method, request?: object, options?: CallOptions): Promise<any>;
    stream(method: Method, request?: object, options?: CallOptions): Stream<any>;
}

/** gRPC's codes. */
export type Code =
    | 'CANCELLED'
    | 'UNKNOWN'
    | 'INVALID_ARGUMENT'
    | 'DEADLINE_EXCEEDED'
    | 'NOT_FOUND'
    | 'ALREADY_EXISTS'
    | 'PERMISSION_DENIED'
    | 'RESOURCE_EXHAUSTED'
    | 'FAILED_PRECONDITION'
    | 'ABORTED'
    | 'OUT_OF_RANGE'
    | 'UNIMPLEMENTED'
    | 'INTERNAL'
    | 'UNAVAILABLE'
    | 'DATA_LOSS'
    | 'UNAUTHENTICATED';

/** A call that did not succeed. A request that does not fit the schema is a TypeError instead. */
export declare class SluiceError extends Error {
    private constructor();

    readonly code: Code;
    /** The domain's code, for example `DLF.0137`; empty where there is none. */
    readonly errorCode: string;
    /** The text of that code. */
    readonly errorMsg: string;
    /**
     * A stable name for programs, for example `INSTANCE_NOT_FOUND`; empty for errors of the
     * protocol itself.
     */
    readonly reason: string;
    /** What the error is about, for example `instance 812`. */
    readonly subject: string;
}

/** The pauses that a call is repeated after, half a minute in all. */
export declare const HALF_A_MINUTE: readonly number[];
/** Repeats nothing. */
export declare const NO_PATIENCE: readonly number[];

/** Names a changing call: 128 random bits in hexadecimal digits. */
export declare function newRequestId(): string;

/** The instance has ended. */
export declare function isFinal(status: InstanceStatus): boolean;
/** The node has ended. */
export declare function isFinalNode(status: NodeStatus): boolean;

/** Where the command line looks for the daemon's socket. */
export declare function defaultSocketPath(
    environment?: Readonly<Record<string, string | undefined>>,
): string;
