#include "metadata/metadata.h"

#include "base/ascii.h"
#include "base/memory.h"
#include "metadata/author_name.h"
#include "metadata/iso_date.h"
#include "metadata/line_date.h"
#include "unicode/utf8.h"

#include <string.h>

/* Ranks: the source in the upper half, an order within it in the lower. 0 is no rank. */
static unsigned whole_rank(dehusk_metadata_source source, unsigned rank) {
    return 16u * ((unsigned)source + 1) + (rank < 15 ? rank : 15);
}

static bool is_space(unsigned char byte) {
    return byte <= ' ' || byte == 0x7F;
}

/* Puts a value behind the page's values, white space collapsed, and returns its length there. */
static size_t put_value(dhk_metadata_taker *taker, const char *value, size_t length) {
    dhk_document *document = taker->document;
    const unsigned char *at = (const unsigned char *)value;
    const unsigned char *end = at + length;
    char *out;
    size_t count = 0;
    if (document->value_length + length + 4 > UINT32_MAX)
        return 0;
    if (!DHK_RESERVE(taker->allocator, document->values, document->value_capacity,
                     document->value_length + 3 * length + 4)) {
        taker->failed = true;
        return 0;
    }
    out = document->values + document->value_length;
    while (at < end && count < DHK_METADATA_BYTES_MAX) {
        uint32_t width;
        uint32_t character = dhk_utf8_decode(at, end, &width);
        if (character == DHK_MALFORMED) {
            memcpy(out + count, "\xEF\xBF\xBD", 3);
            count += 3;
        } else if (character < 0x80 && is_space(*at)) {
            if (count > 0 && out[count - 1] != ' ')
                out[count++] = ' ';
        } else {
            memcpy(out + count, at, width);
            count += width;
        }
        at += width;
    }
    while (count > 0 && out[count - 1] == ' ')
        count--;
    return count;
}

static bool is_date(dehusk_metadata_name name) {
    return name == DEHUSK_METADATA_PUBLISHED || name == DEHUSK_METADATA_MODIFIED;
}

static bool is_name(const char *name, size_t length, const char *known) {
    return length == strlen(known) && dhk_equals_ignoring_case(name, known, length);
}

void dhk_metadata_take(dhk_metadata_taker *taker, dehusk_metadata_name name, dehusk_metadata_source source,
                       unsigned rank, const char *value, size_t length) {
    dhk_document *document = taker->document;
    dhk_metadata_value *known = &document->metadata[name];
    unsigned whole = whole_rank(source, rank);
    char date[DHK_ISO_DATE_BYTES];
    size_t stored;
    if (known->value.text_length > 0 && known->rank <= whole)
        return;
    if (is_date(name)) {
        size_t found = dhk_iso_date(value, length, date);
        length = found > 0 ? found : dhk_line_date(value, length, date); /* as people of many languages write it */
        value = date;
    }
    if (length > (size_t)DHK_METADATA_BYTES_MAX)
        length = DHK_METADATA_BYTES_MAX;
    stored = put_value(taker, value, length);
    if (stored == 0)
        return;
    *known = (dhk_metadata_value){.value = {(uint32_t)document->value_length, (uint32_t)stored},
                                  .rank = (uint8_t)whole,
                                  .source = (uint8_t)source};
    document->value_length += stored;
}

bool dhk_metadata_has(const dhk_metadata_taker *taker, dehusk_metadata_name name, dehusk_metadata_source source,
                      unsigned rank) {
    const dhk_metadata_value *known = &taker->document->metadata[name];
    return known->value.text_length > 0 && known->rank == whole_rank(source, rank);
}

/* Does the list `known` have the value already? */
static bool holds(const dhk_document *document, const dhk_metadata_value *known, const char *value, size_t length) {
    const char *list = document->values + known->value.text;
    for (size_t at = 0; at + length <= known->value.text_length; at++)
        if (memcmp(list + at, value, length) == 0)
            return true;
    return false;
}

/* Makes a value the name in it; false: there is none. */
static bool take_name(const char **value, size_t *length) {
    size_t begin;
    *length = dhk_author_name(*value, *length, &begin);
    *value += begin;
    return *length > 0;
}

void dhk_metadata_add(dhk_metadata_taker *taker, dehusk_metadata_name name, dehusk_metadata_source source,
                      unsigned rank, const char *value, size_t length) {
    dhk_document *document = taker->document;
    dhk_metadata_value *known = &document->metadata[name];
    const char *between = name == DEHUSK_METADATA_AUTHOR ? "; " : ", ";
    char joined[DHK_METADATA_BYTES_MAX];
    size_t before = known->value.text_length;
    while (length > 0 && is_space((unsigned char)*value)) {
        value++;
        length--;
    }
    if (name == DEHUSK_METADATA_AUTHOR && !take_name(&value, &length))
        return; /* what names nobody is no reason to forget the others */
    if (before == 0 || known->rank != whole_rank(source, rank)) {
        dhk_metadata_take(taker, name, source, rank, value, length);
        return;
    }
    if (length == 0 || before + 2 + length > sizeof joined || holds(document, known, value, length))
        return;
    memcpy(joined, document->values + known->value.text, before);
    memcpy(joined + before, between, 2);
    memcpy(joined + before + 2, value, length);
    known->value.text_length = 0;
    dhk_metadata_take(taker, name, source, rank, joined, before + 2 + length);
}

/* -- Names --------------------------------------------------------------- */

typedef struct known_name {
    const char *name; /* in lower case */
    uint8_t metadata;
    uint8_t source;
    uint8_t rank;
} known_name;

#define ROW(name, metadata, source, rank)                                                                              \
    { name, (uint8_t)DEHUSK_METADATA_##metadata, (uint8_t)DEHUSK_SOURCE_##source, rank }

/* What names of meta elements mean, each once. */
static const known_name meta_names[] = {
    ROW("og:title", TITLE, OPEN_GRAPH, 0),
    ROW("twitter:title", TITLE, OPEN_GRAPH, 1),
    ROW("citation_title", TITLE, META, 0),
    ROW("dc.title", TITLE, META, 1),
    ROW("dcterms.title", TITLE, META, 1),
    ROW("parsely-title", TITLE, META, 2),
    ROW("title", TITLE, META, 3),
    ROW("article:author", AUTHOR, OPEN_GRAPH, 0),
    ROW("og:article:author", AUTHOR, OPEN_GRAPH, 1),
    ROW("book:author", AUTHOR, OPEN_GRAPH, 1),
    ROW("author", AUTHOR, META, 1),
    ROW("citation_author", AUTHOR, META, 0),
    ROW("authors", AUTHOR, META, 2),
    ROW("creator", AUTHOR, META, 3),
    ROW("dc.creator", AUTHOR, META, 2),
    ROW("dcterms.creator", AUTHOR, META, 2),
    ROW("parsely-author", AUTHOR, META, 3),
    ROW("sailthru.author", AUTHOR, META, 3),
    ROW("byl", AUTHOR, META, 3),
    ROW("article:published_time", PUBLISHED, OPEN_GRAPH, 0),
    ROW("og:published_time", PUBLISHED, OPEN_GRAPH, 1),
    ROW("og:article:published_time", PUBLISHED, OPEN_GRAPH, 1),
    ROW("citation_publication_date", PUBLISHED, META, 0),
    ROW("citation_date", PUBLISHED, META, 1),
    ROW("datepublished", PUBLISHED, META, 0),
    ROW("dc.date.issued", PUBLISHED, META, 1),
    ROW("dcterms.issued", PUBLISHED, META, 1),
    ROW("dcterms.created", PUBLISHED, META, 2),
    ROW("dc.date.created", PUBLISHED, META, 2),
    ROW("dc.date", PUBLISHED, META, 3),
    ROW("dcterms.date", PUBLISHED, META, 3),
    ROW("parsely-pub-date", PUBLISHED, META, 2),
    ROW("article:published", PUBLISHED, OPEN_GRAPH, 1),
    ROW("article.published", PUBLISHED, META, 2),
    ROW("cxenseparse:recs:publishtime", PUBLISHED, META, 2),
    ROW("date_published", PUBLISHED, META, 2),
    ROW("originalpublicationdate", PUBLISHED, META, 2),
    ROW("publishtime", PUBLISHED, META, 2),
    ROW("published", PUBLISHED, META, 3),
    ROW("pub_date", PUBLISHED, META, 2),
    ROW("sailthru.date", PUBLISHED, META, 2),
    ROW("pubdate", PUBLISHED, META, 2),
    ROW("publishdate", PUBLISHED, META, 2),
    ROW("publish-date", PUBLISHED, META, 2),
    ROW("publish_date", PUBLISHED, META, 2),
    ROW("published_date", PUBLISHED, META, 2),
    ROW("publication_date", PUBLISHED, META, 2),
    ROW("date", PUBLISHED, META, 4),
    ROW("article:modified_time", MODIFIED, OPEN_GRAPH, 0),
    ROW("og:updated_time", MODIFIED, OPEN_GRAPH, 1),
    ROW("article:modified", MODIFIED, OPEN_GRAPH, 1),
    ROW("datemodified", MODIFIED, META, 0),
    ROW("dcterms.modified", MODIFIED, META, 1),
    ROW("dc.date.modified", MODIFIED, META, 1),
    ROW("lastmod", MODIFIED, META, 2),
    ROW("last-modified", MODIFIED, META, 3),
    ROW("revised", MODIFIED, META, 3),
    ROW("og:site_name", SITE_NAME, OPEN_GRAPH, 0),
    ROW("citation_journal_title", SITE_NAME, META, 0),
    ROW("application-name", SITE_NAME, META, 1),
    ROW("apple-mobile-web-app-title", SITE_NAME, META, 2),
    ROW("dc.publisher", SITE_NAME, META, 1),
    ROW("og:description", DESCRIPTION, OPEN_GRAPH, 0),
    ROW("twitter:description", DESCRIPTION, OPEN_GRAPH, 1),
    ROW("description", DESCRIPTION, META, 0),
    ROW("dc.description", DESCRIPTION, META, 1),
    ROW("dcterms.description", DESCRIPTION, META, 1),
    ROW("og:url", URL, OPEN_GRAPH, 0),
    ROW("twitter:url", URL, OPEN_GRAPH, 1),
    ROW("og:locale", LANGUAGE, OPEN_GRAPH, 0),
    ROW("content-language", LANGUAGE, META, 0),
    ROW("dc.language", LANGUAGE, META, 1),
    ROW("language", LANGUAGE, META, 1),
    ROW("og:image", IMAGE, OPEN_GRAPH, 0),
    ROW("og:image:url", IMAGE, OPEN_GRAPH, 1),
    ROW("og:image:secure_url", IMAGE, OPEN_GRAPH, 1),
    ROW("twitter:image", IMAGE, OPEN_GRAPH, 2),
    ROW("twitter:image:src", IMAGE, OPEN_GRAPH, 2),
    ROW("thumbnail", IMAGE, META, 0),
    ROW("og:type", KIND, OPEN_GRAPH, 0),
    ROW("dc.type", KIND, META, 0),
    ROW("article:tag", KEYWORDS, OPEN_GRAPH, 0),
    ROW("keywords", KEYWORDS, META, 1),
    ROW("news_keywords", KEYWORDS, META, 0),
    ROW("citation_keywords", KEYWORDS, META, 0),
    ROW("dc.subject", KEYWORDS, META, 2),
    ROW("dcterms.subject", KEYWORDS, META, 2),
    ROW("parsely-tags", KEYWORDS, META, 1),
    ROW("dcterms.license", LICENSE, META, 0),
    ROW("dc.rights.license", LICENSE, META, 0),
    ROW("dc.license", LICENSE, META, 0),
    ROW("license", LICENSE, META, 0),
    ROW("dcterms.rights", LICENSE, META, 1),
    ROW("dc.rights", LICENSE, META, 1),
};

/* What names in itemprop mean. */
static const known_name item_names[] = {
    ROW("headline", TITLE, MICRODATA, 0),        ROW("author", AUTHOR, MICRODATA, 0),
    ROW("creator", AUTHOR, MICRODATA, 1),        ROW("datepublished", PUBLISHED, MICRODATA, 0),
    ROW("datecreated", PUBLISHED, MICRODATA, 1), ROW("datemodified", MODIFIED, MICRODATA, 0),
    ROW("image", IMAGE, MICRODATA, 0),           ROW("description", DESCRIPTION, MICRODATA, 0),
    ROW("inlanguage", LANGUAGE, MICRODATA, 0),   ROW("keywords", KEYWORDS, MICRODATA, 0),
    ROW("license", LICENSE, MICRODATA, 0),
};

static bool is_address(const char *value, size_t length) {
    return (length >= 7 && memcmp(value, "http://", 7) == 0) || (length >= 8 && memcmp(value, "https://", 8) == 0);
}

/* The row of a name; NULL: it has none. */
static const known_name *find_known(const known_name *rows, size_t count, const char *name, size_t length) {
    for (size_t i = 0; i < count; i++)
        if (is_name(name, length, rows[i].name))
            return &rows[i];
    return NULL;
}

/* Rights are reserved on most pages that name them; a license gives some away, and says so. */
static bool names_license(const char *value, size_t length) {
    static const char words[][13] = {"licen", "lizenz", "лиценз", "creative", "public", "odbl",
                                     "gpl",   "gfdl",   "cc by",  "cc-by",    "cc0"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t size = strlen(words[i]);
        for (size_t at = 0; at + size <= length; at++)
            if (is_name(value + at, size, words[i]))
                return true;
    }
    return is_address(value, length);
}

static void take_known(dhk_metadata_taker *taker, const known_name *row, const char *value, size_t length) {
    if (row == NULL)
        return;
    dehusk_metadata_name metadata = (dehusk_metadata_name)row->metadata;
    dehusk_metadata_source source = (dehusk_metadata_source)row->source;
    if (metadata == DEHUSK_METADATA_AUTHOR && is_address(value, length))
        return; /* a page about the author */
    if (metadata == DEHUSK_METADATA_LICENSE && row->rank > 0 && !names_license(value, length))
        return;
    if (metadata == DEHUSK_METADATA_AUTHOR || metadata == DEHUSK_METADATA_KEYWORDS)
        dhk_metadata_add(taker, metadata, source, row->rank, value, length);
    else
        dhk_metadata_take(taker, metadata, source, row->rank, value, length);
}

void dhk_metadata_take_meta(dhk_metadata_taker *taker, const char *name, size_t name_length, const char *value,
                            size_t length) {
    take_known(taker, find_known(meta_names, sizeof meta_names / sizeof *meta_names, name, name_length), value, length);
}

void dhk_metadata_take_item(dhk_metadata_taker *taker, const char *name, size_t name_length, const char *value,
                            size_t length) {
    take_known(taker, find_known(item_names, sizeof item_names / sizeof *item_names, name, name_length), value, length);
}

static bool is_site(const dhk_document *document, dehusk_metadata_name name) {
    dhk_text_run value = document->metadata[name].value;
    dhk_text_run site = document->metadata[DEHUSK_METADATA_SITE_NAME].value;
    if (value.text_length != site.text_length)
        return false;
    for (uint32_t i = 0; i < value.text_length; i++)
        if (dhk_lower((unsigned char)document->values[value.text + i]) !=
            dhk_lower((unsigned char)document->values[site.text + i]))
            return false;
    return true;
}

/* An author who is the site is nobody: the text may name one. Nor is the site's name a page's title where the title
 * element has one: pages made from one pattern have the same og:title. */
static void forget_site(dhk_document *document) {
    if (is_site(document, DEHUSK_METADATA_AUTHOR))
        document->metadata[DEHUSK_METADATA_AUTHOR].value.text_length = 0;
    if (document->title.text_length > 0 && is_site(document, DEHUSK_METADATA_TITLE))
        document->metadata[DEHUSK_METADATA_TITLE].value.text_length = 0;
}

void dhk_metadata_complete(dhk_metadata_taker *taker) {
    dhk_document *document = taker->document;
    const dhk_text_run *url = &document->metadata[DEHUSK_METADATA_URL].value;
    char date[DHK_ISO_DATE_BYTES];
    size_t length;
    forget_site(document);
    if (document->title.text_length > 0)
        dhk_metadata_take(taker, DEHUSK_METADATA_TITLE, DEHUSK_SOURCE_MARKUP, 1, document->text + document->title.text,
                          document->title.text_length);
    if (url->text_length == 0 || document->metadata[DEHUSK_METADATA_PUBLISHED].value.text_length > 0)
        return;
    length = dhk_iso_date_of_address(document->values + url->text, url->text_length, date);
    if (length > 0)
        dhk_metadata_take(taker, DEHUSK_METADATA_PUBLISHED, DEHUSK_SOURCE_URL, 0, date, length);
}
