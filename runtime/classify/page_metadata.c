/*
 * What a page says of itself, for the caller.
 */
#include "classify/context.h"

#include "metadata/line_date.h"

enum {
    /* Lines around the title that a date is looked for in, and what they may be: what is longer is text. */
    DATE_AFTER = 5,
    DATE_BEFORE = 3,
    DATE_LINE_BYTES = 200,
    DATE_LINE_TOKENS = 24,
    TEXT_TOKENS = 40, /* behind a line of so many the text has begun */
    LINK_PERCENT = 90
};

/* The date in a line; false: none, or it is a link, which has that of another page. */
static bool date_of_line(const dhk_page *page, size_t index, dhk_text_date *date) {
    const dhk_line *line = &page->lines[index];
    if (line->hidden || line->text_length > DATE_LINE_BYTES || line->measure.tokens > DATE_LINE_TOKENS ||
        (line->link_units > 0 && 100 * (uint64_t)line->link_units >= LINK_PERCENT * (uint64_t)line->measure.units))
        return false;
    date->length = (uint8_t)dhk_line_date(page->text + line->text, line->text_length, date->iso);
    return date->length > 0;
}

void dhk_text_date_find(const dhk_page *page, const uint8_t *roles, dhk_text_date *date) {
    size_t title = 0;
    date->length = 0;
    if (!page->described || page->metadata[DEHUSK_METADATA_PUBLISHED].value.text_length > 0)
        return;
    while (title < page->line_count && roles[title] != DEHUSK_ROLE_TITLE)
        title++;
    for (size_t i = title + 1; i < page->line_count && i <= title + DATE_AFTER; i++) {
        if (date_of_line(page, i, date) || page->lines[i].measure.tokens >= TEXT_TOKENS)
            break;
    }
    for (size_t i = title; date->length == 0 && title < page->line_count && i > 0 && i + DATE_BEFORE > title;)
        if (date_of_line(page, --i, date))
            break;
}

/* The line that is the page's title; NULL: none is. */
static const dehusk_line *title_line(const dehusk_page *page) {
    for (size_t i = 0; i < page->line_count; i++)
        if (page->lines[i].role == DEHUSK_ROLE_TITLE)
            return &page->lines[i];
    return NULL;
}

dehusk_metadata dehusk_page_metadata(const dehusk_page *page, dehusk_metadata_name name) {
    dehusk_metadata metadata = {NULL, 0, DEHUSK_SOURCE_MARKUP};
    const dhk_metadata_value *known;
    const dehusk_line *title;
    if (page == NULL || (unsigned)name >= DEHUSK_METADATA_COUNT || !page->page->described)
        return metadata;
    known = &page->page->metadata[name];
    metadata.source = (dehusk_metadata_source)known->source;
    if (known->value.text_length > 0) {
        metadata.value = page->page->values + known->value.text;
        metadata.length = known->value.text_length;
    }
    if (name == DEHUSK_METADATA_PUBLISHED && metadata.value == NULL && page->date.length > 0)
        metadata = (dehusk_metadata){page->date.iso, page->date.length, DEHUSK_SOURCE_TEXT};
    if (name != DEHUSK_METADATA_TITLE || (metadata.value != NULL && metadata.source != DEHUSK_SOURCE_MARKUP))
        return metadata;
    title = title_line(page);
    if (title != NULL)
        metadata = (dehusk_metadata){title->text, title->text_length, DEHUSK_SOURCE_MARKUP};
    return metadata;
}
