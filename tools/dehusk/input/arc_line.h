/*
 * The line that an ARC record begins with: "URL IP-address date media-type length",
 * with five more words before the length in version 2.
 */
#ifndef DEHUSK_TOOL_ARC_LINE_H
#define DEHUSK_TOOL_ARC_LINE_H

#include "common/byte_buffer.h"

#include <stdbool.h>
#include <stdint.h>

enum { ARC_LINE_MAX = 1 << 16 }; /* bytes; URLs may be long */

typedef struct arc_line {
    byte_slice url;
    byte_slice address;
    byte_slice date; /* 14 digits */
    byte_slice type; /* may be NULL */
    uint64_t length; /* of the block */
} arc_line;

/* False: it is none. */
bool arc_line_parse(byte_slice line, arc_line *parsed);

/* Is it one, surely: with a scheme that crawlers know, and an address? */
bool arc_line_is_sure(byte_slice line);

/* Where a writer was killed within this line and another wrote on, the next record begins amid it: at which byte; 0: it
 * is one line. A URL that has another one in its path or query is one, too, and so is what was cut off there. */
size_t arc_line_seam(byte_slice line);

/* Where in a line behind damage a record's line begins, which ends with it: writers are killed amid a page, too. The
 * line's length: nowhere. */
size_t arc_line_within(byte_slice line);

/* Does one of the lines of the bytes end with a record's line? */
bool arc_line_among(byte_slice bytes);

#endif
