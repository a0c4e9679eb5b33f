/*
 * JSON objects that hold the objects of pages.
 */
#include "input/json_wrapper.h"

#include "common/characters.h"
#include "input/json_fields.h"
#include "input/json_page.h"

#include <string.h>

/* So many elements are looked at for a page: an array of pages stands among the first, and some of it may have none. */
enum { ELEMENTS_MAX = 16 };

/* May the string that begins be a page's name? */
static bool may_be_name(const json_wrapper *wrapper) {
    return wrapper->before != ':' && /* behind rubbish, too */
           (wrapper->wraps == JSON_WRAPS_URLS || (wrapper->wraps == JSON_WRAPS_NAMES && wrapper->depth == 1));
}

static void open_bracket(json_wrapper *wrapper, char c) {
    wrapper->depth++;
    wrapper->is_deep = wrapper->is_deep || wrapper->depth > 8 * sizeof wrapper->arrays;
    wrapper->arrays = wrapper->arrays << 1 | (c == '[');
}

/* A bracket of a kind that is not open closes nothing; one of an object closes the arrays in it, too. */
static void close_bracket(json_wrapper *wrapper, char c) {
    if (!wrapper->is_deep && c == ']' && (wrapper->arrays & 1) == 0)
        return;
    for (; !wrapper->is_deep && c == '}' && (wrapper->arrays & 1) != 0 && wrapper->depth > 1; wrapper->depth--)
        wrapper->arrays >>= 1;
    wrapper->depth--;
    wrapper->arrays >>= 1;
}

const char *json_wrapper_pass(json_wrapper *wrapper, const char *at, const char *end, size_t *lines,
                              json_wrapper_stop *stop) {
    *stop = WRAPPER_ENDS;
    for (; at < end && wrapper->depth > 0; at++) {
        char c = *at;
        *lines += c == '\n';
        if (wrapper->in_string) {
            wrapper->in_string = wrapper->escaped || c != '"';
            wrapper->escaped = !wrapper->escaped && c == '\\';
            continue;
        }
        if (c == '{' && wrapper->wraps == JSON_WRAPS_ARRAYS && (wrapper->arrays & 1) != 0 &&
            strchr("[,}]", wrapper->before) != NULL) {
            *stop = WRAPPER_OBJECT;
            wrapper->before = '}'; /* the element's end, when its reader has passed it */
            return at;
        }
        if (c == '{' && wrapper->wraps != JSON_WRAPS_ARRAYS && wrapper->depth == 1 && wrapper->before != ':') {
            *stop = WRAPPER_ANEW;
            wrapper->before = ':'; /* if it is no other one it is passed over as a value */
            return at;
        }
        if (c == '"' && may_be_name(wrapper)) {
            *stop = WRAPPER_STRING;
            return at;
        }
        if (is_blank(c) || (c == ':' && wrapper->before != '"'))
            continue; /* such a colon is rubbish */
        wrapper->before = c;
        wrapper->in_string = c == '"';
        if (c == '{' || c == '[')
            open_bracket(wrapper, c);
        else if (c == '}' || c == ']')
            close_bracket(wrapper, c);
    }
    return at;
}

bool json_is_named_by_url(const json_field *field) {
    const char *at = field->name;
    const char *end = at + field->name_length;
    while (at < end && is_letter(*at))
        at++;
    if (end - field->name > 4 && byte_slice_is((byte_slice){field->name, 4}, "www."))
        return true;
    if (at == end || (*at != ':' && at != field->name))
        return false;
    at += *at == ':';
    for (size_t slashes = 0; slashes < 2; slashes++) {
        at += at < end && *at == '\\'; /* as PHP writes them */
        if (at == end || *at++ != '/')
            return false;
    }
    return at < end;
}

bool json_is_numbered(const json_field *field) {
    for (size_t i = 0; i < field->name_length; i++)
        if (is_digit(field->name[i]) || field->name[i] == '/' || field->name[i] == '.')
            return true;
    return false;
}

/* What is no object and has no such name is said of all pages. */
static bool may_stand_behind(const json_field *field) {
    return *field->value == '{' || json_is_numbered(field) || json_is_named_by_url(field);
}

size_t json_wrapper_name(const json_wrapper *wrapper, byte_slice text, json_field *field) {
    size_t before = json_name_read(text, field);
    if (before == 0 || before == text.length)
        return 0;
    return (wrapper->wraps == JSON_WRAPS_URLS ? json_is_named_by_url(field) : may_stand_behind(field)) ? before : 0;
}

void json_wrapper_goes_on(json_wrapper *wrapper, bool is_name) {
    wrapper->before = '"';
    wrapper->in_string = !is_name;
}

/* Can a bracket begin no value here? */
static bool is_misplaced(const json_wrapper *inside) {
    return inside->depth == 1 ? inside->before != ':' : inside->depth > 1 && strchr(":[,", inside->before) == NULL;
}

/* All there is of the object that begins at `at`. It ends where its reader will end it, so that no byte is looked at for
 * two objects, though none of a file has an end: with its bracket, at a line end amid a string, or where a name should
 * stand and the next object begins. */
static byte_slice object_at(const char *begin, const char *end) {
    json_wrapper inside = {0};
    const char *at = begin;
    while (at < end) {
        char c = *at;
        if (inside.in_string ? c == '\n' : (c == '{' || c == '[') && is_misplaced(&inside))
            break;
        at++;
        if (inside.in_string) {
            inside.in_string = inside.escaped || c != '"';
            inside.escaped = !inside.escaped && c == '\\';
        } else if (!is_blank(c)) {
            inside.before = c;
            inside.in_string = c == '"';
            if (c == '{' || c == '[')
                inside.depth++;
            else if ((c == '}' || c == ']') && --inside.depth == 0)
                break;
        }
    }
    return (byte_slice){begin, (size_t)(at - begin)};
}

bool json_wrapper_page_begins(byte_slice text, const char *page_field, size_t *length) {
    *length = 0;
    if (text.length == 0 || text.bytes[0] != '{')
        return false;
    byte_slice object =
        object_at(text.bytes, text.bytes + (text.length < WRAPPER_BYTES_MAX ? text.length : WRAPPER_BYTES_MAX));
    *length = object.length;
    const json_field field = {.value = object.bytes, .value_length = object.length};
    return json_page_behind(&field, page_field) > JSON_EMPTY;
}

size_t json_wrapper_cut_string(byte_slice text) {
    size_t length = json_string_length(text);
    if (length == 0 || length >= text.length)
        return 0;
    char next = text.bytes[length];
    return is_letter(next) || is_digit(next) || next == '/' ? length - 1 : 0;
}

size_t json_wrapper_lone_url(const json_wrapper *wrapper, byte_slice text) {
    size_t length = json_string_length(text);
    const json_field field = {.name = text.bytes + 1, .name_length = length > 2 ? length - 2 : 0};
    bool is_name = wrapper->wraps == JSON_WRAPS_URLS && (wrapper->arrays & 1) == 0 &&
                   (wrapper->before == '{' || wrapper->before == ',' || wrapper->before == '}');
    size_t at = length;
    while (at < text.length && is_blank(text.bytes[at]))
        at++;
    return is_name && at < text.length && text.bytes[at] != ':' && json_is_named_by_url(&field) ? length : 0;
}

/* Is among the first elements of arrays within the value one with a page? `*left` counts down those that are looked at. */
static bool has_pages(byte_slice value, const char *page_field, size_t *left) {
    const char *at = value.bytes;
    const char *end = at + value.length;
    if (value.length == 0 || (*at != '{' && *at != '['))
        return false;
    json_wrapper inside = {.wraps = JSON_WRAPS_ARRAYS, .depth = 1, .arrays = *at == '[', .before = *at};
    at++;
    for (; *left > 0 && at < end; --*left) {
        size_t lines = 0;
        json_wrapper_stop stop;
        at = json_wrapper_pass(&inside, at, end, &lines, &stop);
        if (stop != WRAPPER_OBJECT)
            return false;
        byte_slice element = object_at(at, end);
        if (json_page_stands_in(element, page_field, false))
            return true;
        at = element.bytes + element.length;
    }
    return false;
}

/* Does a name begin so, its slashes escaped or not? */
static bool begins_with(byte_slice name, const char *text) {
    for (size_t at = 0; *text != '\0'; text++, at++) {
        at += at + 1 < name.length && name.bytes[at] == '\\';
        if (at >= name.length || name.bytes[at] != *text)
            return false;
    }
    return true;
}

/* Is the name one of a vocabulary of linked data? Its text is a property, markup or not, and a page only if it is a whole
 * document, as those of the vocabulary's site are. */
static bool is_property(const json_field *field) {
    static const char *const vocabularies[] = {"schema.org/",
                                               "purl.org/",
                                               "ogp.me/",
                                               "xmlns.com/",
                                               "w3.org/ns/",
                                               "w3.org/1999/",
                                               "rdfs.org/",
                                               "w3.org/2000/",
                                               "w3.org/2001/",
                                               "w3.org/2004/02/",
                                               "rdf.data-vocabulary.org/"};
    if (field->value_length < 3 || *field->value != '"')
        return false;
    if (field->value[1] == '<' && (field->value[2] == '!' || (field->value[2] | 0x20) == 'h'))
        return false;
    size_t at = 0; /* behind "https:\/\/" */
    while (at < field->name_length && is_letter(field->name[at]))
        at++;
    while (at < field->name_length && strchr(":/\\", field->name[at]) != NULL)
        at++;
    byte_slice host = {field->name + at, field->name_length - at};
    if (begins_with(host, "www."))
        host = (byte_slice){host.bytes + 4, host.length - 4};
    for (size_t i = 0; i < sizeof vocabularies / sizeof *vocabularies; i++)
        if (at > 0 && field->name[at - 1] == '/' && begins_with(host, vocabularies[i]))
            return true;
    return false;
}

/* Has one of the first URLs that are names within the object a page behind it? */
static bool has_pages_by_url(byte_slice value, const char *page_field) {
    const char *at = value.bytes;
    const char *end = at + value.length;
    if (value.length == 0 || *at != '{')
        return false;
    json_wrapper inside = {.wraps = JSON_WRAPS_URLS, .depth = 1, .before = *at++};
    for (size_t urls = 0; urls < ELEMENTS_MAX;) {
        size_t lines = 0;
        json_wrapper_stop stop;
        json_field field = {0};
        at = json_wrapper_pass(&inside, at, end, &lines, &stop);
        if (stop != WRAPPER_STRING)
            return false;
        size_t before = json_wrapper_name(&inside, (byte_slice){at, (size_t)(end - at)}, &field);
        json_wrapper_goes_on(&inside, before > 0);
        at += before > 0 ? before : 1;
        if (before == 0)
            continue;
        urls++;
        /* What is within the value is passed by the next step, which ends no sooner. */
        field.value_length =
            *at == '{' ? object_at(at, end).length : json_string_length((byte_slice){at, (size_t)(end - at)});
        if (!is_property(&field) && json_page_behind(&field, page_field) > JSON_EMPTY)
            return true;
        at += field.value_length;
    }
    return false;
}

/* What stands behind an object's names. Parts are the objects and strings that may be pages: numbers, null and the like
 * are said of one page as often as of many. */
typedef struct named_parts {
    size_t parts;
    size_t pages;
    size_t urls;      /* pages behind URLs */
    size_t sure_urls; /* those that are objects, or begin with a tag: long strings may be properties of linked data */
    size_t numbered;  /* objects with a page behind numbered names */
    size_t marked;    /* those whose page begins with a tag */
    bool all;         /* the parts are pages, but for objects that have none */
    bool has_number;  /* one of the pages has a numbered name */
    bool lacks_numbered, lacks_other; /* an object behind such a name, or another, has no page */
    bool only_urls;                   /* all names are URLs */
    bool only_numbers;                /* all names are numbers: no field says something of a page */
    bool is_long;                     /* the last one is a page that goes on behind the text */
} named_parts;

static void count_part(named_parts *to, const json_field *field, const char *page_field) {
    bool is_url = json_is_named_by_url(field);
    to->only_urls = to->only_urls && is_url;
    for (size_t i = 0; i < field->name_length; i++)
        to->only_numbers = to->only_numbers && is_digit(field->name[i]);
    if (field->value_length == 0 || is_property(field) || !may_stand_behind(field) ||
        (*field->value != '{' && *field->value != '"'))
        return;
    bool is_object = *field->value == '{';
    bool is_numbered = json_is_numbered(field);
    json_behind behind = json_page_behind(field, page_field);
    bool is_page = behind > JSON_EMPTY;
    to->parts++;
    to->pages += is_page;
    to->urls += is_url && is_page;
    to->sure_urls += is_url && is_page && (is_object || behind == JSON_MARKUP);
    to->numbered += is_numbered && is_object && is_page;
    to->marked += is_numbered && is_object && behind == JSON_MARKUP;
    to->has_number = to->has_number || (is_page && (is_numbered || is_url));
    bool lacks = is_object && behind == JSON_NO_PAGE;
    to->lacks_numbered = to->lacks_numbered || (lacks && is_numbered);
    to->lacks_other = to->lacks_other || (lacks && !is_numbered);
    to->all = to->all && (lacks || behind == JSON_MARKUP || (is_object && is_numbered)) &&
              (is_url || (!json_is_usual_page(field) && !json_holds_parts(field)));
    to->is_long = field->is_cut && is_numbered;
}

json_wrapping json_wraps_by_name(byte_slice object, const char *page_field, size_t *count, size_t *numbered) {
    named_parts there = {.all = true, .only_urls = true, .only_numbers = true};
    size_t left = ELEMENTS_MAX;
    json_field field;
    *count = *numbered = 0;
    for (size_t at = 0; left > 0 && json_field_next(object, &at, &field); left--) {
        /* Behind pages by URL such a name may be that of one whose brackets are damaged. */
        if (json_names_page(&field, page_field) && (there.sure_urls < 2 || !there.only_urls))
            return JSON_WRAPS_NOTHING;
        count_part(&there, &field, page_field);
    }
    *count = there.pages;
    *numbered = there.numbered;
    bool lacks = there.lacks_numbered || there.lacks_other;
    if (there.urls > 0 && (there.urls == there.parts || lacks || !there.all) &&
        (there.sure_urls > 0 || (there.only_urls && there.urls == there.parts)))
        return JSON_WRAPS_URLS;
    /* Whatever stands behind the other ones: a page that could not be had may be null. */
    if (there.only_numbers && there.pages > 0 && ELEMENTS_MAX - left > 1)
        return JSON_WRAPS_NAMES;
    /* Among many pages one may have failed; beside one page such an object is about that page. */
    bool is_each = there.all && (!there.lacks_numbered || there.pages > 1) && (!there.lacks_other || there.marked > 1);
    return is_each && (there.pages > 1 || there.has_number) && (there.parts > 1 || there.is_long) ? JSON_WRAPS_NAMES
                                                                                                  : JSON_WRAPS_NOTHING;
}

json_wrapping json_wraps_pages(byte_slice text, const char *page_field) {
    if (text.length == 0 || text.bytes[0] != '{')
        return JSON_WRAPS_NOTHING;
    const char *end = text.bytes + (text.length < WRAPPER_BYTES_MAX ? text.length : WRAPPER_BYTES_MAX);
    byte_slice whole = object_at(text.bytes, end);
    size_t count, numbered;
    json_wrapping by_name = json_wraps_by_name(whole, page_field, &count, &numbered);
    if (by_name != JSON_WRAPS_NOTHING || json_page_stands_in(whole, page_field, true))
        return by_name;
    size_t left = ELEMENTS_MAX;
    json_field field;
    for (size_t at = 0; left > 0 && json_field_next(whole, &at, &field);) {
        byte_slice value = {field.value, field.value_length};
        if (page_field == NULL && json_holds_parts(&field))
            continue;
        if (has_pages(value, page_field, &left))
            return JSON_WRAPS_ARRAYS;
        if (has_pages_by_url(value, page_field))
            return JSON_WRAPS_URLS;
    }
    return JSON_WRAPS_NOTHING;
}
