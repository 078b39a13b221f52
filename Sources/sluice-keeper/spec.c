/// Reads the spec of an attempt, trusting nothing in it.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "keeper.h"

static bool read_all(int fd, char *bytes, size_t count) {
    for (size_t done = 0; done < count;) {
        ssize_t n = pread(fd, bytes + done, count - done, (off_t)done);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        done += (size_t)n;
    }
    return true;
}

/// The next string, or NULL where the text has no more.
static char *next_string(char **at, const char *end) {
    if (*at >= end) return NULL;
    char *terminator = memchr(*at, '\0', (size_t)(end - *at));
    if (terminator == NULL) return NULL;
    char *string = *at;
    *at = terminator + 1;
    return string;
}

static char **string_list(uint32_t count, char **at, const char *end) {
    char **list = calloc((size_t)count + 1, sizeof *list);
    for (uint32_t i = 0; list != NULL && i < count; i++) {
        list[i] = next_string(at, end);
        if (list[i] != NULL) continue;
        free(list);
        return NULL;
    }
    return list;
}

static bool parse(struct spec *spec, size_t count) {
    const struct keeper_spec *head = spec->head = (const struct keeper_spec *)spec->bytes;
    if (head->magic != KEEPER_SPEC_MAGIC || head->version != KEEPER_VERSION) return false;
    if (head->arguments < 1 || head->arguments > KEEPER_SPEC_STRINGS) return false;
    if (head->variables > KEEPER_SPEC_STRINGS || head->log_bytes > INT64_MAX) return false;
    char *at = spec->bytes + sizeof *head;
    const char *end = spec->bytes + count;
    spec->working_folder = next_string(&at, end);
    spec->log_path = next_string(&at, end);
    if (spec->log_path == NULL || spec->log_path[0] != '/') return false;
    spec->arguments = string_list(head->arguments, &at, end);
    if (spec->arguments == NULL) return false;
    spec->variables = string_list(head->variables, &at, end);
    return spec->variables != NULL && at == end;
}

bool spec_read(int fd, struct spec *spec, char words[WORDS]) {
    *spec = (struct spec){0};
    struct stat status;
    if (fd < 0 || fstat(fd, &status) < 0 || !S_ISREG(status.st_mode)) {
        snprintf(words, WORDS, "the keeper got no spec");
        return false;
    }
    if (status.st_size < (off_t)sizeof *spec->head || status.st_size > KEEPER_SPEC_BYTES) {
        snprintf(
            words, WORDS, "arguments and environment have %lld bytes; at most %d are allowed",
            (long long)status.st_size, KEEPER_SPEC_BYTES);
        return false;
    }
    size_t count = (size_t)status.st_size;
    spec->bytes = malloc(count);
    if (spec->bytes != NULL && read_all(fd, spec->bytes, count) && parse(spec, count)) return true;
    spec_free(spec);
    snprintf(words, WORDS, "an argument or a variable is not a text: does it contain a NUL?");
    return false;
}

void spec_free(struct spec *spec) {
    free(spec->arguments);
    free(spec->variables);
    free(spec->bytes);
    *spec = (struct spec){0};
}
