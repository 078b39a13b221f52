#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

void sl_session_begin(struct sl_session *session) {
    *session = (struct sl_session){.last_stream = UINT32_MAX};
}

void sl_session_end(struct sl_session *session) {
    sl_session_close(session, SLUICE_CANCELLED, "the client was closed");
    sl_buffer_free(&session->reader.held);
    sl_buffer_free(&session->outgoing);
}

static struct sl_call *call_of(const struct sl_session *session, uint32_t stream) {
    struct sl_call *call = session->calls;
    while (call != NULL && call->stream != stream) call = call->next;
    return call;
}

static uint32_t next_stream(struct sl_session *session) {
    do session->last_stream += 2;
    while (call_of(session, session->last_stream) != NULL);
    return session->last_stream;
}

static struct sl_call *new_call(bool streams, sluice_error *error) {
    struct sl_call *call = calloc(1, sizeof *call);
    if (call == NULL) {
        sl_fail_memory(error);
        return NULL;
    }
    call->streams = streams;
    call->last = &call->first;
    call->error = (sluice_error)SLUICE_ERROR_INIT;
    return call;
}

struct sl_call *sl_session_open(
    struct sl_session *session, const Sluice__V1__RpcRequest *request, bool streams,
    sluice_error *error) {
    size_t size = sluice__v1__rpc_request__get_packed_size(request);
    if (size > SL_FRAME_BYTES) {
        sl_fail(
            error, SLUICE_RESOURCE_EXHAUSTED, "a request of %zu bytes; %d are allowed", size,
            SL_FRAME_BYTES);
        return NULL;
    }
    struct sl_call *call = new_call(streams, error);
    if (call == NULL) return NULL;
    uint8_t *bytes = sl_buffer_extend(&session->outgoing, SL_HEADER_BYTES + size);
    if (bytes == NULL) {
        free(call);
        sl_fail_memory(error);
        return NULL;
    }
    call->stream = next_stream(session);
    call->next = session->calls;
    session->calls = call;
    struct sl_frame frame = {
        .length = (uint32_t)size,
        .stream = call->stream,
        .type = SL_REQUEST,
        .flags = streams ? SL_REMOTE_CLOSED : 0,
    };
    sl_header_write(bytes, &frame);
    sluice__v1__rpc_request__pack(request, bytes + SL_HEADER_BYTES);
    return call;
}

/// The call is under way no longer. Its error, if it has one, is there already.
static void end(struct sl_session *session, struct sl_call *call) {
    struct sl_call **place = &session->calls;
    while (*place != NULL && *place != call) place = &(*place)->next;
    if (*place != NULL) *place = call->next;
    call->ended = true;
}

static void forget_messages(struct sl_call *call) {
    struct sl_message *message = NULL;
    while ((message = sl_call_take(call)) != NULL) free(message);
}

/// A message that is lost ends the call: the next one must not take its place.
static void keep(
    struct sl_session *session, struct sl_call *call, const uint8_t *bytes, size_t size) {
    struct sl_message *message = malloc(sizeof *message + size);
    if (message == NULL) {
        sl_session_abandon(session, call, SLUICE_RESOURCE_EXHAUSTED, "out of memory");
        return;
    }
    message->next = NULL;
    message->size = size;
    if (size > 0) memcpy(message->bytes, bytes, size);
    *call->last = message;
    call->last = &message->next;
    call->count += 1;
    call->held += size;
}

static void take_response(
    struct sl_session *session, struct sl_call *call, const struct sl_frame *frame) {
    Sluice__V1__RpcResponse *response =
        sluice__v1__rpc_response__unpack(NULL, frame->length, frame->data);
    if (response == NULL) {
        sl_fail(&call->error, SLUICE_INTERNAL, "the answer cannot be decoded");
        end(session, call);
        return;
    }
    if (response->status != NULL) sl_fail_with_status(&call->error, response->status);
    if (call->error.code == SLUICE_OK && !call->streams) {
        keep(session, call, response->payload.data, response->payload.len);
    }
    if (!call->ended) end(session, call);
    sluice_free(response);
}

static void take_data(
    struct sl_session *session, struct sl_call *call, const struct sl_frame *frame) {
    if ((frame->flags & SL_NO_DATA) == 0) {
        if (call->count >= SL_HELD_MESSAGES || call->held + frame->length > SL_HELD_BYTES) {
            forget_messages(call);
            sl_session_abandon(
                session, call, SLUICE_RESOURCE_EXHAUSTED,
                "the stream's messages are not taken; resume after the last one");
            return;
        }
        keep(session, call, frame->data, frame->length);
    }
    if ((frame->flags & SL_REMOTE_CLOSED) != 0 && !call->ended) end(session, call);
}

static void take(struct sl_session *session, enum sl_cut cut, const struct sl_frame *frame) {
    struct sl_call *call = call_of(session, frame->stream);
    // Of a call that is over, or of no call at all.
    if (call == NULL) return;
    if (cut == SL_CUT_OVERSIZED) {
        char message[64];
        snprintf(message, sizeof message, "an answer of %u bytes", (unsigned)frame->length);
        sl_session_abandon(session, call, SLUICE_RESOURCE_EXHAUSTED, message);
    } else if (frame->type == SL_RESPONSE) {
        take_response(session, call, frame);
    } else if (frame->type == SL_DATA && call->streams) {
        take_data(session, call, frame);
    }
}

void sl_session_receive(struct sl_session *session, const uint8_t *bytes, size_t count) {
    if (session->closed) return;
    if (!sl_reader_feed(&session->reader, bytes, count)) {
        sl_session_close(session, SLUICE_UNAVAILABLE, "out of memory");
        return;
    }
    struct sl_frame frame;
    enum sl_cut cut;
    while ((cut = sl_reader_cut(&session->reader, &frame)) != SL_CUT_NONE) {
        if (cut == SL_CUT_HOPELESS) {
            sl_session_close(session, SLUICE_UNAVAILABLE, "a frame of 16 MiB or more");
            return;
        }
        take(session, cut, &frame);
    }
}

void sl_session_abandon(
    struct sl_session *session, struct sl_call *call, sluice_code code, const char *message) {
    if (call->ended) return;
    sl_fail(&call->error, code, "%s", message);
    end(session, call);
    struct sl_frame frame = {.stream = call->stream, .type = SL_CANCEL};
    uint8_t *bytes = sl_buffer_extend(&session->outgoing, SL_HEADER_BYTES);
    // Untold, the daemon works for nobody until its answer is ignored; nothing worse.
    if (bytes != NULL) sl_header_write(bytes, &frame);
}

void sl_session_close(struct sl_session *session, sluice_code code, const char *message) {
    session->closed = true;
    while (session->calls != NULL) {
        struct sl_call *call = session->calls;
        sl_fail(&call->error, code, "%s", message);
        end(session, call);
    }
}

struct sl_message *sl_call_take(struct sl_call *call) {
    struct sl_message *message = call->first;
    if (message == NULL) return NULL;
    call->first = message->next;
    if (call->first == NULL) call->last = &call->first;
    call->count -= 1;
    call->held -= message->size;
    return message;
}

void sl_call_free(struct sl_call *call) {
    forget_messages(call);
    sluice_error_clear(&call->error);
    free(call);
}
