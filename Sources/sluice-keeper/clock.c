#include <sys/timerfd.h>
#include <time.h>

#include "keeper.h"

static int64_t milliseconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

int64_t boot_ms(void) { return milliseconds(CLOCK_BOOTTIME); }

int64_t wall_ms(void) { return milliseconds(CLOCK_REALTIME); }

void arm(int64_t at) {
    if (at <= 0 || (keeper.armed != 0 && keeper.armed <= at)) return;
    keeper.armed = at;
    struct itimerspec when = {
        .it_value = {.tv_sec = at / 1000, .tv_nsec = at % 1000 * 1000000},
    };
    timerfd_settime(keeper.timer, TFD_TIMER_ABSTIME, &when, NULL);
}
