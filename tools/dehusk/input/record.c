/*
 * Records: their memory and the names of reasons.
 */
#include "input/record.h"

#include <string.h>

const char *record_skip_name(record_skip skip) {
    static const char *const names[] = {"record-type", "revisit", "http-status", "media-type", "url"};
    _Static_assert(sizeof names / sizeof *names == RECORD_SKIP_COUNT, "each reason has a name");
    return names[skip];
}

void record_free(record *item) {
    byte_buffer_free(&item->head);
    byte_buffer_free(&item->block);
    byte_buffer_free(&item->decoded);
    byte_buffer_free(&item->spare);
    byte_buffer_free(&item->strings);
    memset(item, 0, sizeof *item);
}
