/// sluice-keeper <state folder> [idle milliseconds]
///
/// Returns as soon as the keeper listens in the background: 0; 75 where another one serves the same
/// state folder; 1 where it cannot. `--check` and `--resume` are for `upgrade.c` alone.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "keeper.h"

enum {
    EVENTS = 256,
    /// Milliseconds between two looks at whether the keeper is idle.
    IDLE_CHECK_MS = 1000,
};

struct keeper keeper;

static int fail(const char *what) {
    fprintf(stderr, "sluice-keeper: %s: %s\n", what, strerror(errno));
    return EXIT_FAILURE;
}

static bool take_lock(void) {
    keeper.lock = open("keeper.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    return keeper.lock >= 0 && flock(keeper.lock, LOCK_EX | LOCK_NB) == 0;
}

static void name_incarnation(void) {
    char boot_id[40] = "unknown";
    int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        ssize_t n = read(fd, boot_id, 36);
        boot_id[n > 0 ? n : 0] = '\0';
        close(fd);
    }
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    if (asprintf(&keeper.incarnation, "%s/%" PRId64, boot_id,
                 (int64_t)now.tv_sec * 1000000000 + now.tv_nsec) < 0)
        abort();
}

/// Nodes get each signal in its default way: ignoring would be inherited. By the system call, since
/// the library keeps 32 and 33 for itself.
static void reset_signals(void) {
    // The kernel's `struct sigaction`, all zero: SIG_DFL, no flags, an empty mask.
    static const uint64_t standard[4];
    for (int number = 1; number < NSIG; number++)
        syscall(SYS_rt_sigaction, number, standard, NULL, sizeof(uint64_t));
    signal(SIGPIPE, SIG_IGN);
    sigset_t watched;
    sigemptyset(&watched);
    sigaddset(&watched, SIGCHLD);
    sigaddset(&watched, SIGTERM);
    sigaddset(&watched, SIGINT);
    sigaddset(&watched, SIGHUP);
    sigprocmask(SIG_SETMASK, &watched, NULL);
    keeper.signals = signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void raise_file_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static bool open_children(void) {
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", getpid());
    keeper.children = open(path, O_RDONLY | O_CLOEXEC);
    return keeper.children >= 0;
}

static bool watch(int fd, enum source source) {
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = source};
    return fd >= 0 && epoll_ctl(keeper.epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

/// All that belongs to this process and not to the state that an upgrade hands on.
static bool open_sources(void) {
    reset_signals();
    raise_file_limit();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    keeper.timer = timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    keeper.epoll = epoll_create1(EPOLL_CLOEXEC);
    return open_children() && watch(keeper.signals, SOURCE_SIGNALS)
        && watch(keeper.timer, SOURCE_TIMER) && watch(keeper.listener, SOURCE_LISTENER);
}

/// Whoever starts the keeper may have closed these: then nothing else may get their numbers.
static void occupy_stdio(void) {
    int fd;
    do {
        fd = open("/dev/null", O_RDWR);
    } while (fd >= 0 && fd < 3);
    if (fd >= 3) close(fd);
}

static void detach_stdio(void) {
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; fd < 3; fd++) dup2(null, fd);
    if (null > 2) close(null);
}

static void stop_all(void) {
    keeper.leaving = true;
    for (struct attempt *attempt = keeper.attempts; attempt != NULL; attempt = attempt->next)
        attempt_stop(attempt, attempt->grace);
}

static void signals_ready(void) {
    struct signalfd_siginfo signals[16];
    bool is_told_to_leave = false;
    ssize_t bytes;
    while ((bytes = read(keeper.signals, signals, sizeof signals)) > 0) {
        for (size_t i = 0; i < (size_t)bytes / sizeof *signals; i++)
            is_told_to_leave |= signals[i].ssi_signo == SIGTERM || signals[i].ssi_signo == SIGINT;
    }
    if (is_told_to_leave) stop_all();
    attempts_reap();
}

static void timer_ready(void) {
    uint64_t expirations;
    (void)!read(keeper.timer, &expirations, sizeof expirations);
    keeper.armed = 0;
    attempts_expire();
}

static void dispatch(const struct epoll_event *event) {
    if (event->data.u64 >= SOURCE_CONNECTION + CONNECTIONS) {
        struct attempt *attempt = event->data.ptr;
        log_pump(&attempt->log, false);
        return;
    }
    switch (event->data.u64) {
    case SOURCE_LISTENER:
        connection_accept();
        return;
    case SOURCE_SIGNALS:
        signals_ready();
        return;
    case SOURCE_TIMER:
        timer_ready();
        return;
    default:
        connection_ready((int)(event->data.u64 - SOURCE_CONNECTION), event->events);
    }
}

/// Told to leave: as soon as nothing runs and every result is acknowledged, or nobody is there to
/// do that. Else after a time without connection and attempt.
static bool is_over(void) {
    if (keeper.running > 0) return false;
    if (keeper.leaving) return keeper.count == 0 || keeper.reader < 0;
    if (keeper.count > 0 || is_connected()) return false;
    int64_t end = keeper.idle_since + keeper.idle_limit;
    arm(end);
    return boot_ms() >= end;
}

/// What a round of events has left to do.
static void end_round(void) {
    empty_trash();
    tell_queued();
    attempts_free_forgotten();
}

static int serve(void) {
    struct epoll_event events[EVENTS];
    keeper.idle_since = boot_ms();
    while (!is_over()) {
        int count = epoll_wait(keeper.epoll, events, EVENTS, -1);
        if (count < 0 && errno != EINTR) return EXIT_FAILURE;
        for (int i = 0; i < count; i++) dispatch(&events[i]);
        end_round();
    }
    unlink("keeper.sock");
    return EXIT_SUCCESS;
}

/// The parent waits for a byte that says that the keeper listens; without one the keeper has failed
/// and said why.
static int wait_for_keeper(int pipe) {
    unsigned char code = EXIT_FAILURE;
    ssize_t n;
    do {
        n = read(pipe, &code, 1);
    } while (n < 0 && errno == EINTR);
    return code;
}

static int set_up(void) {
    if (!take_lock()) {
        if (errno == EWOULDBLOCK) return KEEPER_EXIT_TAKEN;
        return fail("keeper.lock");
    }
    if (!kill_leftovers_of_earlier_keeper()) return fail("leftovers of an earlier keeper");
    reset_folders();
    name_incarnation();
    if (!connections_open()) return fail("keeper.sock");
    if (!open_sources()) return fail("cannot watch");
    return EXIT_SUCCESS;
}

static int run_in_background(void) {
    int ready[2];
    if (pipe2(ready, O_CLOEXEC) < 0) return fail("pipe");
    pid_t child = fork();
    if (child < 0) return fail("fork");
    if (child > 0) {
        close(ready[1]);
        return wait_for_keeper(ready[0]);
    }
    close(ready[0]);
    setsid();
    unsigned char code = (unsigned char)set_up();
    if (code == EXIT_SUCCESS) detach_stdio();
    (void)!write(ready[1], &code, 1);
    close(ready[1]);
    return code == EXIT_SUCCESS ? serve() : code;
}

/// Goes on where the program before has executed this one.
static int resume(int state) {
    if (!state_read(state)) return EXIT_FAILURE;
    state_close_on_exec(true);
    // It was executed by descriptor, which says nothing to people.
    prctl(PR_SET_NAME, "sluice-keeper");
    if (!open_sources()) return EXIT_FAILURE;
    connections_resume();
    attempts_resume();
    end_round();
    return serve();
}

static int64_t milliseconds_in(const char *text) {
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    return errno != 0 || *end != '\0' || value <= 0 ? IDLE_MS : value;
}

int main(int count, char *arguments[]) {
    if (count == 3 && strcmp(arguments[1], KEEPER_CHECK) == 0)
        _exit(state_read(atoi(arguments[2])) ? KEEPER_EXIT_READABLE : EXIT_FAILURE);
    if (count == 3 && strcmp(arguments[1], KEEPER_RESUME) == 0) return resume(atoi(arguments[2]));
    if (count < 2 || count > 3) {
        fprintf(stderr, "usage: sluice-keeper <state folder> [idle milliseconds]\n");
        return 64;
    }
    keeper.umask = umask(077);
    occupy_stdio();
    close_range(3, ~0U, 0);
    keeper.idle_limit = count == 3 ? milliseconds_in(arguments[2]) : IDLE_MS;
    keeper.state = realpath(arguments[1], NULL);
    if (keeper.state == NULL || chdir(keeper.state) < 0) return fail(arguments[1]);
    return run_in_background();
}
