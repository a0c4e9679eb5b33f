/*
 * From a row of text to what is judged of it and what is shown of it: the one
 * goes to the line builder, without addresses of links; the other is the row as
 * it was.
 */
#ifndef DHK_ROW_TEXT_H
#define DHK_ROW_TEXT_H

#include "lines/line_builder.h"
#include "text/row_scan.h"
#include "text/text_links.h"

#include <stdbool.h>
#include <stdint.h>

/* Rows of a text under way, in their order. */
typedef struct dhk_row_writer {
    dhk_line_builder *builder;
    const unsigned char *bytes;
    uint32_t length;
    uint32_t next_link; /* no link begins between what was last looked at and this place: most rows have none */
    dhk_text_link link; /* the last one, which may go on in the next row */
} dhk_row_writer;

void dhk_row_writer_init(dhk_row_writer *writer, dhk_line_builder *builder, const unsigned char *bytes,
                         uint32_t length);

/* Adds a row to the line under way. Returns how many links begin in it. */
uint32_t dhk_row_append(dhk_row_writer *writer, const dhk_scanned_row *row);

/* Does a link go on behind the row? */
static inline bool dhk_row_ends_in_link(const dhk_row_writer *writer, const dhk_scanned_row *row) {
    return writer->link.end > row->end;
}

/* Makes a line of rows that show nothing but marks and addresses begin with the first of these characters. */
void dhk_row_append_mark(dhk_row_writer *writer, const dhk_scanned_row *row);

/* What the finished line is by its first row. */
void dhk_row_set_kind(const dhk_scanned_row *row, dhk_line *line);

/* What dhk_row_store does with rows that are not simply what is judged of them. */
bool dhk_row_store_copy(const dehusk_allocator *allocator, dhk_document *document, const unsigned char *bytes,
                        const dhk_scanned_row *row, bool alone);

/* Adds to the document a row of its last line, as it was but for what is no text. `alone`: it is all of the line. False: out of memory. */
static inline bool dhk_row_store(const dehusk_allocator *allocator, dhk_document *document, const unsigned char *bytes,
                                 const dhk_scanned_row *row, bool alone) {
    const dhk_line *line = &document->lines[document->line_count - 1];
    uint32_t length = row->to - row->from;
    /* Of plain text things are left out and nothing is put in, so as long as it was it is what it was: most rows are. */
    if (!alone || !row->plain || length != line->text_length || document->row_count == document->row_capacity)
        return dhk_row_store_copy(allocator, document, bytes, row, alone);
    document->rows[document->row_count++] =
        (dhk_row){line->text, length, row->from, row->to, (uint32_t)document->line_count - 1, row->number};
    return true;
}

#endif
