#include "html/markup_marks.h"

#include "base/ascii.h"
#include "base/memory.h"
#include "html/html_charref.h"

#include <string.h>

/* Numbers of list items, widths and heights of cells beyond these are taken for these. CommonMark has nine digits. */
enum { ORDINAL_MAX = 999999999, COLUMNS_MAX = 64, ROWS_MAX = 65534 };

/* A language is looked for in the classes of so many elements around the preformatted text. */
enum { LANGUAGE_LEVELS = 3 };

static dhk_mark *add_mark(dhk_marks *marks, dhk_mark_kind kind) {
    dhk_document *document = marks->document;
    dhk_mark *mark;
    if (!DHK_RESERVE(marks->allocator, document->marks, document->mark_capacity, document->mark_count + 1)) {
        marks->failed = true;
        return NULL;
    }
    mark = &document->marks[document->mark_count++];
    *mark = (dhk_mark){.line = (uint32_t)document->line_count,
                       .at = (uint32_t)document->text_length,
                       .kind = (uint8_t)kind,
                       .columns = 1};
    return mark;
}

/* Longer values are not kept: no address or word, but data. */
enum { VALUE_MAX = 8192 };

/* Most values have nothing to decode. */
static bool is_plain(const unsigned char *bytes, size_t length) {
    return memchr(bytes, '&', length) == NULL && memchr(bytes, '\r', length) == NULL &&
           memchr(bytes, '\0', length) == NULL;
}

/* Decodes an attribute's value into the page's values. */
static dhk_text_run store_value(dhk_marks *marks, dhk_range value) {
    dhk_document *document = marks->document;
    const unsigned char *bytes = marks->bytes + value.begin;
    dhk_text_run stored = {0, 0};
    size_t length = value.end - value.begin;
    size_t room = 3 * length;
    if (length == 0 || length > VALUE_MAX || document->value_length + room > UINT32_MAX)
        return stored;
    if (!DHK_RESERVE(marks->allocator, document->values, document->value_capacity, document->value_length + room)) {
        marks->failed = true;
        return stored;
    }
    stored.text = (uint32_t)document->value_length;
    if (is_plain(bytes, length)) {
        memcpy(document->values + document->value_length, bytes, length);
        stored.text_length = (uint32_t)length;
    } else {
        stored.text_length =
            (uint32_t)dhk_attribute_decode(marks->bytes, value, document->values + document->value_length, room);
    }
    document->value_length += stored.text_length;
    return stored;
}

static bool is_open(const dhk_tree *tree, dhk_tag tag) {
    return tree->innermost[tag] > 0;
}

static uint8_t style_of(const dhk_tree *tree) {
    unsigned style = 0;
    if (is_open(tree, DHK_TAG_B) || is_open(tree, DHK_TAG_STRONG))
        style |= DHK_STYLE_STRONG;
    if (is_open(tree, DHK_TAG_I) || is_open(tree, DHK_TAG_EM))
        style |= DHK_STYLE_EMPHASIS;
    if (is_open(tree, DHK_TAG_S) || is_open(tree, DHK_TAG_STRIKE) || is_open(tree, DHK_TAG_DEL))
        style |= DHK_STYLE_STRIKE;
    if (is_open(tree, DHK_TAG_CODE) || is_open(tree, DHK_TAG_KBD) || is_open(tree, DHK_TAG_SAMP) ||
        is_open(tree, DHK_TAG_TT))
        style |= DHK_STYLE_CODE;
    if (dhk_tree_current(tree)->flags & DHK_OPEN_LINK && is_open(tree, DHK_TAG_A))
        style |= DHK_STYLE_LINK;
    if (tree->innermost[DHK_TAG_SUP] > tree->innermost[DHK_TAG_SUB])
        style |= DHK_STYLE_SUPERSCRIPT;
    else if (is_open(tree, DHK_TAG_SUB))
        style |= DHK_STYLE_SUBSCRIPT;
    return (uint8_t)style;
}

void dhk_marks_text(dhk_marks *marks, const dhk_tree *tree) {
    uint8_t style = style_of(tree);
    dhk_range href = {0, 0};
    dhk_mark *mark;
    if (style & DHK_STYLE_LINK)
        href = tree->stack[tree->innermost[DHK_TAG_A]].href;
    if (style == marks->style && href.begin == marks->href.begin)
        return;
    mark = add_mark(marks, DHK_MARK_STYLE);
    if (mark == NULL)
        return;
    mark->style = style;
    if (href.begin != marks->href.begin || href.end != marks->href.end) {
        marks->address = store_value(marks, href);
        marks->href = href;
    }
    mark->value = marks->address;
    marks->style = style;
}

/* A whole number of at least `least` and at most `most`, or `otherwise` where there is none. */
static int32_t read_number(const unsigned char *bytes, dhk_range value, int32_t least, int32_t most,
                           int32_t otherwise) {
    int64_t number = 0;
    uint32_t at = value.begin;
    bool negative = false;
    while (at < value.end && bytes[at] <= ' ')
        at++;
    if (at < value.end && (bytes[at] == '-' || bytes[at] == '+'))
        negative = bytes[at++] == '-';
    if (at == value.end || !dhk_is_digit(bytes[at]))
        return otherwise;
    for (; at < value.end && dhk_is_digit(bytes[at]) && number <= ORDINAL_MAX; at++)
        number = 10 * number + (bytes[at] - '0');
    if (negative)
        number = -number;
    return number < least ? least : number > most ? most : (int32_t)number;
}

static int32_t number_of(const dhk_marks *marks, const dhk_token *token, dhk_attribute_name name, int32_t least,
                         int32_t most, int32_t otherwise) {
    const dhk_attribute *found = dhk_token_attribute(token, name);
    return found != NULL ? read_number(marks->bytes, found->value, least, most, otherwise) : otherwise;
}

/* Numbers a list item by the innermost list, if that is a numbered one. */
static void number_item(dhk_marks *marks, dhk_tree *tree, const dhk_token *token) {
    uint32_t list = tree->innermost[DHK_TAG_OL];
    dhk_open_element *item = &tree->stack[tree->depth - 1];
    if (list == 0 || tree->innermost[DHK_TAG_UL] > list || tree->innermost[DHK_TAG_MENU] > list)
        return;
    item->ordinal = number_of(marks, token, DHK_ATTRIBUTE_VALUE, 0, ORDINAL_MAX, tree->stack[list].ordinal);
    tree->stack[list].ordinal = item->ordinal < ORDINAL_MAX ? item->ordinal + 1 : ORDINAL_MAX;
}

/* The name behind `prefix`, where a word of a class begins with it. */
static dhk_range behind_prefix(const unsigned char *bytes, dhk_range words, const char *prefix) {
    size_t length = strlen(prefix);
    for (uint32_t at = words.begin; at + length < words.end; at++) {
        uint32_t end = at + (uint32_t)length;
        if ((at > words.begin && bytes[at - 1] > ' ') || memcmp(bytes + at, prefix, length) != 0)
            continue;
        while (end < words.end && bytes[end] == ' ')
            end++; /* "brush: python" */
        at = end;
        while (end < words.end && bytes[end] > ' ' && bytes[end] != ';')
            end++;
        return (dhk_range){at, end};
    }
    return (dhk_range){0, 0};
}

/* Highlighters say the language of code in a class of it, or of what they put around it. */
static void find_language(dhk_marks *marks, const dhk_tree *tree) {
    static const char *const prefixes[] = {"language-", "lang-", "brush:", "highlight-source-", "sourceCode "};
    for (uint32_t level = 0; level < LANGUAGE_LEVELS && level + 1 < tree->depth; level++) {
        dhk_range words = tree->stack[tree->depth - 1 - level].class_;
        for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
            dhk_range name = behind_prefix(marks->bytes, words, prefixes[i]);
            dhk_mark *mark;
            if (name.end == name.begin)
                continue;
            mark = add_mark(marks, DHK_MARK_LANGUAGE);
            if (mark != NULL)
                mark->value = store_value(marks, name);
            return;
        }
    }
    if (dhk_tree_current(tree)->tag == DHK_TAG_PRE)
        add_mark(marks, DHK_MARK_LANGUAGE); /* none is known, of the text before neither */
}

void dhk_marks_open(dhk_marks *marks, dhk_tree *tree, const dhk_token *token) {
    dhk_open_element *open = &tree->stack[tree->depth - 1];
    dhk_mark *mark;
    if (open->flags & DHK_OPEN_DROPPED)
        return;
    switch (open->tag) {
    case DHK_TAG_OL:
        open->ordinal = number_of(marks, token, DHK_ATTRIBUTE_START, 0, ORDINAL_MAX, 1);
        break;
    case DHK_TAG_LI:
        number_item(marks, tree, token);
        break;
    case DHK_TAG_TABLE:
        add_mark(marks, DHK_MARK_TABLE);
        break;
    case DHK_TAG_TR:
        add_mark(marks, DHK_MARK_ROW);
        break;
    case DHK_TAG_TD:
    case DHK_TAG_TH:
        mark = add_mark(marks, DHK_MARK_CELL);
        if (mark == NULL)
            break;
        mark->header = open->tag == DHK_TAG_TH || tree->innermost[DHK_TAG_THEAD] > tree->innermost[DHK_TAG_TABLE];
        mark->columns = (uint8_t)number_of(marks, token, DHK_ATTRIBUTE_COLSPAN, 1, COLUMNS_MAX, 1);
        mark->rows = (uint16_t)number_of(marks, token, DHK_ATTRIBUTE_ROWSPAN, 0, ROWS_MAX, 1);
        break;
    case DHK_TAG_PRE:
        find_language(marks, tree);
        break;
    case DHK_TAG_CODE:
        if (open->flags & DHK_OPEN_PREFORMATTED)
            find_language(marks, tree);
        break;
    default:
        break;
    }
}

void dhk_marks_base(dhk_marks *marks, const dhk_token *token) {
    for (uint32_t i = 0; i < token->attribute_count && marks->document->base.text_length == 0; i++)
        if (token->attributes[i].id == DHK_ATTRIBUTE_HREF)
            marks->document->base = store_value(marks, token->attributes[i].value);
}

/* The value of an attribute that no list has, in quotes; empty: it is not there. */
static dhk_range value_by_name(const unsigned char *bytes, dhk_range tag, const char *name) {
    size_t length = strlen(name);
    for (uint32_t at = tag.begin; at + length + 3 < tag.end; at++) {
        const unsigned char *behind = bytes + at + 1 + length;
        const unsigned char *end;
        if (bytes[at] > ' ' || memcmp(bytes + at + 1, name, length) != 0 || *behind != '=' ||
            (behind[1] != '"' && behind[1] != '\''))
            continue;
        end = memchr(behind + 2, behind[1], (size_t)(bytes + tag.end - (behind + 2)));
        if (end != NULL)
            return (dhk_range){at + (uint32_t)length + 3, (uint32_t)(end - bytes)};
    }
    return (dhk_range){0, 0};
}

static bool is_data(const unsigned char *bytes, dhk_range value) {
    return value.end - value.begin >= 5 && memcmp(bytes + value.begin, "data:", 5) == 0;
}

/* The address of the picture that a script puts there when it comes into view, instead of `source`; or the first of several
 * sizes, where there is no other. */
static dhk_range find_source(const unsigned char *bytes, dhk_range tag, dhk_range source) {
    static const char names[][14] = {"data-src", "data-lazy-src", "data-original", "srcset", "data-srcset"};
    enum { SEVERAL = 3 }; /* from here on: sizes */
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        dhk_range found;
        if (i >= SEVERAL && source.end > source.begin && !is_data(bytes, source))
            break;
        found = value_by_name(bytes, tag, names[i]);
        while (i >= SEVERAL && found.begin < found.end && bytes[found.begin] <= ' ')
            found.begin++;
        for (uint32_t at = found.begin; i >= SEVERAL && at < found.end; at++)
            if (bytes[at] <= ' ')
                found.end = at;
        while (i >= SEVERAL && found.begin < found.end && bytes[found.end - 1] == ',')
            found.end--;
        if (found.end > found.begin && !is_data(bytes, found) &&
            memchr(bytes + found.begin, '{', found.end - found.begin) == NULL) /* a pattern */
            return found;
    }
    return source;
}

enum { DOT_MAX = 2, LARGE, UNKNOWN }; /* measures of pictures, in pixels */

/* A page whose style says how large the picture is may have 0 for it, and several sizes. */
static int32_t measure_of(const unsigned char *bytes, dhk_range tag, const char *name) {
    int32_t found = read_number(bytes, value_by_name(bytes, tag, name), 0, LARGE, UNKNOWN);
    bool sized = found == 0 && (value_by_name(bytes, tag, "sizes").end | value_by_name(bytes, tag, "srcset").end) != 0;
    return sized ? UNKNOWN : found;
}

/* Is it a dot that nobody sees, which counts visitors or keeps things apart? */
static bool is_dot(const unsigned char *bytes, dhk_range tag) {
    int32_t width = measure_of(bytes, tag, "width");
    int32_t height = measure_of(bytes, tag, "height");
    return width != LARGE && height != LARGE && (width <= DOT_MAX || height <= DOT_MAX);
}

/* Is the picture the one before, once for those with scripts and once for those without? Other pictures may stand in a page
 * more than once. */
static bool is_repeated(const dhk_document *document, dhk_text_run value, bool noscript) {
    enum { BACK = 4 };
    size_t count = document->mark_count;
    for (size_t i = count; i > 0 && i + BACK > count; i--) {
        const dhk_mark *mark = &document->marks[i - 1];
        if (mark->kind == DHK_MARK_IMAGE)
            return mark->noscript != noscript && value.text_length > 0 &&
                   mark->value.text_length == value.text_length &&
                   memcmp(document->values + mark->value.text, document->values + value.text, value.text_length) == 0;
    }
    return false;
}

void dhk_marks_image(dhk_marks *marks, const dhk_tree *tree, const dhk_token *token, bool behind_space) {
    dhk_range source = {0, 0}, alternative = {0, 0};
    dhk_text_run address;
    dhk_mark *mark;
    bool noscript = is_open(tree, DHK_TAG_NOSCRIPT);
    for (uint32_t i = 0; i < token->attribute_count; i++)
        if (token->attributes[i].id == DHK_ATTRIBUTE_SRC)
            source = token->attributes[i].value;
        else if (token->attributes[i].id == DHK_ATTRIBUTE_ALT)
            alternative = token->attributes[i].value;
    if (is_dot(marks->bytes, token->span))
        return;
    dhk_marks_text(marks, tree); /* it may stand in a link */
    address = store_value(marks, find_source(marks->bytes, token->span, source));
    if (is_repeated(marks->document, address, noscript))
        return;
    mark = add_mark(marks, DHK_MARK_IMAGE);
    if (mark == NULL)
        return;
    mark->behind_space = behind_space;
    mark->noscript = noscript;
    mark->value = address;
    mark->alternative = store_value(marks, alternative);
}

void dhk_marks_take_back(dhk_marks *marks) {
    dhk_document *document = marks->document;
    for (size_t i = document->mark_count; i > marks->line_marks && document->marks[i - 1].at > document->text_length;
         i--)
        document->marks[i - 1].at = (uint32_t)document->text_length;
}

void dhk_marks_end_line(dhk_marks *marks) {
    dhk_marks_take_back(marks); /* white space at the end is no text */
    marks->line_marks = marks->document->mark_count;
}
