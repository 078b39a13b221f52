#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "internal.h"

static const char system_socket[] = "/run/sluice/sluice.sock";

static const char *variable(const char *name) {
    const char *value = getenv(name);
    return value == NULL ? "" : value;
}

static char *joined(const char *folder, const char *rest) {
    size_t size = strlen(folder) + strlen(rest) + 1;
    char *path = malloc(size);
    if (path != NULL) snprintf(path, size, "%s%s", folder, rest);
    return path;
}

char *sluice_default_socket_path(void) {
    const char *socket = variable("SLUICE_SOCKET");
    if (socket[0] != '\0') return joined(socket, "");
    const char *state = variable("SLUICE_STATE");
    if (state[0] != '\0') return joined(state, "/sluice.sock");
    if (access(system_socket, F_OK) == 0) return joined(system_socket, "");
    const char *states = variable("XDG_STATE_HOME");
    if (states[0] == '/') return joined(states, "/sluice/sluice.sock");
    return joined(variable("HOME"), "/.local/state/sluice/sluice.sock");
}
