/*
 * JSON, JSON lines, and JSON in a call or behind an assignment.
 */
#include "base/ascii.h"
#include "sniff/byte_scan.h"
#include "sniff/code_sniff.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* How far the text is read, unless it ends before; brackets within more brackets than the bits of a word are not told
 * apart. */
enum { JSON_BYTES = 16384, JSON_DEPTH = 64, STRING_MIN = 64 };

/* So many values without names are JSON, since "[1]" may be a note in a text. */
enum { VALUES_MIN = 3 };

typedef struct scan {
    const unsigned char *at;
    const unsigned char *end;
    size_t names;
    size_t values;
} scan;

/* Passes over a comment, which JSON has not, but what is called so often has. */
static bool skip_comment(scan *s) {
    if (s->end - s->at < 2 || s->at[0] != '/' || (s->at[1] != '/' && s->at[1] != '*'))
        return false;
    bool line = s->at[1] == '/';
    const unsigned char *inside = s->at + 2; /* the star that opens a comment does not end it */
    for (s->at = inside; s->at < s->end; s->at++)
        if (line ? *s->at == '\n' : s->at > inside && s->at[0] == '/' && s->at[-1] == '*')
            break;
    s->at = s->at < s->end ? s->at + 1 : s->end;
    return true;
}

static bool is_space(unsigned char byte) {
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static void skip_space(scan *s) {
    while (s->at < s->end && (is_space(*s->at) || skip_comment(s)))
        s->at += s->at < s->end && is_space(*s->at);
}

/* Passes over `text` if it stands here. */
static bool take(scan *s, const char *text) {
    return dhk_take_bytes(&s->at, s->end, text);
}

static bool take_string(scan *s) {
    unsigned char quote = *s->at;
    for (s->at++; s->at < s->end && *s->at != quote; s->at++) {
        if (*s->at < ' ' && *s->at != '\t')
            return false; /* a line end or another control character has to be written as an escape */
        if (*s->at == '\\' && ++s->at == s->end)
            break;
    }
    s->at += s->at < s->end;
    return true;
}

/* A number, or a name without quotation marks. */
static bool take_word(scan *s) {
    const unsigned char *begin = s->at;
    while (s->at < s->end &&
           (dhk_is_letter(*s->at) || dhk_is_digit(*s->at) || *s->at == '-' || *s->at == '+' || *s->at == '.'))
        s->at++;
    if (s->at == begin)
        return false;
    if (*begin == '-' || *begin == '+' || dhk_is_digit(*begin) || s->at == s->end)
        return true;
    size_t length = (size_t)(s->at - begin);
    return (length == 4 && (memcmp(begin, "true", 4) == 0 || memcmp(begin, "null", 4) == 0)) ||
           (length == 5 && memcmp(begin, "false", 5) == 0) || (length == 3 && memcmp(begin, "NaN", 3) == 0) ||
           (length == 8 && memcmp(begin, "Infinity", 8) == 0) || (length == 9 && memcmp(begin, "undefined", 9) == 0);
}

static bool is_quote(unsigned char byte) {
    return byte == '"' || byte == '\'';
}

/* The name of a member, up to its colon; without quotation marks as in scripts. */
static bool take_name(scan *s) {
    if (is_quote(*s->at)) {
        if (!take_string(s))
            return false;
    } else {
        const unsigned char *begin = s->at;
        while (s->at < s->end && (dhk_is_letter(*s->at) || dhk_is_digit(*s->at) || *s->at == '_' || *s->at == '$'))
            s->at++;
        if (s->at == begin)
            return false;
    }
    skip_space(s);
    if (s->at < s->end && *s->at++ != ':')
        return false;
    s->names++;
    skip_space(s);
    return true;
}

/* An object or an array, to its end or that of what is read. False: it is none. */
static bool take_value(scan *s) {
    uint64_t objects = 0; /* bit: the bracket at this depth is of an object; the lowest is the innermost */
    unsigned depth = 0;
    bool wants_value = true; /* else a comma or a closing bracket */
    bool may_close = false;  /* nothing stands in the brackets yet */

    for (;;) {
        skip_space(s);
        if (s->at == s->end)
            return true;
        if (depth > 0 && (!wants_value || may_close) && *s->at == (objects & 1 ? '}' : ']')) {
            s->at++;
            objects >>= 1;
            wants_value = may_close = false;
            if (--depth == 0)
                return true;
            continue;
        }
        if (!wants_value) {
            if (*s->at++ != ',')
                return false;
            wants_value = may_close = true; /* a comma may stand behind the last one */
            continue;
        }
        may_close = false;
        if (depth > 0 && objects & 1) {
            if (!take_name(s))
                return false;
            if (s->at == s->end)
                return true;
        }
        s->values++;
        if (*s->at == '{' || *s->at == '[') {
            if (depth == JSON_DEPTH) { /* no text has so many */
                s->values += VALUES_MIN;
                s->at = s->end;
                return true;
            }
            objects = objects << 1 | (*s->at++ == '{');
            depth++;
            may_close = true;
        } else if (depth == 0 || !(is_quote(*s->at) ? take_string(s) : take_word(s))) {
            return false;
        } else {
            wants_value = false;
        }
    }
}

/* What stands in front of JSON that programs load: what keeps it from being run, a call, an assignment. True for the
 * last two. */
static bool skip_prefix(scan *s) {
    static const char *const guards[] = {")]}',",     ")]}'", "while(1);",   "while (1);", "for(;;);",
                                         "for (;;);", "{}&&", "&&&START&&&", "throw 1;"};
    const unsigned char *begin = s->at;
    scan tried;
    for (size_t i = 0; i < sizeof guards / sizeof *guards; i++)
        if (take(s, guards[i]))
            break;
    while (s->at > begin && s->at < s->end && *s->at == ' ')
        s->at++;
    if (s->at > begin && take(s, "<")) /* "throw 1; <don't be evil>" */
        while (s->at < s->end && *s->at++ != '>')
            continue;
    skip_space(s);
    tried = *s;
    if (take(&tried, "var ") || take(&tried, "let ") || take(&tried, "const "))
        skip_space(&tried);
    const unsigned char *name = tried.at;
    while (tried.at < tried.end && (dhk_is_letter(*tried.at) || *tried.at == '_' || dhk_is_digit(*tried.at) ||
                                    *tried.at == '.' || *tried.at == '$'))
        tried.at++;
    if (tried.at == name)
        return false;
    skip_space(&tried);
    if (!take(&tried, "(") && !take(&tried, "="))
        return false;
    skip_space(&tried);
    if (tried.at < tried.end && (*tried.at == '{' || *tried.at == '[' || *tried.at == '"' || *tried.at == '\''))
        *s = tried;
    return s->at == tried.at;
}

/* The one argument of a call: a long string, of packed data. */
static bool takes_long_string(scan *s) {
    const unsigned char *begin = s->at;
    return (*begin == '"' || *begin == '\'') && take_string(s) && s->at - begin >= STRING_MIN &&
           (s->at == s->end || *s->at == ')');
}

/* In a call or behind an assignment. */
static const char *sniff_called(scan *s) {
    if (takes_long_string(s))
        return "text/javascript";
    if (s->at == s->end || (*s->at != '{' && *s->at != '[') || !take_value(s))
        return NULL;
    skip_space(s);
    return s->at == s->end || *s->at == ')' || *s->at == ';' ? "text/javascript" : NULL;
}

const char *dhk_json_sniff(const unsigned char *bytes, size_t length) {
    while (length > 0 && bytes[length - 1] <= ' ')
        length--;
    scan s = {bytes, bytes + (length < JSON_BYTES ? length : JSON_BYTES), 0, 0};
    if (skip_prefix(&s) && s.at < s.end)
        return sniff_called(&s);
    if (s.at == s.end || (*s.at != '{' && *s.at != '['))
        return NULL;
    while (s.at < s.end) { /* JSON lines are a row of values */
        if (!take_value(&s))
            return NULL;
        skip_space(&s);
        if (s.at < s.end && *s.at == ',')
            s.at++;
        skip_space(&s);
    }
    bool is_empty = length == 2 && (bytes[1] == '}' || bytes[1] == ']');
    return s.names > 0 || s.values >= VALUES_MIN || is_empty ? "application/json" : NULL;
}
