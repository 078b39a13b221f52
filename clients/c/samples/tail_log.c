/// Writes what a node writes while it does so, retries included, until it is done.
///
/// tail_log INSTANCE NODE
#include <sluice/sluice.h>
#include <stdio.h>
#include <stdlib.h>

int main(int count, char **arguments) {
    if (count != 3) {
        fprintf(stderr, "usage: %s INSTANCE NODE\n", arguments[0]);
        return 2;
    }
    Sluice__V1__FollowLogRequest request = SLUICE__V1__FOLLOW_LOG_REQUEST__INIT;
    request.instance_id = strtoll(arguments[1], NULL, 10);
    request.node_name = arguments[2];

    sluice_error error = SLUICE_ERROR_INIT;
    sluice_client *client = sluice_connect(NULL, &error);
    sluice_log *log = client == NULL ? NULL : sluice_log_open(client, &request, NULL, &error);
    const Sluice__V1__FollowLogResponse *piece = NULL;
    while (log != NULL && (piece = sluice_log_next(log, &error)) != NULL) {
        fwrite(piece->data.data, 1, piece->data.len, stdout);
        fflush(stdout);
    }
    bool has_failed = error.code != SLUICE_OK;
    if (has_failed) fprintf(stderr, "%s: %s\n", sluice_code_name(error.code), error.message);
    sluice_error_clear(&error);
    sluice_log_close(log);
    sluice_close(client);
    return has_failed;
}
