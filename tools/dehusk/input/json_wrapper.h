/*
 * JSON objects that hold the objects of pages.
 *
 * Interfaces answer with {"data": [{"html": ...}, ...], "next": ...}, and
 * exports of search engines have such an array some objects deeper. Scripts
 * write what they fetched by its URL: {"http://a/": {"html": ...}, ...}.
 */
#ifndef DEHUSK_TOOL_JSON_WRAPPER_H
#define DEHUSK_TOOL_JSON_WRAPPER_H

#include "common/byte_buffer.h"
#include "input/json_fields.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* So much of an object is looked at. */
enum { WRAPPER_BYTES_MAX = 1 << 16 };

/* Which of an object's parts are pages. */
typedef enum json_wrapping {
    JSON_WRAPS_NOTHING,
    JSON_WRAPS_ARRAYS, /* objects in arrays */
    JSON_WRAPS_URLS,   /* what stands behind a URL as a name, in whichever object */
    JSON_WRAPS_NAMES   /* what stands behind each name of the object itself */
} json_wrapping;

/* Is the text the beginning of an object that has no page itself, but an array among whose first elements is an object
 * with one? Or has it pages behind its names, each a string or an object? Arrays of what belongs to one page (comments,
 * links, sections) do not count, unless `page_field` asks for a field: that page may stand behind them, or have no name
 * that is known. `page_field` is the field that the caller asks for; NULL: the usual ones. */
json_wrapping json_wraps_pages(byte_slice text, const char *page_field);

/* Has an object that holds a page within another one such pages behind its own names? `*count`: how many of its first
 * fields have one; `*numbered`: how many of them are objects behind names that json_is_numbered() knows. Both are 0 if the
 * object tells a page or a URL of its own. */
json_wrapping json_wraps_by_name(byte_slice object, const char *page_field, size_t *count, size_t *numbered);

/* Is the field's name a URL? */
bool json_is_named_by_url(const json_field *field);

/* Is it a name that tells many of a kind apart: a number, a path, a file's name? */
bool json_is_numbered(const json_field *field);

/* Where within a wrapping object its reader is. All zero: outside. */
typedef struct json_wrapper {
    json_wrapping wraps;
    size_t depth;    /* brackets that are open */
    uint64_t arrays; /* a bit for each of the innermost of them, the last one lowest: it is one of an array */
    char before;     /* the last byte that is no white space */
    bool is_deep;    /* so many have been open that `arrays` does not tell of all of them */
    bool in_string;
    bool escaped;
} json_wrapper;

typedef enum json_wrapper_stop {
    WRAPPER_ENDS,   /* the bytes or the wrapping object */
    WRAPPER_OBJECT, /* an object in an array begins */
    WRAPPER_ANEW,   /* an object begins where a name should stand: this one may have been cut off */
    WRAPPER_STRING  /* what may be the name of a page's field begins: see json_wrapper_name() */
} json_wrapper_stop;

/* Goes on up to the next page, to the end of the wrapping object, or to `end`. Returns where that is, and sets `*stop`.
 * `*lines` counts line ends. */
const char *json_wrapper_pass(json_wrapper *wrapper, const char *at, const char *end, size_t *lines,
                              json_wrapper_stop *stop);

/* Is the string that the text begins with the name of a page's field? `*field` gets its name, and the first byte of its
 * value. Returns how many bytes stand in front of the value; 0: it is no name, or the text ends before. */
size_t json_wrapper_name(const json_wrapper *wrapper, byte_slice text, json_field *field);

/* Does the text begin with an object of a page, as far as is looked? `*length` is how far that was. */
bool json_wrapper_page_begins(byte_slice text, const char *page_field, size_t *length);

/* Does the closing mark of the string that the text begins with open the next one, since its own is missing? Returns how
 * many bytes stand in front of it; 0: it does not. */
size_t json_wrapper_cut_string(byte_slice text);

/* How long the string is that the text begins with, if it is a URL that stands where a name should, and is none; else 0. */
size_t json_wrapper_lone_url(const json_wrapper *wrapper, byte_slice text);

/* What comes next is taken: a value if `is_name`, else a string that is none. */
void json_wrapper_goes_on(json_wrapper *wrapper, bool is_name);

#endif
