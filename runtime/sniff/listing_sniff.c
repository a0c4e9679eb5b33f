/*
 * What is written for one program and known by how it begins: dumps of databases, differences, bibliographies, sources
 * of typesetting, subtitles, catalogues of translations.
 */
#include "base/ascii.h"
#include "sniff/code_sniff.h"
#include "sniff/row_forms.h"

#include <stdbool.h>
#include <string.h>

enum { LISTING_BYTES = 16384 };

typedef struct scan {
    const unsigned char *at;
    const unsigned char *end;
} scan;

/* Goes on to the byte behind `close`, or to the end. */
static void pass_to(scan *s, const char *close) {
    size_t length = strlen(close);
    for (; s->at < s->end; s->at++)
        if ((size_t)(s->end - s->at) >= length && memcmp(s->at, close, length) == 0) {
            s->at += length;
            return;
        }
}

/* -- SQL ------------------------------------------------------------------------ */

/* Is the word, in small or capital letters, one of these, which stand between spaces? */
static bool word_is_one_of(const unsigned char *at, size_t length, const char *words) {
    while (*words != '\0') {
        size_t size = strcspn(words, " ");
        size_t same = 0;
        while (size == length && same < size && dhk_lower(at[same]) == words[same])
            same++;
        if (same == length && size == length)
            return true;
        words += size + (words[size] == ' ');
    }
    return false;
}

static size_t take_word(scan *s, const unsigned char **word) {
    while (s->at < s->end && *s->at <= ' ')
        s->at++;
    *word = s->at;
    while (s->at < s->end && (dhk_is_letter(*s->at) || *s->at == '_'))
        s->at++;
    return (size_t)(s->at - *word);
}

/* Passes over white space, comments and rows for the client. */
static void skip_to_statement(scan *s) {
    for (; s->at < s->end; s->at++) {
        size_t left = (size_t)(s->end - s->at);
        if (*s->at == '#' || *s->at == '\\' || (left >= 2 && memcmp(s->at, "--", 2) == 0))
            pass_to(s, "\n");
        else if (left >= 2 && memcmp(s->at, "/*", 2) == 0)
            pass_to(s, "*/");
        else if (*s->at > ' ' && *s->at != ';')
            return;
        else
            continue;
        s->at--; /* which was passed over, as the loop will do again */
    }
}

/* Passes over the body of a function, if one begins here: between two "$$" or "$name$". */
static bool take_body(scan *s) {
    enum { TAG_MAX = 16 };
    char tag[TAG_MAX] = "$";
    size_t length = 1;
    while (length + 2 < TAG_MAX && (size_t)(s->end - s->at) > length &&
           (dhk_is_letter(s->at[length]) || s->at[length] == '_')) {
        tag[length] = (char)s->at[length];
        length++;
    }
    if ((size_t)(s->end - s->at) <= length || *s->at != '$' || s->at[length] != '$')
        return false;
    tag[length] = '$';
    s->at += length + 1;
    pass_to(s, tag);
    return true;
}

/* Passes over a statement; how many of its bytes outside strings are marks. */
static size_t take_statement(scan *s, size_t *outside) {
    size_t marks = 0;
    for (; s->at < s->end && *s->at != ';'; s->at++, ++*outside) {
        unsigned char quote = *s->at;
        if (quote == '$' && take_body(s)) {
            s->at--;
            continue;
        }
        if (quote == '\'' || quote == '"' || quote == '`') {
            marks++;
            for (s->at++; s->at < s->end && *s->at != quote; s->at++)
                s->at += *s->at == '\\' && s->end - s->at > 1;
            if (s->at == s->end)
                break;
        }
        marks += strchr("(),=*", quote) != NULL && quote != 0;
    }
    return marks + (s->at < s->end);
}

/* Does what stands behind "CREATE TABLE" or the like read as in a statement: a name, and a mark or a word of SQL? */
static bool is_named(scan s) {
    static const char before[] =
        "if not exists only table index view function temporary unique into or replace sequence "
        "default trigger type extension names procedure concurrently";
    static const char behind[] =
        "values select set add as on default write read character with for in using where from "
        "owner cascade to returns before after drop alter restart start increment is enable";
    const unsigned char *word;
    size_t size;
    do
        size = take_word(&s, &word);
    while (word_is_one_of(word, size, before));
    while (s.at < s.end && (*s.at == '"' || *s.at == '`' || *s.at == '[' || *s.at == ']' || *s.at == '.' ||
                            *s.at == '_' || *s.at == '\'' || dhk_is_letter(*s.at) || dhk_is_digit(*s.at)))
        s.at++;
    size = take_word(&s, &word);
    return s.at == s.end || (size == 0 && strchr("(;,=", *s.at) != NULL) || word_is_one_of(word, size, behind);
}

/* Has what stands there more words than one without marks has in SQL? */
static bool is_sentence(const unsigned char *at, const unsigned char *end) {
    enum { WORDS_MAX = 4 };
    size_t words = 0;
    for (bool in_word = false; at < end; at++) {
        words += *at > ' ' && !in_word;
        in_word = *at > ' ';
    }
    return words > WORDS_MAX;
}

/* Statements alone, each of which begins with a word of SQL, and one with two. */
static bool is_sql(const unsigned char *bytes, size_t length) {
    enum { MARKS_SHARE = 40 };
    static const char first[] =
        "create insert drop set alter begin commit use select lock unlock delete update grant "
        "revoke pragma start copy replace comment declare exec go if truncate with analyze do call "
        "rename end merge rollback print vacuum delimiter";
    static const char second[] =
        "table tables into index view database schema function or temporary unique trigger "
        "sequence type extension role user procedure virtual from names transaction policy global";
    scan s = {bytes, bytes + length};
    size_t marks = 0;
    size_t outside = 0;
    bool found = false;
    for (skip_to_statement(&s); s.at < s.end; skip_to_statement(&s)) {
        const unsigned char *word;
        const unsigned char *begin = s.at;
        size_t size = take_word(&s, &word);
        if (s.at == s.end && length == LISTING_BYTES)
            break; /* cut off */
        if (!word_is_one_of(word, size, first))
            return false;
        scan named = s;
        bool copies = word_is_one_of(word, size, "copy");
        size = take_word(&s, &word);
        found = found || ((copies || word_is_one_of(word, size, second)) && is_named(copies ? named : s));
        outside += (size_t)(s.at - begin);
        size_t here = take_statement(&s, &outside);
        if (here == 0 && length < LISTING_BYTES && is_sentence(begin, s.end))
            return false; /* a question about what stands above it */
        marks += here;
        if (copies && s.at < s.end)
            pass_to(&s, "\n\\.");
    }
    return found && marks > 1 && marks * MARKS_SHARE >= outside;
}

/* -- Others --------------------------------------------------------------------- */

/* Entries alone: "@book{key," and in it braces that close. */
static bool is_bibliography(const unsigned char *bytes, size_t length) {
    scan s = {bytes, bytes + length};
    dhk_code_row row;
    size_t depth = 0;
    size_t entries = 0;
    while (dhk_row_next(&s.at, s.end, &row)) {
        bool is_comment = row.at[dhk_row_indent(row)] == '%';
        if (depth == 0 && !is_comment) {
            if (!dhk_row_is(row, "@%~{~%~,*") && !dhk_row_is(row, "@%~{~%~=*") && !dhk_row_is(row, "@%~{~%:%~,*"))
                return false;
            entries++;
        }
        for (; row.at < row.end && !is_comment; row.at++) {
            depth += *row.at == '{';
            depth -= *row.at == '}' && depth > 0;
        }
    }
    return entries > 0;
}

/* Catalogues alone: each row is a comment, begins with a keyword, or is a string. */
static bool is_catalogue(const unsigned char *bytes, size_t length) {
    static const char forms[] = "#*\nmsgid *\nmsgstr *\nmsgstr[*\nmsgid_plural *\nmsgctxt *\n\"*";
    scan s = {bytes, bytes + length};
    dhk_code_row row;
    size_t messages = 0;
    while (dhk_row_next(&s.at, s.end, &row)) {
        if (!dhk_row_is_one_of(row, forms) && (s.at < s.end || length < LISTING_BYTES))
            return false;
        messages += dhk_row_is(row, "msgid \"*\"");
    }
    return messages > 0;
}

/* Do rows of words follow, as no program writes them between differences? */
static bool has_words_behind(scan s) {
    enum { WORDS_MIN = 7 };
    dhk_code_row row;
    while (dhk_row_next(&s.at, s.end, &row)) {
        size_t words = 1;
        for (const unsigned char *at = row.at; at < row.end; at++)
            words += *at == ' ';
        if (words >= WORDS_MIN && (dhk_is_letter(*row.at) || *row.at >= 0x80) &&
            !dhk_row_is_one_of(row, "diff *\nBinary files *"))
            return true;
    }
    return false;
}

/* Does a difference begin here, and is there a hunk of it? What is told of it stands in front, in a message that programs
 * write; behind it, somebody asks what is wrong. */
static bool is_difference(scan s, dhk_code_row row) {
    static const char bare[] = "diff *\nIndex: *\n--- *";
    static const char told[] = "From % Mon Sep 17 *\n# HG changeset*";
    dhk_code_row before = row;
    bool is_told = dhk_row_is_one_of(row, told);
    if (!is_told && !dhk_row_is_one_of(row, bare))
        return false;
    do {
        if (dhk_row_is(before, "--- *") && dhk_row_is(row, "+++ *") && dhk_row_next(&s.at, s.end, &row) &&
            dhk_row_is(row, "@@ -*"))
            return is_told || !has_words_behind(s);
        if (dhk_row_is(row, "Binary files *") || dhk_row_is(row, "GIT binary patch") ||
            dhk_row_is(row, "rename from *"))
            return true;
        before = row;
    } while (dhk_row_next(&s.at, s.end, &row));
    return false;
}

/* Is it when a subtitle is shown: with parts of a second, which no timetable has? */
static bool is_time_shown(dhk_code_row row) {
    static const char forms[] = "%:%:%,% --> %:%:%,%*\n%:%:% --> %:%:%*\n%:% --> %:%*\n%:%:%,%:%:%";
    row.at += dhk_row_indent(row);
    const unsigned char *at = row.at;
    while (at < row.end && (dhk_is_digit(*at) || *at == ':'))
        at++;
    return at < row.end && at > row.at && strchr(".,", *at) != NULL && dhk_row_is_one_of(row, forms);
}

/* Is the last paragraph one of words, without a time, or most of them? Then somebody tells of the subtitles above. Behind a
 * time a blank row may stand. */
static bool has_words_behind_subtitles(const scan *s) {
    enum { WORDS_BYTES = 36 };
    scan rest = *s;
    dhk_code_row row;
    size_t shown = 0; /* bytes */
    size_t told = 0;
    size_t last = 0; /* of the last paragraph, if it is told */
    bool timed = true;
    bool times = true;
    for (const unsigned char *before = s->at; dhk_row_next(&rest.at, rest.end, &row); before = row.end) {
        const unsigned char *newline = memchr(before, '\n', (size_t)(row.at - before));
        bool parted = !times && newline != NULL && memchr(newline + 1, '\n', (size_t)(row.at - newline - 1)) != NULL;
        times = is_time_shown(row);
        timed = times || (parted ? dhk_row_is_one_of(row, "NOTE*\nSTYLE\nREGION") : timed);
        last = parted ? 0 : last;
        size_t length = (size_t)(row.end - row.at);
        if (timed) {
            shown += length + last;
            told -= last;
            last = 0;
        } else {
            told += length;
            last += length;
        }
    }
    return last >= WORDS_BYTES || told > shown;
}

/* Does a subtitle begin here: when it is shown, or its number and then that? */
static bool is_subtitle(scan s, dhk_code_row row) {
    static const char heads[] = "WEBVTT\nWEBVTT -*\nWEBVTT FILE*\nWEBVTT %:*";
    if (dhk_row_is_one_of(row, heads)) {
        while (dhk_row_next(&s.at, s.end, &row))
            if (is_time_shown(row))
                return true;
        return false;
    }
    if (dhk_row_is(row, "%") && !dhk_row_next(&s.at, s.end, &row))
        return false;
    return is_time_shown(row);
}

/* Does an environment end in the row? */
static bool has_end(dhk_code_row row) {
    scan s = {row.at, row.end};
    pass_to(&s, "\\end{");
    return s.at < s.end;
}

/* Do words follow behind the environment that the row begins, behind the document, or behind the only row of TeX? Then
 * somebody asks about it. */
static bool has_words_behind_tex(scan s, dhk_code_row row) {
    bool begins = dhk_row_is(row, "\\begin{*");
    bool ended = begins && has_end(row);
    bool words = false;
    size_t commands = 1; /* rows of TeX */
    while (dhk_row_next(&s.at, s.end, &row)) {
        unsigned char first = row.at[dhk_row_indent(row)];
        ended = ended || (begins ? has_end(row) : dhk_row_is(row, "\\end{document}*"));
        words = first != '\\' && first != '%';
        commands += first == '\\';
    }
    return words && (ended || commands == 1);
}

/* Does a source of TeX begin here, behind comments? */
static bool is_tex(scan s, dhk_code_row row, bool is_whole) {
    static const char forms[] = "\\documentclass*\n\\documentstyle*\n\\usepackage*\n\\input *\n\\input{*\n\\begin{%}*\n"
                                "\\Needs*\n\\Provides*\n\\section*{*\n\\chapter*{*\n\\RequirePackage*\n\\title{*";
    while (row.at[dhk_row_indent(row)] == '%')
        if (!dhk_row_next(&s.at, s.end, &row))
            return false;
    return dhk_row_is_one_of(row, forms) && !(is_whole && has_words_behind_tex(s, row));
}

const char *dhk_listing_sniff(const unsigned char *bytes, size_t length) {
    if (length > LISTING_BYTES)
        length = LISTING_BYTES;
    scan s = {bytes, bytes + length};
    dhk_code_row row;
    if (!dhk_row_next(&s.at, s.end, &row))
        return NULL;
    if (is_subtitle(s, row) && (length == LISTING_BYTES || !has_words_behind_subtitles(&s)))
        return *bytes == 'W' ? "text/vtt" : "application/x-subrip";
    if (is_difference(s, row))
        return "text/x-diff";
    if (is_tex(s, row, length < LISTING_BYTES))
        return "application/x-tex";
    if (is_catalogue(bytes, length))
        return "text/x-gettext-translation";
    if (is_bibliography(bytes, length))
        return "text/x-bibtex";
    return is_sql(bytes, length) ? "application/sql" : NULL;
}
