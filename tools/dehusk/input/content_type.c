/*
 * The value of a Content-Type field, and what it means for a page.
 */
#include "input/content_type.h"

#include "common/characters.h"

#include <stdint.h>
#include <string.h>

enum {
    LOOKED_AT = 1445,      /* bytes; the resource header of the WHATWG's MIME sniffing */
    IN_FRONT_MAX = 1 << 14 /* bytes of comments before a page begins */
};

static bool is_one_of(char c, const char *these) {
    return c != '\0' && strchr(these, c) != NULL;
}

/* What stands from `at` on up to one of these characters. */
static byte_slice take_until(byte_slice value, size_t at, const char *stops) {
    size_t end = at;
    while (end < value.length && !is_one_of(value.bytes[end], stops))
        end++;
    return (byte_slice){value.bytes + at, end - at};
}

static size_t pass(byte_slice value, size_t at, const char *these) {
    while (at < value.length && is_one_of(value.bytes[at], these))
        at++;
    return at;
}

/* The parameter wherever it stands: some forget the semicolon, write a comma or a colon for it, or put quotation marks
 * around anything. */
static byte_slice find_charset(byte_slice value) {
    static const char word[] = "charset";
    enum { WORD = sizeof word - 1 };
    for (size_t i = 0; i + WORD < value.length; i++) {
        if (!byte_slice_is((byte_slice){value.bytes + i, WORD}, word) ||
            (i > 0 && !is_one_of(value.bytes[i - 1], " \t;,:\"'\r\n")))
            continue;
        size_t at = pass(value, i + WORD, " \t\r\n");
        if (at == value.length || !is_one_of(value.bytes[at], "=:"))
            continue;
        byte_slice label = take_until(value, pass(value, at + 1, " \t\"'\r\n"), " \t;,\"'\r\n");
        if (label.length > 0)
            return label;
    }
    return (byte_slice){NULL, 0};
}

content_type content_type_parse(byte_slice value) {
    content_type type = {{NULL, 0}, {NULL, 0}};
    if (value.bytes == NULL)
        return type;
    /* "text/html,text/html; charset=utf-8" is two fields that a proxy joined. */
    byte_slice media_type = take_until(value, pass(value, 0, " \t\"'"), " \t;,:\"'\r\n");
    if (media_type.length > 2 && memchr(media_type.bytes, '/', media_type.length) != NULL)
        type.media_type = media_type;
    type.charset = find_charset(value);
    return type;
}

/* -- What a type says ---------------------------------------------------------- */

/* A name that ends with "/" stands for all that begin with it. */
static const struct {
    const char *name;
    content_kind kind;
    dehusk_format format;
} types[] = {
    {"text/html", CONTENT_PAGE, DEHUSK_FORMAT_HTML},
    {"application/xhtml+xml", CONTENT_PAGE, DEHUSK_FORMAT_HTML},
    {"application/vnd.wap.xhtml+xml", CONTENT_PAGE, DEHUSK_FORMAT_HTML},
    {"text/htm", CONTENT_PAGE, DEHUSK_FORMAT_HTML},
    {"text/xhtml", CONTENT_PAGE, DEHUSK_FORMAT_HTML},
    {"html/text", CONTENT_PAGE, DEHUSK_FORMAT_HTML},
    {"application/html", CONTENT_PAGE, DEHUSK_FORMAT_HTML},
    {"application/xhtml", CONTENT_PAGE, DEHUSK_FORMAT_HTML},
    {"text/x-server-parsed-html", CONTENT_PAGE, DEHUSK_FORMAT_HTML},
    {"text/plain", CONTENT_PAGE, DEHUSK_FORMAT_TEXT},
    {"text/markdown", CONTENT_PAGE, DEHUSK_FORMAT_TEXT},
    {"text/x-markdown", CONTENT_PAGE, DEHUSK_FORMAT_TEXT},
    {"*/*", CONTENT_UNKNOWN, DEHUSK_FORMAT_AUTO},
    {"text/*", CONTENT_UNKNOWN, DEHUSK_FORMAT_AUTO},
    {"text/unknown", CONTENT_UNKNOWN, DEHUSK_FORMAT_AUTO},
    {"unknown/", CONTENT_UNKNOWN, DEHUSK_FORMAT_AUTO},
    {"content/unknown", CONTENT_UNKNOWN, DEHUSK_FORMAT_AUTO},
    {"application/unknown", CONTENT_UNKNOWN, DEHUSK_FORMAT_AUTO},
    {"application/x-unknown", CONTENT_UNKNOWN, DEHUSK_FORMAT_AUTO},
    {"httpd/", CONTENT_UNKNOWN, DEHUSK_FORMAT_AUTO}, /* Apache's own names */
    {"application/x-unknown-content-type", CONTENT_UNKNOWN, DEHUSK_FORMAT_AUTO},
    {"application/xml", CONTENT_DOUBTFUL, DEHUSK_FORMAT_AUTO},
    {"text/xml", CONTENT_DOUBTFUL, DEHUSK_FORMAT_AUTO},
    {"application/octet-stream", CONTENT_DOUBTFUL, DEHUSK_FORMAT_AUTO},
    {"binary/octet-stream", CONTENT_DOUBTFUL, DEHUSK_FORMAT_AUTO},
    {"application/force-download", CONTENT_DOUBTFUL, DEHUSK_FORMAT_AUTO},
    {"application/x-force-download", CONTENT_DOUBTFUL, DEHUSK_FORMAT_AUTO},
    {"application/download", CONTENT_DOUBTFUL, DEHUSK_FORMAT_AUTO},
    {"application/x-download", CONTENT_DOUBTFUL, DEHUSK_FORMAT_AUTO},
    {"application/binary", CONTENT_DOUBTFUL, DEHUSK_FORMAT_AUTO},
    {"application/x-binary", CONTENT_DOUBTFUL, DEHUSK_FORMAT_AUTO},
    {"application/text", CONTENT_DOUBTFUL, DEHUSK_FORMAT_AUTO},
    {"application/txt", CONTENT_DOUBTFUL, DEHUSK_FORMAT_AUTO},
    {"application/x-httpd-php", CONTENT_DOUBTFUL, DEHUSK_FORMAT_AUTO},
    {"application/x-asp", CONTENT_DOUBTFUL, DEHUSK_FORMAT_AUTO},
    {"multipart/", CONTENT_DOUBTFUL, DEHUSK_FORMAT_AUTO},
    {"message/", CONTENT_DOUBTFUL, DEHUSK_FORMAT_AUTO},
    {"text/css", CONTENT_OTHER, DEHUSK_FORMAT_AUTO},
    {"text/javascript", CONTENT_OTHER, DEHUSK_FORMAT_AUTO},
    {"text/x-javascript", CONTENT_OTHER, DEHUSK_FORMAT_AUTO},
    {"text/json", CONTENT_OTHER, DEHUSK_FORMAT_AUTO},
    {"text/csv", CONTENT_OTHER, DEHUSK_FORMAT_AUTO},
    {"text/calendar", CONTENT_OTHER, DEHUSK_FORMAT_AUTO},
    {"text/vcard", CONTENT_OTHER, DEHUSK_FORMAT_AUTO},
    {"text/x-vcard", CONTENT_OTHER, DEHUSK_FORMAT_AUTO},
    {"text/vtt", CONTENT_OTHER, DEHUSK_FORMAT_AUTO},
    {"text/dns", CONTENT_OTHER, DEHUSK_FORMAT_AUTO},
    {"text/", CONTENT_DOUBTFUL, DEHUSK_FORMAT_AUTO},
};

content_kind content_type_kind(byte_slice media_type, dehusk_format *format) {
    *format = DEHUSK_FORMAT_AUTO;
    if (media_type.bytes == NULL)
        return CONTENT_UNKNOWN;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        size_t length = strlen(types[i].name);
        bool is_class = types[i].name[length - 1] == '/';
        if (media_type.length < length || (!is_class && media_type.length != length) ||
            !byte_slice_is((byte_slice){media_type.bytes, length}, types[i].name))
            continue;
        *format = types[i].format;
        return types[i].kind;
    }
    return CONTENT_OTHER;
}

/* -- What bytes say ------------------------------------------------------------ */

/* Goes behind a comment or processing instruction at `at`; the same place if there is none. */
static size_t pass_comment(const char *bytes, size_t length, size_t at) {
    size_t left = length - at;
    bool is_comment = left >= 4 && memcmp(bytes + at, "<!--", 4) == 0;
    if (!is_comment && (left < 2 || memcmp(bytes + at, "<?", 2) != 0))
        return at;
    for (size_t i = at + (is_comment ? 4 : 2); i < length; i++)
        if (bytes[i] == '>' && (!is_comment || (bytes[i - 1] == '-' && bytes[i - 2] == '-')))
            return i + 1;
    return length;
}

bool content_begins_html(const char *bytes, size_t length) {
    static const char *const tags[] = {"<!doctype html", "<html", "<head", "<body", "<title"};
    if (length > IN_FRONT_MAX)
        length = IN_FRONT_MAX;
    byte_slice text = {bytes, length};
    size_t at = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    for (size_t before = SIZE_MAX; at != before;) {
        before = at;
        at = pass_comment(bytes, length, pass(text, at, " \t\r\n\f"));
    }
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        size_t tag = strlen(tags[i]);
        size_t same = 0;
        while (same < tag && at + same < length && to_lower(bytes[at + same]) == tags[i][same])
            same++;
        if (same == tag && at + tag < length && is_one_of(bytes[at + tag], " \t\r\n\f>/"))
            return true;
    }
    return false;
}

bool content_looks_like_text(const char *bytes, size_t length) {
    const unsigned char *b = (const unsigned char *)bytes;
    if (length >= 2 && ((b[0] == 0xFE && b[1] == 0xFF) || (b[0] == 0xFF && b[1] == 0xFE)))
        return true; /* UTF-16 */
    for (size_t i = 0; i < length && i < LOOKED_AT; i++)
        if (b[i] < 0x20 && b[i] != '\t' && b[i] != '\n' && b[i] != '\f' && b[i] != '\r' && b[i] != 0x1B)
            return false;
    return true;
}
