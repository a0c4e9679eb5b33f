/*
 * Chunked bodies of HTTP.
 */
#ifndef DEHUSK_TOOL_HTTP_CHUNKS_H
#define DEHUSK_TOOL_HTTP_CHUNKS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum chunk_result {
    CHUNKS_DECODED, /* to the last chunk */
    CHUNKS_CUT,     /* the end is missing or damaged: what there was before */
    CHUNKS_NONE     /* this is no chunked body; nothing was changed */
} chunk_result;

/* Joins the chunks of a body in place. `declared`: its head says that it is chunked, which after all may have been
 * undone; else all of it must be chunks, to the last one. `is_short`: the body's end is known to be missing; else one
 * chunk that is cut short might as well be a text with a number in its first line. */
chunk_result http_chunks_join(char *body, size_t *length, bool declared, bool is_short);

#endif
