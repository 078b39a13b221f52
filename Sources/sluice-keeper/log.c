/// The log of an attempt. It may lose bytes, always counted, and never fails a node.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/sendfile.h>
#include <unistd.h>

#include "keeper.h"

enum {
    CHUNK = 64 * 1024,
    /// Reads of one pipe before others have their turn.
    READS_IN_A_TURN = 4,
};

void log_init(struct log *log, const char *path, int64_t limit) {
    *log = (struct log){.pipe = -1, .head_fd = -1, .tail_fd = -1};
    log->path = strdup(path);
    log->head_limit = limit / 2;
    log->ring = limit - log->head_limit;
}

static int open_for_writing(const char *path) {
    int flags = O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY;
    int fd = open(path, flags, 0600);
    if (fd < 0 && errno == ENOENT && make_parents(path) == 0) fd = open(path, flags, 0600);
    return fd;
}

/// Bytes that could be written at `offset`.
static size_t write_at(int fd, const char *bytes, size_t count, int64_t offset) {
    size_t written = 0;
    while (written < count) {
        ssize_t n = pwrite(fd, bytes + written, count - written, offset + (int64_t)written);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        written += (size_t)n;
    }
    return written;
}

static size_t append_to_head(struct log *log, const char *bytes, size_t count) {
    int64_t room = log->head_limit - log->head;
    size_t taken = (int64_t)count < room ? count : (size_t)room;
    if (taken == 0) return 0;
    if (log->head_fd < 0) log->head_fd = open_for_writing(log->path);
    size_t written =
        log->head_fd < 0 ? 0 : write_at(log->head_fd, bytes, taken, log->head);
    log->head += (int64_t)written;
    log->refused += (int64_t)(taken - written);
    return taken;
}

static void open_tail(struct log *log) {
    char *path;
    if (asprintf(&path, "%s.tail", log->path) < 0) return;
    log->tail_fd = open_for_writing(path);
    free(path);
}

static void write_tail_head(struct log *log) {
    struct keeper_tail head = {
        .magic = KEEPER_TAIL_MAGIC,
        .head = (uint64_t)log->head,
        .capacity = (uint64_t)log->ring,
        .written = (uint64_t)log->ring_written,
    };
    (void)write_at(log->tail_fd, (const char *)&head, sizeof head, 0);
}

static void append_to_ring(struct log *log, const char *bytes, size_t count) {
    if (log->tail_fd < 0) open_tail(log);
    if (log->tail_fd < 0 || log->ring == 0) {
        log->refused += (int64_t)count;
        return;
    }
    while (count > 0) {
        int64_t position = log->ring_written % log->ring;
        int64_t room = log->ring - position;
        size_t taken = (int64_t)count < room ? count : (size_t)room;
        size_t written = write_at(
            log->tail_fd, bytes, taken, (int64_t)sizeof(struct keeper_tail) + position);
        log->ring_written += (int64_t)written;
        bytes += written;
        count -= written;
        if (written < taken) break;
    }
    log->refused += (int64_t)count;
    write_tail_head(log);
}

/// A watch ends with the last copy of its descriptor, which a child may still have: end it first.
static void close_pipe(struct log *log) {
    epoll_ctl(keeper.epoll, EPOLL_CTL_DEL, log->pipe, NULL);
    close(log->pipe);
    log->pipe = -1;
}

void log_pump(struct log *log, bool to_the_end) {
    static char chunk[CHUNK];
    for (int turn = 0; log->pipe >= 0 && (to_the_end || turn < READS_IN_A_TURN); turn++) {
        ssize_t n = read(log->pipe, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno == EAGAIN) return;
        if (n <= 0) {
            close_pipe(log);
            return;
        }
        size_t taken = append_to_head(log, chunk, (size_t)n);
        if (taken < (size_t)n) append_to_ring(log, chunk + taken, (size_t)n - taken);
    }
}

static int64_t overwritten(const struct log *log) {
    return log->ring_written > log->ring ? log->ring_written - log->ring : 0;
}

int64_t log_dropped(const struct log *log) { return log->refused + overwritten(log); }

static bool append_file(struct log *log, off_t from, int64_t count) {
    while (count > 0) {
        ssize_t n = sendfile(log->head_fd, log->tail_fd, &from, (size_t)count);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        count -= n;
    }
    return true;
}

static bool append_notice(struct log *log, int64_t dropped) {
    char line[128];
    int bytes = snprintf(
        line, sizeof line, KEEPER_DROPPED_PREFIX "%" PRId64 KEEPER_DROPPED_SUFFIX, dropped);
    return write(log->head_fd, line, (size_t)bytes) == bytes;
}

/// Head, notice, ring from its oldest byte on. False: the volume is full and the ring is kept.
static bool assemble(struct log *log) {
    const off_t start = sizeof(struct keeper_tail);
    if (lseek(log->head_fd, log->head, SEEK_SET) < 0) return false;
    int64_t lost = log_dropped(log);
    if (lost > 0 && !append_notice(log, lost)) return false;
    if (log->tail_fd < 0) return true;
    if (overwritten(log) == 0) return append_file(log, start, log->ring_written);
    int64_t oldest = log->ring_written % log->ring;
    return append_file(log, start + oldest, log->ring - oldest)
        && append_file(log, start, oldest);
}

static void remove_tail(struct log *log) {
    char *path;
    if (asprintf(&path, "%s.tail", log->path) < 0) return;
    unlink(path);
    free(path);
}

void log_finish(struct log *log) {
    if (log->pipe >= 0) {
        log_pump(log, true);
        if (log->pipe >= 0) close_pipe(log);
    }
    bool is_whole = log->head_fd < 0 || assemble(log);
    // Where there is no room for one file, head and tail stay as they are; readers know both.
    if (!is_whole) (void)!ftruncate(log->head_fd, log->head);
    if (log->tail_fd >= 0) {
        close(log->tail_fd);
        if (is_whole) remove_tail(log);
    }
    if (log->head_fd >= 0) close(log->head_fd);
    log->tail_fd = log->head_fd = -1;
    free(log->path);
    log->path = NULL;
}
