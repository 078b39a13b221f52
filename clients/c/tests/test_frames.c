/// What a daemon that misbehaves may send, and what becomes of it.
#include "checks.h"

static void an_answer_is_read(void) {
    struct peer peer = peer_begin();
    char version[64];
    peer_answer(peer.socket, FIRST, 0, "1.2.3");
    CHECK(ask(&peer, NULL, version) == SLUICE_OK);
    CHECK(strcmp(version, "1.2.3") == 0);
    peer_end(&peer);
}

static void what_belongs_to_no_call_is_ignored(void) {
    struct peer peer = peer_begin();
    char version[64];
    peer_answer(peer.socket, 7, 0, "of nobody");
    peer_answer(peer.socket, 0, 0, "of nobody");
    peer_frame(peer.socket, FIRST, 77, 0xFF, "??", 2);
    peer_event(peer.socket, FIRST, 1);
    peer_frame(peer.socket, FIRST, SL_DATA, SL_REMOTE_CLOSED | SL_NO_DATA, "", 0);
    peer_frame(peer.socket, FIRST, SL_REQUEST, 0, "", 0);
    peer_answer(peer.socket, FIRST, 0, "mine");
    peer_answer(peer.socket, FIRST, 0, "a second one");
    CHECK(ask(&peer, NULL, version) == SLUICE_OK);
    CHECK(strcmp(version, "mine") == 0);
    peer_answer(peer.socket, FIRST + 2, 0, "next");
    CHECK(ask(&peer, NULL, version) == SLUICE_OK);
    CHECK(strcmp(version, "next") == 0);
    peer_end(&peer);
}

static void an_answer_that_does_not_parse_is_internal(void) {
    static const char *const answers[] = {"\xFF\xFF\xFF", "\x12\x05\x01", "\x12\x02\x0A\x7F"};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        struct peer peer = peer_begin();
        peer_frame(peer.socket, FIRST, SL_RESPONSE, 0, answers[i], strlen(answers[i]));
        CHECK(ask(&peer, NULL, NULL) == SLUICE_INTERNAL);
        peer_answer(peer.socket, FIRST + 2, 0, "");
        CHECK(ask(&peer, NULL, NULL) == SLUICE_OK);
        peer_end(&peer);
    }
}

static void a_code_that_is_unknown_is_unknown(void) {
    static const int32_t codes[] = {17, -1, INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        struct peer peer = peer_begin();
        peer_answer(peer.socket, FIRST, codes[i], "");
        CHECK(ask(&peer, NULL, NULL) == SLUICE_UNKNOWN);
        peer_end(&peer);
    }
}

static void a_detail_that_does_not_parse_is_left_out(void) {
    struct peer peer = peer_begin();
    Sluice__V1__RpcAny any = SLUICE__V1__RPC_ANY__INIT;
    any.type_url = "type.googleapis.com/sluice.v1.ErrorDetail";
    any.value = (ProtobufCBinaryData){2, (uint8_t *)"\x0A\x7F"};
    Sluice__V1__RpcAny *details[] = {&any};
    Sluice__V1__RpcStatus status = SLUICE__V1__RPC_STATUS__INIT;
    status.code = SLUICE_ABORTED;
    status.n_details = 1;
    status.details = details;
    Sluice__V1__RpcResponse response = SLUICE__V1__RPC_RESPONSE__INIT;
    response.status = &status;
    uint8_t data[128];
    size_t size = sluice__v1__rpc_response__pack(&response, data);
    peer_frame(peer.socket, FIRST, SL_RESPONSE, 0, data, size);
    CHECK(ask(&peer, NULL, NULL) == SLUICE_ABORTED);
    peer_end(&peer);
}

/// Writes more than a socket holds from another process; `waitpid` ends it.
static pid_t write_oversized(int socket, uint32_t length) {
    pid_t child = fork();
    CHECK(child >= 0);
    if (child > 0) return child;
    static const char zeros[1 << 16];
    peer_header(socket, length, FIRST, SL_RESPONSE);
    for (uint32_t sent = 0; sent < length; sent += sizeof zeros) {
        uint32_t left = length - sent;
        peer_write(socket, zeros, left < sizeof zeros ? left : sizeof zeros);
    }
    peer_answer(socket, FIRST + 2, 0, "behind it");
    leave(0);
}

static void a_frame_that_is_too_long_ends_its_call_alone(void) {
    struct peer peer = peer_begin();
    char version[64];
    pid_t child = write_oversized(peer.socket, SL_FRAME_BYTES + 1);
    CHECK(ask(&peer, NULL, NULL) == SLUICE_RESOURCE_EXHAUSTED);
    CHECK(ask(&peer, NULL, version) == SLUICE_OK);
    CHECK(strcmp(version, "behind it") == 0);
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    peer_end(&peer);
}

static void a_hopeless_frame_ends_the_connection(void) {
    static const uint32_t lengths[] = {SL_DISCARD_BYTES, INT32_MAX, UINT32_MAX};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct peer peer = peer_begin();
        sluice_set_patience(peer.client, NULL, 0);
        peer_header(peer.socket, lengths[i], 99, SL_DATA);
        CHECK(ask(&peer, NULL, NULL) == SLUICE_UNAVAILABLE);
        CHECK(ask(&peer, NULL, NULL) == SLUICE_UNAVAILABLE);
        peer_end(&peer);
    }
}

static void a_frame_that_is_cut_off_ends_its_call(void) {
    for (size_t size = 0; size < SL_HEADER_BYTES + 3; size++) {
        struct peer peer = peer_begin();
        sluice_set_patience(peer.client, NULL, 0);
        static const uint8_t bytes[] = {0, 0, 0, 9, 0, 0, 0, FIRST, SL_RESPONSE, 0, 1, 2, 3};
        peer_write(peer.socket, bytes, size);
        peer_hang_up(&peer);
        CHECK(ask(&peer, NULL, NULL) == SLUICE_UNAVAILABLE);
        peer_end(&peer);
    }
}

static void a_stream_ends_by_its_empty_frame_or_by_a_response(void) {
    for (int way = 0; way < 3; way++) {
        struct peer peer = peer_begin();
        sluice_stream *stream = watch(&peer);
        peer_event(peer.socket, FIRST, 41);
        peer_event(peer.socket, FIRST, 42);
        if (way == 0) {
            peer_frame(peer.socket, FIRST, SL_DATA, SL_REMOTE_CLOSED | SL_NO_DATA, "", 0);
        } else {
            peer_answer(peer.socket, FIRST, way == 1 ? 0 : SLUICE_OUT_OF_RANGE, "");
        }
        peer_event(peer.socket, FIRST, 43);
        sluice_code code;
        CHECK(next_seq(stream, &code) == 41);
        CHECK(next_seq(stream, &code) == 42);
        for (int again = 0; again < 2; again++) {
            CHECK(next_seq(stream, &code) == -1);
            CHECK(code == (way == 2 ? SLUICE_OUT_OF_RANGE : SLUICE_OK));
        }
        sluice_stream_close(stream);
        peer_end(&peer);
    }
}

static void a_message_that_does_not_parse_is_internal(void) {
    struct peer peer = peer_begin();
    sluice_stream *stream = watch(&peer);
    peer_frame(peer.socket, FIRST, SL_DATA, 0, "\x0A\x7F", 2);
    sluice_code code;
    CHECK(next_seq(stream, &code) == -1);
    CHECK(code == SLUICE_INTERNAL);
    sluice_stream_close(stream);
    peer_end(&peer);
}

/// While another call waits, a stream that nobody reads is given up before it fills the memory.
static void a_stream_that_is_not_read_has_an_end(void) {
    struct peer peer = peer_begin();
    sluice_stream *stream = watch(&peer);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        for (int i = 0; i <= SL_HELD_MESSAGES; i++) peer_event(peer.socket, FIRST, i);
        peer_answer(peer.socket, FIRST + 2, 0, "");
        leave(0);
    }
    CHECK(ask(&peer, NULL, NULL) == SLUICE_OK);
    sluice_code code;
    CHECK(next_seq(stream, &code) == -1);
    CHECK(code == SLUICE_RESOURCE_EXHAUSTED);
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    sluice_stream_close(stream);
    peer_end(&peer);
}

/// Numbers that are the same every time.
static uint32_t dice(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void bytes_at_random_do_no_harm(void) {
    for (uint32_t seed = 0; seed < 500; seed++) {
        uint32_t state = seed;
        uint8_t bytes[600];
        for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (uint8_t)dice(&state);
        // Mostly short frames of the calls that there are, so that their data is looked at.
        for (size_t at = 0; at + SL_HEADER_BYTES < sizeof bytes;) {
            struct sl_frame frame = {
                .length = dice(&state) % 40,
                .stream = dice(&state) % 2 == 0 ? FIRST : FIRST + 2,
                .type = dice(&state) % 2 == 0 ? SL_RESPONSE : SL_DATA,
                .flags = (uint8_t)(dice(&state) % 8),
            };
            sl_header_write(bytes + at, &frame);
            at += SL_HEADER_BYTES + frame.length;
        }
        struct peer peer = peer_begin();
        sluice_set_patience(peer.client, NULL, 0);
        sluice_stream *stream = watch(&peer);
        peer_write(peer.socket, bytes, sizeof bytes);
        peer_hang_up(&peer);
        ask(&peer, NULL, NULL);
        sluice_code code = SLUICE_OK;
        for (int i = 0; i < 100 && next_seq(stream, &code) >= 0; i++) continue;
        sluice_stream_close(stream);
        peer_end(&peer);
    }
}

int main(void) {
    an_answer_is_read();
    what_belongs_to_no_call_is_ignored();
    an_answer_that_does_not_parse_is_internal();
    a_code_that_is_unknown_is_unknown();
    a_detail_that_does_not_parse_is_left_out();
    a_frame_that_is_too_long_ends_its_call_alone();
    a_hopeless_frame_ends_the_connection();
    a_frame_that_is_cut_off_ends_its_call();
    a_stream_ends_by_its_empty_frame_or_by_a_response();
    a_message_that_does_not_parse_is_internal();
    a_stream_that_is_not_read_has_an_end();
    bytes_at_random_do_no_harm();
    return 0;
}
