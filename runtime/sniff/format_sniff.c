#include "sniff/format_sniff.h"

#include "base/ascii.h"
#include "html/html_names.h"

#include <stdbool.h>
#include <string.h>

enum {
    SNIFF_BYTES = 16384,
    TAGS_WANTED = 3, /* text about HTML may hold a tag or two */
    NAME_MAX = 16
};

/* Copies the name at `*at` in lower case, passing over NULs; returns its length. */
static size_t read_name(const unsigned char *bytes, size_t length, size_t *at, unsigned char name[NAME_MAX]) {
    size_t taken = 0;
    for (; *at < length && taken < NAME_MAX; (*at)++) {
        unsigned char byte = bytes[*at];
        if (byte == 0)
            continue;
        if (!dhk_is_letter(byte) && (taken == 0 || !dhk_is_digit(byte)))
            break;
        name[taken++] = (unsigned char)dhk_lower(byte);
    }
    return taken;
}

/* A byte of a byte order mark: EF BB BF, FE FF, FF FE. */
static bool is_mark_byte(unsigned char byte) {
    return byte == 0xEF || byte == 0xBB || byte == 0xBF || byte >= 0xFE;
}

static bool only_pages_have(dhk_tag tag) {
    return tag == DHK_TAG_HTML || tag == DHK_TAG_HEAD || tag == DHK_TAG_BODY || tag == DHK_TAG_META ||
           tag == DHK_TAG_SCRIPT || tag == DHK_TAG_TITLE;
}

dehusk_format dhk_format_sniff(const unsigned char *bytes, size_t length) {
    size_t tags = 0;
    bool first = true; /* nothing but white space so far */
    if (length > SNIFF_BYTES)
        length = SNIFF_BYTES;
    for (size_t at = 0; at < length; at++) {
        unsigned char name[NAME_MAX];
        size_t name_length;
        bool began = first;
        dhk_tag tag;
        if (bytes[at] != '<') {
            first = first && (bytes[at] <= ' ' || is_mark_byte(bytes[at]));
            continue;
        }
        first = false;
        at++;
        while (at < length && (bytes[at] == 0 || bytes[at] == '/'))
            at++;
        if (at < length && (bytes[at] == '!' || bytes[at] == '?')) {
            if (began)
                return DEHUSK_FORMAT_HTML; /* a doctype, a comment or an XML declaration */
            continue;
        }
        name_length = read_name(bytes, length, &at, name);
        tag = dhk_tag_of(name, name_length);
        while (at < length && bytes[at] == 0)
            at++;
        if (tag == DHK_TAG_UNKNOWN || at == length || (bytes[at] > ' ' && bytes[at] != '>' && bytes[at] != '/'))
            continue;
        tags++;
        if (only_pages_have(tag) || began || tags >= TAGS_WANTED)
            return DEHUSK_FORMAT_HTML;
    }
    return DEHUSK_FORMAT_TEXT;
}

/* Does a tag of this name begin here? */
static bool is_tag(const unsigned char *bytes, size_t length, const char *name) {
    size_t at = 1;
    for (; *name != '\0'; name++, at++)
        if (at >= length || (bytes[at] | 0x20) != *name)
            return false;
    return at < length && (bytes[at] <= ' ' || bytes[at] == '>');
}

bool dhk_begins_document(const unsigned char *bytes, size_t length) {
    size_t at = 0;
    while (at < length && bytes[at] == '<') {
        if (is_tag(bytes + at, length - at, "html"))
            return true;
        if (length - at >= 15 && bytes[at + 1] == '!' && is_tag(bytes + at + 1, length - at - 1, "doctype")) {
            at += 9;
            while (at < length && bytes[at] <= ' ')
                at++;
            return length - at > 4 && is_tag(bytes + at - 1, length - at + 1, "html");
        }
        bool comment = length - at >= 4 && memcmp(bytes + at, "<!--", 4) == 0;
        if (!comment && (length - at < 5 || memcmp(bytes + at, "<?xml", 5) != 0))
            return false;
        const unsigned char *close = memchr(bytes + at, '>', length - at);
        while (comment && close != NULL && memcmp(close - 2, "--", 2) != 0)
            close = memchr(close + 1, '>', length - (size_t)(close + 1 - bytes));
        at = close != NULL ? (size_t)(close - bytes) + 1 : length;
        while (at < length && bytes[at] <= ' ')
            at++;
    }
    return false;
}
