/*
 * Programs in other languages than those of browsers. One begins with a row of a known form, behind comments, and
 * hardly a row of it reads like a sentence: prose that shows code begins with words, or has as many of them.
 */
#include "base/ascii.h"
#include "sniff/code_sniff.h"
#include "sniff/row_forms.h"

#include <stdbool.h>
#include <string.h>

enum {
    COMMENT_BYTES = 65536, /* so far a comment in front may go */
    PROGRAM_BYTES = 8192,
    CODE_ROWS_MIN = 4, /* so few may be of a question */
    CODE_SHARE = 2,    /* rows of code have so many times the bytes of rows of words */
    WORDS_MIN = 4,     /* of a row that is words */
    VERSE_WORDS_MIN = 3,
    WORDS_FOR_MARK = 6, /* a mark of code in so many words makes a row code */
    HIGH_MAX = 8        /* bytes that are not ASCII, outside strings */
};

typedef struct opening {
    const char *media_type;
    const char *forms; /* of the first row */
} opening;

static const char c_forms[] =
    "#~include~<*\n#~include~\"*\n#~ifndef %\n#~ifdef %\n#if *\n#~if defined*\n#~if !defined*\n"
    "#~define %*\n#~pragma %*\ntypedef %*\nextern %*\nstatic %*\nstruct % {\nint main(*\nvoid %(*\n"
    "using %*;\nnamespace %*";
static const char java_forms[] =
    "package %;\nimport %;\nimport %.~*;\nimport static %*;\npublic class*\npublic final*\n"
    "public enum*\npublic interface*\n@%\npublic static *\nfun %(*";
static const char python_forms[] =
    "import %\nimport % as %\nimport %, *\nfrom % import *\ndef %(*\nclass %:\nclass %(*:\n"
    "async def %(*\nif __name__*\n@%(*\n__%~=*";
static const char shell_forms[] = "set -*\nexport %=*\nif [ *\n. /%*\nsource %\necho \"*\nfunction %*";
static const char other_forms[] =
    "package %\npackage main*\nimport (\nimport \"*\nuse %;\nuse %::*\nuse % *;\npub %*\nfn %(*\n"
    "mod %;\n#![*\nrequire '*\nmodule %\nclass % < %\nrequire_relative*\nmy $*\nsub % {\n"
    "local %~=*\nlibrary(%)\ncmake_*(*\nproject(*\ninclude(*\nif(*\nset(*\nadd_*(*\nmodule % *\n"
    "#lang %\nFROM %\nFROM % AS %\nFROM %:%*\n% {\n% % {\n% \"*{\nsyntax~=*;\n@echo off";
static const opening openings[] = {
    {"text/x-c", c_forms},           {"text/x-java", java_forms},
    {"text/x-python", python_forms}, {"text/x-shellscript", shell_forms},
    {"text/x-source", other_forms},
};

typedef struct scan {
    const unsigned char *at;
    const unsigned char *end;
} scan;

/* The row behind which the text `close` stands, from `from` on. */
static void pass_comment(scan *s, const unsigned char *from, const char *close) {
    size_t length = strlen(close);
    for (s->at = from; s->at < s->end; s->at++)
        if (*s->at == (unsigned char)*close && (size_t)(s->end - s->at) >= length && memcmp(s->at, close, length) == 0)
            break;
    while (s->at < s->end && *s->at != '\n')
        s->at++;
}

/* Passes over a comment that begins with this row, and a Python string that stands for one. */
static bool take_comment(scan *s, dhk_code_row row) {
    static const char directives[] =
        "#~include *\n#~include<*\n#~include\"*\n#if*\n#~if defined*\n#~ifdef *\n#~ifndef *\n"
        "#~define *\n#~endif*\n#else*\n#~else\n#elif *\n#~pragma *\n#~undef *\n#![*\n#lang *\n#[*\n"
        "#error *";
    row.at += dhk_row_indent(row);
    size_t length = (size_t)(row.end - row.at);
    bool raw = length > 3 && (*row.at | 0x20) == 'r';
    if (length >= 2 && memcmp(row.at, "/*", 2) == 0)
        pass_comment(s, row.at + 2, "*/");
    else if (length >= 3 + (size_t)raw && memcmp(row.at + raw, "\"\"\"", 3) == 0)
        pass_comment(s, row.at + 3 + raw, "\"\"\"");
    else if (length >= 4 && *row.at == '=' && dhk_is_letter(row.at[1]) && memchr(row.at, ' ', 4) == NULL)
        pass_comment(s, row.end, "\n=cut");
    else
        return (*row.at == '#' && !dhk_row_is_one_of(row, directives)) ||
               (length >= 2 && (memcmp(row.at, "//", 2) == 0 || memcmp(row.at, "--", 2) == 0));
    return true;
}

/* The next row of code. */
static bool next_row(scan *s, dhk_code_row *row) {
    while (dhk_row_next(&s->at, s->end, row))
        if (!take_comment(s, *row))
            return true;
    return false;
}

/* Passes over the string that begins here, up to the end of the row. */
static const unsigned char *pass_string(const unsigned char *at, const unsigned char *end) {
    unsigned char quote = *at;
    for (at++; at < end && *at != quote; at++)
        at += *at == '\\' && end - at > 1;
    return at < end ? at + 1 : end;
}

/* Is this byte one that programs have, and sentences have not? */
static bool is_mark(const unsigned char *at, dhk_code_row row) {
    unsigned char before = at > row.at ? at[-1] : ' ';
    unsigned char behind = row.end - at > 1 ? at[1] : '\n';
    bool named = dhk_is_letter(before) || dhk_is_digit(before) || before == '_';
    if (strchr("(._", *at) != NULL)
        return named && (*at == '(' || dhk_is_letter(behind));
    if (*at == '$')
        return dhk_is_letter(behind) || behind == '{' || behind == '(';
    return strchr("={}\\|", *at) != NULL || (*at == '-' && behind == '>') || (*at == ':' && behind == ':') ||
           (*at == '-' && before == ' ' && dhk_is_letter(behind));
}

/* Does the row begin with a word that statements begin with? */
static bool is_statement(dhk_code_row row) {
    static const char forms[] =
        "import *\nfrom *\nreturn*\nraise *\nuse *\nrequire*\npackage *\necho *\nexport *\nlocal *\n"
        "public *\nprivate *\nstatic *\nconst *\ndef *:\nclass *\nif *:\nelif *:\nelse*\nfor *:\n"
        "while *\ntry:\nwith *:\nvoid *\nint *\nstruct *\nunsigned *\nextern *\ntypedef *\n#*\n@*\n"
        "include *";
    return dhk_row_is_one_of(row, forms);
}

static bool begins_comment(const unsigned char *at, const unsigned char *end) {
    return end - at > 1 && *at == '/' && (at[1] == '/' || at[1] == '*');
}

typedef struct weights {
    size_t rows; /* of code */
    size_t code; /* bytes */
    size_t words;
} weights;

static void weigh(dhk_code_row row, weights *w) {
    size_t words = 0;
    size_t marks = is_statement(row);
    size_t high = 0;
    for (const unsigned char *at = row.at + dhk_row_indent(row); at < row.end;) {
        unsigned char before = at > row.at ? at[-1] : ' ';
        if ((*at == '"' || *at == '`' || *at == '\'') && !dhk_is_letter(before)) {
            marks += strchr("(=,[{", before) != NULL;
            at = pass_string(at, row.end);
            continue;
        }
        if (before <= ' ' && (begins_comment(at, row.end) || (*at == '#' && marks > 0)))
            break; /* a comment */
        words += *at > ' ' && before <= ' ';
        high += *at >= 0x80;
        marks += *at != 0 && is_mark(at, row);
        at++;
    }
    /* Verses end like statements, but are words alone. */
    marks += row.end[-1] == ';' && (marks > 0 || words < VERSE_WORDS_MIN);
    size_t length = (size_t)(row.end - row.at) - dhk_row_indent(row);
    if (high <= HIGH_MAX && marks * WORDS_FOR_MARK >= words && marks > 0) {
        w->rows++;
        w->code += length;
    } else if (words >= WORDS_MIN || high > HIGH_MAX) {
        w->words += length;
    }
}

const char *dhk_program_sniff(const unsigned char *bytes, size_t length) {
    static const char runners[] = "#!/%\n#! /%\n#!/% *\n#! /% *";
    scan s = {bytes, bytes + (length < COMMENT_BYTES ? length : COMMENT_BYTES)};
    weights w = {0, 0, 0};
    const char *media_type = NULL;
    dhk_code_row row;
    if (!dhk_row_next(&s.at, s.end, &row))
        return NULL;
    bool runs = dhk_row_is_one_of(row, runners); /* names the program that runs it */
    if ((runs || take_comment(&s, row)) && !next_row(&s, &row))
        return NULL;
    for (size_t i = 0; i < sizeof openings / sizeof *openings && media_type == NULL; i++)
        if (dhk_row_is_one_of(row, openings[i].forms))
            media_type = openings[i].media_type;
    if (media_type == NULL && runs)
        media_type = "text/x-shellscript";
    if (media_type == NULL)
        return NULL;
    w.rows = runs;
    if (s.end - s.at > PROGRAM_BYTES)
        s.end = s.at + PROGRAM_BYTES;
    do
        weigh(row, &w);
    while (next_row(&s, &row));
    return w.rows >= CODE_ROWS_MIN && w.code >= w.words * CODE_SHARE ? media_type : NULL;
}
