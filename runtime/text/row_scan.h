/*
 * Rows of a plain-text file: where they are and how long they are.
 */
#ifndef DHK_ROW_SCAN_H
#define DHK_ROW_SCAN_H

#include "text/row_marks.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No text is wrapped at more columns than this; of longer rows no more is counted than tells that, in tenths. */
enum { DHK_WRAP_MAX = 120, DHK_COLUMNS_ENOUGH = 10 * DHK_WRAP_MAX + 1 };

/* A row that holds more than white space. */
typedef struct dhk_scanned_row {
    uint32_t from;       /* where the row begins in the file */
    uint32_t to;         /* where the row ends in the file, before what ends it */
    uint32_t begin;      /* where its first character that is no white space stands */
    uint32_t end;        /* behind its last character that is no white space */
    uint32_t number;     /* of the file's rows, see dhk_row_scanner; several may have one */
    uint32_t blank_rows; /* blank rows before the row */
    uint32_t indent;     /* in tenths of a Latin letter's width, as all columns */
    uint32_t columns;    /* from the margin to the row's end; of a long row, more than text is wrapped at */
    dhk_row_marks marks;
    bool measured;   /* columns is known */
    bool plain;      /* visible ASCII and spaces, nothing else */
    bool joins_next; /* its line goes on in the next row */
    bool is_piece;   /* of a row that was too long to be judged as one */
    bool is_code;    /* between fences, or indented as Markdown's code is */
    bool wide_begin; /* begins with a character of a script written without spaces: no space joins rows there */
    bool wide_end;   /* ends with a character of a script written without spaces */
} dhk_scanned_row;

/* LF, CRLF, CR, VT, FF, NEL and the Unicode line and paragraph separators end what is scanned as a row. Rows are
 * numbered as those who hold the file count them: by line feeds, or, where it has none, by carriage returns, or, where
 * it has none of these either, by all the others. */
typedef struct dhk_row_scanner {
    const unsigned char *bytes;
    uint32_t length;
    uint32_t position;
    uint32_t number;       /* of the row at `position` */
    uint32_t row_begin;    /* where it begins */
    unsigned char counted; /* the last byte of row ends that count, 0: all do */
} dhk_row_scanner;

void dhk_row_scanner_init(dhk_row_scanner *scanner, const unsigned char *bytes, uint32_t length);

/* Finds the next row; false at the end. */
bool dhk_row_scan(dhk_row_scanner *scanner, dhk_scanned_row *row);

/* All of the bytes as one row, whatever ends rows in them; begin is end if nothing is visible. */
void dhk_row_whole(const unsigned char *bytes, uint32_t length, dhk_scanned_row *row);

/* How many rows there are up to `position`, blank ones too. */
size_t dhk_row_scanner_rows(const dhk_row_scanner *scanner);

/* Finds columns, which costs a look at every character: rows of ASCII come with them. */
void dhk_row_measure(const unsigned char *bytes, dhk_scanned_row *row);

/* Does it hold a word so long that it may explain why the row is longer than text is wrapped at? */
bool dhk_row_has_long_word(const unsigned char *bytes, const dhk_scanned_row *row);

/* Columns of a row's first word behind quote marks, or of its first character in a script without spaces. */
uint32_t dhk_row_first_word(const unsigned char *bytes, const dhk_scanned_row *row);

#endif
