/// The blocking C client of Sluice.
///
/// ```c
/// sluice_error error = SLUICE_ERROR_INIT;
/// sluice_client *client = sluice_connect(NULL, &error);
/// Sluice__V1__RunJobRequest request = SLUICE__V1__RUN_JOB_REQUEST__INIT;
/// request.job_name = "etl";
/// Sluice__V1__RunJobResponse *reply = sluice_instances_run_job(client, &request, NULL, &error);
/// ```
///
/// Who owns what:
///
/// - *Requests* are the caller's. No function keeps one, or a string in it, after it has returned.
/// - *Replies* that are not `const` are the caller's: `sluice_free` takes any message, and NULL.
/// - What comes as `const` belongs to the iterator that handed it out (pages, watch, log) and lives
///   until that is asked for the next one or closed. Never free it, nor anything inside a message.
/// - Whatever `sluice_X_open` and `sluice_connect` return is given back by its `_close`, also after
///   an error. Streams and iterators are closed before their client.
/// - A *cancellation* outlives every call, stream and iterator that it was handed to.
/// - An *error* is the caller's, begins as `SLUICE_ERROR_INIT` and may be used for any number of
///   calls; what it held is released by the next call that gets it, or by `sluice_error_clear`.
///
/// Failures: a function that fails returns NULL (or false) and fills `error`; one that succeeds
/// sets its code to SLUICE_OK. `error` may be NULL wherever that leaves no doubt, so not for the
/// `_next` functions: their NULL means the end if the code is SLUICE_OK.
///
/// Threads: a client and all that was opened from it is used by one thread at a time; each thread
/// may have a client of its own. Only `sluice_cancel` may be called from anywhere at any time.
///
/// Nothing is read while no function of the client runs. A daemon that cannot hand over what a
/// stream has for half a minute hangs up; watches and logs go on from where they were all the same.
/// A stream with 4,096 messages or 16 MiB that nobody has taken while other calls were made ends
/// with SLUICE_RESOURCE_EXHAUSTED.
#ifndef SLUICE_SLUICE_H
#define SLUICE_SLUICE_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The numbers are gRPC's.
typedef enum sluice_code {
    SLUICE_OK = 0,
    SLUICE_CANCELLED = 1,
    SLUICE_UNKNOWN = 2,
    SLUICE_INVALID_ARGUMENT = 3,
    SLUICE_DEADLINE_EXCEEDED = 4,
    SLUICE_NOT_FOUND = 5,
    SLUICE_ALREADY_EXISTS = 6,
    SLUICE_PERMISSION_DENIED = 7,
    SLUICE_RESOURCE_EXHAUSTED = 8,
    SLUICE_FAILED_PRECONDITION = 9,
    SLUICE_ABORTED = 10,
    SLUICE_OUT_OF_RANGE = 11,
    SLUICE_UNIMPLEMENTED = 12,
    SLUICE_INTERNAL = 13,
    SLUICE_UNAVAILABLE = 14,
    SLUICE_DATA_LOSS = 15,
    SLUICE_UNAUTHENTICATED = 16,
} sluice_code;

/// How a call fails. The texts are never NULL and belong to the error.
typedef struct sluice_error {
    sluice_code code;
    /// The domain's code, for example `DLF.0137`; empty where there is none.
    const char *error_code;
    /// The text of that code.
    const char *error_msg;
    /// A stable name for programs, for example `INSTANCE_NOT_FOUND`; empty for errors of the
    /// protocol itself.
    const char *reason;
    /// What the error is about, for example `instance 812`.
    const char *subject;
    /// What is wrong, for people.
    const char *message;
    /// Where the texts are; not for the caller.
    char *storage;
} sluice_error;

/// No error.
#define SLUICE_ERROR_INIT {SLUICE_OK, "", "", "", "", "", NULL}

/// Releases what an error holds; it is SLUICE_OK then and may be used again.
void sluice_error_clear(sluice_error *error);

/// `NOT_FOUND` for SLUICE_NOT_FOUND; `UNKNOWN` for a number that is no code. Static.
const char *sluice_code_name(sluice_code code);

/// A daemon as a program sees it: one connection, made again when it is lost.
typedef struct sluice_client sluice_client;

/// The socket that the command line would take, the first of: `$SLUICE_SOCKET`; `sluice.sock` in
/// `$SLUICE_STATE`; `/run/sluice/sluice.sock`, if it exists; `sluice.sock` in the user's state
/// folder. The caller frees it with `free`; NULL where memory is out.
char *sluice_default_socket_path(void);

/// Connects to the daemon behind the socket at `path`; NULL: the default one. Fails with
/// SLUICE_UNAVAILABLE where none listens.
sluice_client *sluice_connect(const char *path, sluice_error *error);

/// A client on a connected socket, which it owns from now on, and closes if this fails. It is not
/// made again when it is lost.
sluice_client *sluice_adopt(int socket, sluice_error *error);

/// Ends the connection and frees the client. NULL means nothing.
void sluice_close(sluice_client *client);

/// Sets the pauses, in milliseconds, before the repetitions of a call whose connection was lost; as
/// many repetitions as there are pauses, none with `count` 0. By default they add up to half a
/// minute: a daemon that is restarted is back by then. False: out of memory, nothing has changed.
bool sluice_set_patience(sluice_client *client, const unsigned *pauses_ms, size_t count);

/// Sets the timeout of unary calls that have none of their own; 60,000 ms at first.
void sluice_set_call_timeout(sluice_client *client, int64_t timeout_ms);

/// Gives calls up from another thread or a signal handler.
typedef struct sluice_cancellation sluice_cancellation;

/// NULL where the process has too many descriptors.
sluice_cancellation *sluice_cancellation_open(void);
/// Every call and stream that it was handed to ends with SLUICE_CANCELLED, now or when it begins.
void sluice_cancel(sluice_cancellation *cancellation);
void sluice_cancellation_close(sluice_cancellation *cancellation);

/// No deadline.
#define SLUICE_NO_TIMEOUT ((int64_t)-1)

/// How a call is to be made. NULL in its place, and all zeros, mean the defaults.
typedef struct sluice_call {
    /// Time for the whole call, repetitions included, for a stream or an iterator from its opening
    /// to its end. 0: the client's call timeout for unary calls, none for others.
    int64_t timeout_ms;
    /// Gives the call up; NULL: nothing does.
    sluice_cancellation *cancellation;
} sluice_call;

/// What a method does, and so whether a call of it may be repeated.
typedef enum sluice_effect {
    /// Changes nothing.
    SLUICE_READS,
    /// Changes something, and remembers its answer under the request id.
    SLUICE_CHANGES,
    /// Changes something and remembers nothing.
    SLUICE_CHANGES_ONCE,
} sluice_effect;

/// A method of the API. `<sluice/services.h>` has one for every RPC, and typed functions for it.
typedef struct sluice_method {
    /// Full name, for example `sluice.v1.InstanceService`.
    const char *service;
    const char *name;
    const ProtobufCMessageDescriptor *request;
    const ProtobufCMessageDescriptor *reply;
    sluice_effect effect;
    /// It answers with a stream.
    bool streams;
} sluice_method;

/// Frees a message that a function of this library has returned.
void sluice_free(void *message);

/// Makes a unary call, and makes it again while the connection is lost and patience lasts: calls
/// that change nothing, and changing ones under the same request id, which they get if the request
/// has none. The reply is the caller's.
ProtobufCMessage *sluice_unary(
    sluice_client *client, const sluice_method *method, const ProtobufCMessage *request,
    const sluice_call *call, sluice_error *error);

/// A call that answers with messages until it ends.
typedef struct sluice_stream sluice_stream;

/// Begins a stream. It is not made again when the connection is lost.
sluice_stream *sluice_stream_open(
    sluice_client *client, const sluice_method *method, const ProtobufCMessage *request,
    const sluice_call *call, sluice_error *error);
/// The next message, which is the caller's; NULL with SLUICE_OK: there is no other.
ProtobufCMessage *sluice_stream_next(sluice_stream *stream, sluice_error *error);
/// Gives the call up: from now on there is nothing but SLUICE_CANCELLED.
void sluice_stream_cancel(sluice_stream *stream);
void sluice_stream_close(sluice_stream *stream);

/// The elements of a paged list, each page fetched when it is needed. Opened by the functions
/// `sluice_…_all_…` of `<sluice/services.h>`, which have a typed `_next` each.
typedef struct sluice_pages sluice_pages;

/// `items` is the field of the reply that has the elements of a page. NULL: out of memory, or the
/// method has no pages.
sluice_pages *sluice_pages_open(
    sluice_client *client, const sluice_method *method, const char *items,
    const ProtobufCMessage *request, const sluice_call *call, sluice_error *error);
/// The next element; NULL with SLUICE_OK: there is no other.
const ProtobufCMessage *sluice_pages_next(sluice_pages *pages, sluice_error *error);
void sluice_pages_close(sluice_pages *pages);

#ifdef __cplusplus
}
#endif

#include <sluice/services.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Every event that fits a request, in order and without end, across lost connections: none is lost
/// or repeated.
typedef struct sluice_watch sluice_watch;

/// With `after_seq` -1: what comes from this call on.
sluice_watch *sluice_watch_open(
    sluice_client *client, const Sluice__V1__WatchEventsRequest *request, const sluice_call *call,
    sluice_error *error);
/// Waits for the next event. NULL is always an error.
const Sluice__V1__Event *sluice_watch_next(sluice_watch *watch, sluice_error *error);
void sluice_watch_close(sluice_watch *watch);

/// The log of a node as it grows: the attempt that the request names to its end, then those of its
/// retries, until the node is final. Goes on where it was after a lost connection.
typedef struct sluice_log sluice_log;

sluice_log *sluice_log_open(
    sluice_client *client, const Sluice__V1__FollowLogRequest *request, const sluice_call *call,
    sluice_error *error);
/// The next piece; NULL with SLUICE_OK: there is no other.
const Sluice__V1__FollowLogResponse *sluice_log_next(sluice_log *log, sluice_error *error);
void sluice_log_close(sluice_log *log);

/// Number of the latest event now: what comes later has a higher one. -1: an error. `workspace` may
/// be NULL.
int64_t sluice_latest_event(
    sluice_client *client, const char *workspace, Sluice__V1__Environment environment,
    const sluice_call *call, sluice_error *error);

/// An instance with all of its nodes, however many pages they fill.
Sluice__V1__GetInstanceResponse *sluice_details(
    sluice_client *client, const Sluice__V1__GetInstanceRequest *request, const sluice_call *call,
    sluice_error *error);

/// Waits until an instance has ended; its details then. Without a timeout in `call` for ever.
Sluice__V1__GetInstanceResponse *sluice_wait(
    sluice_client *client, const Sluice__V1__GetInstanceRequest *request, const sluice_call *call,
    sluice_error *error);

/// The instance, or the node, has ended.
bool sluice_instance_is_final(Sluice__V1__InstanceStatus status);
bool sluice_node_is_final(Sluice__V1__NodeStatus status);

/// The status as the command line spells it, for example `manual-stop`; `-` for none. Static.
const char *sluice_instance_status_name(Sluice__V1__InstanceStatus status);
const char *sluice_node_status_name(Sluice__V1__NodeStatus status);

#ifdef __cplusplus
}
#endif

#endif
