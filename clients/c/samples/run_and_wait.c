/// Runs a job and waits for its end; exits with 0 if it succeeded, else with 1.
///
/// run_and_wait JOB [NAME=VALUE ...]
#include <inttypes.h>
#include <sluice/sluice.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int complain(const sluice_error *error) {
    fprintf(stderr, "%s: %s\n", sluice_code_name(error->code), error->message);
    return 1;
}

/// Tells how an instance has ended, and which of its nodes have failed.
static int report(const Sluice__V1__GetInstanceResponse *details) {
    Sluice__V1__InstanceStatus status = details->instance->status;
    printf("instance %" PRId64 ": %s\n", details->instance->instance_id,
        sluice_instance_status_name(status));
    for (size_t i = 0; i < details->n_nodes; i++) {
        const Sluice__V1__NodeInstance *node = details->nodes[i];
        if (node->status != SLUICE__V1__NODE_STATUS__NODE_STATUS_FAIL) continue;
        printf("  %s: %s\n", node->node_name, node->reason);
    }
    return status == SLUICE__V1__INSTANCE_STATUS__INSTANCE_STATUS_SUCCESS ? 0 : 1;
}

static int run_and_wait(
    sluice_client *client, const Sluice__V1__RunJobRequest *request, sluice_error *error) {
    Sluice__V1__RunJobResponse *run = sluice_instances_run_job(client, request, NULL, error);
    if (run == NULL) return complain(error);
    printf("instance %" PRId64 " of %s started\n", run->instance_id, request->job_name);
    Sluice__V1__GetInstanceRequest which = SLUICE__V1__GET_INSTANCE_REQUEST__INIT;
    which.instance_id = run->instance_id;
    sluice_free(run);

    Sluice__V1__GetInstanceResponse *details = sluice_wait(client, &which, NULL, error);
    if (details == NULL) return complain(error);
    int status = report(details);
    sluice_free(details);
    return status;
}

int main(int count, char **arguments) {
    if (count < 2) {
        fprintf(stderr, "usage: %s JOB [NAME=VALUE ...]\n", arguments[0]);
        return 2;
    }
    Sluice__V1__KeyValue *params = calloc((size_t)count, sizeof *params);
    Sluice__V1__KeyValue **list = calloc((size_t)count, sizeof *list);
    if (params == NULL || list == NULL) return 1;

    Sluice__V1__RunJobRequest request = SLUICE__V1__RUN_JOB_REQUEST__INIT;
    request.job_name = arguments[1];
    request.params = list;
    for (char **argument = arguments + 2; *argument != NULL; argument++) {
        Sluice__V1__KeyValue *param = &params[request.n_params];
        char *sign = strchr(*argument, '=');
        sluice__v1__key_value__init(param);
        param->key = *argument;
        if (sign != NULL) {
            *sign = '\0';
            param->value = sign + 1;
        }
        list[request.n_params++] = param;
    }

    sluice_error error = SLUICE_ERROR_INIT;
    sluice_client *client = sluice_connect(NULL, &error);
    int status = client == NULL ? complain(&error) : run_and_wait(client, &request, &error);
    sluice_error_clear(&error);
    sluice_close(client);
    free(params);
    free(list);
    return status;
}
