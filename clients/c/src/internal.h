/// What the files of the library share. Names with `sl_` stay inside it.
#ifndef SLUICE_INTERNAL_H
#define SLUICE_INTERNAL_H

#include <sluice/sluice.h>

enum {
    SL_HEADER_BYTES = 10,
    /// Bytes of data in a frame, at most.
    SL_FRAME_BYTES = 4 << 20,
    /// From this length on a frame is not even skipped.
    SL_DISCARD_BYTES = 16 << 20,
    /// What a stream may hold that nobody has taken.
    SL_HELD_MESSAGES = 4096,
    SL_HELD_BYTES = 16 << 20,
    /// Bytes that are read at once: fewer frames than a stream may hold.
    SL_READ_BYTES = 32 << 10,
    /// A frame that the daemon does not take within so many milliseconds means that it is gone.
    SL_SEND_MS = 30000,
};

enum { SL_REQUEST = 1, SL_RESPONSE = 2, SL_DATA = 3, SL_CANCEL = 0xC0 };
enum { SL_REMOTE_CLOSED = 1, SL_NO_DATA = 4 };

// error.c

/// Fills `error`, which may be NULL, and returns false.
bool sl_fail(sluice_error *error, sluice_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool sl_fail_memory(sluice_error *error);
/// The same with what an error of the workflow engine tells; NULL in its place: nothing.
void sl_fail_with_detail(
    sluice_error *error, sluice_code code, const char *message,
    const Sluice__V1__ErrorDetail *detail);
/// Fills `error` with what the daemon has answered; a status that is OK fills it with that.
void sl_fail_with_status(sluice_error *error, const Sluice__V1__RpcStatus *status);
/// `to` may be NULL.
void sl_error_copy(sluice_error *to, const sluice_error *from);
/// Hands the contents of `from` to `to`, which may be NULL.
void sl_error_move(sluice_error *to, sluice_error *from);

// frames.c

struct sl_buffer {
    uint8_t *bytes;
    size_t size;
    size_t capacity;
};

/// Room for `count` more bytes at the end; NULL: out of memory. `size` has grown by them.
uint8_t *sl_buffer_extend(struct sl_buffer *buffer, size_t count);
void sl_buffer_drop(struct sl_buffer *buffer, size_t count);
void sl_buffer_free(struct sl_buffer *buffer);

struct sl_frame {
    uint32_t length;
    uint32_t stream;
    uint8_t type;
    uint8_t flags;
    const uint8_t *data;
};

/// Writes the ten bytes of a header.
void sl_header_write(uint8_t *bytes, const struct sl_frame *frame);

/// Cuts a stream of bytes, in pieces of any size, into frames. Holds at most one frame and what was
/// read behind it.
struct sl_reader {
    struct sl_buffer held;
    /// Bytes of `held` that are done with.
    size_t used;
    /// Bytes of a frame that is too long, still to come.
    size_t skip;
};

enum sl_cut {
    /// Nothing more until more bytes come.
    SL_CUT_NONE,
    SL_CUT_FRAME,
    /// A frame that is too long to be read; only its header counts, its data is skipped.
    SL_CUT_OVERSIZED,
    /// A frame so long that the connection is given up.
    SL_CUT_HOPELESS,
};

/// False: out of memory.
bool sl_reader_feed(struct sl_reader *reader, const uint8_t *bytes, size_t count);
/// `frame->data` lives until the next feed.
enum sl_cut sl_reader_cut(struct sl_reader *reader, struct sl_frame *frame);

// session.c

struct sl_message {
    struct sl_message *next;
    size_t size;
    uint8_t bytes[];
};

/// A call from its request to its end. Whoever has opened it frees it.
struct sl_call {
    uint32_t stream;
    bool streams;
    bool ended;
    struct sl_message *first;
    struct sl_message **last;
    size_t count;
    size_t held;
    /// Why it ended; SLUICE_OK: well.
    sluice_error error;
    /// Among the calls that are under way.
    struct sl_call *next;
};

/// A client's side of one connection without its socket: calls and bytes in, bytes out.
struct sl_session {
    struct sl_reader reader;
    struct sl_buffer outgoing;
    struct sl_call *calls;
    uint32_t last_stream;
    bool closed;
};

void sl_session_begin(struct sl_session *session);
void sl_session_end(struct sl_session *session);
/// Begins a call, whose request is `request` packed with its envelope.
struct sl_call *sl_session_open(
    struct sl_session *session, const Sluice__V1__RpcRequest *request, bool streams,
    sluice_error *error);
/// Takes bytes of the daemon.
void sl_session_receive(struct sl_session *session, const uint8_t *bytes, size_t count);
/// Gives a call up and tells the daemon; means nothing for one that has ended.
void sl_session_abandon(
    struct sl_session *session, struct sl_call *call, sluice_code code, const char *message);
/// Ends every call.
void sl_session_close(struct sl_session *session, sluice_code code, const char *message);
/// The next message, for `free`; NULL: none has come.
struct sl_message *sl_call_take(struct sl_call *call);
/// Frees a call that has ended.
void sl_call_free(struct sl_call *call);

// limit.c

/// The moment at which a call is given up, and who may give it up before.
struct sl_limit {
    /// Nanoseconds of the monotonic clock; INT64_MAX: there is no deadline.
    int64_t at;
    sluice_cancellation *cancellation;
};

/// `default_ms` may be SLUICE_NO_TIMEOUT.
struct sl_limit sl_limit_of(const sluice_call *call, int64_t default_ms);
/// Nanoseconds left, at least 1; 0: there is no deadline.
int64_t sl_limit_nanoseconds(const struct sl_limit *limit);
/// Milliseconds left, rounded up; -1: there is no deadline.
int sl_limit_poll_ms(const struct sl_limit *limit);
/// False: the deadline has passed or the call was cancelled; `error` says which.
bool sl_limit_holds(const struct sl_limit *limit, sluice_error *error);
/// Waits so long, or until the limit does not hold.
bool sl_limit_pause(const struct sl_limit *limit, unsigned pause_ms, sluice_error *error);
/// What is left, for a call that is a part of another one.
sluice_call sl_limit_rest(const struct sl_limit *limit);
/// A descriptor that is readable once it is cancelled; -1: none.
int sl_cancellation_descriptor(const sluice_cancellation *cancellation);

// connection.c

/// One socket and its session; counted, since streams may outlive what the client uses.
struct sl_connection {
    struct sl_session session;
    int socket;
    size_t references;
};

struct sl_connection *sl_connection_dial(const char *path, sluice_error *error);
/// Owns the socket, whatever becomes of it.
struct sl_connection *sl_connection_of(int socket, sluice_error *error);
void sl_connection_release(struct sl_connection *connection);
/// Takes what has come already, and so notices that the daemon has hung up.
void sl_connection_refresh(struct sl_connection *connection);
/// Begins a call and sends its request.
struct sl_call *sl_connection_start(
    struct sl_connection *connection, const sluice_method *method, ProtobufCBinaryData payload,
    const struct sl_limit *limit, sluice_error *error);
/// Returns when the call has a message or has ended, which it does where the limit does not hold.
void sl_connection_wait(
    struct sl_connection *connection, struct sl_call *call, const struct sl_limit *limit);
void sl_connection_give_up(struct sl_connection *connection, struct sl_call *call);

// method.c

/// The bytes of a request, under a request id where it changes something; `free` is the caller's.
bool sl_method_pack(
    const sluice_method *method, const ProtobufCMessage *request, ProtobufCBinaryData *packed,
    sluice_error *error);
/// Whether a call may be made again that was, perhaps, carried out.
bool sl_method_is_repeatable(const sluice_method *method, const ProtobufCMessage *request);
ProtobufCMessage *sl_method_unpack(
    const sluice_method *method, const uint8_t *bytes, size_t size, sluice_error *error);
/// A deep copy, for `sluice_free`.
ProtobufCMessage *sl_copy_of(const ProtobufCMessage *message, sluice_error *error);
/// The field of a message; NULL: it has none of that name.
void *sl_field(const ProtobufCMessage *message, const char *name);
/// Replaces a string of a message that is for `sluice_free`.
bool sl_set_text(char **field, const char *text, sluice_error *error);

// client.c

struct sluice_client {
    /// NULL: the connection cannot be made again.
    char *path;
    struct sl_connection *connection;
    unsigned *pauses;
    size_t pause_count;
    int64_t call_timeout_ms;
};

/// Whether to go on after an error: where the connection was lost and patience lasts, after the
/// pause that is due. `*failures` counts; what goes well sets it to 0.
bool sl_client_outlives(
    const sluice_client *client, size_t *failures, const struct sl_limit *limit,
    sluice_error *error);

#endif
