/*
 * Named fields, one a line.
 *
 * Archives hold what servers sent, and what other programs wrote: names with
 * blanks or any bytes in them, lines without a colon, LF for CRLF.
 */
#include "input/named_fields.h"

#include <string.h>

size_t line_end(byte_slice text, size_t at) {
    const char *end = at < text.length ? memchr(text.bytes + at, '\n', text.length - at) : NULL;
    return end == NULL ? text.length : (size_t)(end - text.bytes) + 1;
}

static bool is_empty_line(byte_slice text, size_t at, size_t end) {
    return end - at == 1 || (end - at == 2 && text.bytes[at] == '\r');
}

size_t head_end(byte_slice text, size_t at) {
    while (at < text.length) {
        size_t end = line_end(text, at);
        if (text.bytes[end - 1] != '\n')
            return 0;
        if (is_empty_line(text, at, end))
            return end;
        at = end;
    }
    return 0;
}

bool named_field_next(char *bytes, size_t end, size_t *at, named_field *field) {
    byte_slice text = {bytes, end};
    while (*at < end) {
        size_t begin = *at;
        size_t next = line_end(text, begin);
        while (next < end && (bytes[next] == ' ' || bytes[next] == '\t')) {
            for (size_t i = next; i > begin && (bytes[i - 1] == '\n' || bytes[i - 1] == '\r'); i--)
                bytes[i - 1] = ' ';
            next = line_end(text, next);
        }
        *at = next;
        const char *colon = memchr(bytes + begin, ':', next - begin);
        if (colon == NULL)
            continue;
        size_t name_end = (size_t)(colon - bytes);
        field->name = byte_slice_trim((byte_slice){bytes + begin, name_end - begin});
        field->value = byte_slice_trim((byte_slice){colon + 1, next - name_end - 1});
        return true;
    }
    return false;
}
