/*
 * Making bytes fit to be shown.
 */
#include "common/printable.h"

#include "common/characters.h"

#include <string.h>

static bool shown(uint32_t code, bool keep_layout) {
    if (code == '\t' || code == '\n')
        return keep_layout;
    return code != MALFORMED && code >= 0x20 && !(code >= 0x7F && code <= 0x9F);
}

/* Where shown text goes: one of the two. */
typedef struct destination {
    FILE *stream;
    output_buffer *buffer;
} destination;

static void give(const destination *to, const char *text, size_t length) {
    if (to->stream != NULL)
        fwrite(text, 1, length, to->stream);
    else
        put_bytes(to->buffer, text, length);
}

static void show(const destination *to, const char *text, size_t length, bool keep_layout) {
    size_t start = 0; /* of what can be given as it is */
    for (size_t i = 0; i < length;) {
        size_t step;
        if (keep_layout && length - i > 1 && text[i] == '\r' && text[i + 1] == '\n')
            i++; /* the newline of CSV and of WARC headers */
        if (!shown(character_read(text + i, length - i, &step), keep_layout)) {
            give(to, text + start, i - start);
            give(to, PRINTABLE_REPLACEMENT, strlen(PRINTABLE_REPLACEMENT));
            start = i + step;
        }
        i += step;
    }
    give(to, text + start, length - start);
}

void printable_write(FILE *stream, const char *text, size_t length, bool keep_layout) {
    show(&(destination){.stream = stream}, text, length, keep_layout);
}

void printable_put(output_buffer *to, const char *text, size_t length, bool keep_layout) {
    show(&(destination){.buffer = to}, text, length, keep_layout);
}
