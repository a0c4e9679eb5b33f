/*
 * What the fuzz targets of the readers of HTML and of plain text share.
 */
#ifndef FZ_READER_CHECKS_H
#define FZ_READER_CHECKS_H

#include "dehusk.h"
#include "fuzz.h"
#include "lines/document.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A reader behind functions of one shape. */
typedef struct fz_reader {
    void *(*make)(const dehusk_options *options);
    dehusk_status (*read)(void *reader, const unsigned char *bytes, uint32_t length, dhk_document *document);
    void (*release)(void *reader);
    /* Looks at the bytes before a reader does. */
    void (*check_bytes)(const unsigned char *bytes, uint32_t length, const dehusk_options *options);
    bool nested; /* limits on depth and attributes change what it makes of a page */
} fz_reader;

/* The target: `data` is limits, in two bytes, and a page. Checks what a new reader and one that has seen many other
 * pages make of it: the same lines, and without memory the second time. */
int fz_check_reader(const fz_reader *functions, const uint8_t *data, size_t size);

#endif
