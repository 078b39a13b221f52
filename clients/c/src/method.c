#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "internal.h"

enum { REQUEST_ID_BYTES = 16 };

void sluice_free(void *message) {
    if (message != NULL) protobuf_c_message_free_unpacked(message, NULL);
}

void *sl_field(const ProtobufCMessage *message, const char *name) {
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);
    return field == NULL ? NULL : (char *)message + field->offset;
}

static const Sluice__V1__ChangeOptions *options_of(const ProtobufCMessage *request) {
    Sluice__V1__ChangeOptions **options = sl_field(request, "options");
    return options == NULL ? NULL : *options;
}

bool sl_method_is_repeatable(const sluice_method *method, const ProtobufCMessage *request) {
    if (method->effect != SLUICE_CHANGES_ONCE) return true;
    const Sluice__V1__ChangeOptions *options = options_of(request);
    return options != NULL && options->dry_run;
}

/// 128 random bits in hexadecimal digits.
static bool make_request_id(char text[2 * REQUEST_ID_BYTES + 1], sluice_error *error) {
    uint8_t bits[REQUEST_ID_BYTES];
    // Fewer than 256 bytes come at once or not at all.
    while (getrandom(bits, sizeof bits, 0) < 0) {
        if (errno == EINTR) continue;
        return sl_fail(error, SLUICE_INTERNAL, "no random bits: %s", strerror(errno));
    }
    for (size_t i = 0; i < sizeof bits; i++) snprintf(text + 2 * i, 3, "%02x", bits[i]);
    return true;
}

static bool pack(
    const ProtobufCMessage *request, ProtobufCBinaryData *packed, sluice_error *error) {
    packed->len = protobuf_c_message_get_packed_size(request);
    // One byte more: `malloc(0)` may be NULL.
    packed->data = malloc(packed->len + 1);
    if (packed->data == NULL) return sl_fail_memory(error);
    protobuf_c_message_pack(request, packed->data);
    return true;
}

bool sl_method_pack(
    const sluice_method *method, const ProtobufCMessage *request, ProtobufCBinaryData *packed,
    sluice_error *error) {
    if (request->descriptor != method->request) {
        return sl_fail(
            error, SLUICE_INVALID_ARGUMENT, "%s takes a %s, not a %s", method->name,
            method->request->name, request->descriptor->name);
    }
    if (method->effect != SLUICE_CHANGES) return pack(request, packed, error);
    Sluice__V1__ChangeOptions options = SLUICE__V1__CHANGE_OPTIONS__INIT;
    if (options_of(request) != NULL) options = *options_of(request);
    if (options.dry_run || options.request_id[0] != '\0') return pack(request, packed, error);

    char request_id[2 * REQUEST_ID_BYTES + 1];
    if (!make_request_id(request_id, error)) return false;
    options.request_id = request_id;
    // A shallow copy, whose options are those of this function.
    ProtobufCMessage *identified = malloc(method->request->sizeof_message);
    if (identified == NULL) return sl_fail_memory(error);
    memcpy(identified, request, method->request->sizeof_message);
    *(Sluice__V1__ChangeOptions **)sl_field(identified, "options") = &options;
    bool is_packed = pack(identified, packed, error);
    free(identified);
    return is_packed;
}

ProtobufCMessage *sl_method_unpack(
    const sluice_method *method, const uint8_t *bytes, size_t size, sluice_error *error) {
    ProtobufCMessage *reply = protobuf_c_message_unpack(method->reply, NULL, size, bytes);
    if (reply == NULL) {
        sl_fail(error, SLUICE_INTERNAL, "the answer of %s cannot be decoded", method->name);
    }
    return reply;
}

ProtobufCMessage *sl_copy_of(const ProtobufCMessage *message, sluice_error *error) {
    ProtobufCBinaryData packed;
    if (!pack(message, &packed, error)) return NULL;
    ProtobufCMessage *copy =
        protobuf_c_message_unpack(message->descriptor, NULL, packed.len, packed.data);
    if (copy == NULL) sl_fail_memory(error);
    free(packed.data);
    return copy;
}

bool sl_set_text(char **field, const char *text, sluice_error *error) {
    char *copy = strdup(text);
    if (copy == NULL) return sl_fail_memory(error);
    // An unpacked message has this one text for all that is empty.
    if (*field != protobuf_c_empty_string) free(*field);
    *field = copy;
    return true;
}
