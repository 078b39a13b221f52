/// Takeover by another program: this process executes it and hands on its state in a memfd, so that
/// its children stay its children, and its pipes, logs, lock and connections stay open.
///
/// The state is numbers of 8 bytes, texts (their length as a number, then their bytes) and results
/// as they are in a packet. One function for each thing both writes and reads it, so that the two
/// orders cannot differ. Whatever changes in it needs a new `STATE_VERSION`.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "keeper.h"

enum {
    STATE_VERSION = 1,
    /// Longest text or block of the state, in bytes.
    STATE_TEXT_BYTES = 1024 * 1024,
    /// Milliseconds that the other program is given to say whether it can read the state.
    CHECK_MS = 2000,
};

static const int64_t STATE_MAGIC = INT64_C(0x7265706565736c73);

struct passage {
    FILE *file;
    bool is_reading;
    /// Nothing has failed so far.
    bool is_whole;
};

static void pass(struct passage *passage, void *bytes, size_t count) {
    if (!passage->is_whole || count == 0) return;
    size_t done = passage->is_reading ? fread(bytes, 1, count, passage->file)
                                      : fwrite(bytes, 1, count, passage->file);
    passage->is_whole = done == count;
}

/// 0 where it cannot be read; what could not be written stays as it is.
static int64_t pass_number(struct passage *passage, int64_t number) {
    pass(passage, &number, sizeof number);
    return passage->is_reading && !passage->is_whole ? 0 : number;
}

/// Room for what is to be read; NULL, and no longer whole, where that is too much.
static char *room_for(struct passage *passage, int64_t count) {
    bool is_allowed = passage->is_whole && count >= 0 && count <= STATE_TEXT_BYTES;
    char *bytes = is_allowed ? calloc(1, (size_t)count + 1) : NULL;
    if (bytes == NULL) passage->is_whole = false;
    return bytes;
}

/// A text that is NULL has -1 bytes.
static char *pass_text(struct passage *passage, char *text) {
    int64_t count = pass_number(passage, text == NULL ? -1 : (int64_t)strlen(text));
    if (count < 0) return NULL;
    if (passage->is_reading) text = room_for(passage, count);
    if (text != NULL) pass(passage, text, (size_t)count);
    return text;
}

static void pass_log(struct passage *passage, struct log *log) {
    log->pipe = (int)pass_number(passage, log->pipe);
    log->head_fd = (int)pass_number(passage, log->head_fd);
    log->tail_fd = (int)pass_number(passage, log->tail_fd);
    log->path = pass_text(passage, log->path);
    log->head_limit = pass_number(passage, log->head_limit);
    log->head = pass_number(passage, log->head);
    log->ring = pass_number(passage, log->ring);
    log->ring_written = pass_number(passage, log->ring_written);
    log->refused = pass_number(passage, log->refused);
}

static void pass_result(struct passage *passage, struct attempt *attempt) {
    pass(passage, &attempt->result, sizeof attempt->result);
    uint32_t count = attempt->result.text_bytes;
    if (passage->is_reading && count > 0) attempt->text = room_for(passage, count);
    if (attempt->text != NULL) pass(passage, attempt->text, count);
}

static void pass_attempt(struct passage *passage, struct attempt *attempt) {
    pass(passage, attempt->id, sizeof attempt->id);
    attempt->id[KEEPER_ID_BYTES] = '\0';
    attempt->phase = (enum phase)pass_number(passage, attempt->phase);
    attempt->pid = (pid_t)pass_number(passage, attempt->pid);
    attempt->main_gone = pass_number(passage, attempt->main_gone);
    attempt->status = (int)pass_number(passage, attempt->status);
    attempt->started = pass_number(passage, attempt->started);
    attempt->deadline = pass_number(passage, attempt->deadline);
    attempt->kill_at = pass_number(passage, attempt->kill_at);
    attempt->grace = pass_number(passage, attempt->grace);
    attempt->stopped = pass_number(passage, attempt->stopped);
    attempt->timed_out = pass_number(passage, attempt->timed_out);
    attempt->killing = pass_number(passage, attempt->killing);
    attempt->scratch = pass_number(passage, attempt->scratch);
    attempt->deferred_errno = (int)pass_number(passage, attempt->deferred_errno);
    attempt->is_queued = pass_number(passage, attempt->is_queued);
    pass_log(passage, &attempt->log);
    pass_result(passage, attempt);
}

static void pass_scratch_folders(struct passage *passage) {
    keeper.scratch_folders = pass_number(passage, keeper.scratch_folders);
    int64_t count = pass_number(passage, (int64_t)keeper.spare_count);
    if (count < 0 || count > SPARE_FOLDERS) {
        passage->is_whole = false;
        return;
    }
    keeper.spare_count = (size_t)count;
    for (int64_t i = 0; i < count; i++)
        keeper.spare[i] = pass_number(passage, keeper.spare[i]);
}

static void pass_keeper(struct passage *passage) {
    keeper.state = pass_text(passage, keeper.state);
    keeper.incarnation = pass_text(passage, keeper.incarnation);
    keeper.lock = (int)pass_number(passage, keeper.lock);
    keeper.listener = (int)pass_number(passage, keeper.listener);
    for (int i = 0; i < CONNECTIONS; i++)
        keeper.connections[i] = (int)pass_number(passage, keeper.connections[i]);
    keeper.reader = (int)pass_number(passage, keeper.reader);
    keeper.is_reader_full = pass_number(passage, keeper.is_reader_full);
    keeper.list_asked = pass_number(passage, keeper.list_asked);
    keeper.listed = (uint64_t)pass_number(passage, (int64_t)keeper.listed);
    keeper.idle_limit = pass_number(passage, keeper.idle_limit);
    keeper.leaving = pass_number(passage, keeper.leaving);
    keeper.umask = (mode_t)pass_number(passage, keeper.umask);
    pass_scratch_folders(passage);
    keeper.remover = (pid_t)pass_number(passage, keeper.remover);
    keeper.has_trash = pass_number(passage, keeper.has_trash);
    bool has_names = keeper.state != NULL && keeper.incarnation != NULL;
    passage->is_whole = passage->is_whole && has_names && keeper.reader < CONNECTIONS;
}

/// Marks beginning and end: a state that is misread does not end where it should.
static void pass_mark(struct passage *passage) {
    if (pass_number(passage, STATE_MAGIC) != STATE_MAGIC) passage->is_whole = false;
}

static void write_attempts(struct passage *passage) {
    (void)pass_number(passage, (int64_t)keeper.count);
    for (struct attempt *attempt = keeper.attempts; attempt != NULL; attempt = attempt->next)
        pass_attempt(passage, attempt);
}

static void read_attempts(struct passage *passage) {
    int64_t count = pass_number(passage, 0);
    for (int64_t i = 0; i < count && passage->is_whole; i++) {
        struct attempt *attempt = calloc(1, sizeof *attempt);
        if (attempt == NULL) {
            passage->is_whole = false;
            return;
        }
        pass_attempt(passage, attempt);
        if (!is_attempt_id(attempt->id, strlen(attempt->id))) passage->is_whole = false;
        attempt_insert(attempt);
        bool is_to_be_told = attempt->is_queued;
        attempt->is_queued = false;
        if (is_to_be_told) tell(attempt);
    }
}

/// A sealed memfd, or -errno.
static int write_state(void) {
    char *bytes = NULL;
    size_t count = 0;
    struct passage passage = {.file = open_memstream(&bytes, &count), .is_whole = true};
    if (passage.file == NULL) return -errno;
    pass_mark(&passage);
    (void)pass_number(&passage, STATE_VERSION);
    pass_keeper(&passage);
    write_attempts(&passage);
    pass_mark(&passage);
    bool is_whole = fclose(passage.file) == 0 && passage.is_whole;
    int fd = is_whole ? keeper_sealed_memory("sluice-keeper", bytes, count) : -ENOMEM;
    free(bytes);
    return fd;
}

bool state_read(int fd) {
    // The check by this same program has left the shared offset at the end.
    if (lseek(fd, 0, SEEK_SET) < 0) return false;
    struct passage passage = {.file = fdopen(fd, "re"), .is_reading = true, .is_whole = true};
    if (passage.file == NULL) return false;
    keeper.last_queued = &keeper.first_queued;
    pass_mark(&passage);
    bool is_known = pass_number(&passage, 0) == STATE_VERSION;
    if (is_known) {
        pass_keeper(&passage);
        read_attempts(&passage);
        pass_mark(&passage);
    }
    fclose(passage.file);
    return is_known && passage.is_whole;
}

static void close_on_exec(int fd, bool closes) {
    if (fd >= 0) fcntl(fd, F_SETFD, closes ? FD_CLOEXEC : 0);
}

void state_close_on_exec(bool closes) {
    close_on_exec(keeper.lock, closes);
    close_on_exec(keeper.listener, closes);
    for (int i = 0; i < CONNECTIONS; i++) close_on_exec(keeper.connections[i], closes);
    for (struct attempt *attempt = keeper.attempts; attempt != NULL; attempt = attempt->next) {
        close_on_exec(attempt->log.pipe, closes);
        close_on_exec(attempt->log.head_fd, closes);
        close_on_exec(attempt->log.tail_fd, closes);
    }
}

/// Executes an open program with a state; returns only where that fails.
static void execute(int file, const char *program, const char *mode, int state) {
    extern char **environ;
    char number[16];
    snprintf(number, sizeof number, "%d", state);
    char *arguments[] = {(char *)program, (char *)mode, number, NULL};
    close_on_exec(state, false);
    syscall(SYS_execveat, file, "", arguments, environ, AT_EMPTY_PATH);
}

static bool has_ended_in_time(pid_t pid) {
    int fd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (fd < 0) return false;
    struct pollfd ended = {.fd = fd, .events = POLLIN};
    bool has_ended = poll(&ended, 1, CHECK_MS) == 1;
    close(fd);
    return has_ended;
}

/// Lets a child of the other program read the state. False, with the reason in `words`: one that
/// cannot be executed, that ends otherwise or hangs, or that does not know this version.
static bool can_take_over(int file, const char *program, int state, char words[WORDS]) {
    volatile int error = 0;
    pid_t pid = vfork();
    if (pid == 0) {
        execute(file, program, KEEPER_CHECK, state);
        error = errno;
        _exit(127);
    }
    if (pid < 0) error = errno;
    if (pid > 0 && !has_ended_in_time(pid)) kill(pid, SIGKILL);
    int status = 0;
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
    if (error != 0) {
        snprintf(words, WORDS, "'%.300s' cannot be executed: %s", program, strerror(error));
        return false;
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == KEEPER_EXIT_READABLE) return true;
    snprintf(
        words, WORDS, "'%.300s' does not take over a state of version %d", program, STATE_VERSION);
    return false;
}

static void hand_over(int file, const char *program, int state, char words[WORDS]) {
    state_close_on_exec(false);
    execute(file, program, KEEPER_RESUME, state);
    snprintf(words, WORDS, "'%.300s' cannot be executed: %s", program, strerror(errno));
    state_close_on_exec(true);
}

void upgrade(const char *program, char words[WORDS]) {
    // The file is opened once: what is checked is what is executed.
    int file = open(program, O_PATH | O_CLOEXEC);
    if (file < 0) {
        snprintf(words, WORDS, "'%.300s' cannot be opened: %s", program, strerror(errno));
        return;
    }
    int state = write_state();
    if (state < 0) {
        snprintf(words, WORDS, "the state cannot be written: %s", strerror(-state));
    } else {
        if (can_take_over(file, program, state, words)) hand_over(file, program, state, words);
        close(state);
    }
    close(file);
}
