/// A child process that ends with its parent: what Swift cannot do between fork and exec.
#ifndef SLUICE_CHILD_PROCESS_H
#define SLUICE_CHILD_PROCESS_H

#include <stddef.h>
#include <sys/types.h>

struct child {
    /// Leads a process group of its own.
    pid_t pid;
    /// Readable once the process is gone.
    int pidfd;
    /// Read end of its standard error; does not block.
    int errors;
};

/// Starts a program with `input` as its standard input, nothing as its standard output, `/` as its
/// working folder, and no other descriptor. It is killed when the calling thread ends.
///
/// `arguments` and `environment` end with NULL; a program without a slash is looked for in PATH.
/// Returns 0, or the errno of what failed.
int child_start(
    char *const arguments[], char *const environment[], const void *input, size_t count,
    struct child *child);

/// Takes note of the end of a process that is gone, and closes what belonged to it. Returns its
/// exit code, or minus the number of the signal that ended it.
int child_reap(struct child *child);

/// Sends SIGKILL to the process and its group.
void child_kill(pid_t pid);

#endif
