/// Starts one process. vfork: the child shares this memory until it executes the program, which is
/// both the cheapest start and the way in which it says what failed.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "keeper.h"

enum step { STEP_FOLDER = 1, STEP_PROGRAM = 2 };

/// What the child needs, all made before vfork: it must not allocate.
struct child {
    char *const *arguments;
    char *const *environment;
    const char *search_path;
    const char *working_folder;
    int output;
    int script;
    pid_t keeper;
    struct rlimit files;
    mode_t umask;
    volatile int step;
    volatile int error;
};

static void child_fail(struct child *child, enum step step) {
    child->step = step;
    child->error = errno;
    _exit(127);
}

static void child_set_up(struct child *child) {
    setsid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != child->keeper) _exit(127);
    umask(child->umask);
    setrlimit(RLIMIT_NOFILE, &child->files);
    dup2(child->output, STDOUT_FILENO);
    dup2(child->output, STDERR_FILENO);
    unsigned first_closed = 3;
    if (child->script >= 0) {
        if (child->script == KEEPER_SCRIPT_FD) {
            fcntl(KEEPER_SCRIPT_FD, F_SETFD, 0);
        } else {
            dup2(child->script, KEEPER_SCRIPT_FD);
        }
        first_closed = KEEPER_SCRIPT_FD + 1;
    }
    close_range(first_closed, ~0U, 0);
    signal(SIGPIPE, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/// As execvpe does, on the child's own PATH. Returns only where nothing could be executed.
static void child_execute(struct child *child) {
    static char path[PATH_MAX];
    const char *name = child->arguments[0];
    if (strchr(name, '/') != NULL || *name == '\0') {
        execve(name, child->arguments, child->environment);
        return;
    }
    int best = ENOENT;
    for (const char *at = child->search_path; at != NULL;) {
        const char *end = strchrnul(at, ':');
        int length = snprintf(
            path, sizeof path, "%.*s%s%s", (int)(end - at), at, end == at ? "" : "/", name);
        if (length > 0 && (size_t)length < sizeof path)
            execve(path, child->arguments, child->environment);
        if (errno == EACCES) best = EACCES;
        if (errno != ENOENT && errno != ENOTDIR && errno != EACCES) return;
        at = *end == '\0' ? NULL : end + 1;
    }
    errno = best;
}

static pid_t start(struct child *child) {
    pid_t pid = vfork();
    if (pid == 0) {
        child_set_up(child);
        if (chdir(child->working_folder) < 0) child_fail(child, STEP_FOLDER);
        child_execute(child);
        child_fail(child, STEP_PROGRAM);
    }
    return pid;
}

static bool has_name(char *const *variables, const char *line) {
    size_t length = strcspn(line, "=") + 1;
    for (; *variables != NULL; variables++) {
        if (strncmp(*variables, line, length) == 0) return true;
    }
    return false;
}

static const char *value_of(char *const *variables, const char *name) {
    size_t length = strlen(name);
    for (; *variables != NULL; variables++) {
        if (strncmp(*variables, name, length) == 0 && (*variables)[length] == '=')
            return *variables + length + 1;
    }
    return NULL;
}

/// The keeper's own variables come first, where a scan of /proc finds them at once.
struct own_variables {
    char state[PATH_MAX + 16];
    char id[sizeof "SLUICE_ATTEMPT_ID=" + KEEPER_ID_BYTES + 1];
    char output[PATH_MAX + 96];
};

static char **make_environment(struct own_variables *own, const struct attempt *attempt,
                               const struct spec *spec) {
    extern char **environ;
    static const char *const inherited[] = {"PATH", "HOME", "LANG", "USER", "TZ"};
    const size_t names = sizeof inherited / sizeof *inherited;
    char **environment = calloc(spec->head->variables + 3 + names + 1, sizeof *environment);
    if (environment == NULL) return NULL;
    char path[PATH_MAX + 80];
    output_path(attempt->id, path, sizeof path);
    snprintf(own->state, sizeof own->state, "SLUICE_STATE=%s", keeper.state);
    snprintf(own->id, sizeof own->id, "SLUICE_ATTEMPT_ID=%s", attempt->id);
    snprintf(own->output, sizeof own->output, "SLUICE_OUTPUT=%s", path);
    char *const first[] = {own->state, own->id, own->output, NULL};
    size_t count = 0;
    for (; count < 3; count++) environment[count] = first[count];
    for (char **line = spec->variables; *line != NULL; line++) {
        if (!has_name(first, *line)) environment[count++] = *line;
    }
    for (char **line = environ; *line != NULL; line++) {
        for (size_t i = 0; i < names; i++) {
            size_t length = strlen(inherited[i]);
            bool is_wanted = strncmp(*line, inherited[i], length) == 0 && (*line)[length] == '=';
            // A hostile environment may have a name twice: there is room for each name once.
            bool is_new = !has_name(spec->variables, *line) && !has_name(environment, *line);
            if (is_wanted && is_new)
                environment[count++] = *line;
        }
    }
    return environment;
}

static bool is_want_of_room(int error) {
    return error == EAGAIN || error == ENOMEM || error == EMFILE || error == ENFILE;
}

static void explain(const struct child *child, char words[WORDS]) {
    int error = child->error;
    if (child->step == STEP_FOLDER && error == ENOENT) {
        snprintf(words, WORDS, "working folder '%.300s' does not exist", child->working_folder);
    } else if (child->step == STEP_FOLDER) {
        snprintf(
            words, WORDS, "cannot enter working folder '%.300s': %s", child->working_folder,
            strerror(error));
    } else {
        snprintf(words, WORDS, "cannot run '%.300s': %s", child->arguments[0], strerror(error));
    }
}

static int run(struct attempt *attempt, struct child *child, char words[WORDS]) {
    pid_t pid = start(child);
    if (pid < 0) return errno;
    if (child->error == 0) {
        attempt->pid = pid;
        return 0;
    }
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) continue;
    if (!is_want_of_room(child->error)) explain(child, words);
    return child->error;
}

static int make_scratch(struct attempt *attempt, char *path, size_t capacity, char words[WORDS]) {
    int error = scratch_take(attempt, path, capacity);
    if (error != 0 && !is_want_of_room(error))
        snprintf(words, WORDS, "cannot make the scratch folder: %s", strerror(error));
    return error;
}

static void limit_files(struct rlimit *files) {
    getrlimit(RLIMIT_NOFILE, files);
    files->rlim_cur = files->rlim_max < NODE_FILES ? files->rlim_max : NODE_FILES;
}

int spawn(struct attempt *attempt, const struct spec *spec, int script_fd, char words[WORDS]) {
    static struct own_variables own;
    char scratch[PATH_MAX + 80];
    words[0] = '\0';
    struct child child = {
        .arguments = spec->arguments,
        .working_folder = spec->working_folder,
        .script = script_fd,
        .keeper = getpid(),
        .umask = keeper.umask,
    };
    if (*spec->working_folder == '\0') {
        int error = make_scratch(attempt, scratch, sizeof scratch, words);
        if (error != 0) return error;
        child.working_folder = scratch;
    }
    char **environment = make_environment(&own, attempt, spec);
    if (environment == NULL) return ENOMEM;
    child.environment = environment;
    child.search_path = value_of(environment, "PATH");
    if (child.search_path == NULL) child.search_path = "/usr/local/bin:/usr/bin:/bin";
    limit_files(&child.files);

    int pipe[2];
    int error = pipe2(pipe, O_CLOEXEC) < 0 ? errno : 0;
    if (error == 0) {
        fcntl(pipe[0], F_SETFL, O_NONBLOCK);
        child.output = pipe[1];
        error = run(attempt, &child, words);
        close(pipe[1]);
        attempt->log.pipe = pipe[0];
    }
    free(environment);
    return error;
}
