#define _GNU_SOURCE
#include "step.h"

#include <stdlib.h>
#include <string.h>

/// A name of the transcript and what it stands for.
struct name {
    char *name;
    char *value;
    struct name *next;
};

static struct name *names;

const char *text_of(json_object *step, const char *key) {
    json_object *value = json_object_object_get(step, key);
    return value == NULL ? "" : json_object_get_string(value);
}

int64_t number_of(json_object *step, const char *key) {
    return json_object_get_int64(json_object_object_get(step, key));
}

bool flag_of(json_object *step, const char *key) {
    return json_object_get_boolean(json_object_object_get(step, key));
}

size_t count_of(json_object *step, const char *key) {
    json_object *list = json_object_object_get(step, key);
    return list == NULL ? 0 : json_object_array_length(list);
}

const char *element_of(json_object *step, const char *key, size_t index) {
    return json_object_get_string(
        json_object_array_get_idx(json_object_object_get(step, key), index));
}

void remember(json_object *step, const char *value) {
    const char *name = text_of(step, "as");
    if (name[0] == '\0') return;
    struct name *entry = malloc(sizeof *entry);
    if (entry == NULL) abort();
    *entry = (struct name){strdup(name), strdup(value), names};
    names = entry;
}

const char *recall(const char *name) {
    // The latest comes first.
    for (const struct name *entry = names; entry != NULL; entry = entry->next) {
        if (strcmp(entry->name, name) == 0) return entry->value;
    }
    return name;
}

void forget_all(void) {
    while (names != NULL) {
        struct name *entry = names;
        names = entry->next;
        free(entry->name);
        free(entry->value);
        free(entry);
    }
}

int64_t instance_of(json_object *step) {
    return strtoll(recall(text_of(step, "instance")), NULL, 10);
}

Sluice__V1__KeyValue **params_of(json_object *step, size_t *count) {
    json_object *params = json_object_object_get(step, "params");
    *count = 0;
    if (params == NULL) return NULL;
    Sluice__V1__KeyValue **list = calloc(json_object_object_length(params), sizeof *list);
    if (list == NULL) abort();
    json_object_object_foreach(params, key, value) {
        Sluice__V1__KeyValue *param = malloc(sizeof *param);
        if (param == NULL) abort();
        sluice__v1__key_value__init(param);
        param->key = key;
        param->value = (char *)json_object_get_string(value);
        list[(*count)++] = param;
    }
    return list;
}

void free_params(Sluice__V1__KeyValue **params, size_t count) {
    for (size_t i = 0; i < count; i++) free(params[i]);
    free(params);
}

Sluice__V1__ChangeOptions options_of(json_object *step) {
    Sluice__V1__ChangeOptions options = SLUICE__V1__CHANGE_OPTIONS__INIT;
    options.request_id = (char *)text_of(step, "request_id");
    options.dry_run = flag_of(step, "dry_run");
    options.plan_token = (char *)recall(text_of(step, "plan"));
    return options;
}

sluice_call call_of(json_object *step) {
    return (sluice_call){.timeout_ms = number_of(step, "timeout_ms")};
}
