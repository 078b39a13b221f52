#define _GNU_SOURCE
#include "CChildProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/// A descriptor from which `bytes` can be read; -1 where none can be had. Unlike a pipe it needs
/// nobody who writes, and a program that reads nothing of it harms nobody.
static int readable(const void *bytes, size_t count) {
    int file = memfd_create("input", MFD_CLOEXEC);
    if (file < 0) return -1;
    size_t written = 0;
    while (written < count) {
        ssize_t more = write(file, (const char *)bytes + written, count - written);
        if (more < 0 && errno == EINTR) continue;
        if (more <= 0) {
            close(file);
            return -1;
        }
        written += (size_t)more;
    }
    lseek(file, 0, SEEK_SET);
    return file;
}

/// Between fork and exec: only what POSIX calls async-signal-safe.
static void become(
    char *const arguments[], char *const environment[], pid_t parent, int input, int errors,
    int failure) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // It was gone before that could be asked for.
    if (getppid() != parent) _exit(127);
    struct sigaction standard = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++) sigaction(number, &standard, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int nothing = fcntl(open("/dev/null", O_WRONLY), F_DUPFD, 4);
    if (dup2(input, 0) == 0 && dup2(nothing, 1) == 1 && dup2(errors, 2) == 2 && chdir("/") == 0
        && dup2(failure, 3) == 3 && fcntl(3, F_SETFD, FD_CLOEXEC) == 0
        && close_range(4, ~0U, 0) == 0)
        execvpe(arguments[0], arguments, environment);
    int error = errno;
    // Nobody is told where this fails too: the exit code says that it did not start.
    ssize_t ignored = write(3, &error, sizeof error);
    (void)ignored;
    _exit(127);
}

/// The errno that `become` reports; 0 where the program has begun.
static int failure_of(int pipe) {
    int error = 0;
    ssize_t count;
    do {
        count = read(pipe, &error, sizeof error);
    } while (count < 0 && errno == EINTR);
    return count == sizeof error ? error : 0;
}

/// Every descriptor above the first four, so that none is in the way of those that the child gets.
static int above(int file) {
    if (file < 0 || file > 3) return file;
    int moved = fcntl(file, F_DUPFD_CLOEXEC, 4);
    int error = errno;
    close(file);
    errno = error;
    return moved;
}

int child_start(
    char *const arguments[], char *const environment[], const void *input, size_t count,
    struct child *child) {
    int errors[2] = {-1, -1}, failure[2] = {-1, -1};
    int error = 0;
    int file = above(readable(input, count));
    if (file < 0 || pipe2(errors, O_CLOEXEC) != 0 || pipe2(failure, O_CLOEXEC) != 0) {
        error = errno;
    } else {
        errors[1] = above(errors[1]);
        failure[1] = above(failure[1]);
        pid_t parent = getpid();
        child->pid = fork();
        if (child->pid == 0)
            become(arguments, environment, parent, file, errors[1], failure[1]);
        if (child->pid < 0) error = errno;
    }
    if (failure[1] >= 0) close(failure[1]);
    if (errors[1] >= 0) close(errors[1]);
    if (file >= 0) close(file);
    if (error == 0) {
        // In both processes, so that it is so whoever comes first.
        setpgid(child->pid, child->pid);
        error = failure_of(failure[0]);
        child->pidfd = error == 0 ? pidfd_open(child->pid, 0) : -1;
        if (error == 0 && child->pidfd < 0) error = errno;
        if (error != 0) {
            child_kill(child->pid);
            while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR) {}
        }
    }
    if (failure[0] >= 0) close(failure[0]);
    if (error != 0) {
        if (errors[0] >= 0) close(errors[0]);
        return error;
    }
    fcntl(errors[0], F_SETFL, O_NONBLOCK);
    child->errors = errors[0];
    return 0;
}

int child_reap(struct child *child) {
    int status = 0;
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR) {}
    close(child->pidfd);
    close(child->errors);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

void child_kill(pid_t pid) {
    kill(-pid, SIGKILL);
    kill(pid, SIGKILL);
}
