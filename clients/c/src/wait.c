#include <stdlib.h>
#include <string.h>

#include "internal.h"

static const char *const instance_names[] = {
    "-", "waiting", "running", "success", "fail", "running-exception", "pause", "manual-stop",
};
static const char *const node_names[] = {
    "-", "waiting", "running", "success", "fail", "skip", "pause", "manual-stop",
};

const char *sluice_instance_status_name(Sluice__V1__InstanceStatus status) {
    size_t index = (size_t)status;
    return instance_names[index < sizeof instance_names / sizeof *instance_names ? index : 0];
}

const char *sluice_node_status_name(Sluice__V1__NodeStatus status) {
    size_t index = (size_t)status;
    return node_names[index < sizeof node_names / sizeof *node_names ? index : 0];
}

bool sluice_instance_is_final(Sluice__V1__InstanceStatus status) {
    return status == SLUICE__V1__INSTANCE_STATUS__INSTANCE_STATUS_SUCCESS
        || status == SLUICE__V1__INSTANCE_STATUS__INSTANCE_STATUS_FAIL
        || status == SLUICE__V1__INSTANCE_STATUS__INSTANCE_STATUS_MANUAL_STOP;
}

bool sluice_node_is_final(Sluice__V1__NodeStatus status) {
    return status == SLUICE__V1__NODE_STATUS__NODE_STATUS_SUCCESS
        || status == SLUICE__V1__NODE_STATUS__NODE_STATUS_FAIL
        || status == SLUICE__V1__NODE_STATUS__NODE_STATUS_SKIP
        || status == SLUICE__V1__NODE_STATUS__NODE_STATUS_MANUAL_STOP;
}

static bool is_whole(const Sluice__V1__GetInstanceResponse *details) {
    return details->next_node_page_token[0] == '\0' || details->instance == NULL;
}

/// Moves the nodes of a page, which it frees, behind those that are there.
static bool append(
    Sluice__V1__GetInstanceResponse *details, Sluice__V1__GetInstanceResponse *page,
    sluice_error *error) {
    size_t count = details->n_nodes + page->n_nodes;
    Sluice__V1__NodeInstance **nodes = realloc(details->nodes, (count + 1) * sizeof *nodes);
    bool fits = nodes != NULL;
    if (fits) {
        details->nodes = nodes;
        for (size_t i = 0; i < page->n_nodes; i++) nodes[details->n_nodes + i] = page->nodes[i];
        details->n_nodes = count;
        // The elements have a new owner; the array is freed with its message.
        page->n_nodes = 0;
        free(page->nodes);
        page->nodes = NULL;
        fits = sl_set_text(&details->next_node_page_token, page->next_node_page_token, error);
    } else {
        sl_fail_memory(error);
    }
    sluice_free(page);
    return fits;
}

Sluice__V1__GetInstanceResponse *sluice_details(
    sluice_client *client, const Sluice__V1__GetInstanceRequest *request, const sluice_call *call,
    sluice_error *error) {
    struct sl_limit limit = sl_limit_of(call, SLUICE_NO_TIMEOUT);
    Sluice__V1__GetInstanceResponse *details =
        sluice_instances_get_instance(client, request, call, error);
    while (details != NULL && !is_whole(details)) {
        Sluice__V1__GetInstanceRequest more = *request;
        more.instance_id = details->instance->instance_id;
        more.node_page_token = details->next_node_page_token;
        sluice_call rest = sl_limit_rest(&limit);
        Sluice__V1__GetInstanceResponse *page =
            sluice_instances_get_instance(client, &more, &rest, error);
        if (page == NULL || !append(details, page, error)) {
            sluice_free(details);
            return NULL;
        }
    }
    return details;
}

/// Reads events until one says that the instance has ended.
static bool watch_to_end(
    sluice_client *client, const Sluice__V1__WatchEventsRequest *request,
    const struct sl_limit *limit, sluice_error *error) {
    sluice_call rest = sl_limit_rest(limit);
    sluice_watch *watch = sluice_watch_open(client, request, &rest, error);
    const Sluice__V1__Event *event = NULL;
    if (watch == NULL) return false;
    do event = sluice_watch_next(watch, error);
    while (event != NULL && !sluice_instance_is_final(event->instance_to));
    bool has_ended = event != NULL;
    sluice_watch_close(watch);
    return has_ended;
}

Sluice__V1__GetInstanceResponse *sluice_wait(
    sluice_client *client, const Sluice__V1__GetInstanceRequest *request, const sluice_call *call,
    sluice_error *error) {
    struct sl_limit limit = sl_limit_of(call, SLUICE_NO_TIMEOUT);
    sluice_call rest = sl_limit_rest(&limit);
    // Taken before the state: what happens in between is among the events.
    Sluice__V1__WatchEventsRequest events = SLUICE__V1__WATCH_EVENTS_REQUEST__INIT;
    events.workspace = request->workspace;
    events.environment = request->environment;
    events.after_seq =
        sluice_latest_event(client, request->workspace, request->environment, &rest, error);
    if (events.after_seq < 0) return NULL;

    rest = sl_limit_rest(&limit);
    Sluice__V1__GetInstanceResponse *now = sluice_details(client, request, &rest, error);
    if (now == NULL || now->instance == NULL) return now;
    if (sluice_instance_is_final(now->instance->status)) return now;
    events.instance_id = now->instance->instance_id;
    sluice_free(now);
    if (!watch_to_end(client, &events, &limit, error)) return NULL;

    Sluice__V1__GetInstanceRequest ended = *request;
    ended.instance_id = events.instance_id;
    rest = sl_limit_rest(&limit);
    return sluice_details(client, &ended, &rest, error);
}
