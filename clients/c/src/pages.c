#include <stdlib.h>

#include "internal.h"

struct sluice_pages {
    sluice_client *client;
    const sluice_method *method;
    /// A copy; its `page_token` is that of the next page.
    ProtobufCMessage *request;
    struct sl_limit limit;
    /// Name of the field with the elements.
    const char *items;
    /// The page that is read; NULL: none was fetched yet.
    ProtobufCMessage *page;
    size_t position;
};

static bool has_pages(const sluice_method *method, const char *items) {
    const ProtobufCFieldDescriptor *found[] = {
        protobuf_c_message_descriptor_get_field_by_name(method->request, "page_token"),
        protobuf_c_message_descriptor_get_field_by_name(method->reply, "next_page_token"),
        protobuf_c_message_descriptor_get_field_by_name(method->reply, items),
    };
    if (found[0] == NULL || found[1] == NULL || found[2] == NULL) return false;
    return found[2]->type == PROTOBUF_C_TYPE_MESSAGE
        && found[2]->label == PROTOBUF_C_LABEL_REPEATED;
}

sluice_pages *sluice_pages_open(
    sluice_client *client, const sluice_method *method, const char *items,
    const ProtobufCMessage *request, const sluice_call *call, sluice_error *error) {
    sluice_error_clear(error);
    if (!has_pages(method, items) || request->descriptor != method->request) {
        sl_fail(error, SLUICE_INVALID_ARGUMENT, "%s has no pages of that", method->name);
        return NULL;
    }
    sluice_pages *pages = calloc(1, sizeof *pages);
    ProtobufCMessage *copy = sl_copy_of(request, error);
    if (pages == NULL || copy == NULL) {
        free(pages);
        sluice_free(copy);
        sl_fail_memory(error);
        return NULL;
    }
    pages->client = client;
    pages->method = method;
    pages->request = copy;
    pages->limit = sl_limit_of(call, SLUICE_NO_TIMEOUT);
    pages->items = items;
    return pages;
}

static const ProtobufCMessage *taken(sluice_pages *pages) {
    if (pages->page == NULL) return NULL;
    const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name(
        pages->method->reply, pages->items);
    size_t count = *(size_t *)((char *)pages->page + field->quantifier_offset);
    if (pages->position >= count) return NULL;
    return (*(ProtobufCMessage ***)sl_field(pages->page, pages->items))[pages->position++];
}

static bool is_last(const sluice_pages *pages) {
    return pages->page != NULL && (*(char **)sl_field(pages->page, "next_page_token"))[0] == '\0';
}

static bool fetch(sluice_pages *pages, sluice_error *error) {
    if (pages->page != NULL) {
        const char *token = *(char **)sl_field(pages->page, "next_page_token");
        if (!sl_set_text(sl_field(pages->request, "page_token"), token, error)) return false;
    }
    sluice_call rest = sl_limit_rest(&pages->limit);
    ProtobufCMessage *page =
        sluice_unary(pages->client, pages->method, pages->request, &rest, error);
    if (page == NULL) return false;
    sluice_free(pages->page);
    pages->page = page;
    pages->position = 0;
    return true;
}

const ProtobufCMessage *sluice_pages_next(sluice_pages *pages, sluice_error *error) {
    sluice_error_clear(error);
    const ProtobufCMessage *item = NULL;
    // A page may be empty and not the last one.
    while ((item = taken(pages)) == NULL && !is_last(pages)) {
        if (!fetch(pages, error)) return NULL;
    }
    return item;
}

void sluice_pages_close(sluice_pages *pages) {
    if (pages == NULL) return;
    sluice_free(pages->page);
    sluice_free(pages->request);
    free(pages);
}
