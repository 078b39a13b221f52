/// A newer program takes over by exec: its children stay its children.
#include <errno.h>

#include "keeper.h"

int upgrade(const char *program) {
    (void)program;
    return ENOSYS;
}

bool upgraded(int fd) {
    (void)fd;
    return false;
}
