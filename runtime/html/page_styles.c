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

/* The next place from `place` on of a name, without its "." or "#", which is `sort`; `count` if it is none of those that are
 * not shown. */
static uint32_t place_of(const dhk_page_styles *styles, const unsigned char *bytes, uint32_t place, dhk_range name,
                         unsigned char sort) {
    uint32_t bit = sieve_bit(bytes, name);
    if ((styles->sieve[bit / 64] >> bit % 64 & 1) == 0)
        return styles->count;
    for (; place < styles->count; place++) {
        dhk_range known = styles->names[place];
        if (length_of(known) == length_of(name) + 1 && bytes[known.begin] == sort &&
            memcmp(bytes + known.begin + 1, bytes + name.begin, length_of(name)) == 0)
            break;
    }
    return place;
}

/* -- Elements -------------------------------------------------------------- */

static bool is_same(const unsigned char *bytes, dhk_range one, dhk_range other) {
    return length_of(one) == length_of(other) && memcmp(bytes + one.begin, bytes + other.begin, length_of(one)) == 0;
}

/* Is the class among those of an element? */
static bool has_class(const unsigned char *bytes, dhk_range classes, dhk_range wanted) {
    enum { LOOKED_AT = 256 };
    if (length_of(classes) > LOOKED_AT)
        classes.end = classes.begin + LOOKED_AT;
    for (uint32_t at = classes.begin; at < classes.end; at++) {
        dhk_range one = {at, at};
        while (one.end < classes.end && bytes[one.end] > ' ')
            one.end++;
        if (is_same(bytes, one, wanted))
            return true;
        at = one.end;
    }
    return false;
}

/* What an element is called. */
typedef struct called {
    dhk_tag tag;
    dhk_range name; /* empty if the tag is known */
    dhk_range classes;
    dhk_range id;
} called;

/* Takes the part of a selector that ends at `*end`, of which nothing is before `begin`: a name of elements, classes and ids,
 * all of one element. Has it them all? */
static bool take_compound(dhk_page_styles *styles, const unsigned char *bytes, uint32_t begin, uint32_t *end,
                          const called *element) {
    bool fits = true;
    for (uint32_t at = *end;; styles->compared++) {
        dhk_range name = {at, at};
        while (name.begin > begin && is_name_byte(bytes[name.begin - 1]))
            name.begin--;
        unsigned char sort = name.begin > begin ? bytes[name.begin - 1] : 0;
        if (sort != '.' && sort != '#') {
            *end = name.begin;
            if (length_of(name) == 0)
                return fits;
            if (length_of(element->name) == 0)
                return fits && element->tag != DHK_TAG_UNKNOWN &&
                       element->tag == dhk_tag_of(bytes + name.begin, length_of(name));
            for (uint32_t i = 0; i < length_of(name) && length_of(name) == length_of(element->name); i++)
                fits = fits && dhk_lower(bytes[name.begin + i]) == dhk_lower(bytes[element->name.begin + i]);
            return fits && length_of(name) == length_of(element->name);
        }
        fits = fits && (sort == '.' ? has_class(bytes, element->classes, name) : is_same(bytes, element->id, name));
        at = name.begin - 1;
    }
}

/* Are the elements around the tree's current one such as the selector up to `end` wants? The nearest one that fits a part is
 * taken for it. Names of the root and the body change while scripts run. */
static bool fits_around(dhk_page_styles *styles, const unsigned char *bytes, const dhk_tree *tree, dhk_range selector) {
    uint32_t level = tree->depth - 1;
    while (selector.end > selector.begin) {
        bool is_child = false;
        bool fits = false;
        uint32_t before = selector.end;
        for (; bytes[before - 1] == '>' || dhk_is_blank(bytes[before - 1]); before--)
            is_child = is_child || bytes[before - 1] == '>';
        do {
            const dhk_open_element *around = &tree->stack[--level];
            called element = {around->tag, {0, 0}, around->class_, around->id};
            if (level == 0 || around->tag == DHK_TAG_BODY || around->tag == DHK_TAG_HTML ||
                ++styles->compared > DHK_PAGE_STYLES_COMPARED_MAX)
                return false;
            selector.end = before;
            fits = take_compound(styles, bytes, selector.begin, &selector.end, &element);
        } while (!fits && !is_child);
        if (!fits)
            return false;
    }
    return true;
}

bool dhk_page_styles_hide(dhk_page_styles *styles, const unsigned char *bytes, const dhk_tree *tree,
                          const dhk_token *token, dhk_range name, unsigned char sort) {
    for (uint32_t place = 0; (place = place_of(styles, bytes, place, name, sort)) < styles->count; place++) {
        dhk_range selector = {styles->begins[place], styles->names[place].end};
        if (selector.begin == styles->names[place].begin)
            return true;
        if (styles->compared >= DHK_PAGE_STYLES_COMPARED_MAX)
            continue;
        const dhk_attribute *classes = dhk_token_attribute(token, DHK_ATTRIBUTE_CLASS);
        const dhk_attribute *id = dhk_token_attribute(token, DHK_ATTRIBUTE_ID);
        called element = {DHK_TAG_UNKNOWN, token->name, {0, 0}, {0, 0}};
        if (classes != NULL)
            element.classes = classes->value;
        if (id != NULL)
            element.id = id->value;
        if (take_compound(styles, bytes, selector.begin, &selector.end, &element) &&
            fits_around(styles, bytes, tree, selector))
            return true;
    }
    return false;
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

/* Is the selector of a class or an id, white space around it aside, such as ".x", "div.x#y" or ".menu > li .x"? Then the
 * class or id that it ends with is left in `name`. It is read again for each element with that one, so it is short. */
static bool is_of_name(const unsigned char *bytes, dhk_range *selector, dhk_range *name) {
    enum { SELECTOR_MAX = 80 };
    selector->begin = skip_space(bytes, selector->begin, selector->end);
    while (selector->begin < selector->end && dhk_is_blank(bytes[selector->end - 1]))
        selector->end--;
    *name = (dhk_range){selector->end, selector->end};
    while (name->begin > selector->begin && is_name_byte(bytes[name->begin - 1]))
        name->begin--;
    if (length_of(*name) == 0 || name->begin == selector->begin ||
        length_of(*selector) - length_of(*name) > SELECTOR_MAX)
        return false;
    name->begin--;
    if (bytes[name->begin] != '.' && bytes[name->begin] != '#')
        return false;
    bool joined = true; /* nothing stands before a part but its begin or another one */
    for (uint32_t at = selector->begin; at < name->begin; at++) {
        unsigned char mark = bytes[at];
        bool begins = mark == '.' || mark == '#';
        if ((mark == '>' && joined) || (begins && !is_name_byte(bytes[at + 1])) ||
            (!begins && mark != '>' && !dhk_is_blank(mark) && !is_name_byte(mark)))
            return false;
        joined = mark == '>' || (joined && dhk_is_blank(mark));
    }
    return true;
}

/* Of a name so many selectors of more than it are known: each is looked at for each element with that one. */
static void hide_name(dhk_page_styles *styles, const unsigned char *bytes, dhk_range selector, dhk_range name) {
    enum { SAME_MAX = 7 };
    dhk_range bare = {name.begin + 1, name.end};
    uint32_t bit = sieve_bit(bytes, bare);
    uint32_t same = 0;
    for (uint32_t at = 0; (at = place_of(styles, bytes, at, bare, bytes[name.begin])) < styles->count; at++) {
        dhk_range known = {styles->begins[at], styles->names[at].end};
        if (is_same(bytes, known, selector) || known.begin == styles->names[at].begin ||
            (++same >= SAME_MAX && selector.begin < name.begin))
            return;
    }
    styles->sieve[bit / 64] |= (uint64_t)1 << bit % 64;
    styles->begins[styles->count] = selector.begin;
    styles->names[styles->count++] = name;
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
        dhk_range name;
        if (is_of_name(bytes, &selector, &name))
            hide_name(styles, bytes, selector, name);
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
        for (uint32_t place = 0; (place = place_of(styles, bytes, place, name, bytes[at])) < styles->count;) {
            styles->names[place] = styles->names[--styles->count];
            styles->begins[place] = styles->begins[styles->count];
        }
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
