/*
 * Scripts. Prose about scripts has some of their words, but not their density of
 * brackets and semicolons; and it does not begin with a statement.
 */
#include "sniff/code_sniff.h"

#include "base/ascii.h"
#include <stdbool.h>
#include <string.h>

enum {
    SCRIPT_BYTES = 8192,
    MARKS_SHARE = 14, /* one visible byte in so many has to be a mark; in sentences it is one in 50 to 100 */
    MARKS_DENSE = 5,
    MARKS_WANTED = 3,
    WORDS_WANTED = 2
};

typedef struct scan {
    const unsigned char *at;
    const unsigned char *end;
} scan;

static bool is_name_byte(unsigned char byte) {
    return dhk_is_letter(byte) || dhk_is_digit(byte) || byte == '_' || byte == '$';
}

/* Passes over a comment that begins here. */
static bool take_comment(scan *s) {
    if (s->end - s->at < 2 || s->at[0] != '/' || (s->at[1] != '/' && s->at[1] != '*'))
        return false;
    bool line = s->at[1] == '/';
    for (s->at += 2; s->at < s->end; s->at++)
        if (line ? *s->at == '\n' : *s->at == '*' && s->end - s->at > 1 && s->at[1] == '/')
            break;
    s->at += s->at < s->end ? (line ? 1 : 2) : 0;
    return true;
}

static void skip_space(scan *s) {
    while (s->at < s->end && (*s->at <= ' ' || take_comment(s)))
        s->at += s->at < s->end && *s->at <= ' ';
}

static bool word_is_one_of(const unsigned char *word, size_t length, const char *const *words) {
    for (; *words != NULL; words++)
        if (strlen(*words) == length && memcmp(*words, word, length) == 0)
            return true;
    return false;
}

/* Does a statement begin here? */
static bool begins_statement(scan s) {
    static const char *const words[] = {"function", "var",   "let",    "const",  "import", "export", "if",
                                        "for",      "while", "try",    "switch", "class",  "new",    "typeof",
                                        "void",     "async", "return", "throw",  NULL};
    skip_space(&s);
    while (s.at < s.end && strchr("!+-~;({[", *s.at) != NULL && *s.at != 0) {
        s.at++;
        skip_space(&s);
    }
    if (s.end - s.at > 12 && (memcmp(s.at + 1, "use strict", 10) == 0))
        return true;
    const unsigned char *name = s.at;
    while (s.at < s.end && is_name_byte(*s.at))
        s.at++;
    if (s.at > name && word_is_one_of(name, (size_t)(s.at - name), words))
        return true;
    while (s.at < s.end && (is_name_byte(*s.at) || *s.at == '.'))
        s.at++;
    if (s.at < s.end && (*s.at == '(' || *s.at == ')'))
        return true; /* "(" behind a space may be of a sentence */
    bool named = s.at > name;
    while (s.at < s.end && *s.at == ' ')
        s.at++;
    return named && s.end - s.at > 1 && s.at[0] == '=' && s.at[1] != '='; /* "====" is a rule */
}

/* A string to its end or that of the line. */
static void skip_string(scan *s) {
    unsigned char quote = *s->at;
    for (s->at++; s->at < s->end && *s->at != quote && (*s->at != '\n' || quote == '`'); s->at++)
        s->at += *s->at == '\\' && s->end - s->at > 1;
    s->at += s->at < s->end;
}

const char *dhk_script_sniff(const unsigned char *bytes, size_t length) {
    static const char *const words[] = {"function", "var",       "let",    "const",     "window", "document",
                                        "return",   "this",      "null",   "undefined", "typeof", "require",
                                        "exports",  "prototype", "class",  "extends",   "super",  "constructor",
                                        "JSON",     "Object",    "export", "default",   NULL};
    scan s = {bytes, bytes + (length < SCRIPT_BYTES ? length : SCRIPT_BYTES)};
    size_t marks = 0;
    size_t visible = 0;
    size_t known = 0;
    if (!begins_statement(s))
        return NULL;
    for (skip_space(&s); s.at < s.end; skip_space(&s)) {
        if (is_name_byte(*s.at)) {
            const unsigned char *name = s.at;
            while (s.at < s.end && is_name_byte(*s.at))
                s.at++;
            visible += (size_t)(s.at - name);
            known += word_is_one_of(name, (size_t)(s.at - name), words);
        } else if (*s.at == '"' || *s.at == '`' || (*s.at == '\'' && !is_name_byte(s.at > bytes ? s.at[-1] : 0))) {
            skip_string(&s);
            visible++;
        } else {
            visible++;
            known += *s.at == '=' && s.end - s.at > 1 && (s.at[1] == '>' || s.at[1] == '=');
            marks += strchr("(){};=[]", *s.at) != NULL && *s.at != 0;
            s.at++;
        }
    }
    known += marks * MARKS_DENSE >= visible; /* calls in a row need no words */
    return known >= WORDS_WANTED && marks >= MARKS_WANTED && marks * MARKS_SHARE >= visible ? "text/javascript" : NULL;
}
