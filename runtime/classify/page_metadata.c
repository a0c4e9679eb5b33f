/*
 * What a page says of itself, for the caller.
 */
#include "base/ascii.h"
#include "classify/context.h"
#include "metadata/author_name.h"
#include "metadata/byline.h"
#include "metadata/line_date.h"

enum {
    /* Lines around the title that are looked at, and what they may be: what is longer is text. */
    LINES_AFTER = 5,
    LINES_BEFORE = 3,
    FACT_BYTES = 200,
    FACT_TOKENS = 24,
    TEXT_TOKENS = 40, /* behind a line of so many the text has begun */
    LINK_PERCENT = 90
};

static bool is_told(const dhk_document *document, dehusk_metadata_name name) {
    return document->metadata[name].value.text_length > 0;
}

/* A link as a whole has the date of another page; an author may be one. */
static bool is_link(const dhk_line *line) {
    return line->link_units > 0 && 100 * (uint64_t)line->link_units >= LINK_PERCENT * (uint64_t)line->measure.units;
}

/* Takes what a line tells of what is not known yet. */
static void take_line(const dhk_document *document, size_t index, dhk_title_metadata *found) {
    const dhk_line *line = &document->lines[index];
    const char *text = document->text + line->text;
    size_t begin = 0;
    if (line->hidden || line->text_length > FACT_BYTES || line->measure.tokens > FACT_TOKENS || is_link(line))
        return;
    if (found->date_length == 0 && !is_told(document, DEHUSK_METADATA_PUBLISHED))
        found->date_length = (uint8_t)dhk_line_date(text, line->text_length, found->date);
    if (found->author_length == 0 && !is_told(document, DEHUSK_METADATA_AUTHOR)) {
        size_t length = dhk_byline(text, line->text_length, &begin), within = 0;
        /* With "By", so that nothing of the name is taken for it. */
        found->author_length = (uint32_t)dhk_author_name(text, length > 0 ? begin + length : 0, &within);
        found->author = line->text + (uint32_t)within;
    }
}

void dhk_title_metadata_find(const dhk_document *document, const uint8_t *roles, dhk_title_metadata *found) {
    size_t title = 0;
    found->date_length = 0;
    found->author_length = 0;
    if (!document->described ||
        (is_told(document, DEHUSK_METADATA_PUBLISHED) && is_told(document, DEHUSK_METADATA_AUTHOR)))
        return;
    while (title < document->line_count && roles[title] != DEHUSK_ROLE_TITLE)
        title++;
    if (title == document->line_count)
        return;
    for (size_t i = title + 1; i < document->line_count && i <= title + LINES_AFTER; i++) {
        take_line(document, i, found);
        if (document->lines[i].measure.tokens >= TEXT_TOKENS)
            break;
    }
    for (size_t i = title; i > 0 && i + LINES_BEFORE > title;)
        take_line(document, --i, found);
}

/* The line that is the page's title; NULL: none is. */
static const dehusk_line *title_line(const dehusk_page *page) {
    for (size_t i = 0; i < page->line_count; i++)
        if (page->lines[i].role == DEHUSK_ROLE_TITLE)
            return &page->lines[i];
    return NULL;
}

/* The line without its indentation, which rows of plain text have on both sides. */
static dehusk_metadata told_by(const dehusk_line *title) {
    const char *begin = title->text;
    size_t length = title->text_length;
    while (length > 1 && dhk_is_html_space((unsigned char)begin[length - 1]))
        length--;
    while (length > 1 && dhk_is_html_space((unsigned char)*begin)) {
        begin++;
        length--;
    }
    return (dehusk_metadata){begin, length, DEHUSK_SOURCE_MARKUP};
}

dehusk_metadata dehusk_page_metadata(const dehusk_page *page, dehusk_metadata_name name) {
    dehusk_metadata metadata = {NULL, 0, DEHUSK_SOURCE_MARKUP};
    const dhk_metadata_value *known;
    const dehusk_line *title;
    if (page == NULL || (unsigned)name >= DEHUSK_METADATA_COUNT || !page->document->described)
        return metadata;
    known = &page->document->metadata[name];
    metadata.source = (dehusk_metadata_source)known->source;
    if (known->value.text_length > 0) {
        metadata.value = page->document->values + known->value.text;
        metadata.length = known->value.text_length;
    }
    if (name == DEHUSK_METADATA_PUBLISHED && metadata.value == NULL && page->beside_title.date_length > 0)
        metadata = (dehusk_metadata){page->beside_title.date, page->beside_title.date_length, DEHUSK_SOURCE_TEXT};
    if (name == DEHUSK_METADATA_AUTHOR && metadata.value == NULL && page->beside_title.author_length > 0)
        metadata = (dehusk_metadata){page->document->text + page->beside_title.author, page->beside_title.author_length,
                                     DEHUSK_SOURCE_TEXT};
    if (name != DEHUSK_METADATA_TITLE || (metadata.value != NULL && metadata.source != DEHUSK_SOURCE_MARKUP))
        return metadata;
    title = title_line(page);
    return title != NULL ? told_by(title) : metadata;
}
