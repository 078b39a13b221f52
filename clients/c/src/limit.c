#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "internal.h"

#define NS_PER_MS INT64_C(1000000)

struct sluice_cancellation {
    int descriptor;
};

sluice_cancellation *sluice_cancellation_open(void) {
    sluice_cancellation *cancellation = malloc(sizeof *cancellation);
    if (cancellation == NULL) return NULL;
    cancellation->descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (cancellation->descriptor < 0) {
        free(cancellation);
        return NULL;
    }
    return cancellation;
}

void sluice_cancel(sluice_cancellation *cancellation) {
    int saved = errno;
    // Fails only where it was cancelled 2^64 times before.
    if (eventfd_write(cancellation->descriptor, 1) != 0) errno = saved;
}

void sluice_cancellation_close(sluice_cancellation *cancellation) {
    if (cancellation == NULL) return;
    close(cancellation->descriptor);
    free(cancellation);
}

int sl_cancellation_descriptor(const sluice_cancellation *cancellation) {
    return cancellation == NULL ? -1 : cancellation->descriptor;
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 * NS_PER_MS + time.tv_nsec;
}

struct sl_limit sl_limit_of(const sluice_call *call, int64_t default_ms) {
    struct sl_limit limit = {.at = INT64_MAX};
    int64_t timeout_ms = default_ms;
    if (call != NULL) {
        limit.cancellation = call->cancellation;
        if (call->timeout_ms != 0) timeout_ms = call->timeout_ms;
    }
    int64_t begin = now();
    if (timeout_ms >= 0 && timeout_ms < (INT64_MAX - begin) / NS_PER_MS) {
        limit.at = begin + timeout_ms * NS_PER_MS;
    }
    return limit;
}

int64_t sl_limit_nanoseconds(const struct sl_limit *limit) {
    if (limit->at == INT64_MAX) return 0;
    int64_t left = limit->at - now();
    return left < 1 ? 1 : left;
}

int sl_limit_poll_ms(const struct sl_limit *limit) {
    if (limit->at == INT64_MAX) return -1;
    int64_t left = (limit->at - now() + NS_PER_MS - 1) / NS_PER_MS;
    // A longer wait looks at the clock in between.
    if (left > INT_MAX) return INT_MAX;
    return left < 0 ? 0 : (int)left;
}

bool sl_limit_holds(const struct sl_limit *limit, sluice_error *error) {
    struct pollfd cancelled = {
        .fd = sl_cancellation_descriptor(limit->cancellation), .events = POLLIN,
    };
    if (cancelled.fd >= 0 && poll(&cancelled, 1, 0) > 0) {
        return sl_fail(error, SLUICE_CANCELLED, "the call was cancelled");
    }
    if (limit->at != INT64_MAX && now() >= limit->at) {
        return sl_fail(error, SLUICE_DEADLINE_EXCEEDED, "the deadline has passed");
    }
    return true;
}

bool sl_limit_pause(const struct sl_limit *limit, unsigned pause_ms, sluice_error *error) {
    struct sl_limit until = *limit;
    int64_t over = now() + pause_ms * NS_PER_MS;
    bool is_shorter = over < limit->at;
    if (is_shorter) until.at = over;
    struct pollfd cancelled = {
        .fd = sl_cancellation_descriptor(limit->cancellation), .events = POLLIN,
    };
    // A descriptor of -1 is not looked at, and only the time counts.
    while (poll(&cancelled, 1, sl_limit_poll_ms(&until)) < 0 && errno == EINTR) continue;
    return sl_limit_holds(limit, error);
}

sluice_call sl_limit_rest(const struct sl_limit *limit) {
    sluice_call rest = {.cancellation = limit->cancellation};
    if (limit->at != INT64_MAX) {
        rest.timeout_ms = (sl_limit_nanoseconds(limit) + NS_PER_MS - 1) / NS_PER_MS;
    }
    return rest;
}
