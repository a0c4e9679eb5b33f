/*
 * What a page says of itself, of each thing the most trusted word: JSON-LD, Open
 * Graph, meta elements, microdata, and what else in the markup is meant for it.
 */
#ifndef DHK_METADATA_H
#define DHK_METADATA_H

#include "lines/document.h"

#include <stdbool.h>
#include <stddef.h>

/* Longer values are cut, or, where a part is no use, left out. */
enum { DHK_METADATA_BYTES_MAX = 2048 };

/* Fills document->metadata. */
typedef struct dhk_metadata_taker {
    const dehusk_allocator *allocator;
    dhk_document *document;
    /* Writes a text with its character references decoded, and returns its length: many programs write these into JSON. */
    size_t (*unescape)(const char *text, size_t length, char *out, size_t capacity);
    bool failed; /* out of memory */
} dhk_metadata_taker;

/* Takes a value of UTF-8, white space around and within it as it may be, unless there is a better one. Dates become
 * ISO 8601, or are left out. `rank` orders what has the same source. */
void dhk_metadata_take(dhk_metadata_taker *taker, dehusk_metadata_name name, dehusk_metadata_source source,
                       unsigned rank, const char *value, size_t length);

/* dhk_metadata_take for a value that is added to those of the same source and rank: authors, keywords. */
void dhk_metadata_add(dhk_metadata_taker *taker, dehusk_metadata_name name, dehusk_metadata_source source,
                      unsigned rank, const char *value, size_t length);

/* Is there a value of this source and rank? */
bool dhk_metadata_has(const dhk_metadata_taker *taker, dehusk_metadata_name name, dehusk_metadata_source source,
                      unsigned rank);

/* A meta element: its property, name or http-equiv, and its content. */
void dhk_metadata_take_meta(dhk_metadata_taker *taker, const char *name, size_t name_length, const char *value,
                            size_t length);

/* An itemprop with the value of its element. */
void dhk_metadata_take_item(dhk_metadata_taker *taker, const char *name, size_t name_length, const char *value,
                            size_t length);

/* The text of a script of type application/ld+json. Malformed JSON gives what stands before the fault. */
void dhk_metadata_take_json_ld(dhk_metadata_taker *taker, const char *json, size_t length);

/* When all is taken: what follows from what. */
void dhk_metadata_complete(dhk_metadata_taker *taker);

#endif
