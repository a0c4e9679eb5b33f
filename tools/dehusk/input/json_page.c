/*
 * The page in a JSON object.
 *
 * Objects are read leniently: a page that stands whole in a damaged object is
 * found. There is no tree of the object, which would take many times its size.
 */
#include "input/json_page.h"

#include "common/characters.h"
#include "input/content_type.h"
#include "input/json_fields.h"
#include "input/json_wrapper.h"

#include <string.h>

/* A field that may hold what is looked for. The first of a list goes before the
 * others, and each before a field of the name within another object. */
typedef struct field_name {
    const char *name;
    dehusk_format format; /* of a page in it */
} field_name;

/* As they stand in public sets and in what crawlers and scrapers write: small letters alone, which fit whatever the
 * case, and with '_', '-' and spaces between. */
static const field_name page_names[] = {
    {"html", DEHUSK_FORMAT_HTML},        {"rawhtml", DEHUSK_FORMAT_HTML},     {"htmlcontent", DEHUSK_FORMAT_HTML},
    {"contenthtml", DEHUSK_FORMAT_HTML}, {"bodyhtml", DEHUSK_FORMAT_HTML},    {"pagehtml", DEHUSK_FORMAT_HTML},
    {"htmlbody", DEHUSK_FORMAT_HTML},    {"innerhtml", DEHUSK_FORMAT_HTML},   {"outerhtml", DEHUSK_FORMAT_HTML},
    {"text", DEHUSK_FORMAT_TEXT},        {"rawcontent", DEHUSK_FORMAT_AUTO},  {"pagecontent", DEHUSK_FORMAT_AUTO},
    {"content", DEHUSK_FORMAT_AUTO},     {"body", DEHUSK_FORMAT_AUTO},        {"selftext", DEHUSK_FORMAT_TEXT},
    {"rawtext", DEHUSK_FORMAT_TEXT},     {"plaintext", DEHUSK_FORMAT_TEXT},   {"fulltext", DEHUSK_FORMAT_TEXT},
    {"articletext", DEHUSK_FORMAT_TEXT}, {"articlebody", DEHUSK_FORMAT_AUTO}, {"textcontent", DEHUSK_FORMAT_TEXT},
    {"contenttext", DEHUSK_FORMAT_TEXT}, {"bodytext", DEHUSK_FORMAT_TEXT},    {"innertext", DEHUSK_FORMAT_TEXT},
    {"cleantext", DEHUSK_FORMAT_TEXT},   {"cleanedtext", DEHUSK_FORMAT_TEXT}, {"extractedtext", DEHUSK_FORMAT_TEXT},
    {"markdown", DEHUSK_FORMAT_TEXT},    {"maintext", DEHUSK_FORMAT_TEXT},    {"contents", DEHUSK_FORMAT_AUTO},
    {"filecontent", DEHUSK_FORMAT_AUTO}, {"article", DEHUSK_FORMAT_AUTO},     {"document", DEHUSK_FORMAT_AUTO},
    {"page", DEHUSK_FORMAT_AUTO},        {"response", DEHUSK_FORMAT_AUTO},    {"responsebody", DEHUSK_FORMAT_AUTO},
    {"passage", DEHUSK_FORMAT_TEXT},     {"story", DEHUSK_FORMAT_AUTO},       {"transcript", DEHUSK_FORMAT_TEXT},
    {"sourcehtml", DEHUSK_FORMAT_HTML},  {"pagesource", DEHUSK_FORMAT_HTML},  {"markup", DEHUSK_FORMAT_AUTO},
    {"warccontent", DEHUSK_FORMAT_AUTO}, {"payload", DEHUSK_FORMAT_AUTO},     {"raw", DEHUSK_FORMAT_AUTO},
    {"doc", DEHUSK_FORMAT_AUTO},         {"maincontent", DEHUSK_FORMAT_AUTO}, {"postcontent", DEHUSK_FORMAT_AUTO},
    {"pagetext", DEHUSK_FORMAT_TEXT},    {"commenttext", DEHUSK_FORMAT_TEXT}, {"commentbody", DEHUSK_FORMAT_AUTO},
    {"postbody", DEHUSK_FORMAT_AUTO},    {"posttext", DEHUSK_FORMAT_TEXT},    {"post", DEHUSK_FORMAT_AUTO},
    {"message", DEHUSK_FORMAT_AUTO},     {"data", DEHUSK_FORMAT_AUTO},        {"description", DEHUSK_FORMAT_AUTO},
};
/* The last of them say as often something of many pages. */
enum { PAGE_NAMES = sizeof page_names / sizeof *page_names, WEAK_NAMES = 3 };
/* Arrays of objects that are parts of one page, or belong to it. */
static const char *const part_names[] = {"comments",  "replies",  "answers",    "links",       "outlinks", "images",
                                         "media",     "videos",   "tags",       "entities",    "authors",  "sections",
                                         "sentences", "segments", "paragraphs", "annotations", "chunks",   "blocks",
                                         "bodytext",  "abstract", "references", "citations"};
static const field_name url_names[] = {
    {"url", 0},  {"uri", 0},     {"warcurl", 0},   {"warctargeturi", 0}, {"targeturi", 0},
    {"link", 0}, {"pageurl", 0}, {"sourceurl", 0}, {"originalurl", 0},
};
static const field_name date_names[] = {
    {"date", 0},
    {"warcdate", 0},
    {"timestamp", 0},
    {"datedownload", 0},
};
static const field_name id_names[] = {{"id", 0}};

enum {
    NOT_RANKED = 1000,
    RANK_INSIDE = 200, /* added to the rank of a field within another object */
    NUMBER_MAX = 4096  /* bytes of an identifier that is a number */
};

typedef struct name_list {
    const field_name *names;
    size_t count;
    const char *asked; /* instead of the names: "NAME" or "OUTER.NAME"; NULL: not asked */
} name_list;

/* What was found. */
typedef struct found_field {
    json_field field;
    byte_slice outer; /* the object that it stands in, if that is within another */
    size_t rank;
    dehusk_format format;
} found_field;

static bool is_string(const json_field *field) {
    return field->value_length > 0 && field->value[0] == '"';
}

/* What a string has between its quotation marks. */
static byte_slice inside(const json_field *field) {
    size_t end = field->value_length - (field->is_cut || field->value_length < 2 ? 0 : 1);
    return (byte_slice){field->value + 1, end - 1};
}

/* The white space that the string begins with. */
static size_t empty_length(byte_slice string) {
    size_t at = 0;
    while (at < string.length && (is_blank(string.bytes[at]) || (string.bytes[at] == '\\' && at + 1 < string.length &&
                                                                 memchr("nrt", string.bytes[at + 1], 3) != NULL)))
        at += string.bytes[at] == '\\' ? 2 : 1;
    return at;
}

/* Does the string say nothing, but for white space? */
static bool is_empty(byte_slice string) {
    return empty_length(string) >= string.length;
}

static bool is_null(const json_field *field) {
    return field->value_length == 4 && memcmp(field->value, "null", 4) == 0;
}

/* Is it this name of a list? */
static bool is_usual(const json_field *field, const char *name) {
    const char *left = name;
    for (size_t i = 0; i < field->name_length; i++) {
        char c = field->name[i];
        if (c == '_' || c == '-' || c == ' ')
            continue;
        if (*left == '\0' || to_lower(c) != *left)
            return json_field_is(field, name, strlen(name)); /* it may be written with escapes */
        left++;
    }
    return *left == '\0';
}

static size_t rank_of(const name_list *list, const json_field *field, const json_field *outer, dehusk_format *format) {
    *format = DEHUSK_FORMAT_AUTO;
    if (list->asked == NULL) {
        for (size_t i = 0; i < list->count; i++)
            if (is_usual(field, list->names[i].name)) {
                bool exact = json_field_is(field, list->names[i].name, strlen(list->names[i].name));
                *format = list->names[i].format;
                return 2 * i + !exact + (outer != NULL ? RANK_INSIDE : 0);
            }
        /* What WordPress has of a page. */
        bool is_rendered =
            list->names == page_names && outer != NULL && is_usual(outer, "content") && is_usual(field, "rendered");
        return is_rendered ? RANK_INSIDE : NOT_RANKED;
    }
    const char *name = list->asked;
    size_t length = strlen(name);
    if (outer != NULL) {
        const char *dot = strchr(name, '.');
        if (dot == NULL || !json_field_is(outer, name, (size_t)(dot - name)))
            return NOT_RANKED;
        length -= (size_t)(dot + 1 - name);
        name = dot + 1;
    }
    return json_field_is(field, name, length) ? 0 : NOT_RANKED;
}

/* An empty string is taken if there is no other. */
static void consider(const name_list *list, const json_field *field, const json_field *outer, found_field *best) {
    dehusk_format format;
    size_t rank = rank_of(list, field, outer, &format);
    if (rank == NOT_RANKED || !is_string(field))
        return;
    if (is_empty(inside(field)))
        rank += NOT_RANKED;
    /* Of several fields of a name the last one holds, as everywhere. */
    if (best->field.value != NULL && rank > best->rank)
        return;
    best->field = *field;
    best->outer = outer != NULL ? (byte_slice){outer->value, outer->value_length} : (byte_slice){NULL, 0};
    best->rank = rank;
    best->format = format;
}

/* Looks for each of these lists at once: objects are long. */
static void look(byte_slice object, const name_list *lists, size_t count, found_field *found) {
    json_field field;
    for (size_t at = 0; json_field_next(object, &at, &field);) {
        for (size_t i = 0; i < count; i++)
            consider(&lists[i], &field, NULL, &found[i]);
        json_field inner;
        byte_slice value = {field.value, field.value_length};
        if (value.length == 0 || value.bytes[0] != '{')
            continue;
        for (size_t in = 0; json_field_next(value, &in, &inner);)
            for (size_t i = 0; i < count; i++)
                consider(&lists[i], &inner, &field, &found[i]);
    }
}

bool json_holds_parts(const json_field *field) {
    for (size_t i = 0; i < sizeof part_names / sizeof *part_names; i++)
        if (is_usual(field, part_names[i]))
            return true;
    return false;
}

bool json_names_page(const json_field *field, const char *page_field) {
    const name_list list = {page_names, PAGE_NAMES - WEAK_NAMES, page_field};
    dehusk_format format;
    const name_list urls = {url_names, sizeof url_names / sizeof *url_names, NULL};
    return (is_string(field) || is_null(field)) &&
           (rank_of(&list, field, NULL, &format) != NOT_RANKED || rank_of(&urls, field, NULL, &format) != NOT_RANKED);
}

bool json_is_usual_page(const json_field *field) {
    const name_list list = {page_names, PAGE_NAMES, NULL};
    dehusk_format format;
    return rank_of(&list, field, NULL, &format) != NOT_RANKED;
}

bool json_page_stands_in(byte_slice object, const char *page_field, bool surely) {
    const name_list list = {page_names, surely ? PAGE_NAMES - WEAK_NAMES : PAGE_NAMES, page_field};
    json_field field;
    json_field inner;
    dehusk_format format;
    for (size_t at = 0; json_field_next(object, &at, &field);) {
        if ((is_string(&field) || is_null(&field)) && rank_of(&list, &field, NULL, &format) != NOT_RANKED)
            return true;
        byte_slice value = {field.value, field.value_length};
        for (size_t in = 0; value.length > 0 && value.bytes[0] == '{' && json_field_next(value, &in, &inner);)
            if (is_string(&inner) && rank_of(&list, &inner, &field, &format) != NOT_RANKED)
                return true;
    }
    return false;
}

/* Does the text of a string begin with a tag, at this place? */
static bool is_tag(byte_slice string, size_t at) {
    static const char escaped[] = "\\u003c"; /* as Go and others write it */
    size_t left = string.length - at;
    return (left > 0 && string.bytes[at] == '<') ||
           (left >= 6 && byte_slice_is((byte_slice){string.bytes + at, 6}, escaped));
}

json_behind json_page_behind(const json_field *field, const char *page_field) {
    enum { LONG = 200 }; /* bytes; a shorter string is a title or a status */
    const name_list list = {page_names, PAGE_NAMES - WEAK_NAMES, page_field};
    byte_slice value = {field->value, field->value_length};
    found_field found = {.field = *field};
    bool is_object = value.length > 0 && value.bytes[0] == '{';
    if (is_object) {
        found.field.value = NULL;
        look(value, &list, 1, &found);
    } else if (page_field != NULL || !is_string(field)) {
        return JSON_NO_PAGE;
    }
    if (found.field.value == NULL)
        return json_page_stands_in(value, page_field, true) ? JSON_EMPTY : JSON_NO_PAGE;
    byte_slice page = inside(&found.field);
    size_t at = empty_length(page);
    if (is_tag(page, at))
        return JSON_MARKUP;
    if (at < page.length && (is_object || page.length >= LONG))
        return JSON_TEXT;
    return is_object ? JSON_EMPTY : JSON_NO_PAGE;
}

/* Room is there: what is read of a string is not longer than its text. NULL for none, and for one with a NUL, which
 * zero-terminated strings cannot have. */
static const char *keep(record *item, const found_field *found) {
    if (found->field.value == NULL || found->field.is_cut)
        return NULL;
    byte_buffer *strings = &item->strings;
    size_t begin = strings->length;
    if (!json_string_read(inside(&found->field), SIZE_MAX / 2, strings) || !byte_buffer_append(strings, "", 1) ||
        strlen(strings->bytes + begin) + 1 != strings->length - begin ||
        !is_utf8(strings->bytes + begin, strings->length - begin)) {
        strings->length = begin;
        return NULL;
    }
    return strings->bytes + begin;
}

/* An identifier may be a number; its text is the object's own. */
static const char *keep_number(record *item, byte_slice object) {
    json_field field;
    byte_slice number = {NULL, 0};
    bool exact = false;
    for (size_t at = 0; json_field_next(object, &at, &field);)
        if (json_field_is(&field, "id", 2) || (!exact && is_usual(&field, "id"))) {
            number = (byte_slice){field.value, field.value_length};
            exact = json_field_is(&field, "id", 2);
        }
    size_t begin = item->strings.length;
    bool fits = number.length > 0 && number.length < NUMBER_MAX;
    for (size_t i = 0; i < number.length && fits; i++)
        fits = strchr("0123456789+-.eE", number.bytes[i]) != NULL && number.bytes[i] != '\0';
    if (!fits || !byte_buffer_append(&item->strings, number.bytes, number.length) ||
        !byte_buffer_append(&item->strings, "", 1)) {
        item->strings.length = begin;
        return NULL;
    }
    return item->strings.bytes + begin;
}

static record_result fail(record *item, const char *reason) {
    item->reason = reason;
    return RECORD_FAILED;
}

/* Where the strings go, so that none moves. */
static bool reserve_strings(record *item, byte_slice object, const found_field *found, size_t count) {
    size_t all = object.length < NUMBER_MAX ? object.length + 1 : NUMBER_MAX;
    item->strings.length = 0;
    for (size_t i = 0; i < count; i++)
        all += found[i].field.value_length + 1;
    return byte_buffer_reserve(&item->strings, all);
}

/* Does it begin as UTF-16 does: with a mark, or with a bracket beside a NUL? */
static bool is_utf16(byte_slice object) {
    const unsigned char *b = (const unsigned char *)object.bytes;
    if (object.length < 2)
        return false;
    return (b[0] == 0xFF && b[1] == 0xFE) || (b[0] == 0xFE && b[1] == 0xFF) ||
           ((b[0] == '{' || b[0] == '[') && b[1] == 0);
}

/* A page within another object may stand there behind its URL. False: so do others, or behind their numbers, and they would
 * be lost. A file that begins with such an object is read by its names. */
static bool sees_to_names(byte_slice object, const char *page_field, const found_field *page, found_field *url) {
    size_t count, numbered;
    json_field field;
    json_field outer = {0};
    if (page->outer.bytes == NULL)
        return true;
    json_wrapping by_name = json_wraps_by_name(object, page_field, &count, &numbered);
    for (size_t at = 0; json_field_next(object, &at, &field);)
        if (field.value == page->outer.bytes)
            outer = field;
    if (by_name == JSON_WRAPS_URLS && url->field.value == NULL && outer.name != NULL) {
        url->field = outer;
        url->field.value = outer.name - 1;
        url->field.value_length = outer.name_length + 2;
        url->field.is_cut = false;
    }
    return (by_name == JSON_WRAPS_NOTHING || count < 2) && (numbered < 2 || !json_is_numbered(&outer));
}

record_result json_page_decode(record *item, page_input *page) {
    enum { PAGE, URL, DATE, ID, LISTS };
    static const char bom[] = "\xEF\xBB\xBF";
    const name_list lists[LISTS] = {
        {page_names, PAGE_NAMES, item->page_field},
        {url_names, sizeof url_names / sizeof *url_names, item->url_field},
        {date_names, sizeof date_names / sizeof *date_names, NULL},
        {id_names, sizeof id_names / sizeof *id_names, NULL},
    };
    found_field found[LISTS];
    byte_slice object = byte_slice_trim((byte_slice){item->block.bytes, item->block.length});
    memset(found, 0, sizeof found);
    if (object.length >= sizeof bom - 1 && memcmp(object.bytes, bom, sizeof bom - 1) == 0) {
        object.bytes += sizeof bom - 1;
        object.length -= sizeof bom - 1;
    }
    if (is_utf16(object))
        return fail(item, "JSON in UTF-16: only UTF-8 is read");
    if (object.length == 0 || object.bytes[0] != '{')
        return fail(item, "no JSON object");
    look(object, lists, LISTS, found);
    if (found[PAGE].field.value == NULL)
        return fail(item, item->page_field != NULL ? "a JSON object without a string of the name of --field"
                                                   : "a JSON object without a page (--field names what holds it)");
    if (!sees_to_names(object, item->page_field, &found[PAGE], &found[URL]))
        return fail(item, "a JSON object of several pages");
    item->decoded.length = 0;
    if (!json_string_read(inside(&found[PAGE].field), item->max_bytes + 1, &item->decoded) ||
        !byte_buffer_reserve(&item->decoded, 1) || !reserve_strings(item, object, found + URL, LISTS - URL))
        return fail(item, "out of memory");
    page->bytes = item->decoded.bytes;
    page->length = item->decoded.length;
    page->cut = found[PAGE].field.is_cut;
    page->charset = "utf-8";
    page->format = found[PAGE].format;
    if (page->format == DEHUSK_FORMAT_TEXT && content_begins_html(page->bytes, page->length))
        page->format = DEHUSK_FORMAT_HTML;
    page->url = keep(item, &found[URL]);
    page->date = keep(item, &found[DATE]);
    page->id = found[ID].field.value != NULL && found[ID].rank < RANK_INSIDE ? keep(item, &found[ID])
                                                                             : keep_number(item, object);
    page->object = object;
    page->own_field = found[PAGE].field;
    return RECORD_PAGE;
}

bool json_page_field_next(const page_input *page, size_t *at, json_field *field, size_t *hole) {
    const char *own = page->own_field.value;
    *hole = SIZE_MAX;
    while (json_field_next(page->object, at, field)) {
        if (field->value == own || field->value_length == 0)
            continue;
        if (own > field->value && own < field->value + field->value_length)
            *hole = (size_t)(own - field->value);
        return true;
    }
    return false;
}
