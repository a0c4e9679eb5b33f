#include "text/text_reader.h"

#include "base/cancel.h"
#include "base/memory.h"
#include "html/html_names.h"
#include "lines/line_builder.h"
#include "text/row_blocks.h"
#include "text/row_scan.h"
#include "text/row_text.h"
#include "text/wrapping.h"

#include <string.h>

struct dhk_text_reader {
    const dehusk_options *options;
    dhk_line_builder builder;
    dhk_scanned_row *rows;
    size_t row_count, row_capacity;
};

dhk_text_reader *dhk_text_reader_new(const dehusk_options *options) {
    dhk_text_reader *reader = dhk_allocate(&options->allocator, 1, sizeof *reader);
    if (reader == NULL)
        return NULL;
    memset(reader, 0, sizeof *reader);
    reader->options = options;
    return reader;
}

void dhk_text_reader_free(dhk_text_reader *reader) {
    if (reader == NULL)
        return;
    dhk_release(&reader->options->allocator, reader->rows, reader->row_capacity, sizeof *reader->rows);
    dhk_release(&reader->options->allocator, reader, 1, sizeof *reader);
}

void *dhk_text_reader_lend(dhk_text_reader *reader, size_t count, size_t item_size) {
    size_t rows;
    if (item_size != 0 && count > (SIZE_MAX - sizeof *reader->rows) / item_size)
        return NULL;
    rows = (count * item_size + sizeof *reader->rows - 1) / sizeof *reader->rows;
    return DHK_RESERVE(&reader->options->allocator, reader->rows, reader->row_capacity, rows > 0 ? rows : 1)
               ? reader->rows
               : NULL;
}

static bool reserve_row(dhk_text_reader *reader) {
    return DHK_RESERVE(&reader->options->allocator, reader->rows, reader->row_capacity, reader->row_count + 1);
}

typedef bool row_cutter(const unsigned char *bytes, dhk_scanned_row *rest, dhk_scanned_row *piece);

/* Cuts the last row into pieces. False: out of memory. */
static bool cut_last_row(dhk_text_reader *reader, const unsigned char *bytes, row_cutter *cut, dhk_document *document) {
    dhk_scanned_row rest = reader->rows[reader->row_count - 1];
    while (cut(bytes, &rest, &reader->rows[reader->row_count - 1])) {
        if (reader->row_count == reader->options->max_lines) {
            document->truncated |= DEHUSK_TRUNCATED_LINES;
            return true;
        }
        if (!reserve_row(reader))
            return false;
        reader->rows[reader->row_count++] = rest;
    }
    return true;
}

/* Of a text of so many bytes memory counts, and its arrays are made as large as they have to be, before they are filled:
 * growing by half, they would be a quarter larger in the mean. */
enum { LARGE_BYTES = 1 << 20 };

/* No more rows than these end with a line feed, but for the last one; few texts have rows that end otherwise. */
static bool reserve_rows(dhk_text_reader *reader, const unsigned char *bytes, uint32_t length) {
    const unsigned char *end = bytes + length;
    size_t count = 2;
    if (length < LARGE_BYTES)
        return true;
    for (const unsigned char *at = bytes; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++)
        count++;
    if (count > reader->options->max_lines)
        count = reader->options->max_lines + 1;
    return DHK_RESERVE(&reader->options->allocator, reader->rows, reader->row_capacity, count);
}

/* Makes room for the lines and rows of a page, and for what is shown of those rows that are joined to lines. */
static bool reserve_lines(const dhk_text_reader *reader, uint32_t length, dhk_document *document) {
    enum { ROOM = 1 << 16 }; /* the line builder asks for some more than it fills */
    const dehusk_allocator *allocator = &reader->options->allocator;
    size_t lines = 0;
    size_t text = (size_t)length + ROOM;
    bool joined = false;
    if (length < LARGE_BYTES)
        return true;
    for (size_t i = 0; i < reader->row_count; i++) {
        const dhk_scanned_row *row = &reader->rows[i];
        text += joined || row->joins_next ? row->to - row->from : 0;
        joined = row->joins_next;
        lines += !joined;
    }
    return DHK_RESERVE(allocator, document->lines, document->line_capacity, lines + 1) &&
           DHK_RESERVE(allocator, document->rows, document->row_capacity, reader->row_count) &&
           DHK_RESERVE(allocator, document->text, document->text_capacity, text < UINT32_MAX ? text : UINT32_MAX);
}

/* Tabs of the last two rows, the later one first. */
typedef struct last_tabs {
    uint32_t tabs[2];
} last_tabs;

/* Whether the last row but one is a menu is known once the last one is there. False: out of memory. */
static bool cut_menu(dhk_text_reader *reader, const unsigned char *bytes, last_tabs *last, dhk_document *document) {
    const dhk_scanned_row *row = &reader->rows[reader->row_count - 1];
    uint32_t tabs = row->plain ? 0 : dhk_row_tabs(bytes, row);
    bool menu = reader->row_count > 1 &&
                dhk_row_is_menu(&reader->rows[reader->row_count - 2], last->tabs[0], last->tabs[1], tabs);
    *last = (last_tabs){{tabs, last->tabs[0]}};
    if (!menu)
        return true;
    dhk_scanned_row next = *row;
    reader->row_count--;
    if (!cut_last_row(reader, bytes, dhk_row_cut_entry, document))
        return false;
    if (reader->row_count == reader->options->max_lines) {
        document->truncated |= DEHUSK_TRUNCATED_LINES;
        return true;
    }
    if (!reserve_row(reader))
        return false;
    reader->rows[reader->row_count++] = next;
    return true;
}

static dehusk_status scan_rows(dhk_text_reader *reader, const unsigned char *bytes, uint32_t length,
                               dhk_document *document) {
    dhk_row_scanner scanner;
    size_t ask = 0;
    size_t steps = 0;
    bool marked = false;
    last_tabs last = {{0, 0}};
    reader->row_count = 0;
    if (!reserve_rows(reader, bytes, length))
        return DEHUSK_OUT_OF_MEMORY;
    dhk_row_scanner_init(&scanner, bytes, length);
    for (;;) {
        dhk_scanned_row *row;
        if (!reserve_row(reader))
            return DEHUSK_OUT_OF_MEMORY;
        row = &reader->rows[reader->row_count];
        if (!dhk_row_scan(&scanner, row))
            break;
        if (dhk_cancelled_at(reader->options, scanner.position, &ask, DHK_CANCEL_BYTES))
            return DEHUSK_CANCELLED;
        steps += 1 + (size_t)row->blank_rows;
        if (steps > reader->options->max_steps) {
            document->truncated |= DEHUSK_TRUNCATED_STEPS;
            break;
        }
        if (reader->row_count == reader->options->max_lines) {
            document->truncated |= DEHUSK_TRUNCATED_LINES;
            break;
        }
        reader->row_count++;
        marked |= row->marks.mark != DHK_ROW_PLAIN;
        if (!cut_menu(reader, bytes, &last, document))
            return DEHUSK_OUT_OF_MEMORY;
        row = &reader->rows[reader->row_count - 1];
        if (row->end - row->begin > DHK_RUN_TOGETHER_MIN && !cut_last_row(reader, bytes, dhk_row_cut_piece, document))
            return DEHUSK_OUT_OF_MEMORY;
    }
    document->file_rows = dhk_row_scanner_rows(&scanner);
    if (reader->row_count == 1 && reader->rows[0].end - reader->rows[0].begin > DHK_ALONE_MIN &&
        !cut_last_row(reader, bytes, dhk_row_cut_piece, document))
        return DEHUSK_OUT_OF_MEMORY;
    if (reader->row_count > 0 && dhk_row_is_menu(&reader->rows[reader->row_count - 1], last.tabs[0], last.tabs[1], 0) &&
        !cut_last_row(reader, bytes, dhk_row_cut_entry, document))
        return DEHUSK_OUT_OF_MEMORY;
    if (marked)
        dhk_rows_find_blocks(bytes, reader->rows, reader->row_count);
    dhk_rows_find_wrapping(bytes, reader->rows, reader->row_count);
    return DEHUSK_OK;
}

static bool add_root(const dehusk_allocator *allocator, dhk_document *document) {
    if (!DHK_RESERVE(allocator, document->elements, document->element_capacity, 1))
        return false;
    memset(&document->elements[0], 0, sizeof document->elements[0]);
    document->elements[0].tag = (uint16_t)DHK_TAG_HTML;
    document->element_count = 1;
    return true;
}

/* Reads the rows of a line, from `first` on; returns the row behind them. */
static size_t append_rows(dhk_text_reader *reader, dhk_row_writer *writer, size_t first, uint32_t *links) {
    dhk_line_builder *builder = &reader->builder;
    const dhk_scanned_row *rows = reader->rows;
    size_t i = first;
    bool goes_on = true;
    *links = 0;
    for (; goes_on && i < reader->row_count && !builder->full; i++) {
        builder->pending_space = builder->started && !(rows[i].wide_begin && rows[i - 1].wide_end);
        *links += dhk_row_append(writer, &rows[i]);
        goes_on = rows[i].joins_next || dhk_row_ends_in_link(writer, &rows[i]);
    }
    if (!builder->visible) {
        (void)dhk_line_builder_end(builder); /* invisible characters alone are no line; the mark stands before them */
        dhk_row_append_mark(writer, &rows[first]);
    }
    return i;
}

dehusk_status dhk_text_reader_read(dhk_text_reader *reader, const unsigned char *bytes, uint32_t length,
                                   dhk_document *document) {
    const dehusk_allocator *allocator = &reader->options->allocator;
    dhk_line_builder *builder = &reader->builder;
    dhk_row_writer writer;
    dehusk_status status;
    size_t ask = DHK_CANCEL_BYTES;

    document->format = DEHUSK_FORMAT_TEXT;
    dhk_line_builder_init(builder, allocator, document, reader->options->max_lines);
    dhk_row_writer_init(&writer, builder, bytes, length);
    status = scan_rows(reader, bytes, length, document);
    if (status != DEHUSK_OK)
        return status;
    if (!add_root(allocator, document) || !reserve_lines(reader, length, document))
        return DEHUSK_OUT_OF_MEMORY;
    for (size_t i = 0; i < reader->row_count && !builder->full;) {
        const dhk_scanned_row *row = &reader->rows[i];
        uint32_t links;
        size_t end;
        if (dhk_cancelled_at(reader->options, row->end, &ask, DHK_CANCEL_BYTES))
            return DEHUSK_CANCELLED;
        end = append_rows(reader, &writer, i, &links);
        if (dhk_line_builder_end(builder)) {
            dhk_line *line = &document->lines[document->line_count - 1];
            dhk_row_set_kind(row, line);
            line->element = 0;
            line->link_count = links;
            line->first_row = (uint32_t)document->row_count;
            line->breaks = 1 + (row->blank_rows > 254 ? 254 : row->blank_rows);
            for (size_t k = i; k < end; k++)
                if (!dhk_row_store(allocator, document, bytes, &reader->rows[k], end == i + 1))
                    return DEHUSK_OUT_OF_MEMORY;
            line->row_count = (uint32_t)document->row_count - line->first_row;
        }
        if (builder->failed)
            return DEHUSK_OUT_OF_MEMORY;
        i = end;
    }
    return DEHUSK_OK;
}
