/// Deadlines, cancellation, lost connections, and where the socket is.
#include "checks.h"

#include <signal.h>
#include <sys/un.h>
#include <time.h>

/// Reads one frame of the client; its data in `data`.
static struct sl_frame read_frame(int socket, uint8_t *data, size_t room) {
    uint8_t header[SL_HEADER_BYTES];
    CHECK(recv(socket, header, sizeof header, MSG_WAITALL) == (ssize_t)sizeof header);
    struct sl_reader reader = {0};
    struct sl_frame frame = {0};
    CHECK(sl_reader_feed(&reader, header, sizeof header));
    sl_reader_cut(&reader, &frame);
    sl_buffer_free(&reader.held);
    CHECK(frame.length <= room);
    if (frame.length > 0) {
        CHECK(recv(socket, data, frame.length, MSG_WAITALL) == (ssize_t)frame.length);
    }
    frame.data = data;
    return frame;
}

static void a_deadline_is_told_to_the_daemon_and_kept(void) {
    struct peer peer = peer_begin();
    sluice_call call = {.timeout_ms = 20};
    CHECK(ask(&peer, &call, NULL) == SLUICE_DEADLINE_EXCEEDED);
    uint8_t data[256];
    struct sl_frame frame = read_frame(peer.socket, data, sizeof data);
    Sluice__V1__RpcRequest *request =
        sluice__v1__rpc_request__unpack(NULL, frame.length, frame.data);
    CHECK(request != NULL && frame.type == SL_REQUEST && frame.stream == FIRST);
    CHECK(request->timeout_nano > 0 && request->timeout_nano <= 20000000);
    CHECK(strcmp(request->service, "sluice.v1.ServerService") == 0);
    CHECK(strcmp(request->method, "GetServerInfo") == 0);
    sluice_free(request);
    frame = read_frame(peer.socket, data, sizeof data);
    CHECK(frame.type == SL_CANCEL && frame.stream == FIRST && frame.length == 0);
    peer_end(&peer);
}

static sluice_cancellation *cancelled_by_signal;

static void cancel_now(int signal) {
    (void)signal;
    sluice_cancel(cancelled_by_signal);
}

static void a_call_is_cancelled_from_a_signal_handler(void) {
    struct peer peer = peer_begin();
    cancelled_by_signal = sluice_cancellation_open();
    CHECK(cancelled_by_signal != NULL);
    signal(SIGALRM, cancel_now);
    timer_t timer;
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};
    struct itimerspec soon = {.it_value = {.tv_nsec = 20000000}};
    CHECK(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0);
    CHECK(timer_settime(timer, 0, &soon, NULL) == 0);
    sluice_call call = {.cancellation = cancelled_by_signal};
    CHECK(ask(&peer, &call, NULL) == SLUICE_CANCELLED);
    // It stays cancelled.
    CHECK(ask(&peer, &call, NULL) == SLUICE_CANCELLED);
    timer_delete(timer);
    sluice_cancellation_close(cancelled_by_signal);
    peer_end(&peer);
}

static void a_stream_is_cancelled(void) {
    struct peer peer = peer_begin();
    sluice_stream *stream = watch(&peer);
    peer_event(peer.socket, FIRST, 1);
    sluice_stream_cancel(stream);
    sluice_code code;
    CHECK(next_seq(stream, &code) == -1);
    CHECK(code == SLUICE_CANCELLED);
    sluice_stream_close(stream);
    peer_end(&peer);
}

static void a_stream_may_outlive_the_connection_that_the_client_uses(void) {
    struct peer peer = peer_begin();
    sluice_stream *stream = watch(&peer);
    sluice_set_patience(peer.client, NULL, 0);
    peer_event(peer.socket, FIRST, 5);
    peer_hang_up(&peer);
    CHECK(ask(&peer, NULL, NULL) == SLUICE_UNAVAILABLE);
    sluice_code code;
    CHECK(next_seq(stream, &code) == 5);
    CHECK(next_seq(stream, &code) == -1);
    CHECK(code == SLUICE_UNAVAILABLE);
    sluice_stream_close(stream);
    peer_end(&peer);
}

static void a_message_of_another_method_is_refused(void) {
    struct peer peer = peer_begin();
    Sluice__V1__RunJobRequest request = SLUICE__V1__RUN_JOB_REQUEST__INIT;
    sluice_error error = SLUICE_ERROR_INIT;
    CHECK(sluice_unary(
        peer.client, &sluice_server_get_server_info_method, &request.base, NULL, &error) == NULL);
    CHECK(error.code == SLUICE_INVALID_ARGUMENT);
    sluice_error_clear(&error);
    peer_end(&peer);
}

static int listen_at(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    CHECK(strlen(path) < sizeof address.sun_path);
    strcpy(address.sun_path, path);
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK(bind(listener, (struct sockaddr *)&address, sizeof address) == 0);
    CHECK(listen(listener, 4) == 0);
    return listener;
}

/// Takes a request and hangs up, then takes it again and answers if it has the same payload. The
/// exit code is the number of requests that came.
static void serve_twice(int listener) {
    uint8_t first[512];
    uint8_t second[512];
    int connection = accept(listener, NULL, NULL);
    struct sl_frame frame = read_frame(connection, first, sizeof first);
    Sluice__V1__RpcRequest *before = sluice__v1__rpc_request__unpack(NULL, frame.length, first);
    close(connection);
    connection = accept(listener, NULL, NULL);
    uint8_t byte;
    if (recv(connection, &byte, 1, MSG_PEEK) <= 0) leave(1);
    frame = read_frame(connection, second, sizeof second);
    Sluice__V1__RpcRequest *after = sluice__v1__rpc_request__unpack(NULL, frame.length, second);
    size_t size = before->payload.len;
    CHECK(size == after->payload.len);
    CHECK(size == 0 || memcmp(before->payload.data, after->payload.data, size) == 0);
    peer_frame(connection, frame.stream, SL_RESPONSE, 0, "", 0);
    leave(2);
}

/// What a call came to whose first connection was lost, and how often it was made.
struct outcome {
    sluice_code code;
    int requests;
};

static struct outcome repeated(const sluice_method *method, const ProtobufCMessage *request) {
    char folder[] = "/tmp/sluice-c-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    char path[64];
    snprintf(path, sizeof path, "%s/socket", folder);
    int listener = listen_at(path);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) serve_twice(listener);
    sluice_error error = SLUICE_ERROR_INIT;
    sluice_client *client = sluice_connect(path, &error);
    CHECK(client != NULL);
    const unsigned pauses[] = {1, 1};
    CHECK(sluice_set_patience(client, pauses, 2));
    sluice_free(sluice_unary(client, method, request, NULL, &error));
    struct outcome outcome = {.code = error.code};
    sluice_error_clear(&error);
    sluice_close(client);
    // Whoever waits for a second request gets an end.
    sluice_client *last = sluice_connect(path, NULL);
    sluice_close(last);
    close(listener);
    int status = 0;
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status));
    outcome.requests = WEXITSTATUS(status);
    unlink(path);
    rmdir(folder);
    return outcome;
}

static void a_change_is_repeated_under_one_request_id(void) {
    Sluice__V1__RunJobRequest request = SLUICE__V1__RUN_JOB_REQUEST__INIT;
    request.job_name = "etl";
    struct outcome outcome = repeated(&sluice_instances_run_job_method, &request.base);
    CHECK(outcome.code == SLUICE_OK && outcome.requests == 2);
    CHECK(request.options == NULL);

    ProtobufCBinaryData packed;
    CHECK(sl_method_pack(&sluice_instances_run_job_method, &request.base, &packed, NULL));
    Sluice__V1__RunJobRequest *sent =
        sluice__v1__run_job_request__unpack(NULL, packed.len, packed.data);
    CHECK(sent->options != NULL && strlen(sent->options->request_id) == 32);
    sluice_free(sent);
    free(packed.data);
}

static void a_read_is_repeated_and_a_change_that_is_not_remembered_is_not(void) {
    Sluice__V1__GetServerInfoRequest read = SLUICE__V1__GET_SERVER_INFO_REQUEST__INIT;
    struct outcome outcome = repeated(&sluice_server_get_server_info_method, &read.base);
    CHECK(outcome.code == SLUICE_OK && outcome.requests == 2);
    Sluice__V1__StopServerRequest change = SLUICE__V1__STOP_SERVER_REQUEST__INIT;
    outcome = repeated(&sluice_server_stop_server_method, &change.base);
    CHECK(outcome.code == SLUICE_UNAVAILABLE && outcome.requests == 1);
}

static void check_path(const char *expected) {
    char *path = sluice_default_socket_path();
    CHECK(strcmp(path, expected) == 0);
    free(path);
}

static void the_socket_is_where_the_command_line_looks_for_it(void) {
    clearenv();
    setenv("SLUICE_SOCKET", "/a/b", 1);
    setenv("SLUICE_STATE", "/c", 1);
    check_path("/a/b");
    setenv("SLUICE_SOCKET", "", 1);
    check_path("/c/sluice.sock");
    unsetenv("SLUICE_STATE");
    if (access("/run/sluice/sluice.sock", F_OK) == 0) return;
    setenv("HOME", "/h", 1);
    setenv("XDG_STATE_HOME", "relative", 1);
    check_path("/h/.local/state/sluice/sluice.sock");
    setenv("XDG_STATE_HOME", "/x", 1);
    check_path("/x/sluice/sluice.sock");
}

static void a_path_that_is_too_long_is_refused(void) {
    char path[200];
    memset(path, 'x', sizeof path);
    path[sizeof path - 1] = '\0';
    sluice_error error = SLUICE_ERROR_INIT;
    CHECK(sluice_connect(path, &error) == NULL);
    CHECK(error.code == SLUICE_INVALID_ARGUMENT);
    sluice_error_clear(&error);
}

int main(void) {
    a_deadline_is_told_to_the_daemon_and_kept();
    a_call_is_cancelled_from_a_signal_handler();
    a_stream_is_cancelled();
    a_stream_may_outlive_the_connection_that_the_client_uses();
    a_message_of_another_method_is_refused();
    a_change_is_repeated_under_one_request_id();
    a_read_is_repeated_and_a_change_that_is_not_remembered_is_not();
    the_socket_is_where_the_command_line_looks_for_it();
    a_path_that_is_too_long_is_refused();
    return 0;
}
