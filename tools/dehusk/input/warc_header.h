/*
 * The named fields at the front of a WARC record.
 */
#ifndef DEHUSK_TOOL_WARC_HEADER_H
#define DEHUSK_TOOL_WARC_HEADER_H

#include "common/byte_buffer.h"

#include <stdint.h>

/* Values as they are written, without white space around them; they lie in the
 * bytes that were parsed. */
typedef struct warc_header {
    byte_slice type;
    byte_slice id;
    byte_slice url;
    byte_slice date;
    byte_slice content_type;
    byte_slice payload_type; /* WARC-Identified-Payload-Type: what the crawler found itself */
    byte_slice truncated;
    uint64_t content_length;
} warc_header;

/* Parses a header: version line to the line before the empty one. Folded lines
 * are joined in place. Returns NULL, or what is wrong as a phrase. */
const char *warc_header_parse(char *bytes, size_t length, warc_header *header);

#endif
