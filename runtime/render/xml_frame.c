#include "render/xml_frame.h"

#include "base/ascii.h"
#include "render/tag_writer.h"

#include <string.h>

enum { LANGUAGE_BYTES = 64 }; /* longer ones are none */

static void put_value(dhk_text_buffer *out, const char *begin, const char *text, size_t length, const char *end) {
    dhk_text_put_string(out, begin);
    dhk_tags_put_text(out, text, length);
    dhk_text_put_string(out, end);
}

/* -- Our own ------------------------------------------------------------- */

void dhk_xml_begin(dhk_text_buffer *out, const dhk_xml_page *page) {
    dhk_text_put_string(out, "<document");
    if (page->url.length > 0)
        put_value(out, " url=\"", page->url.text, page->url.length, "\"");
    dhk_text_put_string(out, ">\n<metadata>\n");
    for (int name = 0; name < DEHUSK_METADATA_COUNT; name++) {
        const dehusk_metadata *found = &page->metadata[name];
        const char *key = dehusk_metadata_key((dehusk_metadata_name)name);
        if (found->value == NULL)
            continue;
        dhk_text_put_byte(out, '<');
        dhk_text_put_string(out, key);
        dhk_text_put_string(out, " source=\"");
        dhk_text_put_string(out, dehusk_metadata_source_name(found->source));
        put_value(out, "\">", found->value, found->length, "</");
        dhk_text_put_string(out, key);
        dhk_text_put_string(out, ">\n");
    }
    dhk_text_put_string(out, "</metadata>\n<body>\n");
}

void dhk_xml_end(dhk_text_buffer *out) {
    dhk_text_put_string(out, "</body>\n</document>\n");
}

/* -- TEI ----------------------------------------------------------------- */

static void put_told(dhk_text_buffer *out, const dhk_xml_page *page, dehusk_metadata_name name, const char *begin,
                     const char *end) {
    if (page->metadata[name].value != NULL)
        put_value(out, begin, page->metadata[name].value, page->metadata[name].length, end);
}

/* The same for each part of a list, with `between` where two of them meet. */
static void put_list(dhk_text_buffer *out, const dehusk_metadata *list, const char *between, const char *begin,
                     const char *end) {
    size_t width = strlen(between);
    size_t from = 0;
    for (size_t at = 0; list->value != NULL && at <= list->length; at++) {
        bool met = at + width <= list->length && memcmp(list->value + at, between, width) == 0;
        if (!met && at < list->length)
            continue;
        if (at > from)
            put_value(out, begin, list->value + from, at - from, end);
        from = at + width;
    }
}

/* BCP 47, which `xml:lang` and `ident` must be: words of letters and digits with hyphens between, the first one of
 * letters. Returns its length, 0 where it is none; "_" is read as a hyphen. */
static size_t language_tag(const dehusk_metadata *language, char out[LANGUAGE_BYTES]) {
    size_t word = 0;
    if (language->value == NULL || language->length >= LANGUAGE_BYTES)
        return 0;
    for (size_t i = 0; i < language->length; i++) {
        char byte = language->value[i] == '_' ? '-' : language->value[i];
        bool first = memchr(out, '-', i) == NULL;
        if (byte == '-' ? word == 0 : !(dhk_is_letter(byte) || (dhk_is_digit(byte) && !first)) || word == 8)
            return 0;
        word = byte == '-' ? 0 : word + 1;
        out[i] = byte;
    }
    return word > 0 ? language->length : 0;
}

/* Of the page itself, as a thing that others may cite. */
static void put_source(dhk_text_buffer *out, const dhk_xml_page *page) {
    dhk_text_put_string(out, "<sourceDesc>\n<bibl>\n");
    put_told(out, page, DEHUSK_METADATA_TITLE, "<title>", "</title>\n");
    put_list(out, &page->metadata[DEHUSK_METADATA_AUTHOR], "; ", "<author>", "</author>\n");
    put_told(out, page, DEHUSK_METADATA_SITE_NAME, "<publisher>", "</publisher>\n");
    put_told(out, page, DEHUSK_METADATA_PUBLISHED, "<date type=\"published\" when=\"", "\"/>\n");
    put_told(out, page, DEHUSK_METADATA_MODIFIED, "<date type=\"modified\" when=\"", "\"/>\n");
    if (page->url.length > 0)
        put_value(out, "<idno type=\"URL\">", page->url.text, page->url.length, "</idno>\n");
    put_told(out, page, DEHUSK_METADATA_URL, "<idno type=\"canonical\">", "</idno>\n");
    put_told(out, page, DEHUSK_METADATA_LICENSE, "<availability>\n<licence>", "</licence>\n</availability>\n");
    dhk_text_put_string(out, "</bibl>\n</sourceDesc>\n");
}

static void put_profile(dhk_text_buffer *out, const dhk_xml_page *page, const char *language, size_t length) {
    bool keywords = page->metadata[DEHUSK_METADATA_KEYWORDS].value != NULL;
    if (page->metadata[DEHUSK_METADATA_DESCRIPTION].value == NULL && length == 0 && !keywords)
        return;
    dhk_text_put_string(out, "<profileDesc>\n");
    put_told(out, page, DEHUSK_METADATA_DESCRIPTION, "<abstract>\n<p>", "</p>\n</abstract>\n");
    if (length > 0) {
        put_value(out, "<langUsage>\n<language ident=\"", language, length, "\">");
        put_value(out, "", language, length, "</language>\n</langUsage>\n");
    }
    if (keywords) {
        dhk_text_put_string(out, "<textClass>\n<keywords>\n");
        put_list(out, &page->metadata[DEHUSK_METADATA_KEYWORDS], ", ", "<term>", "</term>\n");
        dhk_text_put_string(out, "</keywords>\n</textClass>\n");
    }
    dhk_text_put_string(out, "</profileDesc>\n");
}

void dhk_tei_begin(dhk_text_buffer *out, const dhk_xml_page *page) {
    char language[LANGUAGE_BYTES];
    size_t length = language_tag(&page->metadata[DEHUSK_METADATA_LANGUAGE], language);
    dhk_text_put_string(out, "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"");
    if (length > 0)
        put_value(out, " xml:lang=\"", language, length, "\"");
    dhk_text_put_string(out, ">\n<teiHeader>\n<fileDesc>\n<titleStmt>\n");
    if (page->metadata[DEHUSK_METADATA_TITLE].value == NULL)
        dhk_text_put_string(out, "<title/>\n");
    put_told(out, page, DEHUSK_METADATA_TITLE, "<title>", "</title>\n");
    put_list(out, &page->metadata[DEHUSK_METADATA_AUTHOR], "; ", "<author>", "</author>\n");
    dhk_text_put_string(out, "</titleStmt>\n<publicationStmt>\n<p>The content of a web page, by Dehusk ");
    dhk_text_put_string(out, dehusk_version());
    dhk_text_put_string(out, "</p>\n</publicationStmt>\n");
    put_source(out, page);
    dhk_text_put_string(out, "</fileDesc>\n");
    put_profile(out, page, language, length);
    dhk_text_put_string(out, "</teiHeader>\n<text>\n<body>\n");
}

void dhk_tei_end(dhk_text_buffer *out) {
    dhk_text_put_string(out, "</body>\n</text>\n</TEI>\n");
}
