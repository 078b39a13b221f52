/// Takeover by a newer program: not there yet, so UPGRADE is refused and the keeper goes on.
#include <errno.h>

#include "keeper.h"

int upgrade(const char *program) {
    (void)program;
    return ENOSYS;
}

bool upgraded(int fd) {
    (void)fd;
    errno = ENOSYS;
    return false;
}
