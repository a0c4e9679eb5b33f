/*
 * The line that an ARC record begins with.
 *
 * There is no mark: what looks like such a line is one. Its words are told from
 * the end, since a URL may hold blanks.
 */
#include "input/arc_line.h"

#include "common/characters.h"

#include <string.h>

enum {
    WORDS_MAX = 16,  /* version 1 has five, version 2 ten */
    DATE_LENGTH = 14 /* "20310203040506" */
};

/* What the URLs of records begin with. */
static const char *const schemes[] = {"http://", "https://", "ftp://", "filedesc://", "dns:"};

enum { SCHEMES = sizeof schemes / sizeof *schemes };

static bool is_digits(byte_slice word) {
    for (size_t i = 0; i < word.length; i++)
        if (!is_digit(word.bytes[i]))
            return false;
    return word.length > 0;
}

/* The first bytes of an address, or all of it. */
static bool begins_address(byte_slice word) {
    for (size_t i = 0; i < word.length; i++)
        if (hex_value(word.bytes[i]) == 16 && word.bytes[i] != '.' && word.bytes[i] != ':')
            return false;
    return true;
}

static bool is_address(byte_slice word) {
    return begins_address(word) &&
           (memchr(word.bytes, '.', word.length) != NULL || memchr(word.bytes, ':', word.length) != NULL);
}

static bool is_url(byte_slice word) {
    size_t at = 0;
    while (at < word.length && is_letter(word.bytes[at]))
        at++;
    return at > 0 && at < word.length && word.bytes[at] == ':';
}

/* The last word of the text, which it takes away with the blanks before it. */
static byte_slice take_last(byte_slice *text) {
    size_t end = text->length;
    while (end > 0 && text->bytes[end - 1] != ' ')
        end--;
    byte_slice word = {text->bytes + end, text->length - end};
    while (end > 0 && text->bytes[end - 1] == ' ')
        end--;
    text->length = end;
    return word;
}

/* The words behind the URL; what stands before them is the URL, and perhaps something else. */
static bool parse_words(byte_slice line, arc_line *parsed) {
    line = byte_slice_trim(line);
    byte_slice last = take_last(&line);
    if (!is_digits(last) || last.length > 18)
        return false;
    parsed->length = 0;
    for (size_t i = 0; i < last.length; i++)
        parsed->length = parsed->length * 10 + (uint64_t)(last.bytes[i] - '0');
    parsed->type = (byte_slice){NULL, 0};
    for (size_t i = 0; i < WORDS_MAX && line.length > 0; i++) {
        byte_slice word = take_last(&line);
        /* The IP address stands before the date, and the URL before that. */
        if (word.length == DATE_LENGTH && is_digits(word) && memchr(line.bytes, ' ', line.length) != NULL) {
            parsed->date = word;
            parsed->address = take_last(&line);
            parsed->url = line;
            return true;
        }
        parsed->type = word;
    }
    return false;
}

bool arc_line_parse(byte_slice line, arc_line *parsed) {
    return is_url(byte_slice_trim(line)) && memchr(line.bytes, '\0', line.length) == NULL && parse_words(line, parsed);
}

/* -- Lines in which a record begins ----------------------------------------------- */

/* The scheme that stands here, or NULL. */
static const char *scheme_at(byte_slice text, size_t at) {
    if (strchr("hfd", text.bytes[at]) == NULL)
        return NULL;
    for (size_t i = 0; i < SCHEMES; i++) {
        size_t length = strlen(schemes[i]);
        if (text.length - at >= length && memcmp(text.bytes + at, schemes[i], length) == 0)
            return schemes[i];
    }
    return NULL;
}

/* Is all of the text the beginning of a scheme? */
static bool begins_scheme(byte_slice text) {
    for (size_t i = 0; i < SCHEMES; i++)
        if (text.length <= strlen(schemes[i]) && memcmp(text.bytes, schemes[i], text.length) == 0)
            return true;
    return false;
}

/* Where a second URL stands in the host of the first one, or in its scheme; 0: nowhere. */
static size_t seam_in_host(byte_slice url) {
    size_t host = 0;
    while (host < url.length && is_letter(url.bytes[host]))
        host++;
    host += host < url.length && url.bytes[host] == ':';
    for (size_t slashes = 0; slashes < 2 && host < url.length && url.bytes[host] == '/'; slashes++)
        host++;
    for (size_t at = 1; at < url.length; at++) {
        const char *scheme = scheme_at(url, at);
        if (scheme != NULL && begins_scheme((byte_slice){url.bytes, at}))
            return at;
        if (scheme != NULL && at >= host && strchr(scheme, '/') != NULL)
            return at;
        if (at >= host && strchr("/?#", url.bytes[at]) != NULL)
            return 0;
    }
    return 0;
}

/* Where a second URL stands in the words behind the first one, as many as there were written; 0: nowhere. */
static size_t seam_in_words(byte_slice url) {
    const char *blank = memchr(url.bytes, ' ', url.length);
    size_t begin = blank != NULL ? (size_t)(blank - url.bytes) + 1 : url.length;
    size_t at = begin;
    while (at < url.length && scheme_at(url, at) == NULL)
        at++;
    if (at == url.length)
        return 0;
    byte_slice first = {url.bytes + begin, at - begin};
    blank = memchr(first.bytes, ' ', first.length);
    if (blank != NULL)
        first.length = (size_t)(blank - first.bytes);
    return begins_address(first) ? at : 0;
}

size_t arc_line_seam(byte_slice line) {
    enum { EACH_MAX = 1 << 13 }; /* bytes of a line of which each seam is told, and not the last one alone */
    arc_line parsed;
    if (!arc_line_parse(line, &parsed))
        return 0;
    byte_slice url = parsed.url;
    for (;;) {
        size_t at = seam_in_host(url);
        if (at == 0)
            at = seam_in_words(url);
        url.bytes += at;
        url.length -= at;
        if (at == 0 || line.length <= EACH_MAX)
            return url.bytes == parsed.url.bytes ? 0 : (size_t)(url.bytes - line.bytes);
    }
}

bool arc_line_is_sure(byte_slice line) {
    arc_line parsed;
    return arc_line_parse(line, &parsed) && is_address(parsed.address) && scheme_at(parsed.url, 0) != NULL;
}

/* May a URL go on with another one behind this byte? */
static bool may_hold_url(char before) {
    return before != '\0' && strchr("/=?&:,;+-!|#%", before) != NULL;
}

size_t arc_line_within(byte_slice line) {
    arc_line parsed;
    if (!parse_words(line, &parsed) || !is_address(parsed.address))
        return line.length;
    byte_slice rest = parsed.url;
    byte_slice word = take_last(&rest);
    const char *begin = is_url(parsed.url) ? parsed.url.bytes : line.bytes + line.length;
    bool found = false;
    /* The last URL of the word, or the one that holds it, which is no URL in an attribute of the page that was cut off. A
     * host may end as the scheme of names does. */
    for (size_t i = word.length; i-- > 0;) {
        const char *scheme = scheme_at(word, i);
        if (scheme == NULL)
            continue;
        if (found && i > 0 && strchr("\"'(>", word.bytes[i - 1]) != NULL)
            break;
        found = true;
        begin = word.bytes + i;
        if (strchr(scheme, '/') != NULL && (i == 0 || !may_hold_url(word.bytes[i - 1])))
            break;
    }
    /* A URL that was cut off in its host holds none. */
    if (begin >= word.bytes && begin < word.bytes + word.length)
        begin += seam_in_host((byte_slice){begin, (size_t)(word.bytes + word.length - begin)});
    size_t at = (size_t)(begin - line.bytes);
    return memchr(begin, '\0', line.length - at) == NULL ? at : line.length;
}

bool arc_line_among(byte_slice bytes) {
    const char *at = bytes.bytes;
    const char *end = at + bytes.length;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *next = newline != NULL ? newline + 1 : end;
        byte_slice line = {at, (size_t)(next - at)};
        if (arc_line_within(line) < line.length)
            return true;
        at = next;
    }
    return false;
}
