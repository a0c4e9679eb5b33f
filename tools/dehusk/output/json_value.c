/*
 * JSON of strangers, made sure to be JSON.
 *
 * One pass, and a bit for each level: nothing recurses on input.
 */
#include "common/characters.h"
#include "common/printable.h"
#include "output/json_writer.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { DEPTH_MAX = 512 }; /* levels; readers that recurse give up at some 1,000 */

/* What may come next. */
typedef enum expected { A_VALUE, A_VALUE_OR_END, A_NAME, A_NAME_OR_END, A_COLON, A_COMMA_OR_END, NOTHING } expected;

typedef struct value_copy {
    output_buffer *to;
    const char *at;
    const char *end;
    expected next;
    size_t depth;
    uint64_t is_object[DEPTH_MAX / 64]; /* a bit for each level */
} value_copy;

/* The length of the escape at `at`; 0: it is none. */
static size_t escape_length(const char *at, const char *end) {
    if (end - at < 2)
        return 0;
    if (at[1] == 'u')
        return end - at >= 6 && (hex_value(at[2]) | hex_value(at[3]) | hex_value(at[4]) | hex_value(at[5])) < 16 ? 6
                                                                                                                 : 0;
    return at[1] != '\0' && strchr("\"\\/bfnrt", at[1]) != NULL ? 2 : 0;
}

/* One character of a string; gives its length in the text. */
static size_t put_character(output_buffer *to, const char *at, const char *end) {
    unsigned char c = (unsigned char)*at;
    if (c == '\\') {
        size_t length = escape_length(at, end);
        put_bytes(to, length > 0 ? at : "\\\\", length > 0 ? length : 2);
        return length > 0 ? length : 1;
    }
    if (c < 0x20) {
        json_put_escaped(to, at, 1);
        return 1;
    }
    size_t length;
    if (character_read(at, (size_t)(end - at), &length) != MALFORMED)
        put_bytes(to, at, length);
    else
        put_text(to, PRINTABLE_REPLACEMENT);
    return length;
}

void json_put_checked(output_buffer *to, const char *text, size_t length) {
    const char *end = text + length;
    while (text < end)
        text += put_character(to, text, end);
}

/* Copies a string with its marks. False: it has no end. */
static bool copy_string(value_copy *copy) {
    put_char(copy->to, *copy->at++);
    while (copy->at < copy->end && *copy->at != '"')
        copy->at += put_character(copy->to, copy->at, copy->end);
    if (copy->at == copy->end)
        return false;
    put_char(copy->to, *copy->at++);
    return true;
}

static size_t digits(const char *text, size_t length, size_t at) {
    while (at < length && is_digit(text[at]))
        at++;
    return at;
}

static bool is_number(const char *text, size_t length) {
    size_t first = length > 0 && text[0] == '-' ? 1 : 0;
    size_t at = digits(text, length, first);
    if (at == first || (text[first] == '0' && at > first + 1))
        return false;
    if (at < length && text[at] == '.') {
        size_t begin = at + 1;
        at = digits(text, length, begin);
        if (at == begin)
            return false;
    }
    if (at < length && (text[at] == 'e' || text[at] == 'E')) {
        size_t begin = at + 1 < length && (text[at + 1] == '+' || text[at + 1] == '-') ? at + 2 : at + 1;
        at = digits(text, length, begin);
        if (at == begin)
            return false;
    }
    return at == length;
}

/* A number or a word. Python writes three words that JSON does not have. */
static bool copy_word(value_copy *copy) {
    static const char *const words[] = {"true", "false", "null"};
    static const char *const none[] = {"NaN", "Infinity", "-Infinity", "nan", "inf", "-inf", "None"};
    const char *begin = copy->at;
    while (copy->at < copy->end && strchr(" \t\r\n,:]}[{\"", *copy->at) == NULL)
        copy->at++;
    size_t length = (size_t)(copy->at - begin);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (length == strlen(none[i]) && memcmp(begin, none[i], length) == 0) {
            put_text(copy->to, "null");
            return true;
        }
    bool fits = is_number(begin, length);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        fits = fits || (length == strlen(words[i]) && memcmp(begin, words[i], length) == 0);
    put_bytes(copy->to, begin, length);
    return fits;
}

static bool in_object(const value_copy *copy) {
    return (copy->is_object[(copy->depth - 1) / 64] >> (copy->depth - 1) % 64 & 1) != 0;
}

static void end_value(value_copy *copy) {
    copy->next = copy->depth == 0 ? NOTHING : A_COMMA_OR_END;
}

static bool open_level(value_copy *copy, bool is_object) {
    if (copy->depth == DEPTH_MAX)
        return false;
    uint64_t bit = UINT64_C(1) << copy->depth % 64;
    uint64_t *word = &copy->is_object[copy->depth / 64];
    *word = is_object ? *word | bit : *word & ~bit;
    copy->depth++;
    put_char(copy->to, *copy->at++);
    copy->next = is_object ? A_NAME_OR_END : A_VALUE_OR_END;
    return true;
}

static bool close_level(value_copy *copy) {
    bool may_end = copy->next == A_COMMA_OR_END || copy->next == A_NAME_OR_END || copy->next == A_VALUE_OR_END;
    if (!may_end || copy->depth == 0 || in_object(copy) != (*copy->at == '}'))
        return false;
    put_char(copy->to, *copy->at++);
    copy->depth--;
    end_value(copy);
    return true;
}

static bool copy_value(value_copy *copy) {
    if (copy->next != A_VALUE && copy->next != A_VALUE_OR_END)
        return false;
    if (*copy->at == '{' || *copy->at == '[')
        return open_level(copy, *copy->at == '{');
    if (*copy->at == '"' ? !copy_string(copy) : !copy_word(copy))
        return false;
    end_value(copy);
    return true;
}

/* What comes next. False: it is no JSON. */
static bool copy_next(value_copy *copy) {
    char c = *copy->at;
    if (is_blank(c)) {
        put_char(copy->to, c == '\r' || c == '\n' ? ' ' : c); /* an object is one line */
        copy->at++;
        return true;
    }
    if (c == '}' || c == ']')
        return close_level(copy);
    if (c == ',' || c == ':') {
        if (copy->next != (c == ',' ? A_COMMA_OR_END : A_COLON))
            return false;
        copy->next = c == ':' ? A_VALUE : in_object(copy) ? A_NAME : A_VALUE;
        put_char(copy->to, *copy->at++);
        return true;
    }
    if (copy->next == A_NAME || copy->next == A_NAME_OR_END) {
        copy->next = A_COLON;
        return c == '"' && copy_string(copy);
    }
    return copy_value(copy);
}

void json_put_value(output_buffer *to, const char *text, size_t length) {
    value_copy copy = {.to = to, .at = text, .end = text + length, .next = A_VALUE};
    size_t begin = to->held.length;
    bool fine = true;
    while (fine && copy.at < copy.end)
        fine = copy_next(&copy);
    if (fine && copy.next == NOTHING)
        return;
    if (!to->failed)
        to->held.length = begin;
    json_put_string(to, text, length);
}
