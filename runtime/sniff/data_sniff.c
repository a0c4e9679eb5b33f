/*
 * Bytes that were written down as letters and digits, and logs of programs. Told row by row; nearly all rows of the
 * text must be such, so that a text which shows some stays a text.
 */
#include "base/ascii.h"
#include "sniff/code_sniff.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum {
    DATA_BYTES = 16384,
    DATA_MIN = 256,    /* bytes of such rows: a key or a check sum alone is none */
    DATA_PERCENT = 90, /* of the bytes that are no white space at a row's end */
    PACKED_MIN = 40,   /* letters of a row of base64 or hexadecimal digits, but for the last one */
    TURNS_SHARE = 4,   /* one letter in so many is of another kind than the one before; in words one in ten */
    TURNS_MIN = 8
};

typedef struct row {
    const unsigned char *at;
    const unsigned char *end;
} row;

typedef enum row_kind { ROW_OTHER, ROW_PACKED, ROW_DUMP, ROW_LOG, ROW_KINDS } row_kind;

static int class_of(unsigned char byte) {
    return dhk_is_digit(byte) ? 1 : dhk_is_upper(byte) ? 2 : 3;
}

/* What the rows so far have shown. */
typedef struct tally {
    size_t found[ROW_KINDS]; /* bytes */
    size_t turns;            /* of base64: letters of another class than the one before */
    size_t changes;          /* of base64: letters that are not the one before */
    size_t worded;           /* of base64: small letters behind two small ones, as in words */
    size_t parted;           /* bytes of rows in groups of one length between hyphens, as keys of licences are */
    uint64_t offset;         /* of a dump's row, and how far it was from the one before */
    uint64_t stride;
    size_t dumped;      /* rows of a dump with an offset */
    size_t pairs[2][2]; /* groups of two digits without an offset, by which of them are letters */
    bool inlined;       /* "data:image/png;base64," */
} tally;

/* Does the row's word, which begins at `at`, have letters and digits of base64 alone? */
static bool is_base64(const unsigned char *at, const unsigned char *end) {
    const unsigned char *begin = at;
    for (; at < end; at++)
        if ((!dhk_is_letter(*at) && !dhk_is_digit(*at) && (*at == 0 || strchr("+/-_=", *at) == NULL)) ||
            (*at == '-' && at > begin && at[-1] == '-'))
            return false; /* "--" is of a guitar's strings */
    return true;
}

/* Is it parted by hyphens, each as far from the one before as the first from the begin? */
static bool is_in_groups(row r) {
    const unsigned char *first = memchr(r.at, '-', (size_t)(r.end - r.at));
    if (first == NULL)
        return false;
    size_t width = (size_t)(first - r.at);
    for (const unsigned char *at = r.at; at < r.end; at++)
        if ((*at == '-') != ((size_t)(at - r.at) % (width + 1) == width))
            return false;
    return true;
}

/* A row that is one word of base64, in either alphabet, or of hexadecimal digits, a colon in front. */
static bool is_packed(row r, bool follows, tally *t) {
    static const char inlined[] = ";base64,";
    const unsigned char *comma = memchr(r.at, ',', r.end - r.at < PACKED_MIN ? (size_t)(r.end - r.at) : PACKED_MIN);
    size_t length = (size_t)(r.end - r.at);
    if (comma != NULL && comma - r.at >= 8 && memcmp(comma - 7, inlined, 8) == 0) {
        t->inlined = t->inlined || (length > 5 && memcmp(r.at, "data:", 5) == 0);
        r.at = comma + 1;
    }
    r.at += r.at < r.end && *r.at == ':';
    if (r.end - r.at < (follows ? 1 : PACKED_MIN) || !is_base64(r.at, r.end))
        return false;
    for (const unsigned char *at = r.at + 1; at < r.end; at++) {
        int class_ = class_of(at[0]);
        t->turns += class_ != class_of(at[-1]);
        t->changes += at[0] != at[-1];
        t->worded += class_ == 3 && at - r.at > 1 && class_of(at[-1]) == 3 && class_of(at[-2]) == 3;
    }
    t->parted += is_in_groups(r) ? length : 0;
    return true;
}

/* A full row of uuencoded bytes. */
static bool is_uuencoded(row r) {
    enum { UU_ROW = 61 };
    if (r.end - r.at != UU_ROW || *r.at != 'M')
        return false;
    while (r.at < r.end && *r.at >= ' ' && *r.at <= '`')
        r.at++;
    return r.at == r.end;
}

/* The hexadecimal digits that stand here. */
static size_t digits_at(const row *r) {
    const unsigned char *at = r->at;
    while (at < r->end && dhk_hex_value(*at) >= 0)
        at++;
    return (size_t)(at - r->at);
}

typedef struct groups {
    size_t count;
    size_t width;
    size_t letters;
    bool octal;
} groups;

/* The groups of as many hexadecimal digits each that follow. */
static groups take_groups(row *r, bool octal, tally *t) {
    enum { OCTAL = 6 };
    groups g = {0, 0, 0, octal};
    for (;;) {
        while (r->at < r->end && *r->at == ' ')
            r->at++;
        size_t digits = digits_at(r);
        if (digits == 0 || (g.width > 0 && digits != g.width) || (r->at + digits < r->end && r->at[digits] > ' '))
            return g;
        g.width = digits;
        g.octal = g.octal && g.width == OCTAL && *r->at <= '1';
        if (digits == 2)
            t->pairs[!dhk_is_digit(r->at[0])][!dhk_is_digit(r->at[1])]++;
        for (; digits > 0; digits--, r->at++) {
            g.letters += !dhk_is_digit(*r->at);
            g.octal = g.octal && *r->at <= '7';
        }
        g.count++;
    }
}

/* Is the offset as far from the one before as that from the one before it? Colours in a table are not. */
static bool goes_on(tally *t, const unsigned char *digits, size_t count) {
    uint64_t offset = 0;
    for (size_t i = 0; i < count; i++)
        offset = offset << 4 | (uint64_t)dhk_hex_value(digits[i]);
    uint64_t stride = offset - t->offset;
    bool follows = t->dumped < 2 || stride == t->stride;
    t->offset = offset;
    t->stride = stride;
    t->dumped++;
    return follows;
}

/* An offset and groups of as many hexadecimal digits each, or words of six octal ones; groups of two need no offset.
 * Tables of numbers have neither letters among their digits nor offsets. */
static bool is_dump(row r, tally *t) {
    enum { OFFSET_MIN = 6, GROUPS_MIN = 4, BARE_MIN = 8, OCTAL_OFFSET = 7 };
    const unsigned char *begin = r.at;
    size_t offset = digits_at(&r);
    if (offset >= OFFSET_MIN || (offset >= 4 && r.at + offset < r.end && r.at[offset] == ':')) {
        r.at += offset;
        r.at += r.at < r.end && *r.at == ':';
    } else {
        offset = 0;
    }
    groups g = take_groups(&r, offset == OCTAL_OFFSET, t);
    if (g.count < (offset > 0 ? GROUPS_MIN : BARE_MIN) || (offset == 0 && (g.width != 2 || r.at < r.end)))
        return false;
    return (offset == 0 || goes_on(t, begin, offset)) &&
           (g.octal || (g.width % 2 == 0 && g.letters * 16 >= g.count * g.width));
}

/* Are groups of two digits without offsets all of one kind, "a1", as squares of a chess board and seats are? */
static bool is_numbered(const tally *t) {
    size_t all = t->pairs[0][0] + t->pairs[0][1] + t->pairs[1][0] + t->pairs[1][1];
    size_t most = t->pairs[0][1] > t->pairs[1][0] ? t->pairs[0][1] : t->pairs[1][0];
    return all > 0 && (all - most) * 16 < all;
}

/* Does the row go on like the pattern? "0" is a digit, "A" a letter, " " white space or a 'T', "-" a hyphen or slash;
 * all else is itself. */
static bool is_like(row r, const char *pattern) {
    for (; *pattern != '\0'; pattern++, r.at++) {
        if (r.at >= r.end)
            return false;
        bool fits = *pattern == '0'   ? dhk_is_digit(*r.at)
                    : *pattern == 'A' ? dhk_is_letter(*r.at)
                    : *pattern == ' ' ? *r.at == ' ' || *r.at == 'T' || *r.at == '\t'
                    : *pattern == '-' ? *r.at == '-' || *r.at == '/'
                                      : *r.at == (unsigned char)*pattern;
        if (!fits)
            return false;
    }
    return true;
}

static bool is_sign(unsigned char byte) {
    return byte != '\0' && strchr("[]<>(:=|", byte) != NULL;
}

static bool is_word(const unsigned char *at, const char *word) {
    while (*word != '\0' && dhk_lower(*at) == *word) {
        at++;
        word++;
    }
    return *word == '\0';
}

/* Is one of the next words a level, in capitals or set off by a sign? Diaries and talks have dates and times, and fine
 * weather, too. */
static bool has_level(row r) {
    static const char *const levels[] = {"debug", "info", "warn",     "warning", "error",  "err",  "trace",
                                         "fatal", "crit", "critical", "notice",  "severe", "fine", "alert"};
    enum { WITHIN = 64 };
    const unsigned char *end = r.end - r.at > WITHIN ? r.at + WITHIN : r.end;
    while (r.at < end) {
        const unsigned char *word = r.at;
        bool capitals = true;
        while (r.at < r.end && dhk_is_letter(*r.at))
            capitals = dhk_is_upper(*r.at++) && capitals;
        size_t length = (size_t)(r.at - word);
        bool set_off = is_sign(word[-1]) || (r.at < r.end && is_sign(*r.at));
        for (size_t i = 0; length > 0 && (capitals || set_off) && i < sizeof levels / sizeof *levels; i++)
            if (length == strlen(levels[i]) && is_word(word, levels[i]))
                return true;
        r.at += length == 0;
    }
    return false;
}

/* A row that a program logged: a server's of a request, the system's, or one with a level. What is indented goes with
 * the row above. */
static bool is_log(row r, bool follows) {
    enum { ADDRESS_MAX = 128, NAME_MAX = 80 };
    if (*r.at <= ' ' && follows)
        return true;
    r.at += *r.at == '[';
    if (is_like(r, "0000-00-00 00:00:00"))
        return has_level((row){r.at + 19, r.end}); /* behind the date */
    if (is_like(r, "AAA 00 00:00:00 ") || is_like(r, "AAA  0 00:00:00 ")) {
        const unsigned char *colon =
            memchr(r.at + 16, ':', r.end - r.at < NAME_MAX ? (size_t)(r.end - r.at) - 16 : NAME_MAX - 16);
        const unsigned char *space = memchr(r.at + 16, ' ', (size_t)(r.end - r.at) - 16);
        return colon != NULL && space != NULL && space < colon &&
               memchr(space + 1, ' ', (size_t)(colon - space)) == NULL && (colon[-1] == ']' || !dhk_is_upper(space[1]));
    }
    const unsigned char *bracket = memchr(r.at, '[', r.end - r.at < ADDRESS_MAX ? (size_t)(r.end - r.at) : ADDRESS_MAX);
    return bracket != NULL && is_like((row){bracket, r.end}, "[00-AAA-0000:00:00:00");
}

/* Leaves out what only looked like bytes written down. */
static void weigh(tally *t) {
    if (t->turns * TURNS_SHARE < t->changes || t->turns < TURNS_MIN || t->worded * 4 >= t->changes ||
        t->parted * 2 >= t->found[ROW_PACKED])
        t->found[ROW_PACKED] = 0;
    if (is_numbered(t))
        t->found[ROW_DUMP] = 0;
}

const char *dhk_data_sniff(const unsigned char *bytes, size_t length) {
    size_t looked_at = length < DATA_BYTES ? length : DATA_BYTES;
    const unsigned char *end = bytes + looked_at;
    tally t = {{0}, 0, 0, 0, 0, 0, 0, 0, {{0, 0}, {0, 0}}, false};
    size_t all = 0;
    row_kind before = ROW_OTHER;
    /* Nearly every text has soon shown too much that is neither. */
    for (const unsigned char *at = bytes; at < end && t.found[ROW_OTHER] * 100 <= looked_at * (100 - DATA_PERCENT);
         at++) {
        row r = {at, at};
        while (r.end < end && *r.end != '\n' && *r.end != '\r')
            r.end++;
        at = r.end;
        while (r.end > r.at && r.end[-1] <= ' ')
            r.end--;
        if (r.end == r.at)
            continue;
        if (is_packed(r, before == ROW_PACKED, &t))
            before = ROW_PACKED;
        else if (is_uuencoded(r) || is_dump(r, &t))
            before = ROW_DUMP;
        else
            before = is_log(r, before == ROW_LOG) ? ROW_LOG : ROW_OTHER;
        all += (size_t)(r.end - r.at);
        t.found[before] += (size_t)(r.end - r.at);
    }
    weigh(&t);
    size_t written = t.found[ROW_PACKED] + t.found[ROW_DUMP];
    if (written >= (t.inlined ? 1 : DATA_MIN) && written * 100 >= all * DATA_PERCENT)
        return "application/octet-stream";
    return t.found[ROW_LOG] >= DATA_MIN && t.found[ROW_LOG] * 100 >= all * DATA_PERCENT ? "text/x-log" : NULL;
}
