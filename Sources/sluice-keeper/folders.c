/// Scratch folders and outputs files, by their names below the state folder, the current one.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "keeper.h"

int make_parents(const char *path) {
    char *copy = strdup(path);
    if (copy == NULL) return ENOMEM;
    int error = 0;
    for (char *slash = strchr(copy + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        error = mkdir(copy, 0700) < 0 && errno != EEXIST ? errno : 0;
        *slash = '/';
    }
    free(copy);
    return error;
}

void output_path(const char *id, char *path, size_t capacity) {
    snprintf(path, capacity, "%s/outputs/%s", keeper.state, id);
}

uint32_t take_outputs(const char *id, char **text) {
    char path[sizeof "outputs/" + KEEPER_ID_BYTES + 1];
    snprintf(path, sizeof path, "outputs/%s", id);
    *text = NULL;
    // A node could have put a link, a fifo or a device there: neither follow it nor wait for it.
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        if (errno != ENOENT) unlink(path);
        return 0;
    }
    struct stat status;
    size_t count = 0;
    size_t limit = KEEPER_OUTPUT_BYTES + 1;
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0) {
        if ((size_t)status.st_size < limit) limit = (size_t)status.st_size;
        *text = malloc(limit);
        while (*text != NULL && count < limit) {
            ssize_t n = read(fd, *text + count, limit - count);
            if (n < 0 && errno == EINTR) continue;
            if (n <= 0) break;
            count += (size_t)n;
        }
    }
    close(fd);
    unlink(path);
    return (uint32_t)count;
}

static void remove_tree(int parent, const char *name);

static void remove_entries(int fd) {
    DIR *folder = fdopendir(fd);
    if (folder == NULL) {
        close(fd);
        return;
    }
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            remove_tree(dirfd(folder), entry->d_name);
    }
    closedir(folder);
}

/// Removes a folder with all that is in it, never beyond a link.
static void remove_tree(int parent, const char *name) {
    if (unlinkat(parent, name, 0) == 0 || errno == ENOENT) return;
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 && errno == EACCES && fchmodat(parent, name, 0700, 0) == 0)
        fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return;
    fchmod(fd, 0700);
    remove_entries(fd);
    unlinkat(parent, name, AT_REMOVEDIR);
}

/// What is removed goes into `trash` by rename, under a name that is new each time: removing a
/// folder takes milliseconds on some file systems, renaming it microseconds.
static void throw_away(const char *path) {
    static uint64_t thrown = 0;
    char name[64];
    snprintf(name, sizeof name, "trash/%" PRIx64 ".%" PRIu64, boot_ms(), thrown++);
    if (rename(path, name) == 0) keeper.has_trash = true;
}

int scratch_take(struct attempt *attempt, char *path, size_t capacity) {
    bool is_spare = keeper.spare_count > 0;
    int64_t number = is_spare ? keeper.spare[--keeper.spare_count] : ++keeper.scratch_folders;
    snprintf(path, capacity, "%s/scratch/%" PRId64, keeper.state, number);
    // Also a spare one: somebody may have cleaned up.
    if (mkdir(path, 0700) < 0 && errno != EEXIST) return errno;
    attempt->scratch = number;
    return 0;
}

/// As scratch_take() hands it out: "." and ".." in it, and the permissions that it was given.
static bool is_as_new(const char *path) {
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return false;
    struct stat status;
    bool is_ours = fstat(fd, &status) == 0 && status.st_uid == geteuid()
        && (status.st_mode & 07777) == 0700;
    DIR *folder = is_ours ? fdopendir(fd) : NULL;
    if (folder == NULL) {
        close(fd);
        return false;
    }
    int entries = 0;
    while (entries <= 2 && readdir(folder) != NULL) entries++;
    closedir(folder);
    return entries == 2;
}

void scratch_release(struct attempt *attempt) {
    if (attempt->scratch == 0) return;
    char path[64];
    snprintf(path, sizeof path, "scratch/%" PRId64, attempt->scratch);
    if (keeper.spare_count < SPARE_FOLDERS && is_as_new(path)) {
        keeper.spare[keeper.spare_count++] = attempt->scratch;
    } else {
        throw_away(path);
    }
    attempt->scratch = 0;
}

void empty_trash(void) {
    // It would hold up everything else: a child does it, one at a time.
    if (!keeper.has_trash || keeper.remover != 0) return;
    int64_t now = boot_ms();
    if (now < keeper.next_emptying) {
        arm(keeper.next_emptying);
        return;
    }
    keeper.next_emptying = now + TRASH_MS;
    keeper.has_trash = false;
    pid_t child = fork();
    if (child > 0) keeper.remover = child;
    if (child != 0) return;
    // Nothing of the keeper may live on in the child: not its lock, its pipes or their watches.
    close_range(3, ~0U, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    int fd = open("trash", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) remove_entries(fd);
    _exit(0);
}

void reset_folders(void) {
    mkdir("trash", 0700);
    throw_away("scratch");
    throw_away("outputs");
    mkdir("scratch", 0700);
    mkdir("outputs", 0700);
    keeper.has_trash = true;
}
