/// Executes the transcript of clients/conformance: one function an action, one line a result.
///
/// conformance TRANSCRIPT SOCKET
#define _GNU_SOURCE
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "actions.h"
#include "lines.h"

static const struct {
    const char *name;
    action *run;
} actions[] = {
    {"server-info", server_info},
    {"create-workspace", create_workspace},
    {"unknown-method", unknown_method},
    {"connect-nowhere", connect_nowhere},
    {"restart", restart},
    {"submit", submit},
    {"submit-oversized", submit_oversized},
    {"validate", validate},
    {"describe-job", describe_job},
    {"run", run},
    {"run-many", run_many},
    {"follow", follow},
    {"wait", wait_for_end},
    {"details", details},
    {"wait-reason", wait_reason},
    {"list", list},
    {"retry", retry},
    {"stop", stop},
    {"set-nodes-success", set_nodes_success},
    {"pause-nodes", pause_nodes},
    {"wait-events", wait_events},
    {"cancel-stream", cancel_stream},
    {"watch-across-restart", watch_across_restart},
    {"follow-log", follow_log},
    {"read-log", read_log},
    {"print-log", print_log},
};

static bool execute(json_object *step, sluice_error *error) {
    const char *name = text_of(step, "do");
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (strcmp(actions[i].name, name) == 0) return actions[i].run(step, error);
    }
    fprintf(stderr, "conformance: there is no action '%s'\n", name);
    exit(2);
}

int main(int count, char **arguments) {
    if (count != 3) {
        fprintf(stderr, "usage: %s TRANSCRIPT SOCKET\n", arguments[0]);
        return 2;
    }
    json_object *transcript = json_object_from_file(arguments[1]);
    sluice_error error = SLUICE_ERROR_INIT;
    socket_path = arguments[2];
    client = sluice_connect(socket_path, &error);
    if (transcript == NULL || client == NULL) {
        fprintf(stderr, "conformance: %s\n", client == NULL ? error.message : "no transcript");
        return 2;
    }
    json_object *steps = json_object_object_get(transcript, "steps");
    for (size_t i = 0; i < json_object_array_length(steps); i++) {
        json_object *step = json_object_array_get_idx(steps, i);
        step_name = text_of(step, "name");
        if (!execute(step, &error)) say_error(&error, flag_of(step, "message"));
        sluice_error_clear(&error);
    }
    forget_all();
    sluice_close(client);
    json_object_put(transcript);
    return 0;
}
