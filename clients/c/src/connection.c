#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "internal.h"

struct sl_connection *sl_connection_of(int socket, sluice_error *error) {
    struct sl_connection *connection = malloc(sizeof *connection);
    int flags = fcntl(socket, F_GETFL);
    if (connection == NULL || flags < 0 || fcntl(socket, F_SETFL, flags | O_NONBLOCK) != 0) {
        if (connection == NULL) sl_fail_memory(error);
        else sl_fail(error, SLUICE_INVALID_ARGUMENT, "%s", strerror(errno));
        free(connection);
        close(socket);
        return NULL;
    }
    sl_session_begin(&connection->session);
    connection->socket = socket;
    connection->references = 1;
    return connection;
}

struct sl_connection *sl_connection_dial(const char *path, sluice_error *error) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) {
        sl_fail(error, SLUICE_INVALID_ARGUMENT, "%s: more than 107 bytes", path);
        return NULL;
    }
    memcpy(address.sun_path, path, strlen(path));
    int end = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct timeval patience = {.tv_sec = SL_SEND_MS / 1000};
    if (end >= 0
        && setsockopt(end, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) == 0
        && connect(end, (const struct sockaddr *)&address, sizeof address) == 0) {
        return sl_connection_of(end, error);
    }
    bool is_forbidden = errno == EACCES || errno == EPERM;
    sl_fail(
        error, is_forbidden ? SLUICE_PERMISSION_DENIED : SLUICE_UNAVAILABLE, "%s: %s", path,
        strerror(errno));
    if (end >= 0) close(end);
    return NULL;
}

static void hang_up(struct sl_connection *connection, const char *why) {
    sl_session_close(&connection->session, SLUICE_UNAVAILABLE, why);
    if (connection->socket >= 0) close(connection->socket);
    connection->socket = -1;
}

void sl_connection_release(struct sl_connection *connection) {
    if (connection == NULL || --connection->references > 0) return;
    hang_up(connection, "the client was closed");
    sl_session_end(&connection->session);
    free(connection);
}

static bool is_for_later(void) {
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

static void send_some(struct sl_connection *connection) {
    struct sl_buffer *outgoing = &connection->session.outgoing;
    ssize_t sent = send(connection->socket, outgoing->bytes, outgoing->size, MSG_NOSIGNAL);
    if (sent >= 0) sl_buffer_drop(outgoing, (size_t)sent);
    else if (!is_for_later()) hang_up(connection, "the connection was lost");
}

static void receive_some(struct sl_connection *connection) {
    uint8_t bytes[SL_READ_BYTES];
    ssize_t count = recv(connection->socket, bytes, sizeof bytes, 0);
    if (count > 0) sl_session_receive(&connection->session, bytes, (size_t)count);
    if (count == 0 || (count < 0 && !is_for_later()) || connection->session.closed) {
        hang_up(connection, "the connection was lost");
    }
}

void sl_connection_refresh(struct sl_connection *connection) {
    struct pollfd readable = {.fd = connection->socket, .events = POLLIN};
    if (poll(&readable, 1, 0) > 0) receive_some(connection);
}

/// Waits once for what can be sent or read, as long as the limit allows, and does it.
static void step(struct sl_connection *connection, const struct sl_limit *limit) {
    bool sends = connection->session.outgoing.size > 0;
    struct pollfd ready[] = {
        {.fd = connection->socket, .events = sends ? POLLIN | POLLOUT : POLLIN},
        {.fd = sl_cancellation_descriptor(limit->cancellation), .events = POLLIN},
    };
    if (poll(ready, 2, sl_limit_poll_ms(limit)) <= 0) return;
    // What has been answered is read before a broken pipe is noticed.
    if ((ready[0].revents & ~POLLOUT) != 0) receive_some(connection);
    if ((ready[0].revents & POLLOUT) != 0 && connection->socket >= 0) send_some(connection);
}

/// Sends what is to be sent. A daemon that takes nothing for too long is gone.
static bool flush(
    struct sl_connection *connection, const struct sl_limit *limit, sluice_error *error) {
    sluice_call usual = {.timeout_ms = SL_SEND_MS};
    struct sl_limit patience = sl_limit_of(&usual, SL_SEND_MS);
    patience.cancellation = limit->cancellation;
    if (limit->at < patience.at) patience.at = limit->at;
    while (connection->session.outgoing.size > 0 && connection->socket >= 0) {
        if (!sl_limit_holds(limit, error)) return false;
        if (!sl_limit_holds(&patience, NULL)) {
            hang_up(connection, "the daemon takes nothing");
            return true;
        }
        step(connection, &patience);
    }
    return true;
}

/// Sends what the socket takes at once; the rest goes out with the next call.
static void flush_at_once(struct sl_connection *connection) {
    if (connection->session.outgoing.size > 0 && connection->socket >= 0) send_some(connection);
}

struct sl_call *sl_connection_start(
    struct sl_connection *connection, const sluice_method *method, ProtobufCBinaryData payload,
    const struct sl_limit *limit, sluice_error *error) {
    if (!sl_limit_holds(limit, error)) return NULL;
    Sluice__V1__RpcRequest request = SLUICE__V1__RPC_REQUEST__INIT;
    request.service = (char *)method->service;
    request.method = (char *)method->name;
    request.payload = payload;
    request.timeout_nano = sl_limit_nanoseconds(limit);
    struct sl_call *call = sl_session_open(&connection->session, &request, method->streams, error);
    if (call == NULL) return NULL;
    if (flush(connection, limit, error)) return call;
    sl_connection_give_up(connection, call);
    sl_call_free(call);
    return NULL;
}

void sl_connection_wait(
    struct sl_connection *connection, struct sl_call *call, const struct sl_limit *limit) {
    while (call->first == NULL && !call->ended) {
        sluice_error error = SLUICE_ERROR_INIT;
        if (sl_limit_holds(limit, &error)) {
            step(connection, limit);
        } else {
            sl_session_abandon(&connection->session, call, error.code, error.message);
            flush_at_once(connection);
        }
        sluice_error_clear(&error);
    }
}

void sl_connection_give_up(struct sl_connection *connection, struct sl_call *call) {
    sl_session_abandon(
        &connection->session, call, SLUICE_CANCELLED, "the call was cancelled");
    flush_at_once(connection);
}
