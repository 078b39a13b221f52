/// The actions of the transcript.
#ifndef ACTIONS_H
#define ACTIONS_H

#include "step.h"

/// The client of all steps, and where its daemon listens.
extern sluice_client *client;
extern const char *socket_path;

/// Prints what it came to; false: the error is to be printed.
typedef bool action(json_object *step, sluice_error *error);

// actions.c
action server_info, create_workspace, unknown_method, connect_nowhere, restart;
action submit, submit_oversized, validate, describe_job;
action run, run_many, follow, wait_for_end, details, wait_reason, list;
action retry, stop, set_nodes_success, pause_nodes;

// streams.c
action wait_events, cancel_stream, watch_across_restart, follow_log, read_log, print_log;

#endif
