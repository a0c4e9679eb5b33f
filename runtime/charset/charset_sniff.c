/*
 * Which encoding: BOM, transport, <meta>, valid UTF-8, detector; and where a
 * declaration is not believed.
 *
 * The prescan for <meta> follows the HTML Standard ("prescan a byte stream to
 * determine its encoding") but reads further.
 */
#include "base/ascii.h"
#include "charset/charset_parts.h"

#include <string.h>

/* How far <meta> is looked for. Of 3,312 pages from seven public data sets, 3,019
 * declare a charset in their first 64 KiB: 2,772 within the Standard's 1024
 * bytes, 2,957 within 4096. Browsers take a later one when they come to it;
 * where the bytes are valid UTF-8 nobody needs it, as on all the other 62. */
enum { PRESCAN = 4096, PRESCAN_LATE = 65536 };

/* -- Evidence ------------------------------------------------------------ */

const dhk_encoding *dhk_charset_bom(const unsigned char *bytes, size_t length, size_t *bom_length) {
    if (length >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF) {
        *bom_length = 3;
        return dhk_encoding_utf8();
    }
    if (length >= 2 && ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF))) {
        *bom_length = 2;
        return dhk_charset_named(bytes[0] == 0xFF ? "utf-16le" : "utf-16be");
    }
    return NULL;
}

bool dhk_utf16_of_one_script(const unsigned char *bytes, size_t length, size_t high) {
    enum { FIRST = 0x03, LAST = 0x1F, UNITS_MIN = 6 }; /* Greek to what is rarer than Khmer */
    size_t units = length / 2;
    size_t own = 0;
    size_t other = 0;
    size_t nuls = 0;
    unsigned char block = 0;
    for (size_t i = 0; i < units; i++) {
        unsigned char byte = bytes[2 * i + high];
        nuls += byte == 0;
        if (byte == 0 || byte == 0x20)
            continue;
        if (block == 0)
            block = byte;
        own += byte == block;
        other += byte != block;
    }
    /* Tabs and line ends of ASCII have the numbers of blocks of India: "1\n2\n3\n" and a page below blank rows. Text of
     * those has spaces, which have a NUL. */
    if (dhk_is_html_space(block) && nuls == 0)
        return false;
    return units >= UNITS_MIN && block >= FIRST && block <= LAST && own * 4 >= units && other * 20 <= units;
}

/* UTF-16 without a BOM, by how many of the 16-bit units in the first 4 KiB have a NUL as their high byte:
 * nearly all in markup and Latin text, in other scripts those of markup, white
 * space and digits. Low bytes are NUL here and there (U+3000). CJK text without
 * any markup is not found so. */
static const dhk_encoding *utf16_pattern(const unsigned char *bytes, size_t length) {
    size_t units = (length < 4096 ? length : 4096) / 2;
    size_t nuls[2] = {0, 0};

    if (units >= 2 && bytes[1] <= 0x1F && dhk_utf16_of_one_script(bytes, units * 2, 1))
        return dhk_charset_named("utf-16le");
    if (units >= 2 && bytes[0] <= 0x1F && dhk_utf16_of_one_script(bytes, units * 2, 0))
        return dhk_charset_named("utf-16be");
    if (units < 2 || memchr(bytes, 0, units * 2) == NULL) /* nearly all pages have none */
        return NULL;
    for (size_t i = 0; i < units * 2; i++)
        nuls[i & 1] += bytes[i] == 0;
    for (size_t which = 0; which < 2; which++)
        if (nuls[which] >= 2 && nuls[which] * 8 >= units && nuls[1 - which] * 4 <= nuls[which])
            return dhk_charset_named(which == 1 ? "utf-16le" : "utf-16be");
    return NULL;
}

/* -- Prescan ------------------------------------------------------------- */

typedef struct prescan {
    const unsigned char *bytes;
    size_t length;
    size_t at;
} prescan;

typedef struct prescan_attribute {
    size_t name;
    size_t name_length;
    size_t value;
    size_t value_length;
} prescan_attribute;

/* Do the bytes at `at` begin with `text` (in lower case), whatever their case? */
static bool begins(const prescan *scan, size_t at, const char *text) {
    size_t length = strlen(text);
    return at <= scan->length && length <= scan->length - at &&
           dhk_equals_ignoring_case(scan->bytes + at, text, length);
}

static bool is_text(const prescan *scan, size_t at, size_t length, const char *text) {
    return length == strlen(text) && begins(scan, at, text);
}

static bool more(const prescan *scan) {
    return scan->at < scan->length;
}

static unsigned char here(const prescan *scan) {
    return scan->bytes[scan->at];
}

/* The Standard's "get an attribute". False: there is none. Running out of bytes
 * leaves `at` at the end, where there is no `more`, whatever is returned. */
static bool get_attribute(prescan *scan, prescan_attribute *attribute) {
    while (more(scan) && (dhk_is_html_space(here(scan)) || here(scan) == '/'))
        scan->at++;
    if (!more(scan) || here(scan) == '>')
        return false;
    attribute->name = scan->at;
    attribute->value_length = 0;
    attribute->value = scan->at;
    while (more(scan) && !dhk_is_html_space(here(scan)) && here(scan) != '/' && here(scan) != '>' &&
           (here(scan) != '=' || scan->at == attribute->name))
        scan->at++;
    attribute->name_length = scan->at - attribute->name;
    while (more(scan) && dhk_is_html_space(here(scan)))
        scan->at++;
    if (!more(scan) || here(scan) != '=')
        return more(scan);
    scan->at++;
    while (more(scan) && dhk_is_html_space(here(scan)))
        scan->at++;
    if (!more(scan))
        return false;
    unsigned char quote = here(scan);
    if (quote == '"' || quote == '\'') {
        attribute->value = ++scan->at;
        while (more(scan) && here(scan) != quote)
            scan->at++;
        attribute->value_length = scan->at - attribute->value;
        if (!more(scan))
            return false;
        scan->at++;
        return true;
    }
    attribute->value = scan->at;
    while (more(scan) && !dhk_is_html_space(here(scan)) && here(scan) != '>')
        scan->at++;
    attribute->value_length = scan->at - attribute->value;
    return more(scan);
}

static const dhk_encoding *label_at(const prescan *scan, size_t begin, size_t end) {
    return dhk_encoding_for_label((const char *)scan->bytes + begin, end - begin);
}

/* The Standard's "extract a character encoding from a meta element": what
 * stands behind "charset=" in the value of `content`. */
static const dhk_encoding *content_charset(const prescan *scan, size_t at, size_t length) {
    size_t end = at + length;

    for (; at + 7 <= end; at++) {
        if (!begins(scan, at, "charset"))
            continue;
        size_t value = at + 7;
        while (value < end && dhk_is_html_space(scan->bytes[value]))
            value++;
        if (value >= end)
            return NULL;
        if (scan->bytes[value] != '=') {
            /* Go on from here, not from behind the word: the Standard does, and
             * what was skipped is white space. */
            at = value - 1;
            continue;
        }
        value++;
        while (value < end && dhk_is_html_space(scan->bytes[value]))
            value++;
        if (value >= end)
            return NULL;
        unsigned char quote = scan->bytes[value];
        size_t stop = value;
        if (quote == '"' || quote == '\'') {
            stop = ++value;
            while (stop < end && scan->bytes[stop] != quote)
                stop++;
            return stop < end ? label_at(scan, value, stop) : NULL;
        }
        while (stop < end && !dhk_is_html_space(scan->bytes[stop]) && scan->bytes[stop] != ';')
            stop++;
        return label_at(scan, value, stop);
    }
    return NULL;
}

/* What a declaration within the page can mean: it was read as ASCII, so the page
 * is not UTF-16, and nobody means x-user-defined. The replacement encoding is
 * the Standard's for what must not be decoded; here it is passed over. */
static const dhk_encoding *declared(const dhk_encoding *encoding) {
    if (encoding == NULL || dhk_charset_kind_of(encoding) == DHK_CHARSET_REPLACEMENT)
        return NULL;
    if (dhk_charset_kind_of(encoding) == DHK_CHARSET_UTF16)
        return dhk_encoding_utf8();
    if (strcmp(encoding->name, "x-user-defined") == 0)
        return dhk_charset_named("windows-1252");
    return encoding;
}

/* The attributes of the <meta> in whose name `at` stands behind. */
static const dhk_encoding *meta_charset(prescan *scan) {
    const dhk_encoding *encoding = NULL;
    bool have_charset = false; /* also one that is not known */
    bool need_pragma = false;
    bool got_pragma = false;
    bool seen_equiv = false;
    bool seen_content = false;
    bool seen_charset = false;
    prescan_attribute attribute;

    while (get_attribute(scan, &attribute)) {
        size_t name = attribute.name;
        size_t length = attribute.name_length;
        if (!seen_equiv && is_text(scan, name, length, "http-equiv")) {
            seen_equiv = true;
            got_pragma = is_text(scan, attribute.value, attribute.value_length, "content-type");
        } else if (!seen_content && is_text(scan, name, length, "content")) {
            seen_content = true;
            const dhk_encoding *found = content_charset(scan, attribute.value, attribute.value_length);
            if (found != NULL && !have_charset) {
                encoding = found;
                have_charset = true;
                need_pragma = true;
            }
        } else if (!seen_charset && is_text(scan, name, length, "charset")) {
            seen_charset = true;
            encoding = label_at(scan, attribute.value, attribute.value + attribute.value_length);
            have_charset = true;
            need_pragma = false;
        }
    }
    if (!more(scan) || (need_pragma && !got_pragma))
        return NULL;
    return declared(encoding);
}

/* The Standard's "get an XML encoding". */
static const dhk_encoding *xml_charset(const prescan *scan) {
    static const char word[] = "encoding";
    const unsigned char *close = scan->length > 0 ? memchr(scan->bytes, '>', scan->length) : NULL;

    if (scan->length < 5 || memcmp(scan->bytes, "<?xml", 5) != 0 || close == NULL)
        return NULL;
    size_t end = (size_t)(close - scan->bytes);
    size_t at = 5;
    while (at + 8 <= end && memcmp(scan->bytes + at, word, 8) != 0)
        at++;
    if (at + 8 > end)
        return NULL;
    at += 8;
    while (at < end && scan->bytes[at] <= ' ')
        at++;
    if (at >= end || scan->bytes[at] != '=')
        return NULL;
    at++;
    while (at < end && scan->bytes[at] <= ' ')
        at++;
    if (at >= end || (scan->bytes[at] != '"' && scan->bytes[at] != '\''))
        return NULL;
    const unsigned char *stop = memchr(scan->bytes + at + 1, scan->bytes[at], end - at - 1);
    return stop != NULL ? declared(label_at(scan, at + 1, (size_t)(stop - scan->bytes))) : NULL;
}

/* Behind the next `>`, or at the end. */
static void skip_to_close(prescan *scan) {
    const unsigned char *close = more(scan) ? memchr(scan->bytes + scan->at, '>', scan->length - scan->at) : NULL;
    scan->at = close != NULL ? (size_t)(close - scan->bytes) + 1 : scan->length;
}

/* Behind the comment that begins here; its two hyphens may be those that end it. */
static void skip_comment(prescan *scan) {
    for (scan->at += 4; more(scan); scan->at++)
        if (here(scan) == '>' && scan->bytes[scan->at - 1] == '-' && scan->bytes[scan->at - 2] == '-') {
            scan->at++;
            return;
        }
}

const dhk_encoding *dhk_charset_prescan(const unsigned char *bytes, size_t length, size_t limit) {
    prescan scan = {.bytes = bytes, .length = length < limit ? length : limit, .at = 0};

    while (more(&scan)) {
        const unsigned char *open = memchr(bytes + scan.at, '<', scan.length - scan.at);
        if (open == NULL)
            break;
        scan.at = (size_t)(open - bytes);
        size_t left = scan.length - scan.at;
        unsigned char next = left > 1 ? open[1] : 0;
        bool end_tag = next == '/';

        if (begins(&scan, scan.at, "<!--")) {
            skip_comment(&scan);
        } else if (left > 5 && begins(&scan, scan.at, "<meta") && (dhk_is_html_space(open[5]) || open[5] == '/')) {
            scan.at += 5;
            const dhk_encoding *encoding = meta_charset(&scan);
            if (encoding != NULL)
                return encoding;
        } else if (dhk_is_letter(next) || (end_tag && left > 2 && dhk_is_letter(open[2]))) {
            prescan_attribute attribute;
            while (more(&scan) && !dhk_is_html_space(here(&scan)) && here(&scan) != '>')
                scan.at++;
            while (get_attribute(&scan, &attribute))
                continue;
        } else if (next == '!' || next == '/' || next == '?') {
            scan.at++;
            skip_to_close(&scan);
        } else {
            scan.at++;
        }
    }
    return xml_charset(&scan);
}

/* -- Belief -------------------------------------------------------------- */

/* A legacy charset was declared, and the bytes are valid UTF-8 throughout: by
 * chance? Each trail byte needs a value that at most half of such a charset's
 * letters have, and after each, the sequence must end at the right place. In
 * double-byte charsets pairs are common ("C4 A3" is a character in either), so
 * they need more.
 * (Of the same pages, 330 declare gbk, windows-1252 or iso-8859-15 and are in
 * UTF-8: most were converted by who crawled them. French "e acute, no-break
 * space, guillemet" is one sequence of three bytes.) */
enum { TRAILS_AGAINST_SINGLE = 4, TRAILS_AGAINST_MULTI = 16 };

static bool is_utf8_after_all(const dhk_encoding *encoding, const unsigned char *bytes, size_t length) {
    dhk_charset_kind kind = dhk_charset_kind_of(encoding);
    dhk_utf8_evidence evidence;

    if (dhk_utf8_valid_length(bytes, length) != length)
        return false;
    if (kind == DHK_CHARSET_UTF16)
        /* Markup in UTF-16 has NULs, and so has nearly every text. */
        return length >= 16 && memchr(bytes, 0, length) == NULL;
    dhk_utf8_weigh(bytes, length, &evidence);
    bool multi = kind == DHK_CHARSET_MULTI && !dhk_charset_is_within_latin(bytes, length);
    return evidence.trails >= (multi ? TRAILS_AGAINST_MULTI : TRAILS_AGAINST_SINGLE);
}

/* UTF-16 was declared: are these bytes with tags or spaces in them as ASCII has them? Text in UTF-16 without any NUL is
 * Chinese or the like. */
static bool is_not_utf16(const unsigned char *bytes, size_t length) {
    enum { LOOKED_AT = 4096, LENGTH_MIN = 16, TAGS_WANTED = 3, SPACES_SHARE = 16 };
    size_t tags = 0;
    size_t spaces = 0;
    if (length > LOOKED_AT)
        length = LOOKED_AT;
    if (length < LENGTH_MIN || memchr(bytes, 0, length) != NULL)
        return false;
    for (size_t i = 0; i + 1 < length; i++) {
        tags += bytes[i] == '<' && (bytes[i + 1] == '/' || bytes[i + 1] == '!' || dhk_is_letter(bytes[i + 1]));
        spaces += bytes[i] == ' ' && bytes[i + 1] != 0;
    }
    return tags >= TAGS_WANTED || spaces * SPACES_SHARE >= length;
}

/* UTF-8 was declared, or nothing was. A page of UTF-8 often holds a few bytes of
 * another charset (a comment, an included advertisement) or is cut within a
 * character; a page in another charset consists of malformed sequences. */
enum { MALFORMED_FEW = 3, MALFORMED_PERCENT = 10 };

static bool is_not_utf8(const unsigned char *bytes, size_t length) {
    dhk_utf8_evidence evidence;

    if (dhk_utf8_valid_length(bytes, length) == length)
        return false;
    dhk_utf8_weigh(bytes, length, &evidence);
    return evidence.malformed >= MALFORMED_FEW && evidence.malformed * 100 > evidence.not_ascii * MALFORMED_PERCENT;
}

/* Undeclared iso-2022-jp is ASCII to the eye but for its escape sequences. */
static bool has_japanese_escape(const unsigned char *bytes, size_t length) {
    const unsigned char *end = bytes + length;

    while (bytes < end && (bytes = memchr(bytes, 0x1B, (size_t)(end - bytes))) != NULL) {
        if (end - bytes >= 3 && bytes[1] == '$' && (bytes[2] == 'B' || bytes[2] == '@'))
            return true;
        bytes++;
    }
    return false;
}

/* The same where something else was declared. */
static bool is_japanese_in_ascii(const dhk_encoding *declared, const unsigned char *bytes, size_t length) {
    return dhk_icu_present() && dhk_charset_kind_of(declared) != DHK_CHARSET_STATEFUL &&
           has_japanese_escape(bytes, length) && dhk_ascii_length(bytes, length) == length;
}

/* Is there nothing to decode? */
static bool is_plain(const dhk_encoding *encoding, const unsigned char *bytes, size_t length) {
    switch (dhk_charset_kind_of(encoding)) {
    case DHK_CHARSET_UTF8:
        return true;
    case DHK_CHARSET_SINGLE:
    case DHK_CHARSET_MULTI:
        return dhk_ascii_length(bytes, length) == length;
    case DHK_CHARSET_STATEFUL:
        return dhk_ascii_length(bytes, length) == length && memchr(bytes, 0x1B, length) == NULL &&
               memchr(bytes, 0x0E, length) == NULL && memchr(bytes, 0x0F, length) == NULL;
    case DHK_CHARSET_UTF16:
    case DHK_CHARSET_REPLACEMENT:
        break;
    }
    return false;
}

static void choose(dhk_charset_choice *choice, const dhk_encoding *encoding, const char *source) {
    choice->encoding = encoding;
    choice->source = source;
}

/* What somebody says of a page. */
typedef struct declaration {
    const dhk_encoding *encoding; /* NULL: nothing */
    const char *source;
} declaration;

/* Takes the declared encoding unless the bytes say that it is wrong. */
static bool believe(dhk_charset_choice *choice, dhk_detector *detector, declaration said, const unsigned char *bytes,
                    size_t length, bool html) {
    const dhk_encoding *encoding = said.encoding;
    if (encoding == NULL)
        return false;
    if (choice->declared == NULL)
        choice->declared = encoding; /* until it is chosen */
    if (is_japanese_in_ascii(encoding, bytes, length))
        return false;
    if (dhk_charset_kind_of(encoding) == DHK_CHARSET_UTF8) {
        if (is_not_utf8(bytes, length))
            return false;
        choose(choice, encoding, said.source);
    } else if (is_utf8_after_all(encoding, bytes, length)) {
        choose(choice, dhk_encoding_utf8(), "utf-8");
    } else if ((dhk_charset_kind_of(encoding) == DHK_CHARSET_UTF16 && is_not_utf16(bytes, length)) ||
               (choice->instead = dhk_detector_doubt(detector, encoding, bytes, length, html)) != NULL) {
        return false;
    } else {
        choose(choice, encoding, said.source);
    }
    return true;
}

static void choose_undeclared(dhk_charset_choice *choice, dhk_detector *detector, const unsigned char *bytes,
                              size_t length, bool html) {
    if (!is_not_utf8(bytes, length)) {
        if (dhk_icu_present() && dhk_ascii_length(bytes, length) == length && has_japanese_escape(bytes, length))
            choose(choice, dhk_charset_named("iso-2022-jp"), "detected");
        else
            choose(choice, dhk_encoding_utf8(), "utf-8");
        return;
    }
    const dhk_encoding *guess =
        choice->instead != NULL ? choice->instead : dhk_detector_guess(detector, bytes, length, html);
    if (guess != NULL)
        choose(choice, guess, "detected");
    else
        choose(choice, dhk_charset_named("windows-1252"), "default");
}

dehusk_status dhk_charset_choose(dhk_detector *detector, const unsigned char *bytes, size_t length,
                                 const char *transport, bool html, dhk_charset_choice *choice) {
    const dhk_encoding *encoding = NULL;
    const dhk_encoding *utf16 = NULL;

    memset(choice, 0, sizeof *choice);
    if (transport != NULL) {
        /* Also where a BOM overrules it: the caller should learn of its error. */
        dehusk_status status = dhk_encoding_for_transport(transport, &encoding);
        if (status != DEHUSK_OK)
            return status;
    }
    const dhk_encoding *bom = dhk_charset_bom(bytes, length, &choice->bom_length);
    if (bom != NULL) {
        choose(choice, bom, "bom");
    } else if (!believe(choice, detector, (declaration){encoding, "transport"}, bytes, length, html)) {
        if ((utf16 = utf16_pattern(bytes, length)) != NULL) {
            choose(choice, utf16, "detected");
        } else {
            const dhk_encoding *meta = html ? dhk_charset_prescan(bytes, length, PRESCAN) : NULL;
            if (html && meta == NULL && length > PRESCAN && is_not_utf8(bytes, length))
                meta = dhk_charset_prescan(bytes, length, PRESCAN_LATE);
            if (!believe(choice, detector, (declaration){meta, "meta"}, bytes, length, html))
                choose_undeclared(choice, detector, bytes, length, html);
        }
    }
    if (choice->declared == choice->encoding)
        choice->declared = NULL; /* it was found to be right after all */
    /* A page that cannot be read is better refused than read as something else: its text would be noise, and the
     * caller, who can decode it with other means, would not learn of it. */
    choice->plain = is_plain(choice->encoding, bytes + choice->bom_length, length - choice->bom_length);
    return choice->plain || dhk_charset_decodable(choice->encoding) ? DEHUSK_OK : DEHUSK_UNSUPPORTED_CHARSET;
}
