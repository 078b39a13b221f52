#define _GNU_SOURCE
#include "lines.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *step_name = "";

void say(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    printf("%s: ", step_name);
    vprintf(format, arguments);
    putchar('\n');
    fflush(stdout);
    va_end(arguments);
}

void say_text(const char *text, size_t size) {
    const char *end = text + size;
    while (text < end) {
        const char *line_break = memchr(text, '\n', (size_t)(end - text));
        const char *line_end = line_break == NULL ? end : line_break;
        say("%.*s", (int)(line_end - text), text);
        text = line_break == NULL ? end : line_break + 1;
    }
}

void append_bytes(struct text *text, const void *bytes, size_t size) {
    char *grown = realloc(text->bytes, text->size + size + 1);
    if (grown == NULL) abort();
    if (size > 0) memcpy(grown + text->size, bytes, size);
    text->bytes = grown;
    text->size += size;
    text->bytes[text->size] = '\0';
}

void append(struct text *text, const char *format, ...) {
    char *piece = NULL;
    va_list arguments;
    va_start(arguments, format);
    int size = vasprintf(&piece, format, arguments);
    va_end(arguments);
    if (size < 0) abort();
    append_bytes(text, piece, (size_t)size);
    free(piece);
}

char *pairs(Sluice__V1__KeyValue *const *entries, size_t count) {
    struct text text = {0};
    append(&text, "%s", count == 0 ? "-" : "");
    for (size_t i = 0; i < count; i++) {
        append(&text, "%s%s=%s", i == 0 ? "" : " ", entries[i]->key, entries[i]->value);
    }
    return text.bytes;
}

static const char *or_dash(const char *text) {
    return text[0] == '\0' ? "-" : text;
}

void say_error(const sluice_error *error, bool with_message) {
    say("error %s, %s, %s, %s", sluice_code_name(error->code), or_dash(error->error_code),
        or_dash(error->reason), or_dash(error->subject));
    // Only the engine's own messages are the same in every language.
    if (with_message) say_text(error->message, strlen(error->message));
}

static const char *presence(bool is_present) {
    return is_present ? "present" : "absent";
}

void say_instance(const Sluice__V1__Instance *instance) {
    char *params = pairs(instance->params, instance->n_params);
    char *labels = pairs(instance->labels, instance->n_labels);
    say("job %s, %s, run %d, end_time %s, execute_time %s, params %s, labels %s",
        instance->job_name, sluice_instance_status_name(instance->status), instance->run,
        presence(instance->has_end_time_case != 0),
        presence(instance->has_execute_time_case != 0), params, labels);
    free(params);
    free(labels);
}

void say_node(const Sluice__V1__NodeInstance *node) {
    char *outputs = pairs(node->outputs, node->n_outputs);
    struct text optional = {0};
    append(&optional, "exit_code ");
    if (node->has_exit_code_case != 0) append(&optional, "%d", node->exit_code);
    else append(&optional, "absent");
    append(&optional, ", rows ");
    if (node->has_input_row_count_case != 0) append(&optional, "%" PRId64, node->input_row_count);
    else append(&optional, "absent");
    say("node %s, %s, attempt %d, end_time %s, %s, outputs %s, reason %s", node->node_name,
        sluice_node_status_name(node->status), node->attempt,
        presence(node->has_end_time_case != 0), optional.bytes, outputs, or_dash(node->reason));
    free(optional.bytes);
    free(outputs);
}

static void say_change(const Sluice__V1__InstanceChange *change) {
    struct text text = {0};
    append(&text, "instance %" PRId64 " %s -> %s: ", change->instance_id,
        sluice_instance_status_name(change->from), sluice_instance_status_name(change->to));
    for (size_t i = 0; i < change->n_nodes; i++) {
        const Sluice__V1__NodeChange *node = change->nodes[i];
        append(&text, "%s%s %s -> %s%s%s", i == 0 ? "" : ", ", node->node_name,
            sluice_node_status_name(node->from), sluice_node_status_name(node->to),
            node->effect[0] == '\0' ? "" : " ", node->effect);
    }
    say("%s", text.bytes);
    free(text.bytes);
}

void say_changes(const Sluice__V1__ChangeResult *result) {
    if (result->dry_run) say("dry run");
    for (size_t i = 0; i < result->n_instances; i++) say_change(result->instances[i]);
    for (size_t i = 0; i < result->n_refused; i++) {
        const Sluice__V1__RefusedTarget *refused = result->refused[i];
        say("refused %" PRId64 ": %s", refused->instance_id, refused->message);
    }
}

void say_event(const char *which, const Sluice__V1__Event *event) {
    if (event->type == SLUICE__V1__EVENT_TYPE__EVENT_TYPE_INSTANCE_CREATED) {
        say("%s instance created", which);
    } else if (event->type == SLUICE__V1__EVENT_TYPE__EVENT_TYPE_NODE_STATUS) {
        say("%s %s %s -> %s", which, event->node_name, sluice_node_status_name(event->node_from),
            sluice_node_status_name(event->node_to));
    } else {
        say("%s instance %s -> %s", which, sluice_instance_status_name(event->instance_from),
            sluice_instance_status_name(event->instance_to));
    }
}
