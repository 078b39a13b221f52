#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "internal.h"

enum { CALL_TIMEOUT_MS = 60000 };

/// Half a minute in all.
static const unsigned usual_pauses[] = {
    100,  200,  400,  800,  1600, 2000, 2000, 2000, 2000, 2000,
    2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000,
};

struct sluice_stream {
    const sluice_method *method;
    struct sl_connection *connection;
    struct sl_call *call;
    struct sl_limit limit;
};

static sluice_client *new_client(sluice_error *error) {
    sluice_client *client = calloc(1, sizeof *client);
    if (client != NULL) {
        client->call_timeout_ms = CALL_TIMEOUT_MS;
        size_t count = sizeof usual_pauses / sizeof *usual_pauses;
        if (sluice_set_patience(client, usual_pauses, count)) return client;
    }
    free(client);
    sl_fail_memory(error);
    return NULL;
}

sluice_client *sluice_connect(const char *path, sluice_error *error) {
    sluice_error_clear(error);
    sluice_client *client = new_client(error);
    if (client == NULL) return NULL;
    client->path = path == NULL ? sluice_default_socket_path() : strdup(path);
    if (client->path == NULL) sl_fail_memory(error);
    else client->connection = sl_connection_dial(client->path, error);
    if (client->connection != NULL) return client;
    sluice_close(client);
    return NULL;
}

sluice_client *sluice_adopt(int socket, sluice_error *error) {
    sluice_error_clear(error);
    struct sl_connection *connection = sl_connection_of(socket, error);
    sluice_client *client = connection == NULL ? NULL : new_client(error);
    if (client == NULL) sl_connection_release(connection);
    else client->connection = connection;
    return client;
}

void sluice_close(sluice_client *client) {
    if (client == NULL) return;
    sl_connection_release(client->connection);
    free(client->path);
    free(client->pauses);
    free(client);
}

bool sluice_set_patience(sluice_client *client, const unsigned *pauses_ms, size_t count) {
    unsigned *pauses = malloc((count + 1) * sizeof *pauses);
    if (pauses == NULL) return false;
    if (count > 0) memcpy(pauses, pauses_ms, count * sizeof *pauses);
    free(client->pauses);
    client->pauses = pauses;
    client->pause_count = count;
    return true;
}

void sluice_set_call_timeout(sluice_client *client, int64_t timeout_ms) {
    client->call_timeout_ms = timeout_ms;
}

bool sl_client_outlives(
    const sluice_client *client, size_t *failures, const struct sl_limit *limit,
    sluice_error *error) {
    if (error->code != SLUICE_UNAVAILABLE || *failures >= client->pause_count) return false;
    return sl_limit_pause(limit, client->pauses[(*failures)++], error);
}

/// The connection, made again if it was lost.
static struct sl_connection *connected(sluice_client *client, sluice_error *error) {
    // Whether it is lost matters only where another one can be made.
    if (client->path != NULL) sl_connection_refresh(client->connection);
    if (!client->connection->session.closed) return client->connection;
    if (client->path == NULL) {
        sl_fail(error, SLUICE_UNAVAILABLE, "the connection was lost");
        return NULL;
    }
    struct sl_connection *connection = sl_connection_dial(client->path, error);
    if (connection == NULL) return NULL;
    sl_connection_release(client->connection);
    client->connection = connection;
    return connection;
}

/// The next message of a call; NULL with SLUICE_OK: there is no other.
static ProtobufCMessage *next_of(
    struct sl_call *call, const sluice_method *method, sluice_error *error) {
    struct sl_message *message = sl_call_take(call);
    if (message == NULL) {
        if (call->error.code != SLUICE_OK) sl_error_copy(error, &call->error);
        return NULL;
    }
    ProtobufCMessage *reply = sl_method_unpack(method, message->bytes, message->size, error);
    free(message);
    return reply;
}

static ProtobufCMessage *call_once(
    sluice_client *client, const sluice_method *method, ProtobufCBinaryData payload,
    const struct sl_limit *limit, sluice_error *error) {
    struct sl_connection *connection = connected(client, error);
    if (connection == NULL) return NULL;
    struct sl_call *call = sl_connection_start(connection, method, payload, limit, error);
    if (call == NULL) return NULL;
    sl_connection_wait(connection, call, limit);
    ProtobufCMessage *reply = next_of(call, method, error);
    sl_call_free(call);
    return reply;
}

ProtobufCMessage *sluice_unary(
    sluice_client *client, const sluice_method *method, const ProtobufCMessage *request,
    const sluice_call *call, sluice_error *error) {
    sluice_error_clear(error);
    ProtobufCBinaryData payload;
    if (!sl_method_pack(method, request, &payload, error)) return NULL;
    struct sl_limit limit = sl_limit_of(call, client->call_timeout_ms);
    bool is_repeatable = sl_method_is_repeatable(method, request);
    sluice_error last = SLUICE_ERROR_INIT;
    ProtobufCMessage *reply = NULL;
    size_t failures = 0;
    do {
        sluice_error_clear(&last);
        reply = call_once(client, method, payload, &limit, &last);
    } while (
        reply == NULL && is_repeatable && sl_client_outlives(client, &failures, &limit, &last));
    free(payload.data);
    sl_error_move(error, &last);
    return reply;
}

sluice_stream *sluice_stream_open(
    sluice_client *client, const sluice_method *method, const ProtobufCMessage *request,
    const sluice_call *call, sluice_error *error) {
    sluice_error_clear(error);
    sluice_stream *stream = calloc(1, sizeof *stream);
    if (stream == NULL) {
        sl_fail_memory(error);
        return NULL;
    }
    stream->method = method;
    stream->limit = sl_limit_of(call, SLUICE_NO_TIMEOUT);
    ProtobufCBinaryData payload = {0};
    if (sl_method_pack(method, request, &payload, error)) {
        stream->connection = connected(client, error);
    }
    if (stream->connection != NULL) {
        stream->connection->references += 1;
        stream->call =
            sl_connection_start(stream->connection, method, payload, &stream->limit, error);
    }
    free(payload.data);
    if (stream->call != NULL) return stream;
    sluice_stream_close(stream);
    return NULL;
}

ProtobufCMessage *sluice_stream_next(sluice_stream *stream, sluice_error *error) {
    sluice_error_clear(error);
    sl_connection_wait(stream->connection, stream->call, &stream->limit);
    return next_of(stream->call, stream->method, error);
}

void sluice_stream_cancel(sluice_stream *stream) {
    struct sl_message *message = NULL;
    while ((message = sl_call_take(stream->call)) != NULL) free(message);
    sl_connection_give_up(stream->connection, stream->call);
}

void sluice_stream_close(sluice_stream *stream) {
    if (stream == NULL) return;
    if (stream->call != NULL) {
        sl_connection_give_up(stream->connection, stream->call);
        sl_call_free(stream->call);
    }
    sl_connection_release(stream->connection);
    free(stream);
}
