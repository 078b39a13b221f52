#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

static const char *const names[] = {
    "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND",
    "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED",
    "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
};

static bool is_code(int64_t number) {
    return number >= 0 && number < (int64_t)(sizeof names / sizeof *names);
}

const char *sluice_code_name(sluice_code code) {
    return names[is_code(code) ? code : SLUICE_UNKNOWN];
}

void sluice_error_clear(sluice_error *error) {
    if (error == NULL) return;
    free(error->storage);
    *error = (sluice_error)SLUICE_ERROR_INIT;
}

void sl_error_move(sluice_error *to, sluice_error *from) {
    if (to != NULL) {
        sluice_error_clear(to);
        *to = *from;
        *from = (sluice_error)SLUICE_ERROR_INIT;
    }
    sluice_error_clear(from);
}

void sl_error_copy(sluice_error *to, const sluice_error *from) {
    Sluice__V1__ErrorDetail detail = SLUICE__V1__ERROR_DETAIL__INIT;
    detail.error_code = (char *)from->error_code;
    detail.error_msg = (char *)from->error_msg;
    detail.reason = (char *)from->reason;
    detail.subject = (char *)from->subject;
    sl_fail_with_detail(to, from->code, from->message, &detail);
}

/// Copies a text into the storage and moves on behind it.
static const char *keep(char **storage, const char *text) {
    char *copy = *storage;
    size_t size = strlen(text) + 1;
    memcpy(copy, text, size);
    *storage += size;
    return copy;
}

void sl_fail_with_detail(
    sluice_error *error, sluice_code code, const char *message,
    const Sluice__V1__ErrorDetail *detail) {
    if (error == NULL) return;
    Sluice__V1__ErrorDetail none = SLUICE__V1__ERROR_DETAIL__INIT;
    if (detail == NULL) detail = &none;
    size_t size = strlen(message) + strlen(detail->error_code) + strlen(detail->error_msg)
        + strlen(detail->reason) + strlen(detail->subject) + 5;
    char *storage = malloc(size);
    if (storage == NULL) {
        sl_fail_memory(error);
        return;
    }
    sluice_error_clear(error);
    error->code = code;
    error->storage = storage;
    error->message = keep(&storage, message);
    error->error_code = keep(&storage, detail->error_code);
    error->error_msg = keep(&storage, detail->error_msg);
    error->reason = keep(&storage, detail->reason);
    error->subject = keep(&storage, detail->subject);
}

bool sl_fail(sluice_error *error, sluice_code code, const char *format, ...) {
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    sl_fail_with_detail(error, code, message, NULL);
    return false;
}

bool sl_fail_memory(sluice_error *error) {
    sluice_error_clear(error);
    if (error != NULL) {
        error->code = SLUICE_RESOURCE_EXHAUSTED;
        error->message = "out of memory";
    }
    return false;
}

static bool is_detail(const char *type_url) {
    const char *slash = strrchr(type_url, '/');
    return strcmp(slash == NULL ? type_url : slash + 1, "sluice.v1.ErrorDetail") == 0;
}

void sl_fail_with_status(sluice_error *error, const Sluice__V1__RpcStatus *status) {
    if (error == NULL) return;
    if (status->code == SLUICE_OK) {
        sluice_error_clear(error);
        return;
    }
    Sluice__V1__ErrorDetail *detail = NULL;
    for (size_t i = 0; i < status->n_details && detail == NULL; i++) {
        const Sluice__V1__RpcAny *any = status->details[i];
        if (!is_detail(any->type_url)) continue;
        detail = sluice__v1__error_detail__unpack(NULL, any->value.len, any->value.data);
    }
    sluice_code code = is_code(status->code) ? (sluice_code)status->code : SLUICE_UNKNOWN;
    sl_fail_with_detail(error, code, status->message, detail);
    sluice_free(detail);
}
