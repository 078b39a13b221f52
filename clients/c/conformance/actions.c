#include "actions.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lines.h"

sluice_client *client;
const char *socket_path;

// The daemon and its connection.

bool server_info(json_object *step, sluice_error *error) {
    Sluice__V1__GetServerInfoRequest request = SLUICE__V1__GET_SERVER_INFO_REQUEST__INIT;
    Sluice__V1__GetServerInfoResponse *info =
        sluice_server_get_server_info(client, &request, NULL, error);
    if (info == NULL) return false;
    for (size_t i = 0; i < info->n_limits; i++) {
        const Sluice__V1__Limit *limit = info->limits[i];
        if (strcmp(limit->name, text_of(step, "limit")) != 0) continue;
        say("%s, %s %" PRId64 " %s", info->writable ? "writable" : "full", limit->name,
            limit->value, limit->unit);
    }
    sluice_free(info);
    return true;
}

bool create_workspace(json_object *step, sluice_error *error) {
    Sluice__V1__CreateWorkspaceRequest request = SLUICE__V1__CREATE_WORKSPACE_REQUEST__INIT;
    request.workspace = (char *)text_of(step, "workspace");
    Sluice__V1__CreateWorkspaceResponse *reply =
        sluice_workspaces_create_workspace(client, &request, NULL, error);
    if (reply == NULL) return false;
    say("workspace %s", reply->workspace->name);
    sluice_free(reply);
    return true;
}

bool unknown_method(json_object *step, sluice_error *error) {
    (void)step;
    sluice_method method = sluice_server_get_server_info_method;
    method.name = "Nothing";
    Sluice__V1__GetServerInfoRequest request = SLUICE__V1__GET_SERVER_INFO_REQUEST__INIT;
    ProtobufCMessage *reply = sluice_unary(client, &method, &request.base, NULL, error);
    if (reply == NULL) return false;
    say("answered");
    sluice_free(reply);
    return true;
}

bool connect_nowhere(json_object *step, sluice_error *error) {
    (void)step;
    struct text path = {0};
    append(&path, "%s.nothing", socket_path);
    sluice_client *nobody = sluice_connect(path.bytes, error);
    free(path.bytes);
    if (nobody == NULL) return false;
    say("connected");
    sluice_close(nobody);
    return true;
}

bool restart(json_object *step, sluice_error *error) {
    (void)step;
    (void)error;
    if (system("\"$SLUICE_RESTART\"") != 0) exit(2);
    say("restarted");
    return true;
}

// Jobs.

static bool submit_source(const char *source, sluice_error *error) {
    Sluice__V1__SubmitJobRequest request = SLUICE__V1__SUBMIT_JOB_REQUEST__INIT;
    request.source = (char *)source;
    Sluice__V1__SubmitJobResponse *reply = sluice_jobs_submit_job(client, &request, NULL, error);
    if (reply == NULL) return false;
    say("job %s version %d %s", reply->job_name, reply->version,
        reply->changed ? "changed" : "unchanged");
    sluice_free(reply);
    return true;
}

bool submit(json_object *step, sluice_error *error) {
    return submit_source(text_of(step, "source"), error);
}

bool submit_oversized(json_object *step, sluice_error *error) {
    size_t size = (size_t)number_of(step, "bytes");
    char *source = malloc(size + 1);
    if (source == NULL) abort();
    memset(source, 'x', size);
    source[size] = '\0';
    bool is_submitted = submit_source(source, error);
    free(source);
    return is_submitted;
}

bool validate(json_object *step, sluice_error *error) {
    Sluice__V1__ValidateJobRequest request = SLUICE__V1__VALIDATE_JOB_REQUEST__INIT;
    request.source = (char *)text_of(step, "source");
    Sluice__V1__ValidateJobResponse *reply =
        sluice_jobs_validate_job(client, &request, NULL, error);
    if (reply == NULL) return false;
    for (size_t i = 0; i < reply->n_problems; i++) {
        const Sluice__V1__Problem *problem = reply->problems[i];
        say("%d:%d %s: %s", problem->line, problem->column, problem->path, problem->message);
    }
    sluice_free(reply);
    return true;
}

bool describe_job(json_object *step, sluice_error *error) {
    Sluice__V1__GetJobRequest request = SLUICE__V1__GET_JOB_REQUEST__INIT;
    request.job_name = (char *)text_of(step, "job");
    Sluice__V1__GetJobResponse *reply = sluice_jobs_get_job(client, &request, NULL, error);
    if (reply == NULL) return false;
    char *labels = pairs(reply->definition->labels, reply->definition->n_labels);
    say("job %s: %s; labels %s", reply->definition->name, reply->definition->description, labels);
    free(labels);
    sluice_free(reply);
    return true;
}

// Instances.

static Sluice__V1__RunJobResponse *run_quietly(json_object *step, sluice_error *error) {
    Sluice__V1__ChangeOptions options = options_of(step);
    Sluice__V1__RunJobRequest request = SLUICE__V1__RUN_JOB_REQUEST__INIT;
    request.job_name = (char *)text_of(step, "job");
    request.plan_time = number_of(step, "plan_time");
    request.options = &options;
    request.params = params_of(step, &request.n_params);
    Sluice__V1__RunJobResponse *reply = sluice_instances_run_job(client, &request, NULL, error);
    free_params(request.params, request.n_params);
    return reply;
}

bool run(json_object *step, sluice_error *error) {
    Sluice__V1__RunJobResponse *reply = run_quietly(step, error);
    if (reply == NULL) return false;
    if (reply->result->dry_run) {
        say_changes(reply->result);
    } else {
        char id[32];
        snprintf(id, sizeof id, "%" PRId64, reply->instance_id);
        remember(step, id);
        say("instance %s%s", id, reply->result->repeated ? " repeated" : "");
    }
    sluice_free(reply);
    return true;
}

bool run_many(json_object *step, sluice_error *error) {
    int64_t count = number_of(step, "count");
    for (int64_t i = 0; i < count; i++) {
        Sluice__V1__RunJobResponse *reply = run_quietly(step, error);
        if (reply == NULL) return false;
        sluice_free(reply);
    }
    say("%" PRId64 " instances", count);
    return true;
}

bool follow(json_object *step, sluice_error *error) {
    Sluice__V1__WatchEventsRequest request = SLUICE__V1__WATCH_EVENTS_REQUEST__INIT;
    request.instance_id = instance_of(step);
    sluice_watch *watch = sluice_watch_open(client, &request, NULL, error);
    if (watch == NULL) return false;
    struct text statuses = {0};
    const Sluice__V1__Event *event = NULL;
    bool has_ended = false;
    while (!has_ended && (event = sluice_watch_next(watch, error)) != NULL) {
        if (event->type != SLUICE__V1__EVENT_TYPE__EVENT_TYPE_INSTANCE_STATUS) continue;
        if (statuses.size == 0) {
            append(&statuses, "%s", sluice_instance_status_name(event->instance_from));
        }
        append(&statuses, " %s", sluice_instance_status_name(event->instance_to));
        has_ended = sluice_instance_is_final(event->instance_to);
    }
    if (has_ended) say("%s", statuses.bytes);
    free(statuses.bytes);
    sluice_watch_close(watch);
    return has_ended;
}

bool wait_for_end(json_object *step, sluice_error *error) {
    Sluice__V1__GetInstanceRequest request = SLUICE__V1__GET_INSTANCE_REQUEST__INIT;
    request.instance_id = instance_of(step);
    Sluice__V1__GetInstanceResponse *ended = sluice_wait(client, &request, NULL, error);
    if (ended == NULL) return false;
    say("%s", sluice_instance_status_name(ended->instance->status));
    sluice_free(ended);
    return true;
}

bool details(json_object *step, sluice_error *error) {
    Sluice__V1__GetInstanceRequest request = SLUICE__V1__GET_INSTANCE_REQUEST__INIT;
    request.instance_id = instance_of(step);
    Sluice__V1__GetInstanceResponse *found = sluice_details(client, &request, NULL, error);
    if (found == NULL) return false;
    say_instance(found->instance);
    for (size_t i = 0; i < found->n_nodes; i++) say_node(found->nodes[i]);
    sluice_free(found);
    return true;
}

bool wait_reason(json_object *step, sluice_error *error) {
    Sluice__V1__GetInstanceRequest request = SLUICE__V1__GET_INSTANCE_REQUEST__INIT;
    request.instance_id = instance_of(step);
    Sluice__V1__GetInstanceResponse *found =
        sluice_instances_get_instance(client, &request, NULL, error);
    if (found == NULL) return false;
    say("%s, wait reason %d", sluice_instance_status_name(found->instance->status),
        (int)found->instance->wait_reason);
    sluice_free(found);
    return true;
}

/// Newest first means that every id is lower than the one before; then each came once, too.
static void say_order(size_t count, bool is_ordered) {
    say("%zu instances, %s, %s", count, is_ordered ? "each once" : "some perhaps twice",
        is_ordered ? "newest first" : "in disorder");
}

static bool list_page(const Sluice__V1__ListInstancesRequest *request, sluice_error *error) {
    Sluice__V1__ListInstancesResponse *page =
        sluice_instances_list_instances(client, request, NULL, error);
    if (page == NULL) return false;
    bool is_ordered = true;
    for (size_t i = 1; i < page->n_instances; i++) {
        is_ordered &= page->instances[i]->instance_id < page->instances[i - 1]->instance_id;
    }
    say_order(page->n_instances, is_ordered);
    sluice_free(page);
    return true;
}

bool list(json_object *step, sluice_error *error) {
    Sluice__V1__ListInstancesRequest request = SLUICE__V1__LIST_INSTANCES_REQUEST__INIT;
    request.job_glob = (char *)text_of(step, "job");
    request.page_size = (int32_t)number_of(step, "page_size");
    if (flag_of(step, "one_page")) return list_page(&request, error);
    sluice_pages *pages = sluice_instances_all_instances(client, &request, NULL, error);
    if (pages == NULL) return false;
    const Sluice__V1__Instance *instance = NULL;
    int64_t before = INT64_MAX;
    size_t count = 0;
    bool is_ordered = true;
    while ((instance = sluice_instances_all_instances_next(pages, error)) != NULL) {
        is_ordered &= instance->instance_id < before;
        before = instance->instance_id;
        count += 1;
    }
    sluice_pages_close(pages);
    if (error->code != SLUICE_OK) return false;
    say_order(count, is_ordered);
    return true;
}

// Operations.

bool retry(json_object *step, sluice_error *error) {
    Sluice__V1__TaskRetry target = SLUICE__V1__TASK_RETRY__INIT;
    target.instance_id = instance_of(step);
    Sluice__V1__TaskRetry *targets[] = {&target};
    Sluice__V1__RetryInstancesRequest request = SLUICE__V1__RETRY_INSTANCES_REQUEST__INIT;
    request.job_name = (char *)text_of(step, "job");
    request.retry_location = SLUICE__V1__RETRY_LOCATION__RETRY_LOCATION_ERROR_NODE;
    request.retry_task_version = SLUICE__V1__RETRY_TASK_VERSION__RETRY_TASK_VERSION_ORIGINAL;
    request.n_task_retrys = 1;
    request.task_retrys = targets;
    request.params = params_of(step, &request.n_params);
    Sluice__V1__RetryInstancesResponse *reply =
        sluice_instances_retry_instances(client, &request, NULL, error);
    free_params(request.params, request.n_params);
    if (reply == NULL) return false;
    say_changes(reply->result);
    sluice_free(reply);
    return true;
}

bool stop(json_object *step, sluice_error *error) {
    Sluice__V1__ChangeOptions options = options_of(step);
    Sluice__V1__StopInstancesRequest request = SLUICE__V1__STOP_INSTANCES_REQUEST__INIT;
    request.options = &options;
    request.skip_refused = flag_of(step, "skip_refused");
    request.n_instance_ids = count_of(step, "instances");
    request.instance_ids = calloc(request.n_instance_ids, sizeof *request.instance_ids);
    if (request.instance_ids == NULL) abort();
    for (size_t i = 0; i < request.n_instance_ids; i++) {
        request.instance_ids[i] = strtoll(recall(element_of(step, "instances", i)), NULL, 10);
    }
    Sluice__V1__StopInstancesResponse *reply =
        sluice_instances_stop_instances(client, &request, NULL, error);
    free(request.instance_ids);
    if (reply == NULL) return false;
    remember(step, reply->result->plan_token);
    say_changes(reply->result);
    sluice_free(reply);
    return true;
}

enum { TARGETS = 16 };

/// The nodes of a step, in an array of pointers to them.
static size_t fill_targets(
    json_object *step, Sluice__V1__NodeTarget *targets, Sluice__V1__NodeTarget **list) {
    size_t count = count_of(step, "nodes");
    if (count > TARGETS) abort();
    for (size_t i = 0; i < count; i++) {
        sluice__v1__node_target__init(&targets[i]);
        targets[i].instance_id = instance_of(step);
        targets[i].node_name = (char *)element_of(step, "nodes", i);
        list[i] = &targets[i];
    }
    return count;
}

bool set_nodes_success(json_object *step, sluice_error *error) {
    Sluice__V1__NodeTarget targets[TARGETS];
    Sluice__V1__NodeTarget *nodes[TARGETS];
    Sluice__V1__SetNodesSuccessRequest request = SLUICE__V1__SET_NODES_SUCCESS_REQUEST__INIT;
    request.n_nodes = fill_targets(step, targets, nodes);
    request.nodes = nodes;
    Sluice__V1__SetNodesSuccessResponse *reply =
        sluice_nodes_set_nodes_success(client, &request, NULL, error);
    if (reply == NULL) return false;
    say_changes(reply->result);
    sluice_free(reply);
    return true;
}

bool pause_nodes(json_object *step, sluice_error *error) {
    Sluice__V1__NodeTarget targets[TARGETS];
    Sluice__V1__NodeTarget *nodes[TARGETS];
    Sluice__V1__PauseNodesRequest request = SLUICE__V1__PAUSE_NODES_REQUEST__INIT;
    request.n_nodes = fill_targets(step, targets, nodes);
    request.nodes = nodes;
    Sluice__V1__PauseNodesResponse *reply =
        sluice_nodes_pause_nodes(client, &request, NULL, error);
    if (reply == NULL) return false;
    say_changes(reply->result);
    sluice_free(reply);
    return true;
}
