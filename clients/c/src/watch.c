#include <stdlib.h>

#include "internal.h"

struct sluice_watch {
    sluice_client *client;
    /// A copy; `after_seq` is the last event that was handed out.
    Sluice__V1__WatchEventsRequest *request;
    struct sl_limit limit;
    /// NULL: it has to be opened.
    sluice_stream *stream;
    Sluice__V1__WatchEventsResponse *arrived;
    size_t position;
    /// Streams that broke since the last answer.
    size_t failures;
};

int64_t sluice_latest_event(
    sluice_client *client, const char *workspace, Sluice__V1__Environment environment,
    const sluice_call *call, sluice_error *error) {
    Sluice__V1__WaitEventsRequest request = SLUICE__V1__WAIT_EVENTS_REQUEST__INIT;
    if (workspace != NULL) request.workspace = (char *)workspace;
    request.environment = environment;
    request.after_seq = -1;
    Sluice__V1__WaitEventsResponse *reply =
        sluice_events_wait_events(client, &request, call, error);
    if (reply == NULL) return -1;
    int64_t latest = reply->latest_seq;
    sluice_free(reply);
    return latest;
}

/// "From now on" has to mean the same now after the connection is lost.
static bool begin(sluice_watch *watch, sluice_error *error) {
    if (watch->request->after_seq >= 0) return true;
    sluice_call rest = sl_limit_rest(&watch->limit);
    watch->request->after_seq = sluice_latest_event(
        watch->client, watch->request->workspace, watch->request->environment, &rest, error);
    return watch->request->after_seq >= 0;
}

sluice_watch *sluice_watch_open(
    sluice_client *client, const Sluice__V1__WatchEventsRequest *request, const sluice_call *call,
    sluice_error *error) {
    sluice_error_clear(error);
    sluice_watch *watch = calloc(1, sizeof *watch);
    if (watch == NULL) {
        sl_fail_memory(error);
        return NULL;
    }
    watch->client = client;
    watch->limit = sl_limit_of(call, SLUICE_NO_TIMEOUT);
    watch->request = (Sluice__V1__WatchEventsRequest *)sl_copy_of(&request->base, error);
    if (watch->request != NULL && begin(watch, error)) return watch;
    sluice_watch_close(watch);
    return NULL;
}

/// Takes the next answer, from a new stream if need be.
static bool receive(sluice_watch *watch, sluice_error *error) {
    if (watch->stream == NULL) {
        sluice_call rest = sl_limit_rest(&watch->limit);
        watch->stream = sluice_events_watch_events(watch->client, watch->request, &rest, error);
    }
    if (watch->stream == NULL) return false;
    Sluice__V1__WatchEventsResponse *reply =
        sluice_events_watch_events_next(watch->stream, error);
    if (reply == NULL) {
        if (error->code != SLUICE_OK) return false;
        return sl_fail(error, SLUICE_UNAVAILABLE, "the daemon ended the stream of events");
    }
    sluice_free(watch->arrived);
    watch->arrived = reply;
    watch->position = 0;
    watch->failures = 0;
    return true;
}

const Sluice__V1__Event *sluice_watch_next(sluice_watch *watch, sluice_error *error) {
    sluice_error failure = SLUICE_ERROR_INIT;
    while (watch->arrived == NULL || watch->position >= watch->arrived->n_events) {
        if (receive(watch, &failure)) continue;
        sluice_stream_close(watch->stream);
        watch->stream = NULL;
        if (sl_client_outlives(watch->client, &watch->failures, &watch->limit, &failure)) continue;
        sl_error_move(error, &failure);
        return NULL;
    }
    sl_error_move(error, &failure);
    sluice_error_clear(error);
    const Sluice__V1__Event *event = watch->arrived->events[watch->position++];
    watch->request->after_seq = event->seq;
    return event;
}

void sluice_watch_close(sluice_watch *watch) {
    if (watch == NULL) return;
    sluice_stream_close(watch->stream);
    sluice_free(watch->arrived);
    sluice_free(watch->request);
    free(watch);
}
