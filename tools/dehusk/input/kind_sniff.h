/*
 * What kind of input a file is, by its first bytes.
 */
#ifndef DEHUSK_TOOL_KIND_SNIFF_H
#define DEHUSK_TOOL_KIND_SNIFF_H

#include "input/record.h"

#include <stdbool.h>
#include <stddef.h>

/* In front of each object of a JSON text sequence (RFC 7464). */
#define RECORD_SEPARATOR '\x1E'

enum { SNIFFED_MAX = 1 << 16 }; /* bytes that are looked at; more are all blank so far */

/* The kind of a file that begins like this, without its compression: WARC,
 * ARC, JSONL, or AUTO for one page. True: more bytes could not change it. */
bool kind_sniff(const char *bytes, size_t length, input_kind *kind);

/* Is this the name of a WARC, WET or ARC file? */
bool kind_named_archive(const char *path);

/* Is this the name of a file of JSON lines? */
bool kind_named_lines(const char *path);

/* What a file of one page seems to have been before it was damaged, as a phrase;
 * NULL: nothing. */
const char *kind_nearly(const char *bytes, size_t length);

#endif
