/*
 * Scripts. Prose about scripts has some of their words, but not their density of
 * brackets and semicolons; and it does not begin with a statement.
 */
#include "base/ascii.h"
#include "sniff/code_sniff.h"

#include <stdbool.h>
#include <string.h>

enum {
    COMMENT_BYTES = 65536, /* so far a comment in front may go */
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

/* Is the byte before a quotation mark, but for a space, one behind which a script has strings? What is said stands behind
 * a comma, too, but not in brackets. */
static bool is_string_of_script(const unsigned char *begin, const unsigned char *quote, bool in_brackets) {
    const unsigned char *before = quote;
    while (before > begin && before[-1] == ' ')
        before--;
    if (before - begin >= 4 && memcmp(before - 4, "from", 4) == 0)
        return true;
    return before > begin && strchr(in_brackets ? "([=,+:?" : "([=+", before[-1]) != NULL && before[-1] != 0;
}

/* Does what follows read " name =", as behind "var"? */
static bool is_named(scan s) {
    if (s.at == s.end || *s.at != ' ')
        return false;
    const unsigned char *name = ++s.at;
    while (s.at < s.end && (is_name_byte(*s.at) || *s.at >= 0x80))
        s.at++;
    bool named = s.at > name;
    while (s.at < s.end && *s.at == ' ')
        s.at++;
    return named && s.end - s.at > 1 && s.at[0] == '=' && s.at[1] != '=';
}

/* What prose and formulas have not: strings as arguments, names of members, blocks behind brackets. */
static bool is_of_script(const scan *s, const unsigned char *begin, const unsigned char *name, size_t length) {
    static const char *const declare[] = {"var", "let", "const", NULL};
    if (length == 0) { /* a mark */
        const unsigned char *before = s->at;
        while (before > begin && before[-1] <= ' ')
            before--;
        return *s->at == '{' && before > begin && before[-1] == ')';
    }
    bool is_member = name - begin > 1 && name[-1] == '.' && is_name_byte(name[-2]) && !dhk_is_digit(*name);
    scan behind = *s;
    while (behind.at < behind.end && *behind.at == ' ')
        behind.at++;
    bool assigned = behind.end - behind.at > 1 && behind.at[0] == '=' && behind.at[1] != '=';
    return (is_member && (assigned || (s->at < s->end && *s->at == '('))) ||
           (word_is_one_of(name, length, declare) && is_named(*s)) ||
           (length == 6 && s->end - name > 15 && memcmp(name, "export default ", 15) == 0);
}

typedef struct counts {
    size_t marks;
    size_t visible;
    size_t words;  /* of scripts */
    size_t strong; /* what only they have */
    size_t open;   /* brackets */
} counts;

/* Counts what stands here, and passes over it. */
static void count(scan *s, const unsigned char *begin, counts *c) {
    static const char *const words[] = {"function", "var",       "let",    "const",     "window", "document",
                                        "return",   "this",      "null",   "undefined", "typeof", "require",
                                        "exports",  "prototype", "class",  "extends",   "super",  "constructor",
                                        "JSON",     "Object",    "export", "default",   NULL};
    const unsigned char *name = s->at;
    if (is_name_byte(*name)) {
        while (s->at < s->end && is_name_byte(*s->at))
            s->at++;
        size_t length = (size_t)(s->at - name);
        c->visible += length;
        c->words += word_is_one_of(name, length, words);
        c->strong += is_of_script(s, begin, name, length);
    } else if (*name == '"' || *name == '`' || (*name == '\'' && !is_name_byte(name > begin ? name[-1] : 0))) {
        c->strong += is_string_of_script(begin, name, c->open > 0);
        skip_string(s);
        c->visible++;
    } else {
        c->visible++;
        c->words += *name == '=' && s->end - name > 1 && (name[1] == '>' || name[1] == '=');
        c->marks += strchr("(){};=[]", *name) != NULL && *name != 0;
        c->strong += is_of_script(s, begin, name, 0);
        c->open += strchr("({[", *name) != NULL && *name != 0;
        c->open -= c->open > 0 && strchr(")}]", *name) != NULL && *name != 0;
        s->at++;
    }
}

const char *dhk_script_sniff(const unsigned char *bytes, size_t length) {
    scan s = {bytes, bytes + (length < COMMENT_BYTES ? length : COMMENT_BYTES)};
    counts c = {0, 0, 0, 0, 0};
    if (length > 2 && bytes[0] == '#' && bytes[1] == '!') /* the program that runs it */
        while (s.at < s.end && *s.at != '\n')
            s.at++;
    skip_space(&s); /* licences, which may be long */
    if (s.end - s.at > SCRIPT_BYTES)
        s.end = s.at + SCRIPT_BYTES;
    if (!begins_statement(s))
        return NULL;
    for (const unsigned char *begin = s.at; s.at < s.end; skip_space(&s))
        count(&s, begin, &c);
    bool is_dense = c.marks * MARKS_DENSE >= c.visible; /* calls in a row need no words */
    c.words += is_dense ? WORDS_WANTED : c.strong > 1;
    return c.strong > 0 && c.words >= WORDS_WANTED && c.marks >= MARKS_WANTED && c.marks * MARKS_SHARE >= c.visible
               ? "text/javascript"
               : NULL;
}
