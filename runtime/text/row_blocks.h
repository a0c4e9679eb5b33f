/*
 * Rows that are judged together: code, tables, headings that are underlined;
 * rows that are menus; and rows so long that they are judged in pieces.
 */
#ifndef DHK_ROW_BLOCKS_H
#define DHK_ROW_BLOCKS_H

#include "text/row_scan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Sets is_code of rows, and joins_next within code, tables and headings. Rows without a mark have none of these. */
void dhk_rows_find_blocks(const unsigned char *bytes, dhk_scanned_row *rows, size_t count);

/* Tabs within a row, runs of them counted once. */
uint32_t dhk_row_tabs(const unsigned char *bytes, const dhk_scanned_row *row);

/* Is it a menu that was set in one row, with tabs between its entries? The rows before and after it have so many tabs:
 * a table has such rows one below the other. */
bool dhk_row_is_menu(const dhk_scanned_row *row, uint32_t tabs, uint32_t tabs_before, uint32_t tabs_after);

/* Cuts the next entry from the beginning of `rest`, which is a menu, with the tabs behind it: false when `rest` is the
 * last one. */
bool dhk_row_cut_entry(const unsigned char *bytes, dhk_scanned_row *rest, dhk_scanned_row *entry);

/* In bytes: a longer row is one that several paragraphs, or a whole page, may have been run together in. A paragraph of
 * a thousand words is rare; a text of one row is a page more often. */
enum { DHK_RUN_TOGETHER_MIN = 6000, DHK_ALONE_MIN = 1000 };

/* Cuts the next piece, a sentence or more, from the beginning of `rest`: false when `rest` is the last piece. White
 * space between two pieces is of the first. */
bool dhk_row_cut_piece(const unsigned char *bytes, dhk_scanned_row *rest, dhk_scanned_row *piece);

#endif
