/// The keeper: parent of every node process. One thread, one epoll; nothing here ever waits for a
/// client, a process or a full pipe.
#ifndef SLUICE_KEEPER_H
#define SLUICE_KEEPER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "KeeperProtocol.h"

enum {
    /// Attempts that run or wait for their acknowledgement; one more is deferred with EAGAIN.
    ATTEMPTS = 16 * 1024,
    /// Connections at once; one more is closed.
    CONNECTIONS = 8,
    /// Chains of the tables of attempts by id and by pid.
    BUCKETS = 4096,
    /// Milliseconds until SIGKILL is repeated to what forks faster than it dies.
    KILL_AGAIN_MS = 100,
    /// Milliseconds without a connection and an attempt after which the keeper ends by itself.
    IDLE_MS = 60 * 1000,
    /// Milliseconds between SIGTERM and SIGKILL where nobody says otherwise.
    GRACE_MS = 10 * 1000,
    /// Soft limit of open files for nodes; the keeper's own is raised to the hard limit.
    NODE_FILES = 1024,
    /// Milliseconds between two emptyings of the trash: each costs a fork.
    TRASH_MS = 200,
    /// Empty scratch folders that wait for their next attempt: making and removing one costs about
    /// as much as starting a process. More are removed.
    SPARE_FOLDERS = 64,
    /// Bytes of words that say why something could not be started.
    WORDS = 512,
    /// Exit code of a program that can read the state it was shown; no other program ends so.
    KEEPER_EXIT_READABLE = 93,
};

/// The log of one attempt: a head file, then a ring beside it that keeps the last part.
struct log {
    /// Read end of the pipe that is the process's stdout and stderr; -1: closed.
    int pipe;
    /// Head file; -1: nothing was written yet.
    int head_fd;
    /// `<path>.tail`; -1: the head is not full.
    int tail_fd;
    char *path;
    int64_t head_limit;
    int64_t head;
    int64_t ring;
    int64_t ring_written;
    /// Bytes that the file system refused.
    int64_t refused;
};

enum phase {
    RUNNING,
    /// Ended, with its result; kept until it is acknowledged.
    ENDED,
    /// Never started for want of room; forgotten when that is told.
    DEFERRED,
};

struct attempt {
    char id[KEEPER_ID_BYTES + 1];
    enum phase phase;
    /// The main process, and the id of its session.
    pid_t pid;
    bool main_gone;
    int status;
    /// Boot-time clock, milliseconds; `deadline` and `kill_at` 0: none.
    int64_t started;
    int64_t deadline;
    int64_t kill_at;
    int64_t grace;
    bool stopped;
    bool timed_out;
    /// The grace time is over: whatever is seen of it is killed.
    bool killing;
    /// Number of its scratch folder; 0: it has none.
    int64_t scratch;
    /// What settle() found in this round.
    bool has_leftovers;
    int deferred_errno;
    struct log log;
    struct keeper_ended result;
    char *text;

    /// In the queue of reports; a forgotten attempt is freed when the queue has passed over it.
    bool is_queued, is_forgotten;
    struct attempt *next_queued;
    struct attempt *next, *previous;
    struct attempt *next_by_id, *next_by_pid;
};

struct keeper {
    /// Absolute path of the state folder, which is also the current folder.
    char *state;
    char *incarnation;
    int lock, epoll, listener, signals, timer, children;
    int connections[CONNECTIONS];
    /// The connection that gets the reports; -1: none.
    int reader;
    /// Its queue was full: the rest goes when it can be written to.
    bool is_reader_full;
    int64_t idle_limit;
    int64_t idle_since;
    /// When the timer fires, boot-time milliseconds; 0: it is off.
    int64_t armed;
    bool list_asked;
    uint64_t listed;
    bool leaving;
    mode_t umask;
    /// Scratch folders made so far, and the numbers of those that nobody has.
    int64_t scratch_folders;
    int64_t spare[SPARE_FOLDERS];
    size_t spare_count;
    /// The child that empties the folder `trash`; 0: none.
    pid_t remover;
    bool has_trash;
    int64_t next_emptying;
    struct attempt *attempts;
    size_t count, running;
    struct attempt *first_queued, **last_queued;
    struct attempt *forgotten;
};

extern struct keeper keeper;

/// What an epoll event is about: a pointer to an attempt, or one of these plus an index.
enum source { SOURCE_LISTENER = 1, SOURCE_SIGNALS = 2, SOURCE_TIMER = 3, SOURCE_CONNECTION = 16 };

// clock.c
int64_t boot_ms(void);
int64_t wall_ms(void);
/// Makes the timer fire at `at` or earlier.
void arm(int64_t at);

// attempts.c
bool is_attempt_id(const char *id, size_t bytes);
struct attempt *attempt_with_id(const char *id);
struct attempt *attempt_with_session(pid_t session);
/// Starts the attempt that a spec describes, or reports the one that is known. Owns both
/// descriptors.
void attempt_start(const char *id, int spec_fd, int script_fd);
void attempt_stop(struct attempt *attempt, int64_t grace);
void attempt_acknowledge(struct attempt *attempt);
void attempt_forget(struct attempt *attempt);
void attempts_expire(void);
/// Collects children that have ended, and ends each attempt of which nothing is left.
void attempts_reap(void);
void attempts_free_forgotten(void);
/// Puts an attempt into the tables; by pid only while it runs.
void attempt_insert(struct attempt *attempt);
/// Watches the pipes and clocks of attempts that the program before has started.
void attempts_resume(void);

// spec.c
struct spec {
    char *bytes;
    const struct keeper_spec *head;
    const char *working_folder;
    const char *log_path;
    /// NULL-terminated, into `bytes`.
    char **arguments;
    char **variables;
};
/// Reads and checks a spec; false, with the reason in `words`.
bool spec_read(int fd, struct spec *spec, char words[WORDS]);
void spec_free(struct spec *spec);

// spawn.c
/// Starts the process of an attempt. 0, or errno; in `words` where it is the node's fault.
int spawn(struct attempt *attempt, const struct spec *spec, int script_fd, char words[WORDS]);

// log.c
void log_init(struct log *log, const char *path, int64_t limit);
/// Moves what is in the pipe into the log; `to_the_end`: until it is empty.
void log_pump(struct log *log, bool to_the_end);
/// Closes the pipe and makes one file of head and tail.
void log_finish(struct log *log);
int64_t log_dropped(const struct log *log);

// processes.c
/// Sends a signal to every process of an attempt's session or with its id in the environment.
void signal_attempt(const struct attempt *attempt, int number);
/// The attempt of this keeper that a process names in its environment, or NULL.
struct attempt *attempt_in_environment(pid_t pid);
/// Children of the keeper, running or not; the count, or -errno. The caller frees them.
ssize_t children_of_keeper(pid_t **pids);
/// Start of a process, boot-time milliseconds; -1: it is gone.
int64_t process_start(pid_t pid);
/// Kills what an earlier keeper of this state folder has left, and waits until it is gone.
bool kill_leftovers_of_earlier_keeper(void);

// folders.c
/// Makes every folder of a file's path. 0, or errno.
int make_parents(const char *path);
void output_path(const char *id, char *path, size_t capacity);
/// Gives an attempt an empty folder. 0, or errno.
int scratch_take(struct attempt *attempt, char *path, size_t capacity);
/// Keeps the folder for another attempt if it is empty, else throws it away.
void scratch_release(struct attempt *attempt);
/// What the process wrote into its outputs file, at most `KEEPER_OUTPUT_BYTES` + 1; the file goes.
uint32_t take_outputs(const char *id, char **text);
/// Empties the trash in a child, if there is something and nobody does already.
void empty_trash(void);
/// Empties what an earlier keeper has left of scratch folders and outputs.
void reset_folders(void);

// connection.c
bool connections_open(void);
void connection_accept(void);
void connection_ready(int index, uint32_t events);
/// Queues a report about an attempt to the daemon.
void tell(struct attempt *attempt);
void tell_all(void);
void tell_queued(void);
bool is_connected(void);
/// Watches the connections that the program before has left, and says who it is to the reader.
void connections_resume(void);

// upgrade.c
/// How another program is called to read a state and say so, and to go on with it.
#define KEEPER_CHECK "--check"
#define KEEPER_RESUME "--resume"
/// Executes another program in place of this one; returns, with the reason in `words`, where that
/// cannot be.
void upgrade(const char *program, char words[WORDS]);
/// Reads the state of the program before, and closes `fd`. False: it is none that is understood.
bool state_read(int fd);
/// Whether the descriptors of the state are closed by an exec.
void state_close_on_exec(bool closes);

#endif
