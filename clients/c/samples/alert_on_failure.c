/// Prints a line for each instance that fails from now on, and why, until it is interrupted. With a
/// file, the number of the last event is kept there: the next start goes on behind it and misses
/// none.
///
/// alert_on_failure [FILE]
#define _GNU_SOURCE
#include <inttypes.h>
#include <signal.h>
#include <sluice/sluice.h>
#include <stdio.h>
#include <stdlib.h>

static sluice_cancellation *interrupted;

static void interrupt(int signal) {
    (void)signal;
    sluice_cancel(interrupted);
}

/// Number of the last event that was seen; -1: none is known.
static int64_t place_in(const char *path) {
    FILE *file = path == NULL ? NULL : fopen(path, "r");
    int64_t seq = -1;
    if (file == NULL) return seq;
    if (fscanf(file, "%" SCNd64, &seq) != 1) seq = -1;
    fclose(file);
    return seq;
}

/// Writes the new place beside the old one first, so that there is always a whole one.
static bool keep_place(const char *path, int64_t seq) {
    char *new_path = NULL;
    if (asprintf(&new_path, "%s.new", path) < 0) return false;
    FILE *file = fopen(new_path, "w");
    bool is_written = file != NULL && fprintf(file, "%" PRId64 "\n", seq) > 0;
    if (file != NULL && fclose(file) != 0) is_written = false;
    is_written = is_written && rename(new_path, path) == 0;
    free(new_path);
    if (!is_written) perror(path);
    return is_written;
}

static void watch(sluice_client *client, const char *path, sluice_error *error) {
    sluice_call until_interrupted = {.cancellation = interrupted};
    Sluice__V1__WatchEventsRequest request = SLUICE__V1__WATCH_EVENTS_REQUEST__INIT;
    request.after_seq = place_in(path);
    sluice_watch *watch = sluice_watch_open(client, &request, &until_interrupted, error);
    const Sluice__V1__Event *event = NULL;
    while (watch != NULL && (event = sluice_watch_next(watch, error)) != NULL) {
        if (event->instance_to == SLUICE__V1__INSTANCE_STATUS__INSTANCE_STATUS_FAIL) {
            printf("%s %" PRId64 ": %s\n", event->job_name, event->instance_id, event->reason);
            fflush(stdout);
        }
        if (path != NULL && !keep_place(path, event->seq)) break;
    }
    sluice_watch_close(watch);
}

int main(int count, char **arguments) {
    interrupted = sluice_cancellation_open();
    if (interrupted == NULL) return 1;
    signal(SIGINT, interrupt);
    signal(SIGTERM, interrupt);

    sluice_error error = SLUICE_ERROR_INIT;
    sluice_client *client = sluice_connect(NULL, &error);
    if (client != NULL) watch(client, count > 1 ? arguments[1] : NULL, &error);
    bool was_interrupted = error.code == SLUICE_CANCELLED;
    if (error.code != SLUICE_OK && !was_interrupted) {
        fprintf(stderr, "%s: %s\n", sluice_code_name(error.code), error.message);
    }
    sluice_error_clear(&error);
    sluice_close(client);
    sluice_cancellation_close(interrupted);
    return was_interrupted ? 0 : 1;
}
