/*
 * Style sheets: rules of declarations from the first byte on.
 */
#include "base/ascii.h"
#include "sniff/code_sniff.h"

#include <stdbool.h>
#include <string.h>

enum {
    STYLE_BYTES = 8192,
    PRELUDE_MAX = 2048, /* bytes of one selector or of what follows an at-rule's name */
    VALUE_MAX = 4096
};

typedef struct scan {
    const unsigned char *at;
    const unsigned char *end;
    unsigned depth; /* open blocks */
    unsigned declarations;
} scan;

/* Passes over white space and comments. */
static void skip_space(scan *s) {
    while (s->at < s->end) {
        if (*s->at <= ' ') {
            s->at++;
        } else if (*s->at == '/' && s->end - s->at > 1 && s->at[1] == '*') {
            for (s->at += 2; s->at < s->end; s->at++)
                if (*s->at == '*' && s->end - s->at > 1 && s->at[1] == '/')
                    break;
            s->at = s->end - s->at > 2 ? s->at + 2 : s->end;
        } else {
            return;
        }
    }
}

/* Passes over "(...)" of an address without quotation marks. */
static void pass_url(scan *s) {
    for (s->at++; s->at < s->end && *s->at != ')' && *s->at > ' ' && *s->at != '"' && *s->at != '\'';)
        s->at++;
}

/* Goes on to one of the three bytes (or the end), over strings. False: it is too far. */
static bool find(scan *s, unsigned char one, unsigned char two, unsigned char three, long most) {
    const unsigned char *begin = s->at;
    unsigned char quote = 0;
    for (; s->at < s->end; s->at++) {
        if (s->at - begin > most)
            return false;
        if (quote != 0) {
            if (*s->at == '\\' && s->end - s->at > 1)
                s->at++;
            else if (*s->at == quote || *s->at == '\n')
                quote = 0;
        } else if (*s->at == '"' || *s->at == '\'') {
            quote = *s->at;
        } else if (*s->at == '(' && s->at > begin && (s->at[-1] | 0x20) == 'l') {
            pass_url(s); /* of a picture within it, with semicolons and of any length */
            if (s->at == s->end)
                break;
            begin = s->at;
            s->at -= *s->at != ')';
        } else if (*s->at == one || *s->at == two || *s->at == three) {
            return true;
        }
    }
    return true;
}

static bool is_name_byte(unsigned char byte) {
    return dhk_is_letter(byte) || dhk_is_digit(byte) || byte == '-' || byte == '_' || byte == '*';
}

/* "name: value;" within a block. */
static bool take_declaration(scan *s) {
    const unsigned char *begin = s->at;
    while (s->at < s->end && is_name_byte(*s->at))
        s->at++;
    if (s->at == begin && s->at < s->end)
        return false;
    skip_space(s);
    if (s->at < s->end && *s->at != ':')
        return false;
    if (!find(s, ';', '}', '{', VALUE_MAX) || (s->at < s->end && *s->at == '{'))
        return false;
    s->declarations++;
    s->at += s->at < s->end && *s->at == ';';
    return true;
}

/* A selector or an at-rule, to its block or the end of the rule. */
static bool take_prelude(scan *s) {
    bool at_rule = *s->at == '@';
    const unsigned char *begin = s->at;
    if (!find(s, '{', at_rule ? ';' : '{', '}', PRELUDE_MAX))
        return false;
    if (s->at == s->end)
        return at_rule;
    if (s->at == begin || *s->at == '}')
        return false;
    const unsigned char *last = s->at - 1;
    while (last > begin && *last <= ' ')
        last--;
    if (*last == '=')
        return false; /* an object of a script */
    if (at_rule && *s->at == ';' && s->at - begin > 8 &&
        (memcmp(begin, "@import ", 8) == 0 || memcmp(begin, "@charset", 8) == 0))
        s->declarations++; /* a sheet may do no more than that */
    s->depth += *s->at++ == '{';
    return true;
}

/* Is there a '{' before the next ';' or '}'? */
static bool begins_block(const scan *s) {
    scan ahead = *s;
    return find(&ahead, '{', ';', '}', PRELUDE_MAX) && ahead.at < ahead.end && *ahead.at == '{';
}

const char *dhk_style_sniff(const unsigned char *bytes, size_t length) {
    scan s = {bytes, bytes + (length < STYLE_BYTES ? length : STYLE_BYTES), 0, 0};
    for (;;) {
        skip_space(&s);
        if (s.at == s.end)
            break;
        if (s.depth > 0 && *s.at == '}') {
            s.depth--;
            s.at++;
        } else if (s.depth > 0 && *s.at == ';') {
            s.at++;
        } else if (s.depth == 0 || *s.at == '@' || begins_block(&s)) {
            if (!take_prelude(&s))
                return NULL;
        } else if (!take_declaration(&s)) {
            return NULL;
        }
    }
    return s.declarations > 0 ? "text/css" : NULL;
}
