/// The packets between the daemon and its keeper, and the system calls that carry them.
///
/// The keeper listens on the SOCK_SEQPACKET socket `keeper.sock` in the state folder. One packet is
/// one message; all numbers are little-endian and unaligned:
///
///     u16 magic   u8 version   u8 type   u32 bytes of the id   u64 number   id   body
///
/// | type     | sender | id      | number          | body                                         |
/// |----------|--------|---------|-----------------|----------------------------------------------|
/// | HELLO    | daemon |         |                 |                                              |
/// | LIST     | daemon |         |                 |                                              |
/// | START    | daemon | attempt |                 | beside it: memfd of spec, memfd of script    |
/// | STOP     | daemon | attempt | grace, ms       |                                              |
/// | ACK      | daemon | attempt |                 |                                              |
/// | SHUTDOWN | daemon |         | 1: stops all    |                                              |
/// | UPGRADE  | daemon |         |                 | absolute path of a keeper                    |
/// | WELCOME  | keeper |         | pid             | incarnation, '\n', build                     |
/// | STARTED  | keeper | attempt | pid             |                                              |
/// | DEFERRED | keeper | attempt | errno           |                                              |
/// | ENDED    | keeper | attempt |                 | `keeper_ended`, then `text_bytes` of text    |
/// | LISTED   | keeper |         | attempts listed |                                              |
/// | REFUSED  | keeper |         |                 | why there is no upgrade, for people          |
///
/// The incarnation is the boot id, '/', and the start in nanoseconds of the boot-time clock; the
/// build is that of `keeper_build`.
///
/// The daemon speaks first, with HELLO, and is answered with WELCOME. The newest connection that
/// has said HELLO gets the reports; the one before it is closed. LIST is answered with a STARTED or
/// an ENDED for each attempt that the keeper knows, then LISTED. START of a known attempt reports
/// it again and starts nothing. ENDED is kept, and repeated at LIST and START, until ACK. A packet
/// that cannot be read closes its connection.
///
/// UPGRADE has the keeper execute another program in its place: same process and incarnation, same
/// attempts and connections. The new one says WELCOME; where it cannot take over, the old one says
/// REFUSED and goes on. HELLO, UPGRADE, WELCOME and REFUSED are the same in every version, so that
/// a daemon can upgrade a keeper of another one.
#ifndef SLUICE_KEEPER_PROTOCOL_H
#define SLUICE_KEEPER_PROTOCOL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    KEEPER_MAGIC = 0x6b53,
    KEEPER_SPEC_MAGIC = 0x7053,
    KEEPER_VERSION = 1,

    /// Bytes before the id.
    KEEPER_HEAD_BYTES = 16,
    /// Longest id; it is part of file names: letters, digits, '.', '-', '_', no '.' in front.
    KEEPER_ID_BYTES = 63,
    /// Largest packet: an ENDED with all the outputs that a node may report.
    KEEPER_PACKET_BYTES = 72 * 1024,
    /// Outputs of a node; one byte more is sent so that too many can be told from just enough.
    KEEPER_OUTPUT_BYTES = 64 * 1024,
    /// Largest spec: argv, environment and paths together.
    KEEPER_SPEC_BYTES = 8 * 1024 * 1024,
    /// Arguments or variables of a spec.
    KEEPER_SPEC_STRINGS = 16 * 1024,
    /// Room for a build and its NUL.
    KEEPER_BUILD_BYTES = 96,
    /// The descriptor on which a process finds its script: `/proc/self/fd/3`.
    KEEPER_SCRIPT_FD = 3,
    /// Exit code of a keeper that found another one serving the same state folder.
    KEEPER_EXIT_TAKEN = 75,
};

enum keeper_type {
    KEEPER_HELLO = 1,
    KEEPER_LIST = 2,
    KEEPER_START = 3,
    KEEPER_STOP = 4,
    KEEPER_ACK = 5,
    KEEPER_SHUTDOWN = 6,
    KEEPER_UPGRADE = 7,
    KEEPER_WELCOME = 65,
    KEEPER_STARTED = 66,
    KEEPER_DEFERRED = 67,
    KEEPER_ENDED = 68,
    KEEPER_LISTED = 69,
    KEEPER_REFUSED = 70,
};

/// The first bytes of a packet.
struct __attribute__((packed)) keeper_head {
    uint16_t magic;
    uint8_t version;
    uint8_t type;
    uint32_t id_bytes;
    uint64_t number;
};

/// The first bytes of a spec. After them come NUL-terminated strings: the working folder (empty: a
/// scratch folder), the path of the log, the arguments, the environment as `NAME=value`.
struct __attribute__((packed)) keeper_spec {
    uint16_t magic;
    uint8_t version;
    uint8_t has_script;
    uint32_t arguments;
    uint32_t variables;
    /// Milliseconds by the boot-time clock; 0: no limit.
    uint64_t timeout_ms;
    /// Milliseconds between SIGTERM and SIGKILL after a timeout.
    uint64_t grace_ms;
    /// Bytes of the log that are kept.
    uint64_t log_bytes;
};

enum keeper_end {
    KEEPER_EXITED = 1,
    KEEPER_SIGNALLED = 2,
    /// The text says why.
    KEEPER_COULD_NOT_START = 3,
};

enum keeper_end_flags {
    /// STOP came before the end.
    KEEPER_STOPPED = 1,
    KEEPER_TIMED_OUT = 2,
};

/// How an attempt ended. The text after it is what the process wrote into `SLUICE_OUTPUT`.
struct __attribute__((packed)) keeper_ended {
    uint32_t end;
    uint32_t flags;
    int32_t exit_code;
    int32_t signal;
    int64_t end_ms;
    int64_t duration_ms;
    int64_t log_bytes;
    int64_t log_dropped;
    uint32_t text_bytes;
};

/// The first bytes of `<log>.tail`, which is there while a log is longer than its head: a ring of
/// `capacity` bytes follows; byte n of what went past the head is at n modulo `capacity`.
struct __attribute__((packed)) keeper_tail {
    uint64_t magic;
    /// Bytes in the head file.
    uint64_t head;
    uint64_t capacity;
    /// Bytes that ever went into the ring.
    uint64_t written;
};

#define KEEPER_TAIL_MAGIC UINT64_C(0x6c69617465636c73)
#define KEEPER_DROPPED_PREFIX "\n[sluice: "
#define KEEPER_DROPPED_SUFFIX " bytes of the log were dropped here]\n"

/// Sends one packet and up to two descriptors with it. 0, or errno.
int keeper_send(
    int socket, const void *bytes, size_t count, const int *fds, int fd_count, int flags);

/// Receives one packet; descriptors that came with it are put into `fds`, -1 where there is none.
/// Bytes received; 0: the other side closed; negative: -errno.
ssize_t keeper_receive(
    int socket, void *bytes, size_t capacity, int fds[2], int flags);

/// A memfd with these bytes that nobody can change any more; negative: -errno.
int keeper_sealed_memory(const char *name, const void *bytes, size_t count);

/// Names the build of a keeper by its file: protocol version, device, inode, size and time of the
/// last change. Empty where there is no such file.
void keeper_build(const char *program, char build[KEEPER_BUILD_BYTES]);

/// Connects to the keeper of a state folder. A descriptor, or -errno.
int keeper_connect(const char *state_folder);

/// Runs the keeper of a state folder and waits until it listens or has given up. Its environment is
/// PATH, HOME, LANG, USER and TZ of the caller; nothing else of the caller is inherited.
/// The exit code of the start (0: it listens), or -errno.
int keeper_spawn(const char *program, const char *state_folder, uint64_t idle_ms);

#endif
