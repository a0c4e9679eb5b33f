#include "render/web_address.h"

#include "base/ascii.h"

#include <string.h>

/* Longer addresses are no use to anybody, and mostly data. */
enum { ADDRESS_MAX = 8192 };

/* The parts of an address, RFC 3986 section 3: lengths of what stands before the path, and so on. */
typedef struct address_parts {
    size_t scheme;    /* with its colon; 0: none */
    size_t authority; /* end of "//host"; equal to scheme: none */
    size_t path;      /* end of the path */
    size_t query;     /* end of "?query" */
} address_parts;

static size_t scheme_length(dhk_address address) {
    size_t at = 0;
    if (address.length == 0 || !dhk_is_letter(address.text[0]))
        return 0;
    while (at < address.length && (dhk_is_letter(address.text[at]) || dhk_is_digit(address.text[at]) ||
                                   address.text[at] == '+' || address.text[at] == '-' || address.text[at] == '.'))
        at++;
    return at < address.length && address.text[at] == ':' ? at + 1 : 0;
}

static size_t find_end(dhk_address address, size_t at, const char *ends) {
    while (at < address.length && strchr(ends, address.text[at]) == NULL)
        at++;
    return at;
}

static address_parts cut(dhk_address address) {
    address_parts parts;
    parts.scheme = scheme_length(address);
    parts.authority = parts.scheme;
    if (address.length >= parts.scheme + 2 && address.text[parts.scheme] == '/' &&
        address.text[parts.scheme + 1] == '/')
        parts.authority = find_end(address, parts.scheme + 2, "/?#");
    parts.path = find_end(address, parts.authority, "?#");
    parts.query = parts.path;
    if (parts.path < address.length && address.text[parts.path] == '?')
        parts.query = find_end(address, parts.path, "#");
    return parts;
}

static bool scheme_is(dhk_address address, const char *scheme) {
    size_t length = strlen(scheme);
    return scheme_length(address) == length + 1 && dhk_equals_ignoring_case(address.text, scheme, length);
}

static bool is_shown(dhk_address address, bool image) {
    return scheme_length(address) == 0 || scheme_is(address, "http") || scheme_is(address, "https") ||
           (!image && scheme_is(address, "mailto"));
}

/* Bytes that do not stand in an address as they are, but C0 controls and spaces, which are told by their value. */
static const bool escaped_in_address[256] = {[0x7F] = true, ['('] = true, [')'] = true, ['<'] = true, ['>'] = true,
                                             ['\\'] = true, ['"'] = true, ['`'] = true, ['|'] = true};

static bool is_plain(unsigned char byte) {
    return byte > ' ' && !escaped_in_address[byte];
}

/* Puts bytes, those that end an address in Markdown or HTML as %XX, and C0 controls not at all, as browsers do. */
static void put_safe(dhk_text_buffer *out, const char *bytes, size_t length) {
    static const char digits[] = "0123456789ABCDEF";
    size_t at = 0;
    while (at < length) {
        size_t begin = at;
        unsigned char byte;
        while (at < length && is_plain((unsigned char)bytes[at]))
            at++;
        dhk_text_put(out, bytes + begin, at - begin);
        if (at == length)
            break;
        byte = (unsigned char)bytes[at++];
        if (byte != '\t' && byte != '\n' && byte != '\r')
            dhk_text_put(out, (const char[3]){'%', digits[byte >> 4], digits[byte & 15]}, 3);
    }
}

/* Takes the last segment of the path that begins at `from` of `out` away, with its slash. */
static void drop_segment(dhk_text_buffer *out, size_t from) {
    while (out->length > from && out->bytes[out->length - 1] != '/')
        out->length--;
    if (out->length > from)
        out->length--;
}

/* Puts an absolute path without its "." and ".." segments, RFC 3986 section 5.2.4. */
static void put_path(dhk_text_buffer *out, size_t from, const char *path, size_t length) {
    size_t at = 0;
    while (at < length) {
        size_t begin = at;
        size_t end = at + 1;
        while (end < length && path[end] != '/')
            end++;
        at = end;
        if (end - begin == 2 && path[begin + 1] == '.') {
            if (end == length)
                dhk_text_put_byte(out, '/');
        } else if (end - begin == 3 && path[begin + 1] == '.' && path[begin + 2] == '.') {
            drop_segment(out, from);
            if (end == length)
                dhk_text_put_byte(out, '/');
        } else {
            put_safe(out, path + begin, end - begin);
        }
    }
}

/* The reference's path, with the folders of the base's before it where it does not begin with a slash. Both are
 * short: see ADDRESS_MAX. */
static void put_merged_path(dhk_text_buffer *out, dhk_address base, const address_parts *of_base, dhk_address reference,
                            const address_parts *parts) {
    char merged[2 * ADDRESS_MAX + 2];
    size_t length = 0;
    size_t from = out->length;
    if (reference.text[parts->authority] != '/') {
        size_t folder = of_base->path;
        while (folder > of_base->authority && base.text[folder - 1] != '/')
            folder--;
        length = folder - of_base->authority;
        memcpy(merged, base.text + of_base->authority, length);
        if (length == 0)
            merged[length++] = '/';
    }
    memcpy(merged + length, reference.text + parts->authority, parts->path - parts->authority);
    length += parts->path - parts->authority;
    put_path(out, from, merged, length);
}

static void put_resolved(dhk_text_buffer *out, dhk_address reference, dhk_address base) {
    address_parts parts = cut(reference);
    address_parts of_base = cut(base);
    if (parts.scheme > 0) {
        put_safe(out, reference.text, reference.length);
        return;
    }
    put_safe(out, base.text, of_base.scheme);
    if (parts.authority > parts.scheme) {
        put_safe(out, reference.text, reference.length);
        return;
    }
    put_safe(out, base.text + of_base.scheme, of_base.authority - of_base.scheme);
    if (parts.path > parts.authority) {
        put_merged_path(out, base, &of_base, reference, &parts);
        put_safe(out, reference.text + parts.path, reference.length - parts.path);
        return;
    }
    put_safe(out, base.text + of_base.authority, of_base.path - of_base.authority);
    if (parts.query == parts.path) /* a fragment alone: the base's query stays */
        put_safe(out, base.text + of_base.path, of_base.query - of_base.path);
    put_safe(out, reference.text + parts.path, reference.length - parts.path);
}

static dhk_address trim(dhk_address address) {
    while (address.length > 0 && (unsigned char)address.text[0] <= ' ') {
        address.text++;
        address.length--;
    }
    while (address.length > 0 && (unsigned char)address.text[address.length - 1] <= ' ')
        address.length--;
    return address;
}

/* Browsers take white space out of a scheme's name before they look at it, so "java\nscript:" is refused with it; and
 * Markdown reads references in an address, so that one before a colon is, too. */
static bool has_hidden_scheme(dhk_address address) {
    bool reference = false;
    for (size_t i = 0; i < address.length && strchr("/?#", address.text[i]) == NULL; i++) {
        if (address.text[i] == ':')
            return scheme_length(address) == 0 || reference;
        if (reference && address.text[i] == ';')
            return true;
        reference |= address.text[i] == '&';
    }
    return reference && memchr(address.text, '#', address.length) != NULL &&
           memchr(address.text, ';', address.length) != NULL;
}

bool dhk_address_put(dhk_text_buffer *out, dhk_address reference, dhk_address base, bool image) {
    reference = trim(reference);
    base = trim(base);
    if (reference.length == 0 || reference.length > ADDRESS_MAX || !is_shown(reference, image) ||
        has_hidden_scheme(reference))
        return false;
    if (base.length > ADDRESS_MAX || !(scheme_is(base, "http") || scheme_is(base, "https")))
        base.length = 0;
    if (base.length > 0)
        put_resolved(out, reference, base);
    else
        put_safe(out, reference.text, reference.length);
    return true;
}
