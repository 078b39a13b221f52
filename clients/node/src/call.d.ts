/** A request as a call takes it: every field may be missing, which means its zero. */
export type Input<Message> = Message extends string | number | boolean | bigint | Uint8Array
    ? Message
    : Message extends readonly (infer Item)[]
    ? readonly Input<Item>[]
    : { readonly [Field in keyof Message]?: Input<Message[Field]> | undefined };

/** What an `AbortSignal` is to a call. */
export interface Signal {
    readonly aborted: boolean;
    readonly reason: any;
    addEventListener(type: 'abort', listener: () => void): void;
    removeEventListener(type: 'abort', listener: () => void): void;
}

/** When a call is given up. What a changing call has begun is carried out all the same. */
export interface CallOptions {
    /**
     * Milliseconds until the call ends with DEADLINE_EXCEEDED; `Infinity`: none. Unary calls have a
     * minute by default, see `ConnectOptions`, streams have none.
     */
    timeout?: number | undefined;
    /** The `signal` of an AbortController: its `abort()` ends the call with CANCELLED. */
    signal?: Signal | undefined;
}

/**
 * The messages of a call as they come; the call begins when they are read. Leaving a `for await`
 * gives it up.
 */
export interface Stream<Message> extends AsyncIterableIterator<Message> {
    /** Gives the call up; who reads the stream gets CANCELLED. */
    cancel(): void;
}

/** The elements of all pages of a list. The options hold for the call of each page. */
export type Elements<Item> = AsyncGenerator<Item, void, undefined>;
