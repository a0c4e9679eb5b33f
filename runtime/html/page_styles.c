#include "html/page_styles.h"

#include "base/ascii.h"
#include "base/byte_block.h"

#include <string.h>

/*
 * What `display` is said to be. Names in upper case are passed over: nobody has written them for long. So is `visibility`:
 * by that, pages hide themselves until all their style sheets and scripts have come.
 */
typedef struct declaration {
    uint32_t begin;
    uint32_t end; /* of what was looked at */
    bool hides;
} declaration;

/* A style element's text, and how far its braces have been counted. */
typedef struct sheet {
    const unsigned char *bytes;
    dhk_range text;
    uint32_t counted;
    uint32_t depth; /* open braces there */
    uint32_t brace; /* behind the last one */
} sheet;

/* -- Names ----------------------------------------------------------------- */

static uint32_t length_of(dhk_range range) {
    return range.end - range.begin;
}

static bool is_name_byte(unsigned char byte) {
    return dhk_is_letter(byte) || dhk_is_digit(byte) || byte == '-' || byte == '_' || byte >= 0x80;
}

/* Which bit of the sieve stands for a name, without its "." or "#"? */
static uint32_t sieve_bit(const unsigned char *bytes, dhk_range name) {
    return (bytes[name.begin] + 8u * bytes[name.end - 1] + length_of(name)) % DHK_PAGE_STYLES_SIEVE;
}

/* The place of a name, without its "." or "#", which is `sort`; `count` if it is none of those that are not shown. */
static uint32_t place_of(const dhk_page_styles *styles, const unsigned char *bytes, dhk_range name,
                         unsigned char sort) {
    uint32_t bit = sieve_bit(bytes, name);
    uint32_t place = (styles->sieve[bit / 64] >> bit % 64 & 1) != 0 ? 0 : styles->count;
    for (; place < styles->count; place++) {
        dhk_range known = styles->names[place];
        if (length_of(known) == length_of(name) + 1 && bytes[known.begin] == sort &&
            memcmp(bytes + known.begin + 1, bytes + name.begin, length_of(name)) == 0)
            break;
    }
    return place;
}

/* The element that a name is said of, as in "div.teaser"; empty: any. It is what stands before the "." or "#". */
static dhk_range element_of(const unsigned char *bytes, dhk_range name) {
    dhk_range element = {name.begin, name.begin};
    while (element.begin > 0 && is_name_byte(bytes[element.begin - 1]))
        element.begin--;
    return element;
}

bool dhk_page_styles_hide(const dhk_page_styles *styles, const unsigned char *bytes, dhk_range element, dhk_range name,
                          unsigned char sort) {
    uint32_t place = place_of(styles, bytes, name, sort);
    if (place == styles->count)
        return false;
    dhk_range wanted = element_of(bytes, styles->names[place]);
    uint32_t length = length_of(wanted);
    for (uint32_t i = 0; i < length && length == length_of(element); i++)
        if (dhk_lower(bytes[wanted.begin + i]) != dhk_lower(bytes[element.begin + i]))
            return false;
    return length == 0 || length == length_of(element);
}

/* -- Declarations ---------------------------------------------------------- */

/* The first "y" at or behind `at` that follows an "a", as in "display"; `end` if there is none. */
static uint32_t next_hint(const unsigned char *bytes, uint32_t at, uint32_t end) {
    for (; end - at >= DHK_BLOCK_BYTES; at += DHK_BLOCK_BYTES) {
        dhk_block before = dhk_block_equal(dhk_block_load(bytes + at - 1), 'a');
        uint32_t mask = dhk_block_mask(dhk_block_and(dhk_block_equal(dhk_block_load(bytes + at), 'y'), before));
        if (mask != 0)
            return at + dhk_block_first(mask);
    }
    while (at < end && (bytes[at] != 'y' || bytes[at - 1] != 'a'))
        at++;
    return at;
}

static uint32_t skip_space(const unsigned char *bytes, uint32_t at, uint32_t end) {
    while (at < end && dhk_is_blank(bytes[at]))
        at++;
    return at;
}

/* Is the value at `at` "none"? What follows it for one browser's sake alone ("none\9") makes it another. */
static bool is_none(const unsigned char *bytes, uint32_t at, uint32_t end) {
    return end - at >= 4 && memcmp(bytes + at, "none", 4) == 0 && (end - at == 4 || bytes[at + 4] != '\\');
}

/* Reads the declaration whose name ends with the "y" at `last` and begins in `text`, before which other bytes stand. */
static bool read_declaration(const unsigned char *bytes, dhk_range text, uint32_t last, declaration *read) {
    uint32_t at = last + 1;
    if (at - text.begin < 7 || memcmp(bytes + at - 7, "display", 7) != 0)
        return false;
    unsigned char before = bytes[at - 8];
    if (before != '{' && before != ';' && !dhk_is_blank(before))
        return false;
    read->begin = at - 7;
    at = skip_space(bytes, at, text.end);
    if (at == text.end || bytes[at] != ':')
        return false;
    read->end = skip_space(bytes, at + 1, text.end);
    read->hides = is_none(bytes, read->end, text.end);
    return true;
}

static bool next_declaration(const unsigned char *bytes, dhk_range text, declaration *read) {
    uint32_t at = text.begin + 1;
    while (at < text.end && (at = next_hint(bytes, at, text.end)) < text.end) {
        if (read_declaration(bytes, text, at, read))
            return true;
        at++;
    }
    return false;
}

/* Does a block hide, by its last word on it? */
static bool hides(const unsigned char *bytes, dhk_range block) {
    declaration read = {.hides = false};
    for (; next_declaration(bytes, block, &read); block.begin = read.end)
        continue;
    return read.hides;
}

/* -- Rules ----------------------------------------------------------------- */

/* Behind a string that begins at `at`, or its row, which ends one that is not closed. */
static uint32_t skip_string(const sheet *in, uint32_t at) {
    unsigned char quote = in->bytes[at++];
    while (at < in->text.end && in->bytes[at] != quote && in->bytes[at] != '\n')
        at += in->bytes[at] == '\\' ? 2 : 1;
    return at + 1;
}

/* Behind a comment that begins at `at`. */
static uint32_t skip_comment(const sheet *in, uint32_t at) {
    for (at += 3; at < in->text.end; at++)
        if (in->bytes[at] == '/' && in->bytes[at - 1] == '*')
            return at + 1;
    return in->text.end;
}

/* Is `place` outside of all blocks, comments and strings? Places are asked for in their order. */
static bool is_outside(sheet *in, uint32_t place) {
    while (in->counted < place) {
        uint32_t at = in->counted;
        unsigned char mark = in->bytes[at];
        if (mark == '{')
            in->depth++;
        else if (mark == '}')
            in->depth -= in->depth > 0;
        if (mark == '{' || mark == '}')
            in->brace = at + 1;
        if (mark == '"' || mark == '\'')
            in->counted = skip_string(in, at);
        else if (mark == '/' && in->text.end - at > 1 && in->bytes[at + 1] == '*')
            in->counted = skip_comment(in, at);
        else
            in->counted = at + 1 + (mark == '\\');
    }
    return in->counted == place && in->depth == 0;
}

/* Is the selector a class or an id, alone or of an element ("div.teaser"), white space around it aside? Then that is left
 * of it, without the element, whose name is short: it is read again for each element with that class. */
static bool is_name_alone(const unsigned char *bytes, dhk_range *selector) {
    enum { ELEMENT_MAX = 16 };
    selector->begin = skip_space(bytes, selector->begin, selector->end);
    while (selector->begin < selector->end && dhk_is_blank(bytes[selector->end - 1]))
        selector->end--;
    uint32_t element = selector->begin;
    while (selector->begin < selector->end &&
           (dhk_is_letter(bytes[selector->begin]) || dhk_is_digit(bytes[selector->begin])))
        selector->begin++;
    if (selector->begin == selector->end || selector->begin - element > ELEMENT_MAX ||
        (bytes[selector->begin] != '.' && bytes[selector->begin] != '#'))
        return false;
    uint32_t at = selector->begin + 1;
    while (at < selector->end && is_name_byte(bytes[at]))
        at++;
    return at == selector->end && at > selector->begin + 1;
}

static void hide_name(dhk_page_styles *styles, const unsigned char *bytes, dhk_range selector) {
    dhk_range name = {selector.begin + 1, selector.end};
    uint32_t bit = sieve_bit(bytes, name);
    uint32_t place = place_of(styles, bytes, name, bytes[selector.begin]);
    if (place < styles->count) { /* of two elements the first is known, and what is said of any */
        if (length_of(element_of(bytes, selector)) == 0)
            styles->names[place] = selector;
        return;
    }
    styles->sieve[bit / 64] |= (uint64_t)1 << bit % 64;
    styles->names[styles->count++] = selector;
}

/* Hides the names among the selectors that end at `end`, if they are in no other block. */
static void hide_names(dhk_page_styles *styles, sheet *in, uint32_t end) {
    const unsigned char *bytes = in->bytes;
    if (!is_outside(in, end))
        return;
    uint32_t at = skip_space(bytes, in->brace, end);
    while (bytes[at] == '/' && bytes[at + 1] == '*')
        at = skip_space(bytes, skip_comment(in, at), end);
    while (at < end && styles->count < DHK_PAGE_STYLES_MAX) {
        const unsigned char *comma = memchr(bytes + at, ',', end - at);
        dhk_range selector = {at, comma != NULL ? (uint32_t)(comma - bytes) : end};
        at = selector.end + 1;
        if (is_name_alone(bytes, &selector))
            hide_name(styles, bytes, selector);
    }
}

/* Forgets all names in the range. */
static void show_names(dhk_page_styles *styles, const unsigned char *bytes, dhk_range range) {
    for (uint32_t at = range.begin; at < range.end && styles->count > 0; at++) {
        dhk_range name = {at + 1, at + 1};
        if (bytes[at] != '.' && bytes[at] != '#')
            continue;
        while (name.end < range.end && is_name_byte(bytes[name.end]))
            name.end++;
        if (length_of(name) == 0) /* the sheet may end here */
            continue;
        uint32_t place = place_of(styles, bytes, name, bytes[at]);
        if (place < styles->count)
            styles->names[place] = styles->names[--styles->count];
        at = name.end - 1;
    }
}

/* The selectors before the brace at `brace`; what is before `floor` belongs to others. */
static dhk_range selectors_before(const unsigned char *bytes, uint32_t floor, uint32_t brace) {
    uint32_t at = brace;
    while (at > floor && bytes[at - 1] != '}' && bytes[at - 1] != '{' && bytes[at - 1] != ';')
        at--;
    return (dhk_range){at, brace};
}

/* Reads the rule around its first declaration; what is before `floor` belongs to others. Where to read on. */
static uint32_t read_rule(dhk_page_styles *styles, sheet *in, uint32_t floor, const declaration *read,
                          bool shows_only) {
    const unsigned char *bytes = in->bytes;
    uint32_t open = read->begin;
    while (open > floor && bytes[open - 1] != '{' && bytes[open - 1] != '}')
        open--;
    if (open == floor || bytes[open - 1] == '}')
        return read->end;
    dhk_range selectors = selectors_before(bytes, floor, open - 1);
    if (!read->hides) {
        show_names(styles, bytes, selectors);
        return read->end;
    }
    dhk_range block = {open, open};
    bool intricate = false; /* another block, or a comment, is in this one */
    for (; block.end < in->text.end && bytes[block.end] != '}'; block.end++)
        intricate |= bytes[block.end] == '{' || bytes[block.end] == '*';
    if (intricate || !hides(bytes, block))
        show_names(styles, bytes, (dhk_range){selectors.begin, block.end});
    else if (!shows_only)
        hide_names(styles, in, selectors.end);
    return block.end;
}

void dhk_page_styles_read(dhk_page_styles *styles, const unsigned char *bytes, dhk_range text, bool shows_only) {
    sheet in = {bytes, text, text.begin, 0, text.begin};
    dhk_range left = text;
    uint32_t floor = text.begin;
    declaration read;
    if (length_of(text) > styles->budget) { /* what is left may show again what is known */
        styles->budget = 0;
        styles->count = 0;
        return;
    }
    styles->budget -= length_of(text);
    while (next_declaration(bytes, left, &read)) {
        left.begin = read.end;
        if (styles->count == 0 && (shows_only || !read.hides))
            continue;
        floor = left.begin = read_rule(styles, &in, floor, &read, shows_only);
    }
}
