/*
 * Settings: YAML, INI and TOML, names with values, makefiles. Every row has a form of its language; a list of
 * ingredients or a talk has some of them.
 */
#include "base/ascii.h"
#include "sniff/code_sniff.h"
#include "sniff/row_forms.h"

#include <stdbool.h>
#include <string.h>

enum { SETTINGS_BYTES = 16384, NAMES_MIN = 2, NAMES_ALONE_MIN = 4, KEY_MAX = 256 };

/* So many names are no longer a list that somebody wrote down. */
enum { NAMES_MANY = 40 };

typedef struct scan {
    const unsigned char *at;
    const unsigned char *end;
} scan;

static unsigned char first_of(dhk_code_row row) {
    return row.at[dhk_row_indent(row)];
}

/* Is the row none that was cut off where reading ends? */
static bool is_whole(const scan *s, size_t length) {
    return s->at < s->end || length < SETTINGS_BYTES;
}

/* Is a name or value of a program's, and no word of people's: one with a mark or capital between letters, as in "runs-on",
 * "apiVersion" and "gull:1.2", in quotation marks or brackets, a path, or a word for yes or no? */
static bool is_of_program(const unsigned char *at, const unsigned char *end) {
    static const char words[] = "true\nfalse\nnull\nyes\nno\non\noff\nTrue\nFalse\nYes\nNo\nOn\nOff";
    while (at < end && *at <= ' ')
        at++;
    if (at == end)
        return false;
    if (strchr("\"'[{&*!|>/~$.", *at) != NULL || dhk_row_is_one_of((dhk_code_row){at, end}, words))
        return *at != 0;
    bool marked = false;
    for (const unsigned char *begin = at; at < end; at++) {
        bool within = at > begin && end - at > 1 && dhk_is_letter(at[-1]);
        marked = marked || (within && strchr("_-./:\\", *at) != NULL) ||
                 (within && dhk_is_upper(*at) && !dhk_is_upper(at[-1]));
        if (*at == ' ' || *at >= 0x80)
            return false;
    }
    return marked;
}

/* -- YAML ----------------------------------------------------------------------- */

/* A name of a program's, not a heading, an hour or a verse: begins with a small letter or a mark, has no space. Behind it,
 * the colon. */
static const unsigned char *pass_key(const unsigned char *at, const unsigned char *end, bool *named) {
    const unsigned char *begin = at;
    unsigned char quote = *at == '"' || *at == '\'' ? *at : 0;
    *named = !dhk_is_upper(*at) && !dhk_is_digit(*at) && *at < 0x80;
    if (quote != 0) {
        for (at++; at < end && *at != quote; at++)
            continue;
        at += at < end;
    } else {
        if (end - at > KEY_MAX)
            end = at + KEY_MAX;
        while (at < end && (*at > ' ') && (*at != ':' || (end - at > 1 && at[1] > ' ')) &&
               strchr("{}[],\"#", *at) == NULL)
            at++;
    }
    return at > begin && at < end && *at == ':' ? at + 1 : NULL;
}

typedef struct yaml {
    size_t keys;   /* names with something behind */
    size_t names;  /* of those, such as programs have */
    size_t marked; /* of those, surely a program's */
    size_t nested; /* names with a deeper name below */
    size_t open;   /* indentation of a name with nothing behind */
    bool is_open;
    size_t indent; /* of the last name or entry */
    size_t block;  /* deeper rows are of a text */
    bool in_block;
} yaml;

static bool take_yaml(dhk_code_row row, yaml *y) {
    size_t indent = dhk_row_indent(row);
    const unsigned char *at = row.at + indent;
    if (y->in_block && indent > y->block)
        return true;
    y->in_block = false;
    if (*at == '#' || (indent == 0 && (dhk_row_is(row, "---*") || dhk_row_is(row, "...") || dhk_row_is(row, "%YAML*"))))
        return true;
    bool entry = false;
    while (at < row.end && *at == '-' && (row.end - at == 1 || at[1] == ' ')) {
        entry = true;
        for (at++; at < row.end && *at == ' ';)
            at++;
    }
    size_t depth = (size_t)(at - row.at);
    bool named;
    const unsigned char *value = at < row.end ? pass_key(at, row.end, &named) : NULL;
    if (value == NULL) {
        bool is_text = entry || (indent > y->indent && y->keys > 0) || *at == ']' || *at == '}';
        y->is_open = y->is_open && !entry;
        return is_text;
    }
    y->keys++;
    y->names += named;
    y->nested += y->is_open && depth > y->open;
    y->marked +=
        is_of_program(at, value - 1) || is_of_program(value, row.end) || (y->is_open && depth > y->open && y->open > 0);
    y->indent = indent;
    y->is_open = value == row.end;
    y->open = depth;
    y->in_block = strchr("|>", row.end[-1]) != NULL || (row.end - value > 2 && strchr("|>", row.end[-2]) != NULL);
    y->block = indent;
    return true;
}

static bool is_yaml(const unsigned char *bytes, size_t length) {
    enum { NAMES_SHARE = 3 /* in four */, MARKED_SHARE = 8 /* one in so many */ };
    scan s = {bytes, bytes + length};
    dhk_code_row row;
    yaml y = {0};
    while (dhk_row_next(&s.at, s.end, &row))
        if (!take_yaml(row, &y) && is_whole(&s, length))
            return false;
    return y.nested > 0 && y.keys > NAMES_MIN && (y.marked * MARKED_SHARE >= y.keys || y.keys >= NAMES_MANY) &&
           y.names * 4 >= y.keys * NAMES_SHARE;
}

/* -- Names and values ------------------------------------------------------------ */

/* Does a value begin in this row that is closed in a later one? */
static const char *opens(dhk_code_row row) {
    if (dhk_row_is(row, "*["))
        return "]*";
    return dhk_row_is(row, "*{") ? "}*" : dhk_row_is(row, "*\"\"\"") ? "*\"" : NULL;
}

/* Is the name that the row begins with a program's: with a dot or underscore between words? "e.g.", "v_0" and "1.000" are
 * people's. */
static bool is_parted(dhk_code_row row) {
    enum { WORD_MIN = 2 };
    const unsigned char *begin = row.at + dhk_row_indent(row);
    const unsigned char *end = dhk_pass_name(begin, row.end);
    for (const unsigned char *at = begin + WORD_MIN; dhk_is_letter(*begin) && at + 1 < end; at++)
        if (strchr("._", *at) != NULL && dhk_is_letter(at[1]) && end[-1] != '.')
            return true;
    return false;
}

/* Is the pair such as settings have: without spaces about the sign, or with a program's name or value, or, in a section
 * of such a name, with a value of one word? Who plays whom, and words of two languages, are written as pairs, too. */
static bool is_setting(dhk_code_row row, bool in_small) {
    const unsigned char *begin = row.at + dhk_row_indent(row);
    const unsigned char *sign = memchr(begin, '=', (size_t)(row.end - begin));
    const unsigned char *end = sign;
    const unsigned char *value = sign + 1;
    while (end > begin && end[-1] <= ' ')
        end--;
    while (value < row.end && *value <= ' ')
        value++;
    bool tight = end == sign && value == sign + 1 && dhk_is_letter(*begin);
    bool is_word = memchr(value, ' ', (size_t)(row.end - value)) == NULL;
    for (const unsigned char *at = begin; at < end; at++)
        if (*at >= 0x80)
            return false;
    return tight || is_of_program(begin, end) || is_of_program(value, row.end) || (in_small && is_word);
}

/* Sections of names with values, or such names alone, which then are a program's. With colons they are of subtitles: what
 * is said on a stage or in a film is written so, too. */
static const char *take_pairs(const unsigned char *bytes, size_t length) {
    scan s = {bytes, bytes + length};
    dhk_code_row row;
    size_t sections = 0;
    size_t names = 0;
    size_t parted = 0;
    size_t settings = 0;
    bool in_small = true; /* in a section whose name is a word that begins with a small letter */
    const char *close = NULL;
    bool goes_on = false;
    bool colons = false;
    while (dhk_row_next(&s.at, s.end, &row)) {
        bool continued = goes_on;
        goes_on = row.end[-1] == '\\' || row.end[-1] == ',';
        if (close != NULL) {
            close = dhk_row_is(row, close) ? NULL : close;
        } else if (dhk_row_is(row, "[*]")) {
            colons = colons || (sections == 0 && dhk_row_is(row, "[Script Info]"));
            sections++;
            in_small = dhk_row_is_one_of(row, "[%]\n[[%]]") && !dhk_is_upper(row.at[dhk_row_indent(row) + 1]);
        } else if (dhk_row_is(row, "%~=*") || dhk_row_is(row, "%[%]~=*") || dhk_row_is(row, "\"%\"~=*") ||
                   (colons && dhk_row_is(row, "%~:*"))) {
            names++;
            parted += is_parted(row);
            settings += colons || is_setting(row, in_small);
            close = opens(row);
        } else if (strchr("#;!", first_of(row)) == NULL && !continued && is_whole(&s, length) &&
                   !(names > 0 && dhk_row_indent(row) > 0) && !(sections > 0 && dhk_row_is(row, "%"))) {
            return NULL;
        }
    }
    if (sections > 0 && names >= NAMES_MIN && (settings * 2 > names || names >= NAMES_MANY))
        return "text/x-ini";
    return names >= NAMES_ALONE_MIN && parted * 2 > names ? "text/x-java-properties" : NULL;
}

/* -- Makefiles ------------------------------------------------------------------- */

static bool is_makefile(const unsigned char *bytes, size_t length) {
    static const char others[] =
        "#*\ninclude *\n-include *\nsinclude *\nifeq*\nifneq*\nifdef *\nifndef *\nelse*\nendif*\n"
        "export *\nvpath *\nunexport *\n$(*\noverride *\n}*";
    scan s = {bytes, bytes + length};
    dhk_code_row row;
    size_t recipes = 0;
    size_t marks = 0;
    bool goes_on = false;
    bool defines = false;
    bool ruled = false;
    while (dhk_row_next(&s.at, s.end, &row)) {
        bool continued = goes_on;
        goes_on = row.end[-1] == '\\';
        for (const unsigned char *at = row.at; at + 1 < row.end; at++)
            marks += (*at == '$' && strchr("({@<^", at[1]) != NULL) || (*at == ':' && at[1] == '=');
        marks += dhk_row_is(row, ".PHONY*");
        defines = (defines || dhk_row_is(row, "define *")) && !dhk_row_is(row, "endef");
        if (defines || continued || dhk_row_is(row, "endef") || dhk_row_is_one_of(row, others))
            continue;
        if (*row.at == '\t') {
            recipes += ruled;
            continue;
        }
        const unsigned char *colon = memchr(row.at, ':', (size_t)(row.end - row.at));
        const unsigned char *sign = memchr(row.at, '=', (size_t)(row.end - row.at));
        if (colon == NULL && sign == NULL && dhk_row_indent(row) == 0 && is_whole(&s, length))
            return false;
        ruled = colon != NULL;
    }
    return recipes > 0 && marks > 1;
}

const char *dhk_settings_sniff(const unsigned char *bytes, size_t length) {
    if (length > SETTINGS_BYTES)
        length = SETTINGS_BYTES;
    if (is_yaml(bytes, length))
        return "application/yaml";
    const char *media_type = take_pairs(bytes, length);
    return media_type == NULL && is_makefile(bytes, length) ? "text/x-makefile" : media_type;
}
