/*
 * Rows of fields, rules for robots, and who sells advertisements.
 */
#include "base/ascii.h"
#include "sniff/code_sniff.h"
#include "sniff/row_forms.h"

#include <stdbool.h>

/* So far the rows are read, and so many are wanted, each of so many fields at least. */
enum { RECORDS_BYTES = 16384, ROWS_MIN = 5, FIELDS_MIN = 3 };

/* Fewer rows may be of people, who write verses and timetables, too. */
enum { ROWS_MANY = 40 };

typedef struct scan {
    const unsigned char *at;
    const unsigned char *end;
    size_t spaced; /* separators behind which a space stands, as in sentences */
} scan;

/* Passes over a row; how many fields it has. A field in quotation marks may hold separators and line ends. 0: a mark
 * stands within a field, or that field has no end. */
static size_t take_row(scan *s, unsigned char separator) {
    size_t fields = 1;
    bool begins = true; /* a field */
    for (; s->at < s->end && *s->at != '\n' && *s->at != '\r'; s->at++) {
        if (*s->at == separator) {
            fields++;
            begins = true;
            s->spaced += s->end - s->at > 1 && s->at[1] == ' ';
            continue;
        }
        if (*s->at == '"' && begins) {
            for (s->at++; s->at < s->end && (*s->at != '"' || (s->end - s->at > 1 && s->at[1] == '"')); s->at++)
                s->at += *s->at == '"';
            if (s->at >= s->end)
                return 0;
        }
        begins = false;
    }
    while (s->at < s->end && (*s->at == '\n' || *s->at == '\r'))
        s->at++;
    return fields;
}

/* Do a few rows read as people write them: between tabs, the first has not the names of columns that programs have, which
 * are a word that begins with a small letter; or there is no number in them? */
static bool is_of_people(const unsigned char *bytes, const unsigned char *end, unsigned char separator) {
    if (separator != '\t') {
        while (bytes < end && !dhk_is_digit(*bytes))
            bytes++;
        return bytes == end;
    }
    for (bool begins = true; bytes < end && *bytes != '\n' && *bytes != '\r'; bytes++) {
        if (*bytes == ' ' || *bytes >= 0x80 ||
            (begins && (*bytes < 'a' || *bytes > 'z') && *bytes != '_' && *bytes != '"'))
            return true;
        begins = *bytes == separator;
    }
    return false;
}

/* Have all rows, but one that is cut off, as many fields? */
static bool is_table(const unsigned char *bytes, size_t length, unsigned char separator) {
    scan s = {bytes, bytes + (length < RECORDS_BYTES ? length : RECORDS_BYTES), 0};
    bool cut = length > RECORDS_BYTES;
    size_t fields = take_row(&s, separator);
    size_t rows = 1;
    if (fields < FIELDS_MIN)
        return false;
    for (; s.at < s.end; rows++)
        if (take_row(&s, separator) != fields && (!cut || s.at < s.end))
            return false;
    return rows >= ROWS_MIN && s.spaced * 4 <= rows * (fields - 1) &&
           (rows >= ROWS_MANY || !is_of_people(bytes, s.end, separator));
}

/* Has every row that says something one of the names that rules for robots have? */
static bool is_robots(const unsigned char *bytes, size_t length) {
    static const char names[] =
        "user-agent\ndisallow\nallow\nsitemap\ncrawl-delay\nhost\nnoindex\nrequest-rate\nclean-param\n"
        "content-signal\ncontent-usage";
    const unsigned char *end = bytes + (length < RECORDS_BYTES ? length : RECORDS_BYTES);
    size_t rules = 0;
    bool agent = false;
    for (dhk_code_row row; dhk_row_next(&bytes, end, &row); rules++) {
        unsigned char name[16];
        size_t taken = 0;
        for (row.at += dhk_row_indent(row);
             row.at < row.end && taken + 1 < sizeof name && (dhk_is_letter(*row.at) || *row.at == '-'); row.at++)
            name[taken++] = (unsigned char)dhk_lower(*row.at);
        name[taken] = '\0';
        if (taken == 0 && *row.at == '#')
            continue;
        if (!dhk_row_is(row, "~:*") || !dhk_row_is_one_of((dhk_code_row){name, name + taken}, names))
            return false;
        agent = agent || *name == 'u' || *name == 's';
    }
    return agent && rules > 0;
}

/* Has every row who may sell the place of advertisements: a domain, a number, and how? */
static bool is_sellers(const unsigned char *bytes, size_t length) {
    static const char forms[] = "%,~%,~DIRECT*\n%,~%,~RESELLER*\n%,~%,~direct*\n%,~%,~reseller*";
    const unsigned char *end = bytes + (length < RECORDS_BYTES ? length : RECORDS_BYTES);
    size_t sellers = 0;
    for (dhk_code_row row; dhk_row_next(&bytes, end, &row);) {
        bool sells = dhk_row_is_one_of(row, forms);
        if (!sells && !dhk_row_is(row, "#*") && !dhk_row_is(row, "%=*"))
            return false;
        sellers += sells;
    }
    return sellers > 0;
}

const char *dhk_records_sniff(const unsigned char *bytes, size_t length, bool tabs) {
    if (is_robots(bytes, length))
        return "text/x-robots";
    if (is_sellers(bytes, length) || is_table(bytes, length, ',') || is_table(bytes, length, ';'))
        return "text/csv";
    return tabs && is_table(bytes, length, '\t') ? "text/tab-separated-values" : NULL;
}
