/*
 * A line's text as runs of one style each, by the marks of its page.
 */
#ifndef DHK_LINE_RUNS_H
#define DHK_LINE_RUNS_H

#include "lines/document.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct dhk_run {
    uint32_t begin; /* in document->text; an image's run is empty */
    uint32_t end;
    uint8_t style;         /* DHK_STYLE_ bits */
    bool moved;            /* it began elsewhere in its line before it was to be written */
    dhk_text_run address;  /* of a link */
    const dhk_mark *image; /* or NULL */
} dhk_run;

/* Goes through a page's marks, its lines in ascending order. */
typedef struct dhk_run_reader {
    const dehusk_allocator *allocator;
    const dhk_document *document;
    size_t mark; /* the next one */
    uint8_t style;
    dhk_text_run address;
    dhk_text_run language; /* of preformatted text */
    dhk_run *runs;         /* of the present line */
    size_t count, capacity;
} dhk_run_reader;

void dhk_runs_begin(dhk_run_reader *reader, const dehusk_allocator *allocator, const dhk_document *document);
void dhk_runs_free(dhk_run_reader *reader);

/* Passes over all that stands before line `line`. The marks from the one returned on, up to reader->mark, were
 * passed over now. */
size_t dhk_runs_skip_to(dhk_run_reader *reader, uint32_t line);

/* Cuts line `line`, to which the reader has skipped, into runs. False: out of memory. */
bool dhk_runs_read(dhk_run_reader *reader, uint32_t line);

#endif
