/// What can be found out about processes in /proc, and signals to those that are not children.
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "keeper.h"

enum {
    /// Bytes of an environment that are searched. The keeper puts its own variables first.
    ENVIRONMENT_BYTES = 256 * 1024,
    /// Passes over /proc while an earlier keeper's processes die.
    PASSES = 200,
    /// Milliseconds that one process is given to be gone after SIGKILL.
    GONE_MS = 5000,
};

static ssize_t read_file(const char *path, char *bytes, size_t capacity) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    size_t count = 0;
    while (count < capacity) {
        ssize_t n = read(fd, bytes + count, capacity - count);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        count += (size_t)n;
    }
    close(fd);
    return (ssize_t)count;
}

/// The value of a variable in NUL-separated lines, or NULL.
static const char *value_in(const char *lines, size_t count, const char *name) {
    size_t length = strlen(name);
    const char *end = lines + count;
    for (const char *at = lines; at < end; at += strlen(at) + 1) {
        if (strncmp(at, name, length) == 0 && at[length] == '=') return at + length + 1;
    }
    return NULL;
}

/// The attempt id in the environment of a process that an attempt of this state folder has started;
/// NULL for all others. It is overwritten by the next call.
static const char *attempt_id_of(pid_t pid) {
    static char environment[ENVIRONMENT_BYTES];
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/environ", pid);
    ssize_t count = read_file(path, environment, sizeof environment - 1);
    if (count <= 0) return NULL;
    environment[count] = '\0';
    const char *state = value_in(environment, (size_t)count, "SLUICE_STATE");
    if (state == NULL || strcmp(state, keeper.state) != 0) return NULL;
    return value_in(environment, (size_t)count, "SLUICE_ATTEMPT_ID");
}

struct attempt *attempt_in_environment(pid_t pid) {
    const char *id = attempt_id_of(pid);
    return id == NULL ? NULL : attempt_with_id(id);
}

/// `/proc/<pid>/stat` from its third field on: the second may have any character in it.
static const char *process_stat(pid_t pid, char *bytes, size_t capacity) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    ssize_t count = read_file(path, bytes, capacity - 1);
    if (count <= 0) return NULL;
    bytes[count] = '\0';
    char *name_end = strrchr(bytes, ')');
    return name_end == NULL || name_end[1] != ' ' ? NULL : name_end + 2;
}

int64_t process_start(pid_t pid) {
    char bytes[1024];
    const char *fields = process_stat(pid, bytes, sizeof bytes);
    if (fields == NULL) return -1;
    // Field 22 is the start in clock ticks after the boot.
    for (int field = 3; field < 22 && fields != NULL; field++) {
        fields = strchr(fields, ' ');
        if (fields != NULL) fields++;
    }
    if (fields == NULL) return -1;
    return (int64_t)(strtoull(fields, NULL, 10) * 1000 / (uint64_t)sysconf(_SC_CLK_TCK));
}

ssize_t children_of_keeper(pid_t **pids) {
    // No child goes from the list while it is read: only this thread reaps, and it reads.
    size_t capacity = 4096, count = 0;
    char *text = malloc(capacity);
    if (text == NULL) return -ENOMEM;
    for (;;) {
        ssize_t n = pread(keeper.children, text + count, capacity - count - 1, (off_t)count);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        count += (size_t)n;
        if (capacity - count - 1 > 0) continue;
        char *larger = realloc(text, capacity * 2);
        if (larger == NULL) break;
        text = larger;
        capacity *= 2;
    }
    text[count] = '\0';
    *pids = malloc((count / 2 + 1) * sizeof **pids);
    ssize_t found = 0;
    char *end = text;
    for (char *at = text; *pids != NULL; at = end) {
        long pid = strtol(at, &end, 10);
        if (end == at) break;
        (*pids)[found++] = (pid_t)pid;
    }
    free(text);
    return *pids == NULL ? -ENOMEM : found;
}

/// Calls `visit` with each process but this one; the sum of what it returns.
static int visit_processes(int (*visit)(pid_t, const void *), const void *context) {
    DIR *folder = opendir("/proc");
    if (folder == NULL) return 0;
    int sum = 0;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (!isdigit((unsigned char)entry->d_name[0])) continue;
        pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
        if (pid != getpid()) sum += visit(pid, context);
    }
    closedir(folder);
    return sum;
}

struct target {
    pid_t session;
    int signal;
    const char *id;
};

static bool is_target(pid_t pid, const struct target *target) {
    if (getsid(pid) == target->session) return true;
    const char *id = attempt_id_of(pid);
    return id != NULL && strcmp(id, target->id) == 0;
}

/// The pidfd is taken before the look at the process, so that the signal cannot hit another one
/// that has got its pid since.
static int signal_if_target(pid_t pid, const void *context) {
    const struct target *target = context;
    if (!is_target(pid, target)) return 0;
    int fd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (fd < 0) return 0;
    bool is_hit = is_target(pid, target);
    if (is_hit) {
        syscall(SYS_pidfd_send_signal, fd, target->signal, NULL, 0);
        // A stopped process would not see SIGTERM.
        if (target->signal != SIGKILL) syscall(SYS_pidfd_send_signal, fd, SIGCONT, NULL, 0);
    }
    close(fd);
    return is_hit;
}

void signal_attempt(const struct attempt *attempt, int number) {
    struct target target = {.session = attempt->pid, .signal = number, .id = attempt->id};
    // Once the main process is reaped and its session empty, the number may belong to another.
    if (attempt->main_gone) target.session = -2;
    visit_processes(signal_if_target, &target);
}

static int kill_if_leftover(pid_t pid, const void *unused) {
    (void)unused;
    if (attempt_id_of(pid) == NULL) return 0;
    int fd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (fd < 0) return 0;
    bool is_leftover = attempt_id_of(pid) != NULL;
    if (is_leftover) {
        syscall(SYS_pidfd_send_signal, fd, SIGKILL, NULL, 0);
        struct pollfd ended = {.fd = fd, .events = POLLIN};
        poll(&ended, 1, GONE_MS);
    }
    close(fd);
    return is_leftover;
}

bool kill_leftovers_of_earlier_keeper(void) {
    int found = 1;
    for (int pass = 0; pass < PASSES && found > 0; pass++)
        found = visit_processes(kill_if_leftover, NULL);
    return found == 0;
}
