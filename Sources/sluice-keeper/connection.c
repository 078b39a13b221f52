/// The socket: packets in, reports out. Reports are not queued as packets but as attempts whose
/// state is to be told, so that a client that does not read costs no memory.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "keeper.h"

enum {
    /// Packets of one connection before others have their turn.
    PACKETS_IN_A_TURN = 256,
};

struct packet {
    struct keeper_head head;
    char id[KEEPER_ID_BYTES + 1];
    const char *body;
    size_t body_bytes;
    int fds[2];
};

bool connections_open(void) {
    for (int i = 0; i < CONNECTIONS; i++) keeper.connections[i] = -1;
    keeper.reader = -1;
    keeper.last_queued = &keeper.first_queued;
    keeper.listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (keeper.listener < 0) return false;
    // The lock is ours, so whoever made this socket is gone. The state folder is the current one.
    unlink("keeper.sock");
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "keeper.sock"};
    return bind(keeper.listener, (struct sockaddr *)&address, sizeof address) == 0
        && chmod("keeper.sock", 0600) == 0 && listen(keeper.listener, CONNECTIONS) == 0;
}

bool is_connected(void) {
    for (int i = 0; i < CONNECTIONS; i++) {
        if (keeper.connections[i] >= 0) return true;
    }
    return false;
}

static void watch(int index, uint32_t events) {
    struct epoll_event event = {
        .events = events,
        .data.u64 = (uint64_t)SOURCE_CONNECTION + (uint64_t)index,
    };
    int fd = keeper.connections[index];
    if (epoll_ctl(keeper.epoll, EPOLL_CTL_MOD, fd, &event) < 0)
        epoll_ctl(keeper.epoll, EPOLL_CTL_ADD, fd, &event);
}

static void close_connection(int index) {
    close(keeper.connections[index]);
    keeper.connections[index] = -1;
    if (keeper.reader == index) {
        keeper.reader = -1;
        keeper.list_asked = false;
    }
    keeper.idle_since = boot_ms();
}

static bool is_own_user(int fd) {
    struct ucred peer;
    socklen_t bytes = sizeof peer;
    return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &bytes) == 0 && peer.uid == geteuid();
}

void connection_accept(void) {
    int fd = accept4(keeper.listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) return;
    for (int i = 0; i < CONNECTIONS && is_own_user(fd); i++) {
        if (keeper.connections[i] >= 0) continue;
        keeper.connections[i] = fd;
        watch(i, EPOLLIN);
        return;
    }
    close(fd);
}

/// 0, or errno.
static int send_packet(int fd, enum keeper_type type, const char *id, uint64_t number,
                       const struct iovec *body, int parts) {
    static char bytes[KEEPER_PACKET_BYTES];
    struct keeper_head head = {
        .magic = KEEPER_MAGIC,
        .version = KEEPER_VERSION,
        .type = (uint8_t)type,
        .id_bytes = (uint32_t)strlen(id),
        .number = number,
    };
    size_t count = sizeof head;
    memcpy(bytes, &head, sizeof head);
    memcpy(bytes + count, id, head.id_bytes);
    count += head.id_bytes;
    for (int i = 0; i < parts; i++) {
        if (body[i].iov_len == 0) continue;
        memcpy(bytes + count, body[i].iov_base, body[i].iov_len);
        count += body[i].iov_len;
    }
    return keeper_send(fd, bytes, count, NULL, 0, MSG_DONTWAIT);
}

static int send_text(int fd, enum keeper_type type, const char *id, uint64_t number,
                     const char *text) {
    struct iovec body = {.iov_base = (void *)text, .iov_len = strlen(text)};
    return send_packet(fd, type, id, number, &body, 1);
}

static int send_report(int fd, const struct attempt *attempt) {
    switch (attempt->phase) {
    case RUNNING:
        return send_packet(fd, KEEPER_STARTED, attempt->id, (uint64_t)attempt->pid, NULL, 0);
    case DEFERRED:
        return send_packet(
            fd, KEEPER_DEFERRED, attempt->id, (uint64_t)attempt->deferred_errno, NULL, 0);
    case ENDED:
        break;
    }
    struct iovec body[] = {
        {.iov_base = (void *)&attempt->result, .iov_len = sizeof attempt->result},
        {.iov_base = attempt->text, .iov_len = attempt->result.text_bytes},
    };
    return send_packet(fd, KEEPER_ENDED, attempt->id, 0, body, 2);
}

void tell(struct attempt *attempt) {
    if (attempt->is_queued) return;
    attempt->is_queued = true;
    attempt->next_queued = NULL;
    *keeper.last_queued = attempt;
    keeper.last_queued = &attempt->next_queued;
}

void tell_all(void) {
    keeper.list_asked = true;
    keeper.listed = keeper.count;
    for (struct attempt *attempt = keeper.attempts; attempt != NULL; attempt = attempt->next)
        tell(attempt);
}

static void dequeue(void) {
    struct attempt *attempt = keeper.first_queued;
    keeper.first_queued = attempt->next_queued;
    if (keeper.first_queued == NULL) keeper.last_queued = &keeper.first_queued;
    attempt->is_queued = false;
    if (attempt->phase == DEFERRED && !attempt->is_forgotten) attempt_forget(attempt);
}

/// 0, or errno of what could not be sent. Without a reader there is nobody to tell: LIST will.
static int send_queued(int fd) {
    while (keeper.first_queued != NULL) {
        struct attempt *attempt = keeper.first_queued;
        int error = fd < 0 || attempt->is_forgotten ? 0 : send_report(fd, attempt);
        if (error != 0) return error;
        dequeue();
    }
    if (fd < 0 || !keeper.list_asked) return 0;
    int error = send_packet(fd, KEEPER_LISTED, "", keeper.listed, NULL, 0);
    if (error == 0) keeper.list_asked = false;
    return error;
}

void tell_queued(void) {
    if (keeper.first_queued == NULL && !keeper.list_asked) return;
    int reader = keeper.reader;
    int error = send_queued(reader < 0 ? -1 : keeper.connections[reader]);
    if (reader < 0) return;
    if (error != 0 && error != EAGAIN) {
        close_connection(reader);
    } else if (keeper.is_reader_full != (error == EAGAIN)) {
        keeper.is_reader_full = error == EAGAIN;
        watch(reader, keeper.is_reader_full ? EPOLLIN | EPOLLOUT : EPOLLIN);
    }
}

static bool parse(struct packet *packet, const char *bytes, size_t count) {
    if (count < sizeof packet->head) return false;
    memcpy(&packet->head, bytes, sizeof packet->head);
    const struct keeper_head *head = &packet->head;
    // A daemon of another version can still greet and upgrade this keeper.
    bool is_of_all_versions = head->type == KEEPER_HELLO || head->type == KEEPER_UPGRADE;
    bool is_readable = is_of_all_versions || head->version == KEEPER_VERSION;
    if (head->magic != KEEPER_MAGIC || !is_readable) return false;
    if (head->id_bytes > KEEPER_ID_BYTES || head->id_bytes > count - sizeof *head) return false;
    if (head->id_bytes > 0 && !is_attempt_id(bytes + sizeof *head, head->id_bytes)) return false;
    memcpy(packet->id, bytes + sizeof *head, head->id_bytes);
    packet->id[head->id_bytes] = '\0';
    packet->body = bytes + sizeof *head + head->id_bytes;
    packet->body_bytes = count - sizeof *head - head->id_bytes;
    return true;
}

/// False where the client does not read: it cannot follow what comes after.
static bool welcome(int index) {
    char build[KEEPER_BUILD_BYTES];
    keeper_build("/proc/self/exe", build);
    struct iovec body[] = {
        {.iov_base = keeper.incarnation, .iov_len = strlen(keeper.incarnation)},
        {.iov_base = "\n", .iov_len = 1},
        {.iov_base = build, .iov_len = strlen(build)},
    };
    int fd = keeper.connections[index];
    if (send_packet(fd, KEEPER_WELCOME, "", (uint64_t)getpid(), body, 3) != 0) return false;
    if (keeper.reader >= 0 && keeper.reader != index) close_connection(keeper.reader);
    if (keeper.reader != index) keeper.is_reader_full = false;
    keeper.reader = index;
    return true;
}

void connections_resume(void) {
    for (int i = 0; i < CONNECTIONS; i++) {
        bool is_full = keeper.reader == i && keeper.is_reader_full;
        if (keeper.connections[i] >= 0) watch(i, is_full ? EPOLLIN | EPOLLOUT : EPOLLIN);
    }
    if (keeper.reader >= 0 && !welcome(keeper.reader)) close_connection(keeper.reader);
}

static void shut_down(bool stops_attempts) {
    if (!stops_attempts && keeper.count > 0) return;
    keeper.leaving = true;
    for (struct attempt *attempt = keeper.attempts; attempt != NULL; attempt = attempt->next)
        attempt_stop(attempt, attempt->grace);
}

static void upgrade_to(int fd, const struct packet *packet) {
    char words[WORDS] = "no memory";
    char *program = strndup(packet->body, packet->body_bytes);
    if (program != NULL) upgrade(program, words);
    free(program);
    (void)send_text(fd, KEEPER_REFUSED, "", 0, words);
}

/// False where the packet is none that a daemon sends.
static bool obey(int index, struct packet *packet) {
    if (packet->head.type == KEEPER_HELLO) return welcome(index);
    if (keeper.reader != index) return false;
    bool has_id = packet->id[0] != '\0';
    struct attempt *attempt = has_id ? attempt_with_id(packet->id) : NULL;
    switch (packet->head.type) {
    case KEEPER_LIST:
        tell_all();
        return true;
    case KEEPER_START:
        if (!has_id) return false;
        attempt_start(packet->id, packet->fds[0], packet->fds[1]);
        packet->fds[0] = packet->fds[1] = -1;
        return true;
    case KEEPER_STOP:
        // A grace time of more than 24 days is none.
        if (attempt != NULL) attempt_stop(attempt, (int64_t)(packet->head.number & INT32_MAX));
        return has_id;
    case KEEPER_ACK:
        if (attempt != NULL) attempt_acknowledge(attempt);
        return has_id;
    case KEEPER_SHUTDOWN:
        shut_down(packet->head.number == 1);
        return true;
    case KEEPER_UPGRADE:
        upgrade_to(keeper.connections[index], packet);
        return true;
    default:
        return false;
    }
}

/// False where the connection is over.
static bool receive(int index, bool *has_more) {
    static char bytes[KEEPER_PACKET_BYTES];
    struct packet packet;
    ssize_t count = keeper_receive(
        keeper.connections[index], bytes, sizeof bytes, packet.fds, MSG_DONTWAIT);
    if (count == -EAGAIN) {
        *has_more = false;
        return true;
    }
    if (count <= 0) return false;
    bool is_right = parse(&packet, bytes, (size_t)count) && obey(index, &packet);
    for (int i = 0; i < 2; i++) {
        if (packet.fds[i] >= 0) close(packet.fds[i]);
    }
    return is_right;
}

void connection_ready(int index, uint32_t events) {
    if (keeper.connections[index] < 0) return;
    bool has_more = (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0;
    for (int turn = 0; has_more && turn < PACKETS_IN_A_TURN; turn++) {
        if (receive(index, &has_more)) continue;
        close_connection(index);
        return;
    }
}
