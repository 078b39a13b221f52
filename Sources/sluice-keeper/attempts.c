/// The life of an attempt: running, ended, acknowledged.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "keeper.h"

static struct attempt *by_id[BUCKETS];
static struct attempt *by_pid[BUCKETS];

static size_t id_bucket(const char *id) {
    uint32_t hash = 2166136261u;
    for (; *id != '\0'; id++) hash = (hash ^ (unsigned char)*id) * 16777619u;
    return hash % BUCKETS;
}

static size_t pid_bucket(pid_t pid) { return (size_t)pid % BUCKETS; }

bool is_attempt_id(const char *id, size_t bytes) {
    if (bytes == 0 || bytes > KEEPER_ID_BYTES || id[0] == '.') return false;
    for (size_t i = 0; i < bytes; i++) {
        char c = id[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && !(c >= '0' && c <= '9') && c != '.' && c != '-' && c != '_')
            return false;
    }
    return true;
}

struct attempt *attempt_with_id(const char *id) {
    struct attempt *attempt = by_id[id_bucket(id)];
    while (attempt != NULL && strcmp(attempt->id, id) != 0) attempt = attempt->next_by_id;
    return attempt;
}

struct attempt *attempt_with_session(pid_t session) {
    struct attempt *attempt = by_pid[pid_bucket(session)];
    while (attempt != NULL && attempt->pid != session) attempt = attempt->next_by_pid;
    return attempt;
}

static struct attempt *attempt_with_main(pid_t pid) {
    struct attempt *attempt = by_pid[pid_bucket(pid)];
    while (attempt != NULL && (attempt->pid != pid || attempt->main_gone))
        attempt = attempt->next_by_pid;
    return attempt;
}

void attempt_insert(struct attempt *attempt) {
    struct attempt **bucket = &by_id[id_bucket(attempt->id)];
    attempt->next_by_id = *bucket;
    *bucket = attempt;
    attempt->next = keeper.attempts;
    if (attempt->next != NULL) attempt->next->previous = attempt;
    keeper.attempts = attempt;
    keeper.count++;
    if (attempt->phase != RUNNING) return;
    keeper.running++;
    bucket = &by_pid[pid_bucket(attempt->pid)];
    attempt->next_by_pid = *bucket;
    *bucket = attempt;
}

static void remove_by_pid(struct attempt *attempt) {
    struct attempt **at = &by_pid[pid_bucket(attempt->pid)];
    while (*at != attempt) at = &(*at)->next_by_pid;
    *at = attempt->next_by_pid;
    keeper.running--;
}

/// It is freed only after this round of events: one of them may still point to it.
void attempt_forget(struct attempt *attempt) {
    struct attempt **at = &by_id[id_bucket(attempt->id)];
    while (*at != attempt) at = &(*at)->next_by_id;
    *at = attempt->next_by_id;
    if (attempt->previous != NULL) attempt->previous->next = attempt->next;
    if (attempt->next != NULL) attempt->next->previous = attempt->previous;
    if (keeper.attempts == attempt) keeper.attempts = attempt->next;
    keeper.count--;
    attempt->is_forgotten = true;
    scratch_release(attempt);
    attempt->previous = NULL;
    attempt->next = keeper.forgotten;
    keeper.forgotten = attempt;
    if (keeper.count == 0) keeper.idle_since = boot_ms();
}

void attempts_free_forgotten(void) {
    struct attempt *kept = NULL;
    while (keeper.forgotten != NULL) {
        struct attempt *attempt = keeper.forgotten;
        keeper.forgotten = attempt->next;
        if (attempt->is_queued) {
            // Still in the queue of reports, which passes over it.
            attempt->next = kept;
            kept = attempt;
            continue;
        }
        free(attempt->text);
        free(attempt->log.path);
        free(attempt);
    }
    keeper.forgotten = kept;
}

static void end(struct attempt *attempt, struct keeper_ended result) {
    result.end_ms = wall_ms();
    result.duration_ms = boot_ms() - attempt->started;
    result.flags = (attempt->stopped ? KEEPER_STOPPED : 0u)
        | (attempt->timed_out ? KEEPER_TIMED_OUT : 0u);
    attempt->result = result;
    attempt->phase = ENDED;
    tell(attempt);
}

static void end_unstarted(struct attempt *attempt, const char *words) {
    attempt->text = strdup(words);
    uint32_t bytes = attempt->text == NULL ? 0 : (uint32_t)strlen(words);
    end(attempt, (struct keeper_ended){.end = KEEPER_COULD_NOT_START, .text_bytes = bytes});
}

static void defer(struct attempt *attempt, int error) {
    attempt->phase = DEFERRED;
    attempt->deferred_errno = error;
    tell(attempt);
}

static void watch_pipe(struct attempt *attempt) {
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = attempt};
    // Without a watch the pipe would fill up and hold the process: close it, and lose the log.
    if (epoll_ctl(keeper.epoll, EPOLL_CTL_ADD, attempt->log.pipe, &event) < 0) {
        close(attempt->log.pipe);
        attempt->log.pipe = -1;
    }
}

/// Watches a started attempt's pipe and clock.
static void watch(struct attempt *attempt, const struct keeper_spec *spec) {
    watch_pipe(attempt);
    attempt->grace = spec->grace_ms == 0 ? GRACE_MS : (int64_t)(spec->grace_ms & INT32_MAX);
    if (spec->timeout_ms > 0 && spec->timeout_ms < INT32_MAX * 1000LL) {
        attempt->deadline = attempt->started + (int64_t)spec->timeout_ms;
        arm(attempt->deadline);
    }
}

static void start_new(struct attempt *attempt, int spec_fd, int script_fd) {
    char words[WORDS];
    struct spec spec;
    attempt->started = boot_ms();
    attempt->log.pipe = attempt->log.head_fd = attempt->log.tail_fd = -1;
    if (!spec_read(spec_fd, &spec, words)) {
        attempt->phase = ENDED;
        attempt_insert(attempt);
        end_unstarted(attempt, words);
        return;
    }
    log_init(&attempt->log, spec.log_path, (int64_t)spec.head->log_bytes);
    int error = spawn(attempt, &spec, spec.head->has_script ? script_fd : -1, words);
    attempt->phase = error == 0 ? RUNNING : ENDED;
    attempt_insert(attempt);
    if (error == 0) {
        watch(attempt, spec.head);
        tell(attempt);
    } else {
        log_finish(&attempt->log);
        if (words[0] != '\0') {
            end_unstarted(attempt, words);
        } else {
            defer(attempt, error);
        }
    }
    spec_free(&spec);
}

void attempt_start(const char *id, int spec_fd, int script_fd) {
    struct attempt *attempt = attempt_with_id(id);
    if (attempt != NULL) {
        tell(attempt);
    } else if ((attempt = calloc(1, sizeof *attempt)) != NULL) {
        strcpy(attempt->id, id);
        if (keeper.count < ATTEMPTS && !keeper.leaving) {
            start_new(attempt, spec_fd, script_fd);
        } else {
            attempt->phase = DEFERRED;
            attempt_insert(attempt);
            defer(attempt, EAGAIN);
        }
    }
    if (spec_fd >= 0) close(spec_fd);
    if (script_fd >= 0) close(script_fd);
}

/// SIGTERM now, SIGKILL after the grace time; a shorter grace time wins over a longer one.
static void begin_to_end(struct attempt *attempt, int64_t grace) {
    int64_t kill_at = boot_ms() + grace;
    bool is_first = attempt->kill_at == 0;
    if (is_first || kill_at < attempt->kill_at) attempt->kill_at = kill_at;
    if (is_first && grace > 0) signal_attempt(attempt, SIGTERM);
    arm(attempt->kill_at);
}

void attempt_stop(struct attempt *attempt, int64_t grace) {
    if (attempt->phase != RUNNING) return;
    if (!attempt->timed_out) attempt->stopped = true;
    begin_to_end(attempt, grace);
}

void attempt_acknowledge(struct attempt *attempt) {
    if (attempt->phase != RUNNING) attempt_forget(attempt);
}

static void expire(struct attempt *attempt, int64_t now) {
    if (attempt->deadline != 0 && attempt->deadline <= now) {
        attempt->deadline = 0;
        if (!attempt->stopped) {
            attempt->timed_out = true;
            begin_to_end(attempt, attempt->grace);
        }
    }
    if (attempt->kill_at != 0 && attempt->kill_at <= now) {
        signal_attempt(attempt, SIGKILL);
        attempt->kill_at = now + KILL_AGAIN_MS;
        attempt->killing = true;
    }
    arm(attempt->deadline);
    arm(attempt->kill_at);
}

static void finish(struct attempt *attempt) {
    remove_by_pid(attempt);
    log_finish(&attempt->log);
    struct keeper_ended result = {.end = KEEPER_EXITED};
    if (WIFSIGNALED(attempt->status)) {
        result.end = KEEPER_SIGNALLED;
        result.signal = WTERMSIG(attempt->status);
    } else {
        result.exit_code = WEXITSTATUS(attempt->status);
    }
    result.log_dropped = log_dropped(&attempt->log);
    result.log_bytes = attempt->log.head + attempt->log.ring_written + attempt->log.refused;
    result.text_bytes = take_outputs(attempt->id, &attempt->text);
    end(attempt, result);
}

/// The attempt of an orphan: by its session, else by its environment.
static struct attempt *attempt_of_orphan(pid_t pid) {
    struct attempt *attempt = attempt_with_session(getsid(pid));
    if (attempt == NULL) attempt = attempt_in_environment(pid);
    return attempt == NULL || attempt->phase != RUNNING ? NULL : attempt;
}

/// An orphan that hides its origin lives as long as any attempt that could have started it, and is
/// then a leftover of them all.
static void settle_stranger(pid_t pid) {
    enum { CLOCK_TICK_MS = 10 };
    int64_t latest = process_start(pid) + CLOCK_TICK_MS;
    struct attempt *attempt;
    for (attempt = keeper.attempts; attempt != NULL; attempt = attempt->next) {
        bool is_alive = attempt->phase == RUNNING && !attempt->main_gone;
        if (is_alive && attempt->started <= latest) return;
    }
    kill(pid, SIGKILL);
    for (attempt = keeper.attempts; attempt != NULL; attempt = attempt->next) {
        if (attempt->phase == RUNNING && attempt->started <= latest) attempt->has_leftovers = true;
    }
}

static void settle_orphan(pid_t pid) {
    struct attempt *attempt = attempt_of_orphan(pid);
    if (attempt == NULL) {
        settle_stranger(pid);
        return;
    }
    attempt->has_leftovers = true;
    bool is_in_grace = attempt->kill_at != 0 && !attempt->killing;
    if (attempt->main_gone && !is_in_grace) kill(pid, SIGKILL);
}

/// What is left of an attempt whose main process has ended are children of the keeper that are no
/// main process: it is the subreaper, and a process gets its new parent before its old one can be
/// reaped. A killed orphan's own children come here in turn.
static void settle(void) {
    pid_t *children = NULL;
    ssize_t count = children_of_keeper(&children);
    if (count < 0) {
        arm(boot_ms() + KILL_AGAIN_MS);
        return;
    }
    struct attempt *attempt, *next;
    for (attempt = keeper.attempts; attempt != NULL; attempt = attempt->next)
        attempt->has_leftovers = false;
    for (ssize_t i = 0; i < count; i++) {
        // Children in the keeper's own session are its removers.
        if (attempt_with_main(children[i]) == NULL && getsid(children[i]) != getsid(0))
            settle_orphan(children[i]);
    }
    free(children);
    for (attempt = keeper.attempts; attempt != NULL; attempt = next) {
        next = attempt->next;
        if (attempt->phase == RUNNING && attempt->main_gone && !attempt->has_leftovers)
            finish(attempt);
    }
}

void attempts_reap(void) {
    bool has_changed = false;
    for (;;) {
        int status;
        pid_t pid = waitpid(-1, &status, WNOHANG);
        if (pid < 0 && errno == EINTR) continue;
        if (pid <= 0) break;
        has_changed = true;
        if (pid == keeper.remover) keeper.remover = 0;
        struct attempt *attempt = attempt_with_main(pid);
        if (attempt == NULL) continue;
        attempt->main_gone = true;
        attempt->status = status;
    }
    if (has_changed) settle();
}

void attempts_expire(void) {
    int64_t now = boot_ms();
    for (struct attempt *attempt = keeper.attempts; attempt != NULL; attempt = attempt->next) {
        if (attempt->phase == RUNNING) expire(attempt, now);
    }
    settle();
}

void attempts_resume(void) {
    for (struct attempt *attempt = keeper.attempts; attempt != NULL; attempt = attempt->next) {
        if (attempt->log.pipe >= 0) watch_pipe(attempt);
    }
    attempts_reap();
    attempts_expire();
}
