/*
 * Chunked bodies of HTTP.
 *
 * Servers and crawlers write sizes with zeros, blanks, "0x" and extensions,
 * lines that end with LF or CR, empty lines in front, and chunks within chunks; some
 * leave the field that tells of chunks when they have joined them.
 */
#include "input/http_chunks.h"

#include "common/characters.h"

#include <stdint.h>
#include <string.h>

enum {
    LAYERS_MAX = 4,      /* chunks within chunks */
    SIZE_LINE_MAX = 4096 /* bytes, extensions included */
};

/* Reads the line of a size at `*at`, with empty lines in front of it, and goes behind it. False: there is none. */
static bool read_size(const char *body, size_t length, size_t *at, uint64_t *size) {
    size_t i = *at;
    while (i < length && (body[i] == '\r' || body[i] == '\n' || body[i] == ' '))
        i++;
    if (length - i > 2 && body[i] == '0' && (body[i + 1] == 'x' || body[i + 1] == 'X'))
        i += 2;
    size_t first = i;
    *size = 0;
    for (; i < length; i++) {
        unsigned digit = hex_value(body[i]);
        if (digit == 16)
            break;
        if (*size > UINT64_MAX >> 5)
            return false;
        *size = *size * 16 + digit;
    }
    if (i == first)
        return false;
    while (i < length && (body[i] == ' ' || body[i] == '\t'))
        i++;
    size_t stop = length - i < SIZE_LINE_MAX ? length : i + SIZE_LINE_MAX;
    if (i < stop && body[i] == ';')
        while (i < stop && body[i] != '\r' && body[i] != '\n')
            i++;
    if (i == stop || (body[i] != '\r' && body[i] != '\n'))
        return false;
    *at = i + (body[i] == '\r' && i + 1 < length && body[i + 1] == '\n' ? 2 : 1);
    return true;
}

typedef struct joined {
    size_t length;
    size_t whole_chunks;
    bool is_complete; /* the last chunk was there */
    bool is_page;     /* what the first chunk begins with is hardly a text with a number in front */
} joined;

/* Does a line, or the body, end at `at`? */
static bool ends_at(const char *body, size_t length, size_t at) {
    return at == length || body[at] == '\n' || body[at] == '\r';
}

/* Are there line ends only from `at` on? */
static bool only_line_ends(const char *body, size_t length, size_t at) {
    while (at < length && (body[at] == '\r' || body[at] == '\n'))
        at++;
    return at == length;
}

/* `to` NULL: nothing is moved. */
static joined walk(const char *body, size_t length, char *to) {
    joined all = {0};
    bool has_bom = length > 3 && body[0] == '\xEF' && body[1] == '\xBB' && body[2] == '\xBF';
    size_t at = has_bom ? 3 : 0;
    for (;;) {
        uint64_t size;
        if (!read_size(body, length, &at, &size))
            return all;
        if (size == 0) {
            /* Behind the last chunk there may be anything. A body of a zero line and more is none of chunks. */
            all.is_complete = all.whole_chunks > 0 || only_line_ends(body, length, at);
            return all;
        }
        if (all.length == 0)
            all.is_page = at < length && (body[at] == '<' || body[at] == 0x1F);
        size_t there = size < length - at ? (size_t)size : length - at;
        bool is_whole = there == size && ends_at(body, length, at + there);
        /* A first size that leads amid something is none. */
        if (there == size && !is_whole && all.whole_chunks == 0)
            return all;
        if (to != NULL)
            memmove(to + all.length, body + at, there);
        all.length += there;
        all.whole_chunks += is_whole;
        at += there;
        if (!is_whole)
            return all;
    }
}

chunk_result http_chunks_join(char *body, size_t *length, bool declared, bool is_short) {
    chunk_result result = CHUNKS_NONE;
    for (int layer = 0; layer < LAYERS_MAX; layer++) {
        joined found = walk(body, *length, NULL);
        bool is_chunked = found.is_complete && found.whole_chunks > 0;
        if (layer == 0 && declared)
            is_chunked =
                found.is_complete || found.whole_chunks > 0 || (found.length > 0 && (found.is_page || is_short));
        if (!is_chunked)
            break;
        found = walk(body, *length, body);
        *length = found.length;
        result = !found.is_complete ? CHUNKS_CUT : result == CHUNKS_NONE ? CHUNKS_DECODED : result;
    }
    return result;
}
