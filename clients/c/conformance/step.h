/// A step of the transcript: its arguments and the names that earlier steps have given.
#ifndef STEP_H
#define STEP_H

#include <json-c/json.h>
#include <sluice/sluice.h>

/// Absent arguments are empty, zero or false.
const char *text_of(json_object *step, const char *key);
int64_t number_of(json_object *step, const char *key);
bool flag_of(json_object *step, const char *key);
size_t count_of(json_object *step, const char *key);
/// The text at a place of a list.
const char *element_of(json_object *step, const char *key, size_t index);

/// Gives an instance or a plan token a name, if the step has one for it.
void remember(json_object *step, const char *value);
/// What a name stands for; the name itself where it stands for nothing.
const char *recall(const char *name);
void forget_all(void);
/// The id of the instance that the step names.
int64_t instance_of(json_object *step);

/// The step's `params`; `free_params` frees them.
Sluice__V1__KeyValue **params_of(json_object *step, size_t *count);
void free_params(Sluice__V1__KeyValue **params, size_t count);

/// `request_id`, `dry_run` and `plan`.
Sluice__V1__ChangeOptions options_of(json_object *step);
/// With `timeout_ms`.
sluice_call call_of(json_object *step);

#endif
