#define _GNU_SOURCE
#include "KeeperProtocol.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "packets are little-endian");
_Static_assert(sizeof(struct keeper_head) == KEEPER_HEAD_BYTES, "the head has no padding");

int keeper_send(
    int socket, const void *bytes, size_t count, const int *fds, int fd_count, int flags) {
    struct iovec vector = {.iov_base = (void *)bytes, .iov_len = count};
    union {
        struct cmsghdr alignment;
        char bytes[CMSG_SPACE(2 * sizeof(int))];
    } control = {0};
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};
    if (fd_count > 0 && fd_count <= 2) {
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE((size_t)fd_count * sizeof(int));
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN((size_t)fd_count * sizeof(int));
        memcpy(CMSG_DATA(header), fds, (size_t)fd_count * sizeof(int));
    }
    ssize_t sent;
    do {
        sent = sendmsg(socket, &message, flags | MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent < 0 ? errno : 0;
}

/// Takes the first two descriptors of a message and closes any others: a sender may pass more.
static void take_descriptors(struct msghdr *message, int fds[2]) {
    int taken = 0;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(message); header != NULL;
         header = CMSG_NXTHDR(message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
        size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < count; i++) {
            int fd;
            memcpy(&fd, CMSG_DATA(header) + i * sizeof(int), sizeof(int));
            if (taken < 2) {
                fds[taken++] = fd;
            } else {
                close(fd);
            }
        }
    }
}

ssize_t keeper_receive(int socket, void *bytes, size_t capacity, int fds[2], int flags) {
    struct iovec vector = {.iov_base = bytes, .iov_len = capacity};
    union {
        struct cmsghdr alignment;
        char bytes[CMSG_SPACE(8 * sizeof(int))];
    } control;
    struct msghdr message = {
        .msg_iov = &vector,
        .msg_iovlen = 1,
        .msg_control = control.bytes,
        .msg_controllen = sizeof control.bytes,
    };
    fds[0] = fds[1] = -1;
    ssize_t received;
    do {
        received = recvmsg(socket, &message, flags | MSG_CMSG_CLOEXEC);
    } while (received < 0 && errno == EINTR);
    if (received < 0) return -errno;
    take_descriptors(&message, fds);
    if (message.msg_flags & MSG_TRUNC) {
        for (int i = 0; i < 2; i++) {
            if (fds[i] >= 0) close(fds[i]);
            fds[i] = -1;
        }
        return -EMSGSIZE;
    }
    return received;
}

int keeper_sealed_memory(const char *name, const void *bytes, size_t count) {
    int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0) return -errno;
    size_t written = 0;
    while (written < count) {
        ssize_t n = write(fd, (const char *)bytes + written, count - written);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) goto failed;
        written += (size_t)n;
    }
    if (fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) < 0)
        goto failed;
    return fd;
failed:;
    int error = errno;
    close(fd);
    return -error;
}

void keeper_build(const char *program, char build[KEEPER_BUILD_BYTES]) {
    struct stat status;
    build[0] = '\0';
    if (stat(program, &status) < 0) return;
    snprintf(
        build, KEEPER_BUILD_BYTES, "%d-%" PRIx64 "-%" PRIx64 "-%" PRIx64 "-%" PRIx64 ".%" PRIx64,
        KEEPER_VERSION, (uint64_t)status.st_dev, (uint64_t)status.st_ino,
        (uint64_t)status.st_size, (uint64_t)status.st_mtim.tv_sec,
        (uint64_t)status.st_mtim.tv_nsec);
}

int keeper_connect(const char *state_folder) {
    // A socket's path has at most 107 bytes, a folder's may have more: go through its descriptor.
    int folder = open(state_folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return -errno;
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    int error = fd < 0 ? errno : 0;
    if (fd >= 0) {
        struct sockaddr_un address = {.sun_family = AF_UNIX};
        snprintf(
            address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/keeper.sock", folder);
        if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
            error = errno;
            close(fd);
        }
    }
    close(folder);
    return error != 0 ? -error : fd;
}

/// Writes `NAME=value` of the variables that a keeper inherits; the caller frees each.
static void inherited_environment(char *environment[], size_t capacity) {
    static const char *const names[] = {"PATH", "HOME", "LANG", "USER", "TZ"};
    size_t count = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names && count + 1 < capacity; i++) {
        const char *value = getenv(names[i]);
        char *line;
        if (value != NULL && asprintf(&line, "%s=%s", names[i], value) >= 0)
            environment[count++] = line;
    }
    environment[count] = NULL;
}

int keeper_spawn(const char *program, const char *state_folder, uint64_t idle_ms) {
    char idle[32];
    snprintf(idle, sizeof idle, "%" PRIu64, idle_ms);
    char *arguments[] = {(char *)program, (char *)state_folder, idle, NULL};
    char *environment[6];
    inherited_environment(environment, sizeof environment / sizeof *environment);

    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    pid_t pid;
    int error = posix_spawn(&pid, program, NULL, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    for (char **line = environment; *line != NULL; line++) free(*line);
    if (error != 0) return -error;

    int status;
    pid_t waited;
    do {
        waited = waitpid(pid, &status, 0);
    } while (waited < 0 && errno == EINTR);
    if (waited < 0) return -errno;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
