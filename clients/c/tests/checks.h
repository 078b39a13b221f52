/// Checks, and a daemon that says what a test tells it: the other end of a socket pair, filled
/// before the client reads.
#ifndef CHECKS_H
#define CHECKS_H

#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../src/internal.h"

#define CHECK(condition) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
            exit(1); \
        } \
    } while (0)

/// Ends a forked process, as another program: what it holds is its parent's and no leak.
static inline _Noreturn void leave(int code) {
    char command[16];
    snprintf(command, sizeof command, "exit %d", code);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

/// The client's first call has this stream id.
enum { FIRST = 1 };

struct peer {
    sluice_client *client;
    /// The daemon's end.
    int socket;
};

static inline struct peer peer_begin(void) {
    int ends[2];
    CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    struct peer peer = {.client = sluice_adopt(ends[0], NULL), .socket = ends[1]};
    CHECK(peer.client != NULL);
    return peer;
}

static inline void peer_end(struct peer *peer) {
    sluice_close(peer->client);
    if (peer->socket >= 0) close(peer->socket);
}

static inline void peer_hang_up(struct peer *peer) {
    shutdown(peer->socket, SHUT_WR);
}

static inline void peer_write(int socket, const void *bytes, size_t size) {
    const char *rest = bytes;
    while (size > 0) {
        ssize_t sent = send(socket, rest, size, MSG_NOSIGNAL);
        CHECK(sent > 0);
        rest += sent;
        size -= (size_t)sent;
    }
}

static inline void peer_frame(
    int socket, uint32_t stream, uint8_t type, uint8_t flags, const void *data, size_t size) {
    uint8_t header[SL_HEADER_BYTES];
    struct sl_frame frame = {
        .length = (uint32_t)size, .stream = stream, .type = type, .flags = flags,
    };
    sl_header_write(header, &frame);
    peer_write(socket, header, sizeof header);
    peer_write(socket, data, size);
}

static inline void peer_header(int socket, uint32_t length, uint32_t stream, uint8_t type) {
    uint8_t header[SL_HEADER_BYTES];
    struct sl_frame frame = {.length = length, .stream = stream, .type = type};
    sl_header_write(header, &frame);
    peer_write(socket, header, sizeof header);
}

/// A Response with this status and a `GetServerInfoResponse` of this version.
static inline void peer_answer(int socket, uint32_t stream, int32_t code, char *version) {
    Sluice__V1__GetServerInfoResponse info = SLUICE__V1__GET_SERVER_INFO_RESPONSE__INIT;
    info.version = version;
    uint8_t payload[256];
    Sluice__V1__RpcStatus status = SLUICE__V1__RPC_STATUS__INIT;
    status.code = code;
    status.message = "as told";
    Sluice__V1__RpcResponse response = SLUICE__V1__RPC_RESPONSE__INIT;
    response.payload.len = sluice__v1__get_server_info_response__pack(&info, payload);
    response.payload.data = payload;
    if (code != 0) response.status = &status;
    uint8_t data[512];
    size_t size = sluice__v1__rpc_response__pack(&response, data);
    peer_frame(socket, stream, SL_RESPONSE, 0, data, size);
}

/// A Data frame with an event of this number.
static inline void peer_event(int socket, uint32_t stream, int64_t seq) {
    Sluice__V1__Event event = SLUICE__V1__EVENT__INIT;
    event.seq = seq;
    Sluice__V1__Event *events[] = {&event};
    Sluice__V1__WatchEventsResponse response = SLUICE__V1__WATCH_EVENTS_RESPONSE__INIT;
    response.n_events = 1;
    response.events = events;
    uint8_t data[64];
    size_t size = sluice__v1__watch_events_response__pack(&response, data);
    peer_frame(socket, stream, SL_DATA, 0, data, size);
}

/// Asks for the server's info and returns how that ended; the version in `version`, if it is not
/// NULL, has room for 64 bytes.
static inline sluice_code ask(struct peer *peer, const sluice_call *call, char *version) {
    Sluice__V1__GetServerInfoRequest request = SLUICE__V1__GET_SERVER_INFO_REQUEST__INIT;
    sluice_error error = SLUICE_ERROR_INIT;
    Sluice__V1__GetServerInfoResponse *info =
        sluice_server_get_server_info(peer->client, &request, call, &error);
    sluice_code code = error.code;
    CHECK((info == NULL) == (code != SLUICE_OK));
    if (info != NULL && version != NULL) snprintf(version, 64, "%s", info->version);
    sluice_free(info);
    sluice_error_clear(&error);
    return code;
}

static inline sluice_stream *watch(struct peer *peer) {
    Sluice__V1__WatchEventsRequest request = SLUICE__V1__WATCH_EVENTS_REQUEST__INIT;
    sluice_stream *stream = sluice_events_watch_events(peer->client, &request, NULL, NULL);
    CHECK(stream != NULL);
    return stream;
}

/// Number of the next event; -1: the stream has ended, and `*code` says how.
static inline int64_t next_seq(sluice_stream *stream, sluice_code *code) {
    sluice_error error = SLUICE_ERROR_INIT;
    Sluice__V1__WatchEventsResponse *reply = sluice_events_watch_events_next(stream, &error);
    *code = error.code;
    sluice_error_clear(&error);
    if (reply == NULL) return -1;
    int64_t seq = reply->n_events == 1 ? reply->events[0]->seq : 0;
    sluice_free(reply);
    return seq;
}

#endif
