/// What a step of the transcript prints.
#ifndef LINES_H
#define LINES_H

#include <sluice/sluice.h>

/// The name of the step that is executed; every line begins with it.
extern const char *step_name;

/// Prints `NAME: ` and a line.
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/// Prints every line of a text, whatever bytes it has.
void say_text(const char *text, size_t size);

/// A text that is put together from pieces; `free(text.bytes)`.
struct text {
    char *bytes;
    size_t size;
};

void append_bytes(struct text *text, const void *bytes, size_t size);
void append(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/// `key=value` with a blank between, `-` if there are none; for `free`.
char *pairs(Sluice__V1__KeyValue *const *entries, size_t count);

void say_error(const sluice_error *error, bool with_message);
void say_instance(const Sluice__V1__Instance *instance);
void say_node(const Sluice__V1__NodeInstance *node);
/// What changed or would change, then what was left out.
void say_changes(const Sluice__V1__ChangeResult *result);
void say_event(const char *which, const Sluice__V1__Event *event);

#endif
