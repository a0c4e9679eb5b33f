/*
 * Rows of a plain-text file: where they are, how long they are, and whether the
 * file is hard-wrapped.
 */
#ifndef DHK_ROW_SCAN_H
#define DHK_ROW_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A row that holds more than white space. */
typedef struct dhk_scanned_row {
    uint32_t begin; /* without white space around it */
    uint32_t end;
    uint32_t blank_rows; /* before it */
    uint32_t columns; /* its length in tenths of a Latin letter's width; of long rows, more than text is wrapped at */
    uint32_t first_word; /* the same of its first word, or of its first character in a script without spaces */
    bool measured;       /* columns and first_word are known */
    bool joins_next;     /* its paragraph goes on in the next row */
    bool wide_begin;     /* begins and ends with a character of a script written without spaces: */
    bool wide_end;       /* no space is put in when rows are joined */
} dhk_scanned_row;

/* Finds the next row from `*position` on; false at the end. LF, CRLF, CR, VT,
 * FF, NEL and the Unicode line and paragraph separators end rows. */
bool dhk_row_scan(const unsigned char *bytes, uint32_t length, uint32_t *position, dhk_scanned_row *row);

/* Finds columns and first_word, which costs a look at every character: rows of ASCII come with them. */
void dhk_row_measure(const unsigned char *bytes, dhk_scanned_row *row);

/* Sets joins_next of all rows. */
void dhk_rows_find_wrapping(const unsigned char *bytes, dhk_scanned_row *rows, size_t count);

#endif
