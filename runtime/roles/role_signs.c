#include "html/caption_words.h"
#include "html/html_names.h"
#include "lines/running_text.h"
#include "roles/named_parts.h"
#include "roles/read_more.h"
#include "roles/roles.h"
#include "unicode/char_class.h"
#include "unicode/utf8.h"

#include <stdbool.h>
#include <string.h>

enum {
    TITLE_MAX = 1000,         /* bytes of a <title> */
    CAPTION_LEVELS = 6,       /* elements looked at, from a line's own one upwards */
    CAPTION_CLASS_LEVELS = 2, /* elements looked at for a class that says caption, from the line's own one upwards */
    FIGURE_LEVELS = 4,        /* elements looked at for a figure, from the line's own one upwards */
    CAPTION_LINES_MAX = 2,    /* a caption and who took the picture */
    CAPTION_CLASS_MAX = 4000, /* longer lines are running text, in tenths of letters */
    READ_MORE_MAX = 2000,     /* length in tenths of letters: about 25 words */
    HEADLINE_MIN = 150,       /* length of a headline in tenths of letters: 4 words */
    HEADLINE_MAX = 1300,      /* length of a headline in tenths of letters: 20 words */
    TITLE_CASE_PERCENT = 60,
    DOUBLED_MIN = 150 /* shorter lines begin alike by chance */
};

static bool in_figcaption(const dhk_document *document, const dhk_line *line) {
    uint32_t element = line->element;
    for (int level = 0; level < CAPTION_LEVELS && element != 0; level++) {
        if (document->elements[element].tag == DHK_TAG_FIGCAPTION)
            return true;
        element = document->elements[element].parent;
    }
    return false;
}

/* What names have been found to say: elements of one kind share their words. */
typedef struct caption_names {
    dhk_caption_words words;
    struct {
        uint32_t first, count;
        unsigned says;
    } known[64];
} caption_names;

static unsigned named(const dhk_document *document, uint32_t element, caption_names *names) {
    const dhk_element *of = &document->elements[element];
    if (of->word_count == 0)
        return 0;
    uint32_t slot = of->first_word % 64;
    if (names->known[slot].first != of->first_word || names->known[slot].count != of->word_count) {
        names->known[slot].first = of->first_word;
        names->known[slot].count = of->word_count;
        names->known[slot].says =
            dhk_caption_words_say(&names->words, document->words + of->first_word, of->word_count);
    }
    return names->known[slot].says;
}

/* The figure that a line stands in, by its tag or its role, 0: none. Boxes and paragraphs alone are looked through: tables,
 * code, lists and quotations are what a figure shows. */
static uint32_t figure_of(const dhk_document *document, const dhk_line *line, caption_names *names) {
    uint32_t element = line->element;
    for (int level = 0; level < FIGURE_LEVELS && element != 0; level++) {
        unsigned tag = document->elements[element].tag;
        if (tag == DHK_TAG_FIGURE || (line->after_picture && (named(document, element, names) & DHK_NAMES_FIGURE) != 0))
            return element;
        if (tag != DHK_TAG_P && tag != DHK_TAG_DIV)
            return 0;
        element = document->elements[element].parent;
    }
    return 0;
}

/* Is `element` in `outer`? */
static bool is_inside(const dhk_document *document, uint32_t element, uint32_t outer) {
    for (int level = 0; level < 2 * FIGURE_LEVELS && element > outer; level++)
        element = document->elements[element].parent;
    return element == outer;
}

/* Is the line the only one in the element? */
static bool is_alone_in(const dhk_document *document, uint32_t line, uint32_t element) {
    const dhk_line *lines = document->lines;
    return (line == 0 || !is_inside(document, lines[line - 1].element, element)) &&
           (line + 1 == document->line_count || !is_inside(document, lines[line + 1].element, element));
}

/* The only line of a figure says what its picture shows, though it is not called a figcaption. Of several lines the figure
 * may be a card, or frame what it names; without a picture it frames a text. A script may bring the picture, which the
 * figure's name then tells. */
static bool is_alone_in_figure(const dhk_document *document, uint32_t line, caption_names *names) {
    const dhk_line *lines = document->lines;
    if (lines[line].measure.units > CAPTION_CLASS_MAX || lines[line].heading_level != 0)
        return false;
    uint32_t figure = figure_of(document, &lines[line], names);
    return figure != 0 &&
           (!document->pictured || (document->elements[figure].flags & DHK_ELEMENT_PICTURE) != 0 ||
            (named(document, figure, names) & (DHK_NAMES_PICTURE_OR_SO | DHK_NAMES_FIGURE)) != 0) &&
           is_alone_in(document, line, figure);
}

/* Stands the element's text, of which this is a line, beside a picture? */
static bool is_beside_picture(const dhk_document *document, uint32_t line, uint32_t element, caption_names *names) {
    enum { LINES_MAX = 3 };
    const dhk_line *lines = document->lines;
    for (int i = 0; i < LINES_MAX && line > 0 && is_inside(document, lines[line - 1].element, element); i++)
        line--;
    return !document->pictured || lines[line].after_picture || figure_of(document, &lines[line], names) != 0;
}

/* How many lines the caption that the line is of would have, counted no farther than it takes: of many it is a text. The next
 * picture of a gallery begins another. */
static uint32_t caption_run(const dhk_document *document, uint32_t line) {
    uint32_t begin = line, end = line + 1;
    const dhk_line *lines = document->lines;
    while (begin > 0 && line - begin < CAPTION_LINES_MAX && !lines[begin].after_picture && lines[begin - 1].in_caption)
        begin--;
    while (end < document->line_count && end - line <= CAPTION_LINES_MAX && lines[end].in_caption &&
           !lines[end].after_picture)
        end++;
    return end - begin;
}

/* Is the line's element or the one around it called a caption by its class or role? A box that is called a description
 * ("img-desc", "product-description image-left") is one if it has one line; of several it is text. */
static bool is_called_caption(const dhk_document *document, uint32_t line, caption_names *names) {
    uint32_t at = document->lines[line].element;
    if (document->lines[line].measure.units > CAPTION_CLASS_MAX || document->lines[line].kind == DEHUSK_KIND_HEADING)
        return false;
    if (document->lines[line].in_caption)
        return caption_run(document, line) <= CAPTION_LINES_MAX;
    for (int level = 0; level < CAPTION_CLASS_LEVELS && at != 0; level++) {
        unsigned says = named(document, at, names);
        uint32_t parent = document->elements[at].parent;
        if ((says & DHK_NAMES_CAPTION) != 0)
            return (named(document, parent, names) & DHK_NAMES_TABLE) == 0;
        if ((says & DHK_NAMES_BESIDE) != 0 && is_beside_picture(document, line, at, names))
            return true;
        if ((says & (DHK_NAMES_LINE | DHK_NAMES_LINE_BESIDE)) != 0 && is_alone_in(document, line, at) &&
            ((says & DHK_NAMES_LINE) != 0 || is_beside_picture(document, line, at, names)))
            return true;
        at = parent;
    }
    return false;
}

/* Ends with a mark that a headline may end with too. */
static bool asks_or_calls(const dhk_document *document, const dhk_line *line) {
    static const uint32_t marks[] = {'?', '!', 0x37E, 0x61F, 0xFF01, 0xFF1F};
    const unsigned char *begin = (const unsigned char *)document->text + line->text;
    const unsigned char *end = begin + line->text_length;
    uint32_t size, character = dhk_utf8_decode(dhk_utf8_before(begin, end), end, &size);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (character == marks[i])
            return true;
    return false;
}

bool dhk_roles_title_case(const dhk_document *document, const dhk_line *line) {
    const unsigned char *at = (const unsigned char *)document->text + line->text;
    const unsigned char *end = at + line->text_length;
    enum { LETTER = 1, CAPITAL = 2, BETWEEN = 4 };
    static const uint8_t kinds[DHK_CHAR_CLASS_COUNT] = {[DHK_CHAR_UPPER] = LETTER | CAPITAL,
                                                        [DHK_CHAR_LOWER] = LETTER,
                                                        [DHK_CHAR_SPACE] = BETWEEN,
                                                        [DHK_CHAR_DASH] = BETWEEN};
    uint32_t words = 0, capitals = 0, size;
    uint32_t inside = 0; /* LETTER in a word that has one */
    if (!line->measure.cased || line->measure.counts[DHK_CHAR_UPPER] == 0)
        return false; /* a script that has case, and no capital */
    for (; at < end; at += size) {
        uint32_t character = dhk_utf8_decode(at, end, &size);
        uint32_t kind = kinds[character == DHK_MALFORMED ? DHK_CHAR_SPACE : dhk_char_of(character)->class_];
        uint32_t first = kind & ~inside; /* nothing here is worth a jump that is guessed wrong */
        words += first & LETTER;
        capitals += (first & CAPITAL) / CAPITAL & first & LETTER;
        inside = ((inside | kind) & LETTER) & ~(kind / BETWEEN);
    }
    return capitals * 100 >= words * TITLE_CASE_PERCENT;
}

/* Has the line the shape of what readers write? Names, dates, votes and buttons are short, have many digits, are links or do
 * not end. The lengths are in tenths of letters. Read by hand, the first 16 such lines
 * of 34 pages of dragnet and wcxb: of 58 paragraphs of comments 55 are kept when they are asked for, with 23 lines that are
 * none, mostly of forms and rules (2026-11-30). */
static bool is_comment_text(const dhk_line *line) {
    enum { ENDED_MIN = 60, PARAGRAPH_MIN = 150, OTHER_MIN = 400, DIGIT_PART = 4 };
    const dhk_measure *measure = &line->measure;
    uint32_t letters =
        measure->counts[DHK_CHAR_UPPER] + measure->counts[DHK_CHAR_LOWER] + measure->counts[DHK_CHAR_LETTER];
    bool ended = measure->last_class == DHK_CHAR_SENTENCE_END && measure->tokens > 1;
    if (line->kind == DEHUSK_KIND_HEADING || line->kind == DEHUSK_KIND_CONTROL ||
        2 * (uint64_t)line->link_units > measure->units || measure->last_class == DHK_CHAR_COMMA ||
        DIGIT_PART * measure->counts[DHK_CHAR_DIGIT] > letters)
        return false;
    return measure->units >= (uint32_t)(ended                                 ? ENDED_MIN
                                        : line->kind == DEHUSK_KIND_PARAGRAPH ? PARAGRAPH_MIN
                                                                              : OTHER_MIN);
}

static uint16_t signs_of(const dhk_document *document, uint32_t at, const dhk_read_more_heads *heads,
                         caption_names *names) {
    const dhk_line *line = &document->lines[at];
    const dhk_measure *measure = &line->measure;
    unsigned signs = 0;
    if (document->format == DEHUSK_FORMAT_HTML &&
        (in_figcaption(document, line) || is_alone_in_figure(document, at, names) ||
         is_called_caption(document, at, names)))
        signs |= DHK_SIGN_CAPTION;
    if (measure->units <= READ_MORE_MAX) {
        dhk_read_more kind = dhk_read_more_of(heads, document->text + line->text, line->text_length);
        if (kind == DHK_READ_MORE_LEADS_IN)
            signs |= DHK_SIGN_READ_MORE | DHK_SIGN_LEAD_IN;
        else if (kind == DHK_READ_MORE_POINTS ||
                 (kind == DHK_READ_MORE_BEGINS && 2 * (uint64_t)line->link_units > measure->units))
            signs |= DHK_SIGN_READ_MORE;
    }
    if (measure->units >= HEADLINE_MIN && measure->units <= HEADLINE_MAX &&
        (measure->last_class != DHK_CHAR_SENTENCE_END || asks_or_calls(document, line)))
        signs |= DHK_SIGN_HEADLINE;
    if (dhk_is_running_text(line, DHK_PARAGRAPH_MIN, DHK_PARAGRAPH_UNMARKED_MIN))
        signs |= DHK_SIGN_SENTENCES;
    return (uint16_t)signs;
}

/* Pages print a picture's caption once beside it, and once more with its source. A sentence that goes on where the
 * line before ends is something else: a paragraph that begins with the title's words. */
static bool doubled(const dhk_document *document, const dhk_line *line, const dhk_line *next) {
    const unsigned char *at = (const unsigned char *)document->text + next->text + line->text_length;
    const unsigned char *end = (const unsigned char *)document->text + next->text + next->text_length;
    if (line->measure.units < DOUBLED_MIN || line->text_length >= next->text_length ||
        2 * (uint64_t)line->text_length <= next->text_length ||
        memcmp(document->text + line->text, document->text + next->text, line->text_length) != 0)
        return false;
    while (at < end) {
        uint32_t size, character = dhk_utf8_decode(at, end, &size);
        uint8_t class_ = character == DHK_MALFORMED ? (uint8_t)DHK_CHAR_OTHER : dhk_char_of(character)->class_;
        if (class_ != DHK_CHAR_SPACE && class_ != DHK_CHAR_INVISIBLE)
            return class_ != DHK_CHAR_LOWER;
        at += size;
    }
    return false;
}

/* The nearest element of this tag that the element stands in, or 0. No page that people write is nested as deep as is
 * looked. */
static uint32_t within(const dhk_document *document, uint32_t element, unsigned tag) {
    enum { LEVELS = 100 };
    for (uint32_t level = 0; element != 0 && level < LEVELS; level++) {
        if (document->elements[element].tag == tag)
            return element;
        element = document->elements[element].parent;
    }
    return 0;
}

/* Of the lines that were looked at last, the header that holds the menu they stand in, 0: none. So each line is looked
 * at once, however many headings stand before it. */
typedef struct menu_memory {
    uint32_t lines[16]; /* their numbers, none of them 0: the first line is below no other */
    uint32_t headers[16];
} menu_memory;

static uint32_t header_of_menu(menu_memory *memory, const dhk_document *document, uint32_t line) {
    uint32_t slot = line % 16;
    if (memory->lines[slot] != line) {
        uint32_t menu = within(document, document->lines[line].element, DHK_TAG_NAV);
        memory->lines[slot] = line;
        memory->headers[slot] = menu != 0 ? within(document, menu, DHK_TAG_HEADER) : 0;
    }
    return memory->headers[slot];
}

/* Does the line stand in the site's header? Its menu comes soon below. */
static bool in_site_header(menu_memory *memory, const dhk_document *document, uint32_t line) {
    enum { LINES_BELOW = 10 };
    uint32_t header = within(document, document->lines[line].element, DHK_TAG_HEADER);
    size_t end = document->line_count - line > LINES_BELOW ? line + LINES_BELOW : document->line_count;
    for (uint32_t i = line + 1; header != 0 && i < end; i++)
        if (header_of_menu(memory, document, i) == header)
            return true;
    return false;
}

/* Does the page's <title> hold the line as it is? Longer ones are no titles, and take long with many headings. */
static bool in_title(const dhk_document *document, const dhk_line *line) {
    if (document->title.text_length > TITLE_MAX)
        return false;
    const char *title = document->text + document->title.text;
    for (uint32_t at = 0; at + line->text_length <= document->title.text_length; at++)
        if (memcmp(title + at, document->text + line->text, line->text_length) == 0)
            return true;
    return false;
}

/* Does the page's <title> go on behind it? */
static bool begins_title(const dhk_document *document, const dhk_line *line) {
    return line->text_length < document->title.text_length &&
           memcmp(document->text + document->title.text, document->text + line->text, line->text_length) == 0;
}

/* What the part that a line stands in makes of it. */
static uint16_t part_signs(const dhk_line *line, uint8_t part) {
    if (part == DHK_PART_NOTICE)
        return DHK_SIGN_NOTICE;
    return part == DHK_PART_COMMENT && is_comment_text(line) ? DHK_SIGN_COMMENT | DHK_SIGN_COMMENT_TEXT
                                                             : DHK_SIGN_COMMENT;
}

void dhk_roles_signs(const dhk_document *document, uint32_t title_line, const uint8_t *part_marks,
                     dhk_role_evidence *evidence) {
    caption_names names;
    menu_memory menus = {{0}, {0}};
    dhk_read_more_heads heads;
    dhk_read_more_heads_init(&heads);
    dhk_caption_words_init(&names.words);
    memset(names.known, 0, sizeof names.known);
    for (uint32_t i = 0; i < document->line_count; i++) {
        evidence[i].title = DHK_NO_LOGIT;
        evidence[i].caption = DHK_NO_LOGIT;
        evidence[i].signs = signs_of(document, i, &heads, &names);
        uint8_t level = document->lines[i].heading_level;
        if (i == title_line)
            evidence[i].signs |= DHK_SIGN_TITLE;
        if (document->format == DEHUSK_FORMAT_HTML && (i == title_line || level == 1) &&
            in_site_header(&menus, document, i))
            evidence[i].signs |= DHK_SIGN_SITE_HEADER;
        if (level == 1 && begins_title(document, &document->lines[i]))
            evidence[i].signs |= DHK_SIGN_BEGINS_TITLE;
        if (level > 1 && level <= DHK_HEADLINE_LEVEL && in_title(document, &document->lines[i]))
            evidence[i].signs |= DHK_SIGN_IN_TITLE;
        if (part_marks != NULL && part_marks[document->lines[i].element] != 0)
            evidence[i].signs |= part_signs(&document->lines[i], part_marks[document->lines[i].element]);
        if (i > 0 && doubled(document, &document->lines[i - 1], &document->lines[i])) {
            evidence[i - 1].signs |= DHK_SIGN_DOUBLED;
            evidence[i].signs |= DHK_SIGN_DOUBLED;
        }
    }
}
