/*
 * What a page says of itself, for the caller.
 */
#include "classify/context.h"

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
    if (name != DEHUSK_METADATA_TITLE || (metadata.value != NULL && metadata.source != DEHUSK_SOURCE_MARKUP))
        return metadata;
    title = title_line(page);
    if (title != NULL)
        metadata = (dehusk_metadata){title->text, title->text_length, DEHUSK_SOURCE_MARKUP};
    return metadata;
}
