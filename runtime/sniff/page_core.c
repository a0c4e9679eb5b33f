#include "sniff/page_core.h"

#include "base/ascii.h"
#include "sniff/byte_scan.h"

#include <string.h>

typedef struct scan {
    const unsigned char *at;
    const unsigned char *end;
} scan;

static bool take(scan *s, const char *text) {
    return dhk_take_bytes(&s->at, s->end, text);
}

static void skip_space(scan *s) {
    while (s->at < s->end && (dhk_is_html_space(*s->at) || take(s, "\xEF\xBB\xBF")))
        s->at += s->at < s->end && dhk_is_html_space(*s->at);
}

/* -- Warnings of PHP --------------------------------------------------------- */

enum { WARNINGS_MAX = 16, WARNING_BYTES = 1024 };

/* Passes over "<br />" and white space. */
static void skip_breaks(scan *s) {
    do
        skip_space(s);
    while (take(s, "<br />") || take(s, "<br>") || take(s, "<br/>"));
}

/* "Warning: what happened in FILE on line 12", with or without markup. */
static bool take_warning(scan *s) {
    static const char *const kinds[] = {"Warning", "Notice", "Deprecated", "Strict Standards", "Parse error"};
    scan tried = *s;
    bool known = false;
    skip_breaks(&tried);
    take(&tried, "PHP ");
    take(&tried, "<b>");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !known; i++)
        known = take(&tried, kinds[i]);
    take(&tried, "</b>");
    if (!known || !take(&tried, ":"))
        return false;
    const unsigned char *end = tried.end - tried.at < WARNING_BYTES ? tried.end : tried.at + WARNING_BYTES;
    for (; tried.at < end; tried.at++)
        if (take(&tried, " on line ")) {
            take(&tried, "<b>");
            if (tried.at == tried.end || !dhk_is_digit(*tried.at))
                return false;
            while (tried.at < tried.end && dhk_is_digit(*tried.at))
                tried.at++;
            take(&tried, "</b>");
            skip_breaks(&tried);
            *s = tried;
            return true;
        }
    return false;
}

static void skip_front(scan *s) {
    skip_space(s);
    for (int i = 0; i < WARNINGS_MAX && take_warning(s);)
        i++;
}

size_t dhk_page_begin(const unsigned char *bytes, size_t length) {
    scan s = {bytes, bytes + length};
    skip_front(&s);
    return (size_t)(s.at - bytes);
}

/* -- Viewers ----------------------------------------------------------------- */

/* Passes over a tag of this name, to its end. */
static bool take_tag(scan *s, const char *open) {
    scan tried = *s;
    if (!take(&tried, open) || tried.at == tried.end || (*tried.at > ' ' && *tried.at != '>'))
        return false;
    const unsigned char *close = memchr(tried.at, '>', (size_t)(tried.end - tried.at));
    if (close == NULL)
        return false;
    s->at = close + 1;
    return true;
}

static bool ends_with(const scan *s, const char *text) {
    size_t length = strlen(text);
    return (size_t)(s->end - s->at) >= length && memcmp(s->end - length, text, length) == 0;
}

/* Leaves out `text` and white space at the end. */
static bool take_end(scan *s, const char *text) {
    while (s->end > s->at && s->end[-1] <= ' ')
        s->end--;
    if (!ends_with(s, text))
        return false;
    s->end -= strlen(text);
    return true;
}

/* What a browser shows in a page of its own making, as crawlers that drive one keep it: a head that says nothing, and one
 * pre without tags. */
static bool take_viewed(scan *s) {
    scan tried = *s;
    if (!take_tag(&tried, "<html") || !take_tag(&tried, "<head"))
        return false;
    for (skip_space(&tried); take_tag(&tried, "<meta") || take_tag(&tried, "<link");)
        skip_space(&tried);
    if (!take(&tried, "</head>"))
        return false;
    skip_space(&tried);
    if (!take_tag(&tried, "<body"))
        return false;
    skip_space(&tried);
    if (!take_tag(&tried, "<pre") || !take_end(&tried, "</html>") || !take_end(&tried, "</body>"))
        return false;
    take_end(&tried, "<div class=\"json-formatter-container\"></div>");
    if (!take_end(&tried, "</pre>") || memchr(tried.at, '<', (size_t)(tried.end - tried.at)) != NULL)
        return false;
    skip_space(&tried);
    *s = tried;
    return true;
}

static void decode_references(dhk_page_core *core, scan s) {
    size_t count = 0;
    while (s.at < s.end && count < DHK_CORE_BYTES)
        core->rewritten[count++] = take(&s, "&lt;") ? '<' : take(&s, "&gt;") ? '>' : take(&s, "&amp;") ? '&' : *s.at++;
    core->bytes = core->rewritten;
    core->length = count;
}

/* -- UTF-16 ------------------------------------------------------------------ */

/* Is every second byte of the first ones NUL, and none between? Gives which one. */
static bool is_narrow(const unsigned char *bytes, size_t length, size_t *high) {
    enum { UNITS = 8, WANTED = 6 };
    size_t nuls[2] = {0, 0};
    if (length < 2 * (size_t)UNITS)
        return false;
    for (size_t i = 0; i < 2 * (size_t)UNITS; i++)
        nuls[i & 1] += bytes[i] == 0;
    *high = nuls[1] > nuls[0];
    return nuls[*high] >= WANTED && nuls[1 - *high] == 0;
}

static void narrow(dhk_page_core *core, const unsigned char *bytes, size_t length, size_t high) {
    size_t units = length / 2 < DHK_CORE_BYTES ? length / 2 : DHK_CORE_BYTES;
    for (size_t i = 0; i < units; i++) {
        unsigned char low = bytes[2 * i + 1 - high];
        core->rewritten[i] = bytes[2 * i + high] == 0 && low < 0x80 ? low : 0x80;
    }
    core->bytes = core->rewritten;
    core->length = units;
}

void dhk_page_core_find(dhk_page_core *core, const unsigned char *bytes, size_t length, bool utf16) {
    scan s = {bytes, bytes + length};
    size_t high = 1; /* of the two bytes of a unit */
    bool marked = length >= 2 && (bytes[0] | bytes[1]) == 0xFF && (bytes[0] & bytes[1]) == 0xFE;
    core->viewed = false;
    if (is_narrow(bytes, length, &high) || marked || utf16) {
        if (marked)
            high = bytes[0] == 0xFF;
        narrow(core, bytes + 2 * (size_t)marked, length - 2 * (size_t)marked, high);
        s = (scan){core->bytes, core->bytes + core->length};
    }
    skip_front(&s);
    core->bytes = s.at;
    core->length = (size_t)(s.end - s.at);
    if (take_viewed(&s)) {
        core->viewed = true;
        decode_references(core, s);
    }
}
