#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

struct sluice_log {
    sluice_client *client;
    /// A copy; `attempt` and `offset` are where the next piece begins.
    Sluice__V1__FollowLogRequest *request;
    struct sl_limit limit;
    /// NULL: it has to be opened.
    sluice_stream *stream;
    Sluice__V1__FollowLogResponse *piece;
    /// The last attempt whose log was read to its end; 0: none.
    int32_t finished;
    /// Streams that broke since the last piece.
    size_t failures;
};

/// What is known of the attempt after the finished one.
enum prospect { UNKNOWN, BEGUN, NEVER, FAILED };

sluice_log *sluice_log_open(
    sluice_client *client, const Sluice__V1__FollowLogRequest *request, const sluice_call *call,
    sluice_error *error) {
    sluice_error_clear(error);
    sluice_log *log = calloc(1, sizeof *log);
    Sluice__V1__FollowLogRequest *copy =
        (Sluice__V1__FollowLogRequest *)sl_copy_of(&request->base, error);
    if (log == NULL || copy == NULL) {
        free(log);
        sluice_free(copy);
        sl_fail_memory(error);
        return NULL;
    }
    log->client = client;
    log->request = copy;
    log->limit = sl_limit_of(call, SLUICE_NO_TIMEOUT);
    log->finished = request->attempt > 0 ? request->attempt - 1 : 0;
    return log;
}

/// The first request takes the present attempt, later ones every attempt in turn.
static enum prospect prospect_of(
    sluice_log *log, int32_t present, Sluice__V1__NodeStatus status) {
    if (present > log->finished) {
        log->request->attempt = log->finished == 0 ? present : log->finished + 1;
        return BEGUN;
    }
    return sluice_node_is_final(status) ? NEVER : UNKNOWN;
}

static void fail_without_node(const Sluice__V1__FollowLogRequest *request, sluice_error *error) {
    char message[512];
    char subject[256];
    snprintf(
        message, sizeof message, "instance %" PRId64 " has no node '%s'", request->instance_id,
        request->node_name);
    snprintf(subject, sizeof subject, "node %s", request->node_name);
    Sluice__V1__ErrorDetail detail = SLUICE__V1__ERROR_DETAIL__INIT;
    detail.error_code = "DLF.30125";
    detail.reason = "NODE_NOT_IN_INSTANCE";
    detail.subject = subject;
    sl_fail_with_detail(error, SLUICE_NOT_FOUND, message, &detail);
}

static enum prospect look(sluice_log *log, sluice_error *error) {
    Sluice__V1__GetInstanceRequest where = SLUICE__V1__GET_INSTANCE_REQUEST__INIT;
    where.workspace = log->request->workspace;
    where.environment = log->request->environment;
    where.instance_id = log->request->instance_id;
    sluice_call rest = sl_limit_rest(&log->limit);
    Sluice__V1__GetInstanceResponse *details = sluice_details(log->client, &where, &rest, error);
    if (details == NULL) return FAILED;
    for (size_t i = 0; i < details->n_nodes; i++) {
        const Sluice__V1__NodeInstance *node = details->nodes[i];
        if (strcmp(node->node_name, log->request->node_name) != 0) continue;
        enum prospect prospect = prospect_of(log, node->attempt, node->status);
        sluice_free(details);
        return prospect;
    }
    sluice_free(details);
    fail_without_node(log->request, error);
    return FAILED;
}

static enum prospect watch(sluice_log *log, int64_t after_seq, sluice_error *error) {
    Sluice__V1__WatchEventsRequest request = SLUICE__V1__WATCH_EVENTS_REQUEST__INIT;
    request.workspace = log->request->workspace;
    request.environment = log->request->environment;
    request.instance_id = log->request->instance_id;
    request.after_seq = after_seq;
    sluice_call rest = sl_limit_rest(&log->limit);
    sluice_watch *events = sluice_watch_open(log->client, &request, &rest, error);
    if (events == NULL) return FAILED;
    enum prospect prospect = UNKNOWN;
    while (prospect == UNKNOWN) {
        const Sluice__V1__Event *event = sluice_watch_next(events, error);
        if (event == NULL) prospect = FAILED;
        else if (strcmp(event->node_name, log->request->node_name) == 0)
            prospect = prospect_of(log, event->attempt, event->node_to);
    }
    sluice_watch_close(events);
    return prospect;
}

/// Finds out which attempt comes next, and waits for it.
static enum prospect await_attempt(sluice_log *log, sluice_error *error) {
    sluice_call rest = sl_limit_rest(&log->limit);
    // Taken before the state: what happens in between is among the events.
    int64_t after_seq = sluice_latest_event(
        log->client, log->request->workspace, log->request->environment, &rest, error);
    if (after_seq < 0) return FAILED;
    enum prospect prospect = look(log, error);
    return prospect == UNKNOWN ? watch(log, after_seq, error) : prospect;
}

/// The next piece; NULL with SLUICE_OK: the attempt has ended.
static const Sluice__V1__FollowLogResponse *receive(sluice_log *log, sluice_error *error) {
    if (log->stream == NULL) {
        sluice_call rest = sl_limit_rest(&log->limit);
        log->stream = sluice_instances_follow_log(log->client, log->request, &rest, error);
    }
    if (log->stream == NULL) return NULL;
    sluice_free(log->piece);
    log->piece = sluice_instances_follow_log_next(log->stream, error);
    if (log->piece != NULL) {
        log->request->offset = log->piece->offset + (int64_t)log->piece->data.len;
        log->failures = 0;
    } else if (error->code == SLUICE_OK) {
        log->finished = log->request->attempt;
        log->request->offset = 0;
    }
    return log->piece;
}

static void close_stream(sluice_log *log) {
    sluice_stream_close(log->stream);
    log->stream = NULL;
}

const Sluice__V1__FollowLogResponse *sluice_log_next(sluice_log *log, sluice_error *error) {
    sluice_error_clear(error);
    while (true) {
        if (log->request->attempt <= log->finished
            && await_attempt(log, error) != BEGUN) return NULL;
        if (receive(log, error) != NULL) return log->piece;
        close_stream(log);
        if (error->code != SLUICE_OK
            && !sl_client_outlives(log->client, &log->failures, &log->limit, error)) return NULL;
    }
}

void sluice_log_close(sluice_log *log) {
    if (log == NULL) return;
    close_stream(log);
    sluice_free(log->piece);
    sluice_free(log->request);
    free(log);
}
