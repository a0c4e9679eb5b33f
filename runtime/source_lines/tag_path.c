#include "source_lines/tag_path.h"

#include "base/ascii.h"
#include "base/hash.h"

#include <string.h>

enum { NAME_BYTES_MAX = 32 }; /* as in the HTML reader: longer names are told apart by so much of them */

/* The path's next byte as it is meant: behind a backslash, every byte stands for itself. */
typedef struct path_byte {
    unsigned char byte; /* 0: the path's end */
    bool literal;
    size_t length;
} path_byte;

static path_byte byte_at(const char *path) {
    if (path[0] == '\\' && path[1] != '\0')
        return (path_byte){(unsigned char)path[1], true, 2};
    return (path_byte){(unsigned char)path[0], false, path[0] != '\0' ? 1 : 0};
}

static bool ends_value(path_byte next, const char *ends) {
    return next.length == 0 || (!next.literal && strchr(ends, (char)next.byte) != NULL);
}

static void put(dhk_path_step *step, int which, unsigned char byte) {
    if (step->value_lengths[which] < DHK_STEP_BYTES_MAX)
        step->values[which][step->value_lengths[which]++] = byte;
    else
        step->truncated = true;
}

/* The bytes from `path` up to one of `ends`, added to a value (-1: to none). Returns how many the path has. */
static size_t read_value(const char *path, const char *ends, dhk_path_step *step, int which) {
    size_t length = 0;
    for (path_byte next = byte_at(path); !ends_value(next, ends); next = byte_at(path + length)) {
        if (which >= 0)
            put(step, which, next.byte);
        length += next.length;
    }
    return length;
}

static bool is_word(const char *text, size_t length, const char *word) {
    return length == strlen(word) && memcmp(text, word, length) == 0;
}

/* What stands in brackets: a number, or an attribute. Returns its length with the bracket that closes it. */
static size_t read_brackets(const char *path, dhk_path_step *step) {
    size_t mark = path[0] == '@' ? 1 : 0; /* as XPath has it */
    size_t name = strcspn(path + mark, "=]/");
    size_t length = name;
    int which = -1;
    path += mark;
    if (name > 0 && strspn(path, "0123456789") == name)
        step->positioned = true;
    else if (is_word(path, name, "hidden"))
        step->hidden = true;
    else if (is_word(path, name, "role"))
        which = DHK_STEP_ROLE;
    else if (is_word(path, name, "itemprop"))
        which = DHK_STEP_ITEMPROP;
    else if (is_word(path, name, "name") || is_word(path, name, "property"))
        which = DHK_STEP_NAME;
    if (path[length] == '=')
        length += 1 + read_value(path + length + 1, "]/", step, which);
    return mark + length + (path[length] == ']' ? 1 : 0);
}

static size_t read_name(const char *path, dhk_path_step *step) {
    unsigned char name[NAME_BYTES_MAX] = {0};
    size_t taken = 0;
    size_t length = strcspn(path, ".#[/\\");
    for (size_t i = 0; i < length && taken < sizeof name; i++)
        name[taken++] = (unsigned char)dhk_lower(path[i]);
    step->tag = length <= sizeof name ? dhk_tag_of(name, taken) : DHK_TAG_UNKNOWN;
    step->name_hash = step->tag != DHK_TAG_UNKNOWN ? (uint32_t)step->tag : dhk_hash_bytes(name, taken);
    return length;
}

void dhk_path_step_read(const char *path, dhk_path_step *step) {
    size_t at;
    step->positioned = false;
    step->hidden = false;
    step->truncated = false;
    memset(step->value_lengths, 0, sizeof step->value_lengths);
    at = read_name(path, step);
    for (path_byte next = byte_at(path + at); !ends_value(next, "/"); next = byte_at(path + at)) {
        at += next.length;
        if (next.literal)
            continue;
        if (next.byte == '.') {
            if (step->value_lengths[DHK_STEP_CLASS] > 0)
                put(step, DHK_STEP_CLASS, ' ');
            at += read_value(path + at, ".#[/", step, DHK_STEP_CLASS);
        } else if (next.byte == '#') {
            at += read_value(path + at, ".#[/", step, DHK_STEP_ID);
        } else if (next.byte == '[') {
            at += read_brackets(path + at, step);
        }
    }
    step->length = at;
}
