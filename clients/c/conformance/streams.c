#include <inttypes.h>
#include <stdlib.h>
#include <zlib.h>

#include "actions.h"
#include "lines.h"

bool wait_events(json_object *step, sluice_error *error) {
    Sluice__V1__WaitEventsRequest request = SLUICE__V1__WAIT_EVENTS_REQUEST__INIT;
    request.after_seq = -1;
    request.wait_ms = (int32_t)number_of(step, "wait_ms");
    sluice_call call = call_of(step);
    Sluice__V1__WaitEventsResponse *reply =
        sluice_events_wait_events(client, &request, &call, error);
    if (reply == NULL) return false;
    say("%zu events", reply->n_events);
    sluice_free(reply);
    return true;
}

bool cancel_stream(json_object *step, sluice_error *error) {
    (void)step;
    Sluice__V1__WatchEventsRequest request = SLUICE__V1__WATCH_EVENTS_REQUEST__INIT;
    request.after_seq = -1;
    sluice_stream *stream = sluice_events_watch_events(client, &request, NULL, error);
    if (stream == NULL) return false;
    sluice_stream_cancel(stream);
    Sluice__V1__WatchEventsResponse *reply = NULL;
    size_t count = 0;
    while ((reply = sluice_events_watch_events_next(stream, error)) != NULL) {
        sluice_free(reply);
        count += 1;
    }
    sluice_stream_close(stream);
    if (error->code != SLUICE_OK) return false;
    say("%zu answers", count);
    return true;
}

/// Runs a job and prints its events to the end. False where they do not grow from `*seq` on is
/// written to `*grows`.
static bool run_to_end(
    json_object *step, sluice_watch *watch, const char *which, int64_t *seq, bool *grows,
    sluice_error *error) {
    Sluice__V1__RunJobRequest request = SLUICE__V1__RUN_JOB_REQUEST__INIT;
    request.job_name = (char *)text_of(step, "job");
    Sluice__V1__RunJobResponse *reply = sluice_instances_run_job(client, &request, NULL, error);
    if (reply == NULL) return false;
    sluice_free(reply);
    const Sluice__V1__Event *event = NULL;
    do {
        event = sluice_watch_next(watch, error);
        if (event == NULL) return false;
        say_event(which, event);
        *grows &= event->seq > *seq;
        *seq = event->seq;
    } while (!sluice_instance_is_final(event->instance_to));
    return true;
}

bool watch_across_restart(json_object *step, sluice_error *error) {
    int64_t seq = sluice_latest_event(
        client, NULL, SLUICE__V1__ENVIRONMENT__ENVIRONMENT_UNSPECIFIED, NULL, error);
    if (seq < 0) return false;
    Sluice__V1__WatchEventsRequest request = SLUICE__V1__WATCH_EVENTS_REQUEST__INIT;
    request.job_name = (char *)text_of(step, "job");
    request.after_seq = seq;
    sluice_watch *watch = sluice_watch_open(client, &request, NULL, error);
    if (watch == NULL) return false;
    bool grows = true;
    bool is_done = run_to_end(step, watch, "first", &seq, &grows, error);
    if (is_done && system("\"$SLUICE_RESTART\"") != 0) exit(2);
    is_done = is_done && run_to_end(step, watch, "second", &seq, &grows, error);
    sluice_watch_close(watch);
    if (is_done) say(grows ? "numbers grow" : "numbers do not grow");
    return is_done;
}

struct sum {
    uint64_t bytes;
    uLong checksum;
};

static void add(struct sum *sum, const ProtobufCBinaryData *data) {
    sum->bytes += data->len;
    if (data->len > 0) sum->checksum = crc32(sum->checksum, data->data, (uInt)data->len);
}

static void say_sum(const struct sum *sum) {
    say("%" PRIu64 " bytes, crc32 %08lx", sum->bytes, sum->checksum);
}

bool follow_log(json_object *step, sluice_error *error) {
    Sluice__V1__FollowLogRequest request = SLUICE__V1__FOLLOW_LOG_REQUEST__INIT;
    request.instance_id = instance_of(step);
    request.node_name = (char *)text_of(step, "node");
    sluice_call call = call_of(step);
    sluice_stream *stream = sluice_instances_follow_log(client, &request, &call, error);
    if (stream == NULL) return false;
    struct sum sum = {0, crc32(0, NULL, 0)};
    Sluice__V1__FollowLogResponse *piece = NULL;
    while ((piece = sluice_instances_follow_log_next(stream, error)) != NULL) {
        add(&sum, &piece->data);
        sluice_free(piece);
    }
    sluice_stream_close(stream);
    if (error->code != SLUICE_OK) return false;
    say_sum(&sum);
    return true;
}

/// Hands every piece of a log to `take`, from the beginning to the end.
static bool read_pieces(
    json_object *step, void (*take)(void *, const ProtobufCBinaryData *), void *context,
    sluice_error *error) {
    Sluice__V1__ReadLogRequest request = SLUICE__V1__READ_LOG_REQUEST__INIT;
    request.instance_id = instance_of(step);
    request.node_name = (char *)text_of(step, "node");
    bool is_end = false;
    while (!is_end) {
        Sluice__V1__ReadLogResponse *reply =
            sluice_instances_read_log(client, &request, NULL, error);
        if (reply == NULL) return false;
        take(context, &reply->data);
        request.offset = reply->next_offset;
        is_end = reply->end;
        sluice_free(reply);
    }
    return true;
}

static void take_sum(void *context, const ProtobufCBinaryData *data) {
    add(context, data);
}

static void take_text(void *context, const ProtobufCBinaryData *data) {
    append_bytes(context, data->data, data->len);
}

bool read_log(json_object *step, sluice_error *error) {
    struct sum sum = {0, crc32(0, NULL, 0)};
    if (!read_pieces(step, take_sum, &sum, error)) return false;
    say_sum(&sum);
    return true;
}

bool print_log(json_object *step, sluice_error *error) {
    struct text text = {0};
    bool is_read = read_pieces(step, take_text, &text, error);
    if (is_read) say_text(text.bytes, text.size);
    free(text.bytes);
    return is_read;
}
