/*
 * Rows of fields, and rules for robots.
 */
#include "base/ascii.h"
#include "sniff/code_sniff.h"

#include <stdbool.h>

/* So far the rows are read, and so many are wanted, each of so many fields at least. */
enum { RECORDS_BYTES = 16384, ROWS_MIN = 5, FIELDS_MIN = 3 };

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
    return rows >= ROWS_MIN && s.spaced * 4 <= rows * (fields - 1);
}

static bool begins_with(const unsigned char *at, const unsigned char *end, const char *text) {
    for (; *text != '\0'; text++, at++)
        if (at >= end || dhk_lower(*at) != *text)
            return false;
    return true;
}

/* Has every row that says something one of the names that rules for robots have? */
static bool is_robots(const unsigned char *bytes, size_t length) {
    static const char *const names[] = {"user-agent:", "disallow:", "allow:",        "sitemap:",     "crawl-delay:",
                                        "host:",       "noindex:",  "request-rate:", "clean-param:", "#"};
    const unsigned char *end = bytes + (length < RECORDS_BYTES ? length : RECORDS_BYTES);
    bool agent = false;
    for (const unsigned char *at = bytes; at < end;) {
        bool known = *at == '\n' || *at == '\r';
        for (size_t i = 0; i < sizeof names / sizeof *names && !known; i++)
            known = begins_with(at, end, names[i]);
        if (!known)
            return false;
        agent = agent || begins_with(at, end, "user-agent:");
        while (at < end && *at != '\n' && *at != '\r')
            at++;
        while (at < end && *at <= ' ')
            at++;
    }
    return agent;
}

const char *dhk_records_sniff(const unsigned char *bytes, size_t length, bool tabs) {
    if (is_robots(bytes, length))
        return "text/x-robots";
    if (is_table(bytes, length, ',') || is_table(bytes, length, ';'))
        return "text/csv";
    return tabs && is_table(bytes, length, '\t') ? "text/tab-separated-values" : NULL;
}
