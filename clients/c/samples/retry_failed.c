/// Retries every failed instance that was planned for a day, from what failed in it.
///
/// retry_failed YYYY-MM-DD
#define _GNU_SOURCE
#include <inttypes.h>
#include <sluice/sluice.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/// Instances that a call takes.
enum { BATCH = 1000 };

/// Failed instances, in the order of their jobs.
struct failures {
    struct failure {
        char *job_name;
        int64_t instance_id;
    } *list;
    size_t count;
};

static bool add(struct failures *failures, const Sluice__V1__Instance *instance) {
    struct failure *list = realloc(failures->list, (failures->count + 1) * sizeof *list);
    if (list == NULL) return false;
    failures->list = list;
    list[failures->count] = (struct failure){strdup(instance->job_name), instance->instance_id};
    return list[failures->count++].job_name != NULL;
}

static int by_job(const void *one, const void *other) {
    const struct failure *a = one;
    const struct failure *b = other;
    int order = strcmp(a->job_name, b->job_name);
    if (order != 0) return order;
    return (a->instance_id > b->instance_id) - (a->instance_id < b->instance_id);
}

static bool find(
    sluice_client *client, struct tm day, struct failures *failures, sluice_error *error) {
    Sluice__V1__InstanceStatus fail = SLUICE__V1__INSTANCE_STATUS__INSTANCE_STATUS_FAIL;
    Sluice__V1__ListInstancesRequest request = SLUICE__V1__LIST_INSTANCES_REQUEST__INIT;
    request.n_statuses = 1;
    request.statuses = &fail;
    request.page_size = 1000;
    request.planned_from = mktime(&day) * INT64_C(1000);
    day.tm_mday += 1;
    day.tm_isdst = -1;
    request.planned_before = mktime(&day) * INT64_C(1000);

    sluice_pages *pages = sluice_instances_all_instances(client, &request, NULL, error);
    if (pages == NULL) return false;
    const Sluice__V1__Instance *instance = NULL;
    while ((instance = sluice_instances_all_instances_next(pages, error)) != NULL) {
        if (!add(failures, instance)) abort();
    }
    sluice_pages_close(pages);
    if (failures->count > 0) qsort(failures->list, failures->count, sizeof *failures->list, by_job);
    return error->code == SLUICE_OK;
}

/// Retries instances of one job.
static bool retry(
    sluice_client *client, const struct failure *list, size_t count, sluice_error *error) {
    Sluice__V1__TaskRetry tasks[BATCH];
    Sluice__V1__TaskRetry *targets[BATCH];
    for (size_t i = 0; i < count; i++) {
        sluice__v1__task_retry__init(&tasks[i]);
        tasks[i].instance_id = list[i].instance_id;
        targets[i] = &tasks[i];
    }
    Sluice__V1__RetryInstancesRequest request = SLUICE__V1__RETRY_INSTANCES_REQUEST__INIT;
    request.job_name = list[0].job_name;
    request.retry_location = SLUICE__V1__RETRY_LOCATION__RETRY_LOCATION_ERROR_NODE;
    request.retry_task_version = SLUICE__V1__RETRY_TASK_VERSION__RETRY_TASK_VERSION_ORIGINAL;
    request.n_task_retrys = count;
    request.task_retrys = targets;
    Sluice__V1__RetryInstancesResponse *reply =
        sluice_instances_retry_instances(client, &request, NULL, error);
    if (reply == NULL) return false;
    sluice_free(reply);

    printf("%s:", list[0].job_name);
    for (size_t i = 0; i < count; i++) printf(" %" PRId64, list[i].instance_id);
    printf("\n");
    return true;
}

static bool retry_all(
    sluice_client *client, const struct failures *failures, sluice_error *error) {
    size_t end = 0;
    for (size_t begin = 0; begin < failures->count; begin = end) {
        const struct failure *first = &failures->list[begin];
        for (end = begin + 1; end < failures->count && end - begin < BATCH; end++) {
            if (strcmp(failures->list[end].job_name, first->job_name) != 0) break;
        }
        if (!retry(client, first, end - begin, error)) return false;
    }
    return true;
}

int main(int count, char **arguments) {
    struct tm day = {.tm_isdst = -1};
    const char *end = count == 2 ? strptime(arguments[1], "%Y-%m-%d", &day) : NULL;
    if (end == NULL || *end != '\0') {
        fprintf(stderr, "usage: %s YYYY-MM-DD\n", arguments[0]);
        return 2;
    }
    sluice_error error = SLUICE_ERROR_INIT;
    struct failures failures = {0};
    sluice_client *client = sluice_connect(NULL, &error);
    bool is_done = client != NULL && find(client, day, &failures, &error)
        && retry_all(client, &failures, &error);
    if (!is_done) fprintf(stderr, "%s: %s\n", sluice_code_name(error.code), error.message);
    for (size_t i = 0; i < failures.count; i++) free(failures.list[i].job_name);
    free(failures.list);
    sluice_error_clear(&error);
    sluice_close(client);
    return is_done ? 0 : 1;
}
