#include <stdlib.h>
#include <string.h>

#include "internal.h"

uint8_t *sl_buffer_extend(struct sl_buffer *buffer, size_t count) {
    size_t needed = buffer->size + count;
    if (needed > buffer->capacity) {
        size_t capacity = needed < 4096 ? 4096 : needed + needed / 2;
        uint8_t *bytes = realloc(buffer->bytes, capacity);
        if (bytes == NULL) return NULL;
        buffer->bytes = bytes;
        buffer->capacity = capacity;
    }
    uint8_t *end = buffer->bytes + buffer->size;
    buffer->size = needed;
    return end;
}

void sl_buffer_drop(struct sl_buffer *buffer, size_t count) {
    if (count == 0) return;
    buffer->size -= count;
    memmove(buffer->bytes, buffer->bytes + count, buffer->size);
}

void sl_buffer_free(struct sl_buffer *buffer) {
    free(buffer->bytes);
    *buffer = (struct sl_buffer){0};
}

static void write_u32(uint8_t *bytes, uint32_t number) {
    for (int i = 0; i < 4; i++) bytes[i] = (uint8_t)(number >> (24 - 8 * i));
}

static uint32_t read_u32(const uint8_t *bytes) {
    uint32_t number = 0;
    for (int i = 0; i < 4; i++) number = number << 8 | bytes[i];
    return number;
}

void sl_header_write(uint8_t *bytes, const struct sl_frame *frame) {
    write_u32(bytes, frame->length);
    write_u32(bytes + 4, frame->stream);
    bytes[8] = frame->type;
    bytes[9] = frame->flags;
}

static size_t smaller(size_t one, size_t other) {
    return one < other ? one : other;
}

bool sl_reader_feed(struct sl_reader *reader, const uint8_t *bytes, size_t count) {
    sl_buffer_drop(&reader->held, reader->used);
    reader->used = 0;
    size_t skipped = smaller(reader->skip, count);
    reader->skip -= skipped;
    if (skipped == count) return true;
    uint8_t *end = sl_buffer_extend(&reader->held, count - skipped);
    if (end == NULL) return false;
    memcpy(end, bytes + skipped, count - skipped);
    return true;
}

enum sl_cut sl_reader_cut(struct sl_reader *reader, struct sl_frame *frame) {
    size_t left = reader->held.size - reader->used;
    if (left < SL_HEADER_BYTES) return SL_CUT_NONE;
    const uint8_t *header = reader->held.bytes + reader->used;
    *frame = (struct sl_frame){
        .length = read_u32(header),
        .stream = read_u32(header + 4),
        .type = header[8],
        .flags = header[9],
        .data = header + SL_HEADER_BYTES,
    };
    if (frame->length >= SL_DISCARD_BYTES) return SL_CUT_HOPELESS;
    size_t size = SL_HEADER_BYTES + (size_t)frame->length;
    if (frame->length > SL_FRAME_BYTES) {
        size_t here = smaller(size, left);
        reader->used += here;
        reader->skip = size - here;
        return SL_CUT_OVERSIZED;
    }
    if (left < size) return SL_CUT_NONE;
    reader->used += size;
    return SL_CUT_FRAME;
}
